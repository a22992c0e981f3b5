import { escapeHtml } from '../markdown';
import { htmlPage } from './answers';
import type { HostileMode } from './hostile';
import type { Call } from './instance';

export interface PageParts {
  title: string;
  body: string;
  /** Style sheets and scripts of `client/` by file name. */
  styles?: readonly string[];
  scripts?: readonly string[];
  /** Read by the page's scripts. */
  boot?: unknown;
  bodyClass?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl';
  hostile?: HostileMode | null;
}

/** A whole page of somebody signed in: globals, styles, body, scripts. */
export function page(call: Call, parts: PageParts): Response {
  const scripts = [...(parts.scripts ?? []), ...(parts.hostile ? ['hostile.js'] : [])];
  return document(
    { ...parts, scripts },
    `<script>
      var g_ck = '${call.session.token}';
      var g_user = ${scriptJson({ userID: call.person.servicenowSysId, userName: call.person.id })};
      window.NOW = ${scriptJson(nowGlobal(call))};
    </script>`,
  );
}

/** A page without a session: no token, nobody's name. */
export function document(parts: PageParts, head = ''): Response {
  const boot =
    parts.boot === undefined
      ? ''
      : `<script type="application/json" id="boot">${scriptJson(parts.boot)}</script>`;
  return htmlPage(`<!DOCTYPE html>
<html lang="${parts.lang ?? 'en'}" dir="${parts.dir ?? 'ltr'}" data-doctype="true">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.title)}</title>
${['base.css', ...(parts.styles ?? [])].map((name) => `<link rel="stylesheet" href="/styles/${name}">`).join('\n')}
${head}
</head>
<body class="${parts.bodyClass ?? ''}"${parts.hostile ? ` data-acme-hostile="${parts.hostile}"` : ''}>
${parts.body}
${boot}
${(parts.scripts ?? []).map((name) => `<script src="/scripts/${name}"></script>`).join('\n')}
</body>
</html>`);
}

/** JSON that cannot end the script element it stands in. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028');
}

function nowGlobal(call: Call): unknown {
  const [first = '', ...last] = call.person.name.split(' ');
  return {
    user: {
      userID: call.person.servicenowSysId,
      name: call.person.id,
      firstName: first,
      lastName: last.join(' '),
      fullName: call.person.name,
      roles: call.person.roles.join(','),
      isImpersonating: call.session.ownerId !== call.session.personId,
    },
    language: 'en',
    instance_name: 'acme',
  };
}

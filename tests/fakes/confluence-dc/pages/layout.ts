import type { HostileMode } from '../../atlassian/hostile';
import { html, type Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import type { ConfluenceInstance } from '../instance';
import type { ConfluenceSpace } from '../records';

export interface PageParts {
  title: string;
  body: string;
  metas?: Record<string, string>;
  bodyClass?: string;
  space?: ConfluenceSpace;
  /** Without the bar at the top: frames and pop-ups. */
  bare?: boolean;
  scripts?: readonly string[];
  lang?: string;
  dir?: 'ltr' | 'rtl';
  hostile?: HostileMode | null;
  status?: number;
}

/** A whole Confluence page around its content. */
export function confluencePage(confluence: ConfluenceInstance, call: Call, parts: PageParts): Response {
  const { contextPath } = confluence;
  const metas = {
    ...commonMetas(confluence, call),
    ...(parts.space ? spaceMetas(parts.space) : {}),
    ...parts.metas,
  };
  const scripts = [...(parts.scripts ?? []), ...(parts.hostile ? ['hostile.js'] : [])];
  const page = `<!DOCTYPE html>
<html lang="${parts.lang ?? 'en-GB'}" dir="${parts.dir ?? 'ltr'}">
<head>
<title>${escapeHtml(parts.title === '' ? 'ACME Confluence' : `${parts.title} - ACME Confluence`)}</title>
<meta http-equiv="X-UA-Compatible" content="IE=EDGE,chrome=IE7">
<meta charset="UTF-8">
<meta id="confluence-context-path" name="confluence-context-path" content="${contextPath}">
<meta id="confluence-base-url" name="confluence-base-url" content="${confluence.baseUrl}">
<meta id="atlassian-token" name="atlassian-token" content="${call.session?.token.slice(0, 40) ?? ''}">
${Object.entries(metas)
  .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`)
  .join('\n')}
<link rel="stylesheet" href="${contextPath}/s/confluence.css">
</head>
<body id="com-atlassian-confluence" class="theme-default aui-layout aui-theme-default ${parts.bodyClass ?? ''}"${parts.hostile ? ` data-acme-hostile="${parts.hostile}"` : ''}>
${parts.bare ? parts.body : framed(confluence, call, parts)}
${scripts.map((name) => `<script src="${contextPath}/s/${name}"></script>`).join('\n')}
</body>
</html>`;
  return html(page, parts.status);
}

function framed(confluence: ConfluenceInstance, call: Call, parts: PageParts): string {
  return `<div id="full-height-container">
${header(confluence, call)}
<div class="ia-splitter">${parts.space ? sidebar(confluence, parts.space) : ''}
<div id="main" class="aui-page-panel">${parts.body}</div></div>
<div id="footer" role="contentinfo"><section class="footer-body"><ul id="poweredby"><li class="print-only">ACME knowledge</li><li>Version <span id="footer-build-information">${confluence.version}</span></li></ul></section></div>
</div>`;
}

function commonMetas(confluence: ConfluenceInstance, { person }: Call): Record<string, string> {
  return {
    'ajs-context-path': confluence.contextPath,
    'ajs-base-url': confluence.baseUrl,
    'ajs-version-number': confluence.version,
    'ajs-build-number': '8804',
    'ajs-remote-user': person?.id ?? '',
    'ajs-remote-user-key': person?.servicenowSysId ?? '',
    'ajs-current-user-fullname': person?.name ?? '',
    'ajs-remote-user-has-licensed-access': String(person !== null),
    'ajs-user-locale': 'en_GB',
    'ajs-is-confluence-admin': String(person?.roles.includes('admin') ?? false),
    'ajs-use-keyboard-shortcuts': 'true',
  };
}

function spaceMetas(space: ConfluenceSpace): Record<string, string> {
  return { 'ajs-space-key': space.key, 'ajs-space-name': space.name, 'confluence-space-key': space.key };
}

/** With the work box, a frame of the same product that is no page of anybody. */
function header({ contextPath, store }: ConfluenceInstance, call: Call): string {
  const user = call.person
    ? `<iframe id="notifications-frame" title="Workbox" src="${contextPath}/plugins/servlet/notifications-miniview?pageId=0" hidden></iframe><a id="user-menu-link" class="user-chip" href="${contextPath}/users/viewmyprofile.action" title="${escapeHtml(call.person.name)}">${initials(call.person.name)}</a>`
    : `<a id="login-link" href="${contextPath}/login.action">Log in</a>`;
  const spaces = call.person
    ? store.spaces
        .map(({ key, name }) => `<li><a href="${contextPath}/display/${key}">${escapeHtml(name)}</a></li>`)
        .join('')
    : '';
  return `<div id="header-precursor"></div><header id="header" role="banner"><nav class="aui-header" aria-label="Site"><div class="aui-header-primary"><h1 id="logo" class="aui-header-logo"><a href="${contextPath}/index.action"><span class="logo-mark">≋</span> ACME Confluence</a></h1><ul class="aui-nav">${spaces}<li><a id="quick-create-page-button" class="create-button" href="${contextPath}/pages/createpage.action?spaceKey=ITOPS">Create</a></li></ul></div>
<div class="aui-header-secondary"><form id="quick-search" action="${contextPath}/dosearchsite.action"><input id="quick-search-query" name="queryString" type="text" placeholder="Search" autocomplete="off"></form>${user}</div></nav></header>`;
}

function sidebar({ contextPath, store }: ConfluenceInstance, space: ConfluenceSpace): string {
  const tree = store.pages
    .filter(
      (page) =>
        page.space === space && page.visibility === 'all' && !page.isDraft && page.id !== space.homeId,
    )
    .map(
      (page) =>
        `<li><span class="plugin_pagetree_children_span"><a href="${contextPath}/pages/viewpage.action?pageId=${page.id}">${escapeHtml(page.versions.at(-1)?.title ?? '')}</a></span></li>`,
    );
  return `<div class="acs-side-bar ia-scrollable-section"><div class="acs-side-bar-space-info"><a class="space-name" href="${contextPath}/display/${space.key}">${escapeHtml(space.name)}</a></div><div class="ia-secondary-container"><h5>Page tree</h5><div class="plugin_pagetree"><ul class="plugin_pagetree_children_list">${tree.join('')}</ul></div></div></div>`;
}

export function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2);
}

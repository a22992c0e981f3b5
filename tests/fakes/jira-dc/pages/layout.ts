import type { HostileMode } from '../../atlassian/hostile';
import { html, type Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import type { JiraInstance } from '../instance';

export interface PageParts {
  /** Without the instance's own name, which follows it. */
  title: string;
  body: string;
  metas?: Record<string, string>;
  scripts?: readonly string[];
  bodyClass?: string;
  /** Read by the page's scripts. */
  data?: Record<string, string>;
  lang?: string;
  dir?: 'ltr' | 'rtl';
  hostile?: HostileMode | null;
  status?: number;
}

/** A whole Jira page around its content: head, metas, header bar, footer. */
export function jiraPage(jira: JiraInstance, call: Call, parts: PageParts): Response {
  const { contextPath } = jira;
  const metas = { ...commonMetas(jira, call), ...parts.metas };
  const data = Object.entries({ version: jira.version, 'aui-version': '8.4.2', ...parts.data });
  const scripts = [...(parts.scripts ?? []), ...(parts.hostile ? ['hostile.js'] : [])];
  const page = `<!DOCTYPE html>
<html lang="${parts.lang ?? 'en'}" dir="${parts.dir ?? 'ltr'}">
<head>
<meta charset="utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=Edge">
<title>${escapeHtml(parts.title === '' ? 'ACME Jira' : `${parts.title} - ACME Jira`)}</title>
<meta name="application-name" content="JIRA" data-name="jira" data-version="${jira.version}">
${Object.entries(metas)
  .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`)
  .join('\n')}
<link rel="stylesheet" href="${contextPath}/s/jira.css">
</head>
<body id="jira" class="aui-layout aui-theme-default ${parts.bodyClass ?? ''}"${data
    .map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`)
    .join('')}${parts.hostile ? ` data-acme-hostile="${parts.hostile}"` : ''}>
<div id="page">
${header(jira, call)}
<section id="content" role="main">
${parts.body}
</section>
<footer id="footer" role="contentinfo"><section class="footer-body">
<ul class="atlassian-footer"><li>ACME IT project tracking</li><li id="footer-build-information">(v${jira.version}#820030-<span title="6a5ce1b">sha1:6a5ce1b</span>)</li></ul>
</section></footer>
</div>
${scripts.map((name) => `<script src="${contextPath}/s/${name}"></script>`).join('\n')}
</body>
</html>`;
  return html(page, parts.status);
}

function commonMetas(jira: JiraInstance, call: Call): Record<string, string> {
  return {
    'ajs-server-scheme': 'https',
    'ajs-server-port': '443',
    'ajs-server-name': new URL(jira.baseUrl).hostname,
    'ajs-context-path': jira.contextPath,
    'ajs-base-url': jira.baseUrl,
    'ajs-version-number': jira.version,
    'ajs-remote-user': call.person?.id ?? '',
    'ajs-remote-user-fullname': call.person?.name ?? '',
    'ajs-user-locale': 'en_US',
    'ajs-is-sysadmin': String(call.person?.roles.includes('admin') ?? false),
    'atlassian-token': call.session ? `B${call.session.token.slice(0, 11).toUpperCase()}_lin` : '',
  };
}

function header(jira: JiraInstance, call: Call): string {
  const at = (path: string) => jira.contextPath + path;
  const user = call.person
    ? `<a id="header-details-user-fullname" class="user-chip" data-username="${call.person.id}" href="${at(`/secure/ViewProfile.jspa?name=${call.person.id}`)}" title="User profile for ${escapeHtml(call.person.name)}"><span class="avatar">${initials(call.person.name)}</span></a>`
    : `<a class="login-link" href="${at('/login.jsp')}">Log In</a>`;
  return `<header id="header" role="banner"><nav class="aui-header" aria-label="Site">
<div class="aui-header-primary"><h1 id="logo" class="aui-header-logo"><a href="${at('/secure/Dashboard.jspa')}"><span class="logo-mark">◆</span> ACME Jira</a></h1>
<ul class="aui-nav"><li><a href="${at('/secure/Dashboard.jspa')}">Dashboards</a></li><li><a href="${at('/projects/OPS/issues/?filter=allopenissues')}">Projects</a></li><li><a href="${at('/issues/?jql=resolution%20is%20EMPTY%20order%20by%20updated%20DESC')}">Issues</a></li><li><a href="${at('/secure/RapidBoard.jspa?rapidView=7')}">Boards</a></li><li><a id="create_link" class="create-button" href="${at('/secure/CreateIssue!default.jspa')}">Create</a></li></ul></div>
<div class="aui-header-secondary"><form id="quicksearch" action="${at('/issues/')}"><input id="quickSearchInput" name="jql" type="text" placeholder="Search" autocomplete="off"></form>${user}</div>
</nav></header>`;
}

export function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2);
}

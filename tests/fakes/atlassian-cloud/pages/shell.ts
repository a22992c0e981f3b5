import { hostileMode } from '../../atlassian/hostile';
import { html, type Call } from '../../atlassian/server';
import { escapeHtml } from '../../markdown';
import type { AtlassianCloud } from '../instance';
import { hashedClass, link } from './markup';

/** The document of every address of the application: markers and an empty root that its script fills. */
export function appShell(cloud: AtlassianCloud, call: Call, status = 200): Response {
  const hostile = hostileMode(call.url);
  const account = call.person ? cloud.accounts.idOf(call.person.id) : '';
  const metas = {
    'ajs-cloud-id': cloud.cloudId,
    'ajs-atlassian-account-id': account,
    'ajs-locale': 'en_US',
    'ajs-product-editions': '{"jira-software":"STANDARD","jira-servicedesk":"STANDARD"}',
    'ajs-server-name': cloud.host,
    'ajs-base-url': cloud.baseUrl,
    'ajs-context-path': '',
    'ajs-version-number': cloud.version,
  };
  return html(
    `<!DOCTYPE html>
<html lang="${hostile === 'rtl' ? 'ar' : 'en'}" dir="${hostile === 'rtl' ? 'rtl' : 'ltr'}" data-theme="light:light" data-color-mode="light">
<head>
<meta charset="utf-8">
<title>Jira</title>
<meta name="application-name" content="JIRA" data-name="jira" data-version="${cloud.version}">
${Object.entries(metas)
  .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`)
  .join('\n')}
<link rel="stylesheet" href="/s/cloud.css">
</head>
<body class="${hashedClass('body')}"${hostile ? ` data-acme-hostile="${hostile}"` : ''}>
<div id="helpPanelContainer"></div>
<div id="jira-frontend"><div data-testid="page-layout.root">
<header data-testid="page-layout.top-nav">${navigation(call)}</header>
<main id="ak-main-content" data-testid="page-layout.main"><div role="status" aria-label="Loading" class="${hashedClass('skeleton')}"></div></main>
</div></div>
<script src="/s/app.js"></script>
${hostile ? '<script src="/s/hostile.js"></script>' : ''}
</body>
</html>`,
    status,
  );
}

function navigation(call: Call): string {
  const items = [
    ['/jira/your-work', 'Your work'],
    ['/jira/software/c/projects/OPS/boards/7', 'OPS board'],
    ['/jira/software/c/projects/OPS/boards/7/backlog', 'Backlog'],
    ['/jira/software/c/projects/OPS/list', 'List'],
    ['/jira/servicedesk/projects/HELP/queues/custom/5', 'HELP queue'],
    [
      '/issues/?jql=resolution%20is%20EMPTY%20and%20created%20%3E%3D%20-365d%20order%20by%20updated%20DESC',
      'Search',
    ],
  ].map(([href = '', name = '']) => link(href, name));
  const user = call.person
    ? `<span data-testid="atlassian-navigation--secondary-actions--profile--trigger" aria-label="Your profile">${escapeHtml(call.person.name)}</span>`
    : link('/login', 'Log in', 'data-own-page');
  return `<nav aria-label="Site">${link('/jira/your-work', '<strong>Jira</strong>')}${items.join('')}${link('/wiki/home', 'Confluence', 'data-own-page')}${user}</nav>`;
}

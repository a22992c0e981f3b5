import { hostileMode, hostileText } from '../../../atlassian/hostile';
import { html, type Call } from '../../../atlassian/server';
import type { ConfluenceSpace } from '../../../confluence-dc/records';
import { escapeHtml } from '../../../markdown';
import type { AtlassianCloud } from '../../instance';
import { element, hashedClass, link } from '../../pages/markup';
import { BASE, webPath } from '../instance';

export interface CloudPageParts {
  /** What the tab says before the product's name. */
  title: string;
  /** HTML of the part that changes from page to page. */
  main: string;
  space?: ConfluenceSpace;
  status?: number;
}

/**
 * A whole document. The first page comes drawn by the server; from then on the script puts the next page's part into
 * it and leaves the head as it was, markers of the first page included.
 */
export function confluenceDocument(cloud: AtlassianCloud, call: Call, parts: CloudPageParts): Response {
  const mode = hostileMode(call.url);
  const account = call.person ? cloud.accounts.idOf(call.person.id) : '';
  const metas = {
    'ajs-cloud-id': cloud.cloudId,
    'ajs-atlassian-account-id': account,
    'ajs-remote-user': account,
    'ajs-current-user-fullname': call.person?.name ?? '',
    'ajs-context-path': BASE,
    'ajs-base-url': cloud.baseUrl + BASE,
    'ajs-site-title': 'Confluence',
    'ajs-version-number': '1000.0.0-11f2ad1a0b6c',
    'ajs-user-locale': 'en_GB',
  };
  const tab = mode === 'notitle' ? 'Confluence' : `${parts.title} - Confluence`;
  return html(
    `<!DOCTYPE html>
<html lang="${mode === 'rtl' ? 'ar' : 'en-GB'}" dir="${mode === 'rtl' ? 'rtl' : 'ltr'}" data-theme="light:light" data-color-mode="light">
<head>
<meta charset="utf-8">
<title>${escapeHtml(tab)}</title>
${Object.entries(metas)
  .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(content)}">`)
  .join('\n')}
<link rel="stylesheet" href="${BASE}/s/confluence.css">
</head>
<body${mode ? ` data-acme-hostile="${mode}"` : ''}>
<div id="confluence-ui" data-switch-delay="${cloud.settings.switchDelayMs}">
${navigation(cloud, call)}
<div class="${hashedClass('page-layout')} layout">
${sidebar(cloud, call, parts.space)}
<main id="main-content" data-testid="page-layout.main" class="${hashedClass('main')}">${mode ? bent(parts.main, mode) : parts.main}</main>
</div></div>
<script src="${BASE}/s/app.js"></script>
</body>
</html>`,
    parts.status,
  );
}

/** Flavours of a page that means harm or is badly built. */
function bent(main: string, mode: string): string {
  const withTitle = (title: string, text: string) =>
    text.replace(/(data-testid="title-text"[^>]*>)[^<]*/, (_, start: string) => start + escapeHtml(title));
  const withBody = (body: string, text: string) =>
    text.replace(
      /(<div class="ak-renderer-document">)[\s\S]*?(<!-- \/renderer -->)/,
      (_, start: string, end: string) => `${start}${body}</div>${end}`,
    );
  switch (mode) {
    case 'lie':
      return withTitle(hostileText.lieTitle, withBody(hostileText.lieHtml, main));
    case 'rtl':
      return withTitle(hostileText.rtlTitle, withBody(hostileText.rtlHtml, main));
    case 'huge':
      return withBody(`<p>${hostileText.paragraph}</p>`.repeat(40_000), main);
    case 'notitle':
      return withTitle('', main);
    default:
      return main;
  }
}

function navigation(cloud: AtlassianCloud, call: Call): string {
  const spaces = call.person
    ? cloud.confluence.spaces.map(({ key, name }) => link(`${BASE}/spaces/${key}/overview`, escapeHtml(name)))
    : [];
  const user = call.person
    ? element(
        'span',
        'atlassian-navigation--secondary-actions--profile--trigger',
        escapeHtml(call.person.name),
      )
    : link('/login', 'Log in', 'data-own-page');
  return `<header data-testid="page-layout.top-nav"><nav aria-label="Site">${link(`${BASE}/home`, '<strong>Confluence</strong>')}${spaces.join('')}<form action="${BASE}/search" role="search"><input name="text" placeholder="Search" aria-label="Search"></form>${link('/jira/your-work', 'Jira', 'data-own-page')}${user}</nav></header>`;
}

function sidebar(cloud: AtlassianCloud, call: Call, space: ConfluenceSpace | undefined): string {
  if (!space) return '';
  const pages = cloud.confluence.pages.filter(
    (page) => page.space === space && page.type === 'page' && page.visibility === 'all' && !page.isDraft,
  );
  const items = pages.map(
    (page) =>
      `<div role="treeitem">${link(BASE + webPath(page), escapeHtml(page.versions.at(-1)?.title ?? ''))}</div>`,
  );
  return call.person
    ? `<nav data-testid="page-layout.sidebar" aria-label="Space navigation"><strong>${escapeHtml(space.name)}</strong><div role="tree" data-testid="page-tree">${items.join('')}</div></nav>`
    : '';
}

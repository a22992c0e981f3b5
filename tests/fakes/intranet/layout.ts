import type { HostileMode } from '../atlassian/hostile';
import type { Article, Person } from '../company';
import { escapeHtml } from '../markdown';
import { articleAt, type IntranetInstance } from './instance';

export const siteName = 'Acme Intranet';

export interface IntranetPage {
  title: string;
  /** The text with its heading. */
  content: string;
  /** More of the head. */
  head?: string;
  path?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl';
  related?: readonly Article[];
  status?: number;
  hostile?: HostileMode | null;
}

const menu: readonly (readonly [string, string])[] = [
  ['/', 'Home'],
  ['/news/', 'News'],
  ['/policies/', 'Policies'],
  ['/services/', 'Services'],
  ['/standorte/', 'Sites'],
  ['/it/status', 'IT status'],
  ['/a-to-z', 'A to Z'],
];

/** A whole page with everything that stands around the text of such a site. */
export function intranetPage(
  intranet: IntranetInstance,
  person: Person | null,
  page: IntranetPage,
): Response {
  const html = `<!DOCTYPE html>
<html lang="${page.lang ?? 'en'}" dir="${page.dir ?? 'ltr'}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(page.title)}${page.title === '' ? '' : ' | '}${siteName}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="og:site_name" content="${siteName}">
${page.head ?? ''}
<link rel="stylesheet" href="/s/intranet.css">
</head>
<body class="layout-with-sidebar"${page.hostile ? ` data-acme-hostile="${page.hostile}"` : ''}>
<a class="skip-link" href="#content">Skip to content</a>
<div id="cookie-banner" class="cookie-notice"><p>This site keeps a cookie to remember your sign-in and your choice of site.</p><button type="button">Understood</button></div>
<header class="site-header">
<a class="logo" href="/"><img src="/s/logo.svg" alt="Acme"></a>
<nav aria-label="Main"><ul>${menu.map(([href, text]) => `<li><a href="${href}">${text}</a></li>`).join('')}</ul></nav>
<form role="search" action="/search"><label>Search <input type="search" name="q"></label><button>Go</button></form>
${person ? userMenu(intranet, person) : '<div class="user-menu"><a href="/login">Sign in</a></div>'}
</header>
${crumbs(page.path)}
<main id="content">
${page.content}
${related(page.related ?? [])}
<div class="feedback-form"><p>Was this page helpful?</p><button type="button">Yes</button><button type="button">No</button></div>
</main>
<footer><p>Acme Facilities and Communications. Imprint, data protection, accessibility.</p></footer>
${page.hostile ? '<script src="/s/hostile.js"></script>' : ''}
</body>
</html>`;
  return new Response(html, {
    status: page.status ?? 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache' },
  });
}

export function listOf(articles: readonly Article[]): string {
  return `<ul class="page-list">${articles
    .map(({ id, title }) => `<li><a href="${encodeURI(id)}">${escapeHtml(title)}</a></li>`)
    .join('\n')}</ul>`;
}

function userMenu({ settings }: IntranetInstance, person: Person): string {
  const name = settings.namesUser
    ? `<a class="user-name" href="/people/${person.id}">${escapeHtml(person.name)}</a>`
    : '<a href="/my">My page</a>';
  return `<div class="user-menu">${name} <a href="/logout">Sign out</a></div>`;
}

function crumbs(path: string | undefined): string {
  if (path === undefined) return '';
  const parts = path.split('/').slice(1, -1);
  const links = parts.map(
    (part, index) => `<a href="/${parts.slice(0, index + 1).join('/')}/">${escapeHtml(part)}</a>`,
  );
  return `<nav class="breadcrumb" aria-label="You are here"><a href="/">Home</a> / ${links.join(' / ')}</nav>`;
}

function related(articles: readonly Article[]): string {
  if (articles.length === 0) return '';
  const cards = articles.map(
    ({ id, title }) =>
      `<div class="card"><h3><a href="${encodeURI(id)}">${escapeHtml(title)}</a></h3><p>More on the intranet, picked for you.</p></div>`,
  );
  return `<aside class="related-pages"><h2>Related</h2>${cards.join('\n')}</aside>`;
}

/** The link that an editor of this site would have set: a path where the target lives here. */
export function linkPath(intranet: IntranetInstance, url: string): string {
  const { origin, pathname } = new URL(url);
  return origin === intranet.baseUrl && articleAt(intranet, pathname) ? pathname : url;
}

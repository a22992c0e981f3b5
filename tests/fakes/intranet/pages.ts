import { hostileMode, hostileText, type HostileMode } from '../atlassian/hostile';
import type { Article, Person } from '../company';
import { companyLinks, escapeHtml, toHtml } from '../markdown';
import { revoked } from '../modes';
import { maySee } from '../sessions';
import { articleAt, isBuiltByScript, sectionOf, type IntranetCall, type IntranetInstance } from './instance';
import { intranetPage, linkPath, listOf } from './layout';

/** Addresses of pages before the last clean-up. */
const moved: Readonly<Record<string, string>> = { '/policies/travel': '/policies/business-travel' };

/** Every page for people who are signed in. */
export function contentPage(intranet: IntranetInstance, call: IntranetCall): Response {
  const path = decodePath(call.url.pathname);
  const target = moved[path] ?? (path.length > 1 && path.endsWith('/') ? bareArticle(intranet, path) : null);
  if (target) return redirect(encodeURI(target), 301);
  if (path === '/') return frontPage(intranet, call);
  if (path === '/search') return searchPage(intranet, call);
  if (path === '/a-to-z') return listPage(intranet, call, 'A to Z', () => true);
  const section = /^\/(\w+)\/$/.exec(path)?.[1];
  if (section && intranet.articles.some((article) => sectionOf(article) === section))
    return listPage(intranet, call, section, (article) => sectionOf(article) === section);
  const found = articleAt(intranet, path);
  if (!found) return missing(intranet, call, path);
  const state = revoked(intranet.modes, found.id, found.title);
  if (state === 'not-found') return missing(intranet, call, path);
  if (state === 'forbidden' || !maySee(call.person, found.visibility))
    return forbidden(intranet, call.person);
  return isBuiltByScript(found) ? shell(intranet, call, found) : articlePage(intranet, call, found);
}

/** What the script of a page fetches to build it. */
export function articleData(intranet: IntranetInstance, call: IntranetCall, path: string): Response {
  const article = articleAt(intranet, path);
  if (!article || !maySee(call.person, article.visibility)) return Response.json({}, { status: 404 });
  return Response.json({ title: article.title, html: htmlOf(intranet, article) });
}

function frontPage(intranet: IntranetInstance, { person }: IntranetCall): Response {
  const seen = intranet.articles.filter((article) => maySee(person, article.visibility));
  const latest = [...seen].sort((a, b) => b.updated.localeCompare(a.updated)).slice(0, 5);
  return intranetPage(intranet, person, {
    title: 'Home',
    content: `<h1>Welcome to Acme</h1><h2>New</h2>${listOf(latest)}`,
  });
}

function searchPage(intranet: IntranetInstance, { person, url }: IntranetCall): Response {
  const words = (url.searchParams.get('q') ?? '').toLowerCase();
  const found = intranet.articles.filter(
    (article) =>
      words !== '' && maySee(person, article.visibility) && article.title.toLowerCase().includes(words),
  );
  return intranetPage(intranet, person, {
    title: 'Search',
    content: `<h1>Search</h1><p>${found.length} pages</p>${listOf(found)}`,
  });
}

function listPage(
  intranet: IntranetInstance,
  { person }: IntranetCall,
  title: string,
  isListed: (article: Article) => boolean,
): Response {
  const listed = intranet.articles.filter(
    (article) => isListed(article) && maySee(person, article.visibility),
  );
  const sorted = [...listed].sort((a, b) => a.title.localeCompare(b.title));
  return intranetPage(intranet, person, { title, content: `<h1>${escapeHtml(title)}</h1>${listOf(sorted)}` });
}

function articlePage(intranet: IntranetInstance, { person, url }: IntranetCall, article: Article): Response {
  const hostile = hostileMode(url);
  const neighbours = intranet.articles.filter(
    (each) => each !== article && sectionOf(each) === sectionOf(article) && maySee(person, each.visibility),
  );
  const view = bent({ title: article.title, html: htmlOf(intranet, article), lang: article.lang }, hostile);
  const heading = view.title === '' ? '' : `<h1>${escapeHtml(view.title)}</h1>`;
  return intranetPage(intranet, person, {
    title: view.title,
    path: article.id,
    lang: view.lang,
    dir: view.lang === 'ar' ? 'rtl' : 'ltr',
    head: headOf(intranet, article),
    related: neighbours.slice(0, 3),
    hostile,
    content: `<article>${heading}
<p class="byline">By <span itemprop="author">${escapeHtml(intranet.company.person(article.author).name)}</span></p>
<div class="article-body">${view.html}</div></article>`,
  });
}

function headOf({ baseUrl, company }: IntranetInstance, article: Article): string {
  const metas: [string, string][] = [
    ['article:published_time', article.created],
    ['article:modified_time', article.updated],
    ['article:section', article.space],
    ...article.labels.map((label): [string, string] => ['article:tag', label]),
  ];
  return `<link rel="canonical" href="${baseUrl}${encodeURI(article.id)}">
<meta name="author" content="${escapeHtml(company.person(article.author).name)}">
${metas.map(([name, content]) => `<meta property="${name}" content="${escapeHtml(content)}">`).join('\n')}`;
}

/** The page as the server sends it: all text comes later. */
function shell(intranet: IntranetInstance, { person }: IntranetCall, article: Article): Response {
  return intranetPage(intranet, person, {
    title: 'Status',
    path: article.id,
    content: `<div id="app" data-source="/data${encodeURI(article.id)}.json"><p>Loading…</p></div><script src="/s/status.js"></script>`,
  });
}

function htmlOf(intranet: IntranetInstance, article: Article): string {
  const link = companyLinks(intranet.company.articles);
  return toHtml(article, {
    linkFor: (slug) => linkPath(intranet, link(slug)),
    callout: (kind, inner) => `<div class="callout callout-${kind}">\n${inner}</div>\n`,
  });
}

function bent(
  view: { title: string; html: string; lang: string },
  mode: HostileMode | null,
): { title: string; html: string; lang: string } {
  switch (mode) {
    case 'lie':
      return { ...view, title: hostileText.lieTitle, html: hostileText.lieHtml };
    case 'huge':
      return { ...view, html: `<p>${hostileText.paragraph}</p>\n`.repeat(40_000) };
    case 'rtl':
      return { title: hostileText.rtlTitle, html: hostileText.rtlHtml, lang: 'ar' };
    case 'notitle':
      return { ...view, title: '' };
    default:
      return view;
  }
}

/** The news were written by another system, which says it with 200. */
function missing(intranet: IntranetInstance, { person }: IntranetCall, path: string): Response {
  return intranetPage(intranet, person, {
    title: 'Page not found',
    status: path.startsWith('/news/') ? 200 : 404,
    content: '<h1>Page not found</h1><p>The page was moved or deleted. Try the list from A to Z.</p>',
  });
}

function forbidden(intranet: IntranetInstance, person: Person): Response {
  return intranetPage(intranet, person, {
    title: 'No access',
    status: 403,
    content: '<h1>No access</h1><p>Your account may not open this page. Ask its owner.</p>',
  });
}

function bareArticle(intranet: IntranetInstance, path: string): string | null {
  return articleAt(intranet, path.slice(0, -1))?.id ?? null;
}

export function redirect(location: string, status: 301 | 302): Response {
  return new Response(null, { status, headers: { location } });
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

import { revoked } from '../modes';
import { ApiError, readDenied } from './api-errors';
import { loginToken } from './api';
import { mayRead, siteName, userId, wikiVersion, type WikiCall, type WikiInstance } from './instance';
import { linksOf } from './pages';
import { renderPage } from './render';
import { searchWiki, snippetOf } from './search';
import { currentOf, dbKey, normalTitle, pagePath, type StoredPage, type StoredRevision } from './store';

type Parameters = URLSearchParams;

/** `action=query`: what is asked for of the site, the user, a search, and pages by title, id or revision. */
export function queryModule(wiki: WikiInstance, call: WikiCall, parameters: Parameters): unknown {
  const meta = listOf(parameters, 'meta');
  const query: Record<string, unknown> = {};
  if (meta.includes('userinfo')) query.userinfo = userInfo(wiki, call, parameters);
  if (meta.includes('tokens')) query.tokens = tokens(call, parameters);
  const needsRight = meta.includes('siteinfo') || ['list', 'prop', 'titles', 'pageids', 'revids'].some((name) => parameters.has(name));
  if (needsRight && !mayRead(wiki, call)) throw readDenied();
  if (meta.includes('siteinfo')) Object.assign(query, siteInfo(wiki, parameters));
  let more: Record<string, unknown> = {};
  if (listOf(parameters, 'list').includes('search')) more = search(wiki, parameters, query);
  if (['titles', 'pageids', 'revids'].some((name) => parameters.has(name))) pages(wiki, parameters, query);
  return { batchcomplete: true, ...more, ...unknownProps(parameters), query };
}

/** `action=parse`: a page or one of its revisions as HTML. */
export function parseModule(wiki: WikiInstance, parameters: Parameters): unknown {
  const { page, revision } = parsed(wiki, parameters);
  refuseRevoked(wiki, page);
  const flag = (name: string) => parameters.has(name);
  const { html, sections } = renderPage(revision.markdown, {
    linkFor: linksOf(wiki.store.company),
    editTitle: flag('disableeditsection') ? null : dbKey(page.title),
    toc: !flag('disabletoc'),
  });
  const redirect = revision.redirectTo === null ? '' : redirectNote(revision.redirectTo);
  const report = flag('disablelimitreport') ? '' : '\n<!-- \nNewPP limit report\n-->\n';
  const prop = listOf(parameters, 'prop', 'text|langlinks|categories|links|sections|revid|displaytitle');
  const parts: Record<string, unknown> = {
    revid: revision.id,
    text: `<div class="mw-parser-output">${redirect}${html}${report}</div>`,
    wikitext: wiki.store.text(revision),
    categories: revision.categories.map((category) => ({ sortkey: '', category: dbKey(category), missing: true })),
    sections: sections.map(({ level, line, anchor, number }, index) => ({
      toclevel: number.split('.').length,
      level: String(level),
      line,
      number,
      index: String(index + 1),
      fromtitle: dbKey(page.title),
      anchor,
    })),
    displaytitle: `<span class="mw-page-title-main">${page.title.replaceAll('&', '&amp;')}</span>`,
  };
  const wanted = Object.entries(parts).filter(([name]) => prop.includes(name));
  return { parse: { title: page.title, pageid: page.id, ...Object.fromEntries(wanted) } };
}

function parsed(wiki: WikiInstance, parameters: Parameters): { page: StoredPage; revision: StoredRevision } {
  const { store } = wiki;
  const oldid = parameters.get('oldid');
  if (oldid !== null) {
    const found = store.byRevision(Number(oldid));
    if (found) return found;
    throw new ApiError('nosuchrevid', `There is no revision with ID ${oldid}.`);
  }
  const pageid = parameters.get('pageid');
  const title = parameters.get('page');
  if (pageid === null && title === null) throw new ApiError('missingparam', 'At least one of the parameters "page", "pageid", "oldid" and "text" is required.');
  const page = pageid === null ? store.byTitle(title ?? '') : store.byId(Number(pageid));
  if (page && revoked(wiki.modes, page.title, String(page.id)) !== 'not-found') {
    const target = parameters.has('redirects') ? followRedirect(wiki, page) : page;
    return { page: target, revision: currentOf(target) };
  }
  if (pageid !== null) throw new ApiError('nosuchpageid', `There is no page with ID ${pageid}.`);
  throw new ApiError('missingtitle', "The page you specified doesn't exist.");
}

function userInfo(wiki: WikiInstance, { person }: WikiCall, parameters: Parameters): unknown {
  const read = person !== null || !wiki.settings.isPrivate ? ['read'] : [];
  const rights = listOf(parameters, 'uiprop').includes('rights')
    ? { rights: ['createaccount', ...read, ...(person ? ['edit', 'createpage', 'move'] : [])] }
    : {};
  return person ? { id: userId(wiki, person), name: person.name, ...rights } : { id: 0, name: '127.0.0.1', anon: true, ...rights };
}

function tokens(call: WikiCall, parameters: Parameters): unknown {
  const types = listOf(parameters, 'type', 'csrf');
  const csrf = call.person ? `${call.session?.token.slice(-40) ?? ''}+\\` : '+\\';
  return {
    ...(types.includes('login') ? { logintoken: loginToken(call) } : {}),
    ...(types.includes('csrf') ? { csrftoken: csrf } : {}),
  };
}

function siteInfo(wiki: WikiInstance, parameters: Parameters): Record<string, unknown> {
  const props = listOf(parameters, 'siprop', 'general');
  const server = wiki.baseUrl;
  const general = {
    mainpage: 'Main Page', base: `${server}/wiki/Main_Page`, sitename: siteName, generator: `MediaWiki ${wikiVersion}`,
    phpversion: '8.2.36', dbtype: 'sqlite', case: 'first-letter', lang: 'en', fallback: [], rtl: false, readonly: false,
    writeapi: true, timezone: 'UTC', timeoffset: 0, articlepath: '/wiki/$1', scriptpath: '', script: '/index.php',
    server, servername: new URL(server).hostname, wikiid: 'wiki', time: `${new Date(wiki.now()).toISOString().slice(0, 19)}Z`,
  }; // prettier-ignore
  return {
    ...(props.includes('general') ? { general } : {}),
    ...(props.includes('namespaces') ? { namespaces } : {}),
  };
}

const namespaceNames = ['', 'Talk', 'User', 'User talk', 'Project', 'Project talk', 'File', 'File talk', 'MediaWiki', 'MediaWiki talk', 'Template', 'Template talk', 'Help', 'Help talk', 'Category', 'Category talk']; // prettier-ignore
const namespaces = Object.fromEntries(
  [[-1, 'Special'] as const, ...namespaceNames.map((name, id) => [id, name] as const)].map(([id, canonical]) => [
    String(id),
    {
      id,
      case: 'first-letter',
      name: canonical.replace('Project', siteName),
      subpages: id % 2 === 1,
      ...(id === 0 ? {} : { canonical }),
      content: id === 0,
      nonincludable: false,
    },
  ]),
);

function search(wiki: WikiInstance, parameters: Parameters, query: Record<string, unknown>): Record<string, unknown> {
  const text = parameters.get('srsearch') ?? '';
  if (text === '') throw new ApiError('missingparam', 'The "srsearch" parameter must be set.');
  // Without a word on where to look, only titles are searched.
  const what = parameters.get('srwhat') === 'text' ? 'text' : 'title';
  const spaces = listOf(parameters, 'srnamespace', '0');
  const found = spaces.includes('0') || spaces.includes('*')
    ? searchWiki(wiki.store, text, what).filter((page) => revoked(wiki.modes, page.title, String(page.id)) === null)
    : [];
  const limit = limitOf(parameters, 'srlimit');
  const offset = Number(parameters.get('sroffset') ?? 0);
  const props = listOf(parameters, 'srprop', 'size|wordcount|timestamp|snippet');
  if (listOf(parameters, 'srinfo', 'totalhits|suggestion|rewrittenquery').includes('totalhits')) {
    query.searchinfo = { totalhits: found.length };
  }
  query.search = found.slice(offset, offset + limit).map((page) => searchRow(wiki, page, text, props));
  const next = offset + limit;
  return next < found.length ? { continue: { sroffset: next, continue: '-||' } } : {};
}

function searchRow(wiki: WikiInstance, page: StoredPage, query: string, props: readonly string[]): unknown {
  const revision = currentOf(page);
  const text = wiki.store.text(revision);
  const parts: Record<string, unknown> = {
    size: Buffer.byteLength(text),
    wordcount: text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length,
    snippet: snippetOf(text, query),
    timestamp: revision.timestamp,
  };
  const wanted = Object.entries(parts).filter(([name]) => props.includes(name));
  return { ns: 0, title: page.title, pageid: page.id, ...Object.fromEntries(wanted) };
}

interface Found {
  title: string;
  page: StoredPage | null;
  revision: StoredRevision | null;
}

function pages(wiki: WikiInstance, parameters: Parameters, query: Record<string, unknown>): void {
  const asked = askedPages(wiki, parameters, query);
  const redirects: { from: string; to: string }[] = [];
  const isFollowing = parameters.has('redirects');
  const followed = asked.map((entry) => {
    const target = isFollowing && entry.page ? followRedirect(wiki, entry.page) : entry.page;
    if (!target || target === entry.page) return entry;
    redirects.push({ from: entry.title, to: target.title });
    return { title: target.title, page: target, revision: currentOf(target) };
  });
  if (redirects.length > 0) query.redirects = redirects;
  const once = followed.filter((entry, index) => followed.findIndex(({ title }) => title === entry.title) === index);
  query.pages = once.map((entry) => pageJson(wiki, entry, parameters));
}

function askedPages(wiki: WikiInstance, parameters: Parameters, query: Record<string, unknown>): Found[] {
  const { store } = wiki;
  const visible = (page: StoredPage | null) =>
    page && revoked(wiki.modes, page.title, String(page.id)) !== 'not-found' ? page : null;
  const of = (title: string, page: StoredPage | null): Found => ({ title, page, revision: page && currentOf(page) });
  if (parameters.has('revids')) {
    const ids = listOf(parameters, 'revids').map(Number);
    const known = ids.map((id) => store.byRevision(id)).filter((found) => found !== null && visible(found.page) !== null);
    const bad = ids.filter((id) => !known.some((found) => found?.revision.id === id));
    if (bad.length > 0) query.badrevids = Object.fromEntries(bad.map((id) => [String(id), { revid: id, missing: true }]));
    return known.flatMap((found) => (found ? [{ title: found.page.title, page: found.page, revision: found.revision }] : []));
  }
  if (parameters.has('pageids')) {
    return listOf(parameters, 'pageids').map((id) => {
      const page = visible(store.byId(Number(id)));
      return of(page?.title ?? `#${id}`, page);
    });
  }
  const titles = listOf(parameters, 'titles');
  const normalized = titles.map((from) => ({ fromencoded: false, from, to: normalTitle(from) })).filter(({ from, to }) => from !== to);
  if (normalized.length > 0) query.normalized = normalized;
  return titles.map((title) => of(normalTitle(title), visible(store.byTitle(title))));
}

function pageJson(wiki: WikiInstance, { title, page, revision }: Found, parameters: Parameters): unknown {
  const props = listOf(parameters, 'prop');
  const urls = listOf(parameters, 'inprop').includes('url') && props.includes('info') ? urlsOf(wiki, title) : {};
  if (!page || !revision) return title.startsWith('#') ? { pageid: Number(title.slice(1)), missing: true } : { ns: 0, title, missing: true, ...urls };
  if (props.includes('revisions')) refuseRevoked(wiki, page);
  return {
    pageid: page.id,
    ns: 0,
    title: page.title,
    ...(props.includes('info') ? infoOf(wiki, page, parameters) : {}),
    ...urls,
    ...(props.includes('revisions') ? { revisions: [revisionJson(wiki, revision, parameters)] } : {}),
    ...(props.includes('categories') && revision.categories.length > 0
      ? { categories: [...revision.categories].sort().map((name) => ({ ns: 14, title: `Category:${name}` })) }
      : {}),
  };
}

function infoOf(wiki: WikiInstance, page: StoredPage, parameters: Parameters): Record<string, unknown> {
  const current = currentOf(page);
  return {
    contentmodel: 'wikitext',
    pagelanguage: 'en',
    pagelanguagehtmlcode: 'en',
    pagelanguagedir: 'ltr',
    touched: current.timestamp,
    lastrevid: current.id,
    length: Buffer.byteLength(wiki.store.text(current)),
    ...(current.redirectTo === null ? {} : { redirect: true }),
    ...(listOf(parameters, 'inprop').includes('protection') ? { protection: [], restrictiontypes: ['edit', 'move'] } : {}),
  };
}

function urlsOf({ baseUrl }: WikiInstance, title: string): Record<string, string> {
  const url = baseUrl + pagePath(title);
  return { fullurl: url, editurl: `${baseUrl}/index.php?title=${encodeURIComponent(dbKey(title))}&action=edit`, canonicalurl: url };
}

function revisionJson(wiki: WikiInstance, revision: StoredRevision, parameters: Parameters): unknown {
  const props = listOf(parameters, 'rvprop', 'ids|timestamp|flags|comment|user');
  const content = wiki.store.text(revision);
  return {
    ...(props.includes('ids') ? { revid: revision.id, parentid: revision.parentId } : {}),
    ...(props.includes('user') ? { user: wiki.store.company.person(revision.author).name } : {}),
    ...(props.includes('timestamp') ? { timestamp: revision.timestamp } : {}),
    ...(props.includes('size') ? { size: Buffer.byteLength(content) } : {}),
    ...(props.includes('comment') ? { comment: '' } : {}),
    ...(props.includes('content')
      ? { slots: { main: { contentmodel: 'wikitext', contentformat: 'text/x-wiki', content } } }
      : {}),
  };
}

function followRedirect(wiki: WikiInstance, page: StoredPage): StoredPage {
  const target = currentOf(page).redirectTo;
  return (target === null ? null : wiki.store.byTitle(target)) ?? page;
}

function refuseRevoked({ modes }: WikiInstance, page: StoredPage): void {
  if (revoked(modes, page.title, String(page.id)) === 'forbidden') {
    throw new ApiError('permissiondenied', "You don't have permission to read this page.");
  }
}

/** Extensions that this wiki does not have are no error. */
function unknownProps(parameters: Parameters): Record<string, unknown> {
  const known = new Set(['info', 'revisions', 'categories', 'templates', 'links', 'redirects']);
  const unknown = listOf(parameters, 'prop').filter((name) => !known.has(name));
  return unknown.length === 0
    ? {}
    : { warnings: { query: { warnings: `Unrecognized value for parameter "prop": ${unknown.join(', ')}` } } };
}

function redirectNote(target: string): string {
  return `<div class="redirectMsg"><p>Redirect to:</p><ul class="redirectText"><li><a href="${pagePath(target)}" title="${target}">${target}</a></li></ul></div>`;
}

function limitOf(parameters: Parameters, name: string): number {
  const value = parameters.get(name) ?? '10';
  if (value === 'max') return 500;
  if (!/^\d+$/.test(value)) throw new ApiError('badinteger', `Invalid value "${value}" for integer parameter "${name}".`);
  return Math.min(Math.max(Number(value), 1), 500);
}

/** Values are separated by bars, or by U+001F where one of that kind comes first. */
function listOf(parameters: Parameters, name: string, otherwise = ''): string[] {
  const value = parameters.get(name) ?? otherwise;
  const parts = value.startsWith('\u001f') ? value.slice(1).split('\u001f') : value.split('|');
  return parts.filter((part) => part !== '');
}

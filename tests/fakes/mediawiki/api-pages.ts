import { revoked } from '../modes';
import { listOf } from './api-parameters';
import type { WikiInstance } from './instance';
import { followRedirect, refuseRevoked } from './redirects';
import { currentOf, dbKey, normalTitle, pagePath, type StoredPage, type StoredRevision } from './store';

interface Found {
  title: string;
  page: StoredPage | null;
  revision: StoredRevision | null;
}

/** The `pages` of a query, with what was normalised and redirected on the way to them. */
export function addPages(
  wiki: WikiInstance,
  parameters: URLSearchParams,
  query: Record<string, unknown>,
): void {
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
  const once = followed.filter(
    (entry, index) => followed.findIndex(({ title }) => title === entry.title) === index,
  );
  query.pages = once.map((entry) => pageJson(wiki, entry, parameters));
}

function askedPages(
  wiki: WikiInstance,
  parameters: URLSearchParams,
  query: Record<string, unknown>,
): Found[] {
  const { store } = wiki;
  const visible = (page: StoredPage | null) =>
    page && revoked(wiki.modes, page.title, String(page.id)) !== 'not-found' ? page : null;
  const of = (title: string, page: StoredPage | null): Found => ({
    title,
    page,
    revision: page && currentOf(page),
  });
  if (parameters.has('revids')) {
    const ids = listOf(parameters, 'revids').map(Number);
    const known = ids
      .map((id) => store.byRevision(id))
      .filter((found) => found !== null && visible(found.page) !== null);
    const bad = ids.filter((id) => !known.some((found) => found?.revision.id === id));
    if (bad.length > 0)
      query.badrevids = Object.fromEntries(bad.map((id) => [String(id), { revid: id, missing: true }]));
    return known.flatMap((found) =>
      found ? [{ title: found.page.title, page: found.page, revision: found.revision }] : [],
    );
  }
  if (parameters.has('pageids')) {
    return listOf(parameters, 'pageids').map((id) => {
      const page = visible(store.byId(Number(id)));
      return of(page?.title ?? `#${id}`, page);
    });
  }
  const titles = listOf(parameters, 'titles');
  const normalized = titles
    .map((from) => ({ fromencoded: false, from, to: normalTitle(from) }))
    .filter(({ from, to }) => from !== to);
  if (normalized.length > 0) query.normalized = normalized;
  return titles.map((title) => of(normalTitle(title), visible(store.byTitle(title))));
}

function pageJson(
  wiki: WikiInstance,
  { title, page, revision }: Found,
  parameters: URLSearchParams,
): unknown {
  const props = listOf(parameters, 'prop');
  const urls =
    listOf(parameters, 'inprop').includes('url') && props.includes('info') ? urlsOf(wiki, title) : {};
  if (!page || !revision)
    return title.startsWith('#')
      ? { pageid: Number(title.slice(1)), missing: true }
      : { ns: 0, title, missing: true, ...urls };
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

function infoOf(wiki: WikiInstance, page: StoredPage, parameters: URLSearchParams): Record<string, unknown> {
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
    ...(listOf(parameters, 'inprop').includes('protection')
      ? { protection: [], restrictiontypes: ['edit', 'move'] }
      : {}),
  };
}

function urlsOf({ baseUrl }: WikiInstance, title: string): Record<string, string> {
  const url = baseUrl + pagePath(title);
  return {
    fullurl: url,
    editurl: `${baseUrl}/index.php?title=${encodeURIComponent(dbKey(title))}&action=edit`,
    canonicalurl: url,
  };
}

function revisionJson(wiki: WikiInstance, revision: StoredRevision, parameters: URLSearchParams): unknown {
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

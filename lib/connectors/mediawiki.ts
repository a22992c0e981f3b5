import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import { isSelfHosted } from './base-url-candidates';
import { strongestTerms } from './clean-terms';
import type { Connector, ConnectorIo, ProbeResult, SearchHit } from './connector';
import type { ApiParameters } from './mediawiki-api';
import { askWiki, requestWiki } from './mediawiki-api';
import type { WikiPage } from './mediawiki-page';
import { pageSchema, pageToDocument, parseSchema, refOf } from './mediawiki-page';
import { searchLadder } from './mediawiki-search-text';
import { somethingElse } from './probe-refusal';

/** Main, Project and Help: where a wiki's articles are unless the source names other namespaces. */
const articleNamespaces = '0|4|12';
/** Where `api.php` usually lies beside the articles. */
const scriptFolders = ['', '/w', '/wiki', '/mediawiki'];
const scripts: ReadonlySet<string> = new Set(['index.php', 'api.php', 'load.php', 'rest.php']);
/** The longest answer to "which page": one page a hit, fifty by the API's own limit. */
const mostPages = 50;

const generalSchema = z.object({
  query: z.object({ general: z.object({ sitename: z.string().nullish(), generator: z.string() }) }),
});
const userSchema = z.object({
  query: z.object({
    userinfo: z.object({
      id: z.number(),
      name: z.string(),
      anon: z.boolean().nullish(),
      rights: z.array(z.string()).nullish(),
    }),
  }),
});
const searchSchema = z.object({
  query: z.object({ search: z.array(z.object({ pageid: z.number(), title: z.string(), ns: z.number() })) }),
  continue: z.object({ sroffset: z.number().nullish() }).nullish(),
});
const pagesSchema = z.object({
  query: z
    .object({
      pages: z.array(pageSchema).nullish(),
      redirects: z.array(z.object({ from: z.string(), to: z.string() })).nullish(),
    })
    .nullish(),
});
const namespacesSchema = z.object({
  query: z.object({
    namespaces: z.record(
      z.string(),
      z.object({ id: z.number(), name: z.string().nullish(), canonical: z.string().nullish() }),
    ),
  }),
});

/** MediaWiki 1.28 and later, by its action API. The base URL is the folder that holds `api.php`. */
export const mediawiki: Connector = {
  id: 'mediawiki',
  name: 'MediaWiki',
  scopeNoun: 'namespaces',
  pageToken: null,
  candidates,
  probe,
  identify,
  search,
  fetchOne,
};

function candidates(url: URL): string[] {
  if (!isSelfHosted(url)) return [];
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const script = segments.findIndex((segment) => scripts.has(segment));
  // The last segment is a page's title unless the URL ends in a slash.
  const folders =
    script === -1
      ? segments.slice(0, url.pathname.endsWith('/') ? 2 : -1).slice(0, 2)
      : segments.slice(0, script);
  const prefixes = folders
    .map((_, index) => `/${folders.slice(0, folders.length - index).join('/')}`)
    .concat('');
  const paths = script === -1 ? [...prefixes].reverse().flatMap(besides) : prefixes.flatMap(besides);
  return [...new Set(paths)].slice(0, 12).map((path) => url.origin + path);
}

function besides(prefix: string): string[] {
  return scriptFolders.map((folder) => prefix + folder);
}

async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const asked = { action: 'query', meta: 'siteinfo', siprop: 'general' };
  const answer = await requestWiki({ ...io, user: null }, baseUrl, asked).catch(somethingElse);
  // A private wiki tells nothing, yet nobody else refuses in this word.
  if (answer?.errorCode === 'readapidenied') return { name: new URL(baseUrl).hostname, version: null };
  const { data } = generalSchema.safeParse(answer?.data);
  const version = /^MediaWiki\s+(\S+)/.exec(data?.query.general.generator ?? '')?.[1];
  return version === undefined ? null : { name: data?.query.general.sitename ?? 'MediaWiki', version };
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const asked = { action: 'query', meta: 'userinfo', uiprop: 'rights' };
  const { userinfo } = (await askWiki({ ...io, user: null }, source.baseUrl, asked, userSchema)).query;
  if (userinfo.rights && !userinfo.rights.includes('read')) {
    throw new DesksideError('signed-out', 'Nobody is signed in who may read this wiki');
  }
  const isAnonymous = userinfo.anon === true || userinfo.id === 0;
  return isAnonymous
    ? { userId: 'anonymous', displayName: null }
    : { userId: userinfo.name, displayName: userinfo.name };
}

interface WikiHit {
  readonly pageid: number;
  readonly title: string;
}

async function search(query: SearchQuery, source: SourceConfig, io: ConnectorIo): Promise<SearchHit[]> {
  const wanted = Math.min(query.limit + query.excludeIds.length, mostPages);
  const ladder = searchLadder(strongestTerms(query));
  if (ladder === null || wanted === 0) return [];
  const namespaces = await namespacesOf(source, io);
  const hits = new Map<number, WikiHit>();
  const climb = async (text: string, where: 'text' | 'title'): Promise<number> => {
    const found = await searchPages({ text, where, namespaces, wanted }, source, io);
    for (const hit of found) if (!hits.has(hit.pageid)) hits.set(hit.pageid, hit);
    return found.length;
  };
  let withFirst = await climb(ladder.together, 'text');
  if (hits.size < wanted && ladder.first !== ladder.together) withFirst = await climb(ladder.first, 'text');
  if (hits.size < wanted) {
    // Where no text holds the first word the second may do; else titles, which the default backend keeps apart.
    await (withFirst === 0 && ladder.second ? climb(ladder.second, 'text') : climb(ladder.first, 'title'));
  }
  const pages = await resolvePages([...hits.values()].slice(0, mostPages), source, io);
  return pages
    .filter((page) => !query.excludeIds.includes(String(page.pageid)))
    .slice(0, query.limit)
    .map(toHit);
}

interface WikiSearch {
  readonly text: string;
  readonly where: 'text' | 'title';
  readonly namespaces: string;
  readonly wanted: number;
}

async function searchPages(search: WikiSearch, source: SourceConfig, io: ConnectorIo): Promise<WikiHit[]> {
  const { text, where, namespaces, wanted } = search;
  const asked = {
    action: 'query',
    list: 'search',
    srsearch: text,
    // Named, since the default was titles on old releases.
    srwhat: where,
    srnamespace: namespaces,
    srinfo: '',
    srprop: '',
  };
  const hits: WikiHit[] = [];
  let offset = 0;
  // The wiki may give fewer rows than asked for; one more page is enough for any limit a person reads.
  for (let page = 0; page < 2 && hits.length < wanted; page += 1) {
    const limits = { srlimit: String(wanted - hits.length), sroffset: String(offset) };
    const answer = await askWiki(io, source.baseUrl, { ...asked, ...limits }, searchSchema).catch(
      noTitleSearch,
    );
    if (answer === null) break;
    hits.push(...answer.query.search);
    const next = answer.continue?.sroffset;
    if (!next || answer.query.search.length === 0) break;
    offset = next;
  }
  return hits;
}

/** Backends with one index for titles and texts have no search of titles, and need none. */
function noTitleSearch(error: unknown): null {
  if (error instanceof DesksideError && error.kind === 'unsupported') return null;
  throw error;
}

/** The pages behind search hits in their order, redirect pages replaced by where they lead, without doubles. */
async function resolvePages(
  hits: readonly WikiHit[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<WikiPage[]> {
  if (hits.length === 0) return [];
  const { pages, redirects } = await askPages(
    { pageids: hits.map(({ pageid }) => pageid).join('|') },
    source,
    io,
  );
  const byId = new Map(pages.map((page) => [page.pageid, page]));
  const byTitle = new Map(pages.map((page) => [page.title, page]));
  const target = new Map(redirects.map(({ from, to }) => [from, to]));
  const found = hits.map(({ pageid, title }) => {
    // A redirect may lead to another one; the wiki follows two at most.
    const to = target.get(target.get(title) ?? title) ?? target.get(title);
    return to === undefined ? byId.get(pageid) : byTitle.get(to);
  });
  return [...new Set(found)]
    .filter((page) => page !== undefined)
    .filter((page) => page.pageid && !page.missing);
}

async function askPages(
  which: ApiParameters,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ pages: WikiPage[]; redirects: { from: string; to: string }[] }> {
  const asked = { action: 'query', prop: 'info', inprop: 'url', redirects: '1', ...which };
  const { query } = await askWiki(io, source.baseUrl, asked, pagesSchema);
  return { pages: query?.pages ?? [], redirects: query?.redirects ?? [] };
}

function toHit(page: WikiPage): SearchHit {
  const id = String(page.pageid);
  return { ref: refOf(id), id, title: page.title, version: String(page.lastrevid ?? ''), document: null };
}

/** Numbers of the namespaces that the source names by number or name, as `srnamespace` takes them. */
async function namespacesOf(source: SourceConfig, io: ConnectorIo): Promise<string> {
  if (source.scopes.length === 0) return articleNamespaces;
  if (source.scopes.every((scope) => /^\d{1,5}$/.test(scope))) return source.scopes.join('|');
  const asked = { action: 'query', meta: 'siteinfo', siprop: 'namespaces' };
  const { namespaces } = (await askWiki(io, source.baseUrl, asked, namespacesSchema)).query;
  const wanted = new Set(source.scopes.map((scope) => scope.trim().toLowerCase()));
  const ids = Object.values(namespaces)
    .filter((space) =>
      [String(space.id), space.name, space.canonical].some((name) => wanted.has((name ?? '').toLowerCase())),
    )
    .map(({ id }) => id);
  if (ids.length === 0) throw new DesksideError('unsupported', 'The wiki has none of the named namespaces');
  return ids.join('|');
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const page = await findPage(ref, source, io);
  const { parse } = await askWiki(
    io,
    source.baseUrl,
    {
      action: 'parse',
      pageid: String(page.pageid),
      prop: 'text|revid',
      disableeditsection: '1',
      disabletoc: '1',
      disablelimitreport: '1',
    },
    parseSchema,
  );
  return pageToDocument(page, parse, source, io);
}

/** The current page behind a reference; an old revision leads to the page as it is now. */
async function findPage(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<WikiPage> {
  const details = {
    prop: 'info|revisions|categories|templates',
    inprop: 'url|protection',
    rvprop: 'ids|timestamp|user',
    cllimit: 'max',
    tllimit: 'max',
  };
  const { pages } = await askPages({ ...which(ref), ...details }, source, io);
  const page = pages[0];
  if (!page?.pageid || page.missing) throw new DesksideError('not-found', 'No such page in the wiki');
  const isCurrent = page.revisions?.[0]?.revid === page.lastrevid;
  if (isCurrent || ref.idType !== 'revision') return page;
  return findPage(refOf(String(page.pageid)), source, io);
}

function which(ref: DocumentRef): ApiParameters {
  if (ref.idType === 'title') {
    // The bar separates titles and U+001F can replace it; no title holds either.
    if (ref.id.includes('|') || ref.id.includes('\u001F')) {
      throw new DesksideError('not-found', 'This is not a title');
    }
    return { titles: ref.id.replaceAll('_', ' ') };
  }
  if (!/^\d{1,15}$/.test(ref.id)) throw new DesksideError('not-found', 'This is not a page number');
  return ref.idType === 'revision' ? { revids: ref.id } : { pageids: ref.id };
}

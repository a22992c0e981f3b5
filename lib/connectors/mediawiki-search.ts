import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import { MOST_SCOPES, type ConnectorIo, type ScopeChoice, type SearchHit } from './connector';
import { askWiki } from './mediawiki-api';
import type { WikiPage } from './mediawiki-page';
import { askPages, refOf } from './mediawiki-page';
import { searchLadder, searchWords } from './mediawiki-search-text';
import { orderRungs } from './search-ladder';

/** Main, Project and Help: where a wiki's articles are unless the source names other namespaces. */
const articleNamespaces = '0|4|12';
/** File, MediaWiki, Template, Category. https://www.mediawiki.org/wiki/Manual:Namespace */
const unwritten: ReadonlySet<number> = new Set([6, 8, 10, 14]);
/** Rows of one search and ids of one question: the API's own limit for people. */
const mostPages = 50;

const searchSchema = z.object({
  query: z.object({ search: z.array(z.object({ pageid: z.number(), title: z.string(), ns: z.number() })) }),
  continue: z.object({ sroffset: z.number().nullish() }).nullish(),
});
const namespacesSchema = z.object({
  query: z.object({
    namespaces: z.record(
      z.string(),
      z.object({ id: z.number(), name: z.string().nullish(), canonical: z.string().nullish() }),
    ),
  }),
});

/** A row of `list=search`. */
export interface WikiHit {
  readonly pageid: number;
  readonly title: string;
}

/** Terms to choose from: a log full of identifiers must not crowd out every word. */
const termsConsidered = 24;

/**
 * Articles for a query, one search and, where that is not enough, three more at once. The default backend knows no
 * ranking and gives its hits by title, so the widest page of each search is taken and ordered here: what holds all
 * terms, then what names them in its title.
 */
export async function searchWiki(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query, termsConsidered);
  const ladder = searchLadder(terms);
  const wanted = Math.min(query.limit + query.excludeIds.length, mostPages);
  if (ladder === null || wanted === 0) return [];
  const namespaces = await namespacesOf(source, io);
  const climb = (text: string, where: WikiSearch['where']) =>
    searchPages({ text, where, namespaces, wanted }, source, io);
  const rungs = [await climb(ladder.together, 'text')];
  if ((rungs[0]?.length ?? 0) < wanted) {
    const looser = ladder.singles.map((text) => climb(text, 'text'));
    rungs.push(...(await Promise.all([...looser, climb(ladder.title, 'title')])));
  }
  const pages = await resolvePages(orderHits(rungs, terms).slice(0, mostPages), source, io);
  return pages
    .filter((page) => !query.excludeIds.includes(String(page.pageid)))
    .slice(0, query.limit)
    .map(toHit);
}

/** Hits of all rungs once each: a stricter rung first, within it by what the titles name, else as the wiki had them. */
export function orderHits(rungs: readonly (readonly WikiHit[])[], terms: readonly QueryTerm[]): WikiHit[] {
  return orderRungs(rungs, terms, { wordsOf: searchWords, keyOf: ({ pageid }) => pageid });
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
    const limits = { srlimit: String(mostPages), sroffset: String(offset) };
    const answer = await askWiki(io, source.baseUrl, { ...asked, ...limits }, searchSchema).catch(
      noTitleSearch,
    );
    if (answer === null) break;
    for (const hit of answer.query.search) hits.push(hit);
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

export function toHit(page: Pick<WikiPage, 'pageid' | 'title' | 'lastrevid'>): SearchHit {
  const id = String(page.pageid);
  return { ref: refOf(id), id, title: page.title, version: String(page.lastrevid ?? ''), document: null };
}

/** Namespaces of subjects; talk about them has odd numbers, files and messages are no articles. */
export async function listNamespaces(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const asked = { action: 'query', meta: 'siteinfo', siprop: 'namespaces' };
  const { namespaces } = (await askWiki(io, source.baseUrl, asked, namespacesSchema)).query;
  return Object.values(namespaces)
    .filter(({ id }) => id >= 0 && id % 2 === 0 && !unwritten.has(id))
    .slice(0, MOST_SCOPES)
    .map(({ id, name }) => ({ key: String(id), name: name || 'Articles' }));
}

/** Numbers of the namespaces that the source names by number or name, as `srnamespace` takes them. */
export async function namespacesOf(source: SourceConfig, io: ConnectorIo): Promise<string> {
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

import type { SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { spokenId } from '../platform/dokuwiki-page';
import { strongestTerms } from './clean-terms';
import type { ConnectorIo, SearchHit } from './connector';
import type { DokuwikiAnswer } from './dokuwiki-answer';
import { askPage, confirmUser } from './dokuwiki-answer';
import { pageRef } from './dokuwiki-document';
import { searchByRpc, type SearchRow } from './dokuwiki-rpc';
import { dokuwikiNamespaces, dokuwikiQuery, dokuwikiWords, isInNamespace } from './dokuwiki-search-text';
import { orderRungs, searchLadderOf } from './search-ladder';

/** Terms to choose from: a log full of identifiers must not crowd out every word. */
const termsConsidered = 24;
/** Rows that are read of one search: the wiki lists all it finds, ten thousand for a common word. */
const mostRows = 60;
/** Terms of the loose search. */
const mostSingles = 8;
/** The same where each is a request of its own. */
const mostRemote = 2;
/** Pages that only their names bring. */
const mostNamed = 3;

/**
 * Articles for a query: one search and, where that is not enough, a loose one: what holds any of the words, most of them first. The search page comes first,
 * since every wiki has it, it costs what a remote call costs, and it alone says for whom it was made; the remote
 * interface, which is off unless somebody switched it on, answers where a wiki has that page switched off.
 */
export async function searchDokuwiki(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query, termsConsidered);
  const ladder = searchLadderOf(terms, dokuwikiWords, mostSingles);
  const wanted = query.limit + query.excludeIds.length;
  const namespaces = dokuwikiNamespaces(source.scopes);
  const isNowhere = source.scopes.length > 0 && namespaces.length === 0;
  if (ladder === null || query.limit === 0 || isNowhere) return [];
  const queryOf = (words: string) => dokuwikiQuery(words, namespaces);
  const first = await firstSearch(queryOf(ladder.together), source.baseUrl, io);
  const rungs = [first.rows];
  if (first.rows.length < wanted && ladder.singles.length > 0) {
    const loose = first.hasOr
      ? [anyOf(ladder.singles, namespaces.length > 0)]
      : ladder.singles.slice(0, mostRemote);
    rungs.push(...(await Promise.all(loose.map((words) => first.again(queryOf(words))))));
  }
  const hits = rungs.map((rows) => rows.filter(({ id }) => isInNamespace(id, namespaces)));
  return orderRungs(hits, terms, { wordsOf: dokuwikiWords, keyOf: ({ id }) => id })
    .filter(({ id }) => !query.excludeIds.includes(id))
    .slice(0, query.limit)
    .map(({ id, title, version }) => ({ ref: pageRef(id), id, title, version, document: null }));
}

/** The wiki's own "or", which binds weakest; terms of several words are meant together. */
function anyOf(terms: readonly string[], isRestricted: boolean): string {
  const any = terms.map((words) => (words.includes(' ') ? `(${words})` : words)).join(' or ');
  return isRestricted && terms.length > 1 ? `(${any})` : any;
}

interface FirstSearch {
  readonly rows: SearchRow[];
  /** Searches the way that answered. */
  readonly again: (query: string) => Promise<SearchRow[]>;
  /** False for 2022-07-31's remote interface: there an "or" ends in an error where one side finds nothing. */
  readonly hasOr: boolean;
}

async function firstSearch(query: string, baseUrl: string, io: ConnectorIo): Promise<FirstSearch> {
  const answer = await askSearchPage(query, baseUrl, io);
  await confirmUser(answer, baseUrl, io);
  if (answer.facts.action !== 'search') return { ...(await searchByRpc(query, baseUrl, io)), hasOr: false };
  const again = async (other: string) => foundPages(await askSearchPage(other, baseUrl, io));
  return { rows: foundPages(answer), again, hasOr: true };
}

/** `sf`: the search is meant as it stands, without the wiki's rule of looking in the current namespace only. */
function askSearchPage(query: string, baseUrl: string, io: ConnectorIo): Promise<DokuwikiAnswer> {
  return askPage({ do: 'search', sf: '1', q: query }, baseUrl, io, cutRows);
}

function foundPages({ document }: DokuwikiAnswer): SearchRow[] {
  const found = rowsOf(document);
  const known = new Set(found.map(({ id }) => id));
  const named = namedRows(document).filter(({ id }) => !known.has(id));
  return [...found, ...named.slice(0, mostNamed)];
}

/** The page up to its last row that will be read: the parser is spared the rest. */
function cutRows(html: string): string {
  const row = /<dt[\s>]/gi;
  for (let count = 0; count <= mostRows; count += 1) if (row.exec(html) === null) return html;
  return html.slice(0, row.lastIndex - 4);
}

/** Since 2018 a row's date stands in a `dd` after it, before that in the row itself. */
function rowsOf(document: Document): SearchRow[] {
  return [...document.querySelectorAll('.search_results dt')].flatMap((term) => {
    let time = term.querySelector('time');
    for (let next = term.nextElementSibling; next && !time; next = next.nextElementSibling) {
      if (/^dt$/i.test(next.tagName)) break;
      time = next.querySelector('time');
    }
    const seconds = Date.parse(time?.getAttribute('datetime') ?? '') / 1000;
    return linkedPage(term, Number.isFinite(seconds) ? String(seconds) : '');
  });
}

/** Pages whose names hold the words; how new they are is not said, so they are always read. */
function namedRows(document: Document): SearchRow[] {
  return [...document.querySelectorAll('.search_quickhits li')].flatMap((item) => linkedPage(item, ''));
}

function linkedPage(parent: Element, version: string): SearchRow[] {
  const link = parent.querySelector('a');
  const id = link?.getAttribute('data-wiki-id') ?? link?.getAttribute('title') ?? '';
  if (id === '' || id.length > 512) return [];
  const shown = link?.textContent?.trim() ?? '';
  // Without headings for names the link shows the end of the id.
  const title = shown === '' || id.endsWith(shown) || /\([^()]*\)$/.test(shown) ? spokenId(id) : shown;
  return [{ id, title, version }];
}

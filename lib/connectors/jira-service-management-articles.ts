import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError, type ErrorKind } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { hashText } from '../platform/hash-text';
import { looksLikeLogin } from '../platform/looks-like-login';
import { strongestTerms } from './clean-terms';
import { fetchPage } from './confluence-cloud-page';
import { pagesById } from './confluence-cloud-search';
import { pageRef } from './confluence-content';
import type { ConnectorIo, SearchHit } from './connector';
import { fragmentToBlocks } from './html-text';
import { askJira } from './jira-cloud-session';
import { chosenDesks, listSchema } from './jira-service-management-desks';
import { luceneWords } from './lucene-text';
import { somethingElse } from './probe-refusal';

/** Searches of one look-up: with all words together, then with the strongest alone. */
const MOST_SEARCHES = 3;
/** Desks that are searched one by one; a source that names more is searched in its first. */
const MOST_DESKS = 10;

/** The header was asked for while the resource was on trial, and is on some sites still. */
const experimental = { headers: { 'X-ExperimentalApi': 'opt-in' } };

/** How Confluence tells a customer that it is not for them. */
const refusals: ReadonlySet<ErrorKind> = new Set(['forbidden', 'not-found', 'signed-out']);

/** `source.pageId` is missing on older sites: there the address of the body ends with it. */
const articleSchema = z.object({
  title: z.string(),
  source: z
    .object({
      type: z.string().nullish(),
      pageId: z.union([z.string(), z.number()]).transform(String).nullish(),
    })
    .nullish()
    .catch(null),
  content: z.object({ iframeSrc: z.string().nullish() }).nullish().catch(null),
});
type Article = z.infer<typeof articleSchema>;
const articlesSchema = listSchema(articleSchema);

/** Articles of the desks' knowledge base, with the Confluence pages behind them where the user may read those. */
export async function searchArticles(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const searches = wordings(query);
  if (searches.length === 0) return [];
  const found = new Map<string, string>();
  const unwanted = new Set(query.excludeIds);
  const wanted = query.limit + query.excludeIds.length;
  const bases = await searchedBases(source, io);
  const each = Math.max(1, Math.floor(MOST_SEARCHES / Math.max(1, bases.length)));
  for (const words of each === 1 ? searches.slice(-1) : searches.slice(0, each)) {
    if (found.size >= query.limit) break;
    for (const base of bases) {
      for (const article of await askArticles(base, words, wanted, io)) {
        const id = pageIdOf(article);
        if (id !== null && !unwanted.has(id) && !found.has(id)) found.set(id, article.title);
      }
    }
  }
  const ids = [...found.keys()].slice(0, query.limit);
  const pages = await pagesById(ids, wikiOf(source), io).catch(somethingElse);
  const byId = new Map(pages?.map((hit) => [hit.id, hit]));
  return ids.map((id) => byId.get(id) ?? unread(id, found.get(id) ?? id));
}

/** The page behind an article; for customers who may not open Confluence, the article as the portal shows it. */
export async function fetchArticle(
  ref: DocumentRef,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const { id } = ref;
  if (!/^[1-9]\d{0,18}$/.test(id)) throw new DesksideError('not-found', 'No such article');
  return fetchPage(pageRef(id), wikiOf(source), io).catch(async (error: unknown) => {
    // Anything else than a refusal is no word of the user's rights.
    if (!(error instanceof DesksideError) || !refusals.has(error.kind)) throw error;
    const view = await viewArticle(id, source, io).catch(somethingElse);
    if (view) return view;
    throw error;
  });
}

/**
 * What is searched for: knowledge bases want every word on some sites and any on others, so the words are asked for
 * together and then each of the two strongest alone. The last one is the one to ask where only one is asked.
 */
function wordings(query: SearchQuery): string[] {
  const words = strongestTerms(query)
    .map(({ text }) => luceneWords(text))
    .filter((text) => /[\p{L}\p{N}]/u.test(text));
  const [first, second] = words;
  const all = [words.slice(0, 3).join(' '), second, first];
  return [...new Set(all.filter((text): text is string => text !== undefined && text !== ''))];
}

/** One for all desks, or one each where the source names some. */
async function searchedBases(source: SourceConfig, io: ConnectorIo): Promise<string[]> {
  const api = `${source.baseUrl}/rest/servicedeskapi`;
  if (source.scopes.length === 0) return [api];
  const desks = await chosenDesks(source, io);
  return desks.slice(0, MOST_DESKS).map(({ id }) => `${api}/servicedesk/${encodeURIComponent(id)}`);
}

async function askArticles(base: string, words: string, wanted: number, io: ConnectorIo): Promise<Article[]> {
  const parameters = `query=${encodeURIComponent(words)}&highlight=false&limit=${Math.min(wanted, 100)}`;
  const url = `${base}/knowledgebase/article?${parameters}`;
  return (await askJira(io, url, articlesSchema, experimental)).data.values;
}

function pageIdOf({ source, content }: Article): string | null {
  const id = source?.pageId ?? /\/(\d+)\/?(?:[?#].*)?$/.exec(content?.iframeSrc ?? '')?.[1];
  return id !== undefined && /^[1-9]\d{0,18}$/.test(id) ? id : null;
}

/** Confluence lies below the same host as the desk. */
function wikiOf(source: SourceConfig): SourceConfig {
  return { ...source, baseUrl: `${new URL(source.baseUrl).origin}/wiki`, scopes: [] };
}

/** Found, and not read yet: no version is like any other, so the host reads it. */
function unread(id: string, title: string): SearchHit {
  return { ref: pageRef(id), id, title: title.replace(/@@@(?:end)?hl@@@/g, ''), version: '', document: null };
}

/** What the portal embeds: a page of its own with nothing around the article. */
async function viewArticle(id: string, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const url = `${source.baseUrl}/rest/servicedeskapi/knowledgebase/article/view/${id}`;
  const { data } = await io.request.text(url, experimental);
  if (looksLikeLogin(data)) throw new DesksideError('signed-out', 'A sign-in page was answered');
  const page = io.parseHtml(data);
  const heading = page.querySelector('h1');
  const title = (page.title || (heading?.textContent ?? '')).replace(/\s+/g, ' ').trim();
  const blocks = fragmentToBlocks(data, io.parseHtml);
  if (blocks.length === 0) throw new DesksideError('bad-answer', 'The article was empty');
  return {
    id,
    sourceId: source.id,
    kind: 'article',
    ref: pageRef(id),
    title: title || id,
    url: `${source.baseUrl}/servicedesk/customer/article/${id}`,
    blocks,
    version: hashText(JSON.stringify([title, blocks])),
    author: null,
    created: null,
    updated: null,
    space: null,
    language: page.documentElement.getAttribute('lang') || null,
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
}

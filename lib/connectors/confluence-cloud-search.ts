import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import { cloudJson } from './confluence-cloud-user';
import {
  contentSchema,
  contentToDocument,
  contentVersion,
  isArticle,
  pageRef,
  type ConfluenceContent,
} from './confluence-content';
import { articlesCql, byTitle, titleCql } from './confluence-cql';
import type { ConnectorIo, SearchHit } from './connector';
import { fitUrl, inClause } from './lucene-text';

/** Rows of one answer that may hold bodies. */
const mostRows = 50;

/** What a row tells of its page besides the page itself: all of it where the server is willing. */
const factsExpand = [
  'content.version',
  'content.space',
  'content.history',
  'content.metadata.labels',
  'content.restrictions.read.restrictions.user',
  'content.restrictions.read.restrictions.group',
].join(',');
const documentExpand = `${factsExpand},content.body.storage`;
const hitExpand = 'content.version,content.space';

/** Rows are of spaces and people, too; what has no content is passed over. */
const rowsSchema = z.object({
  results: z.array(z.object({ content: contentSchema.nullish().catch(null) })),
});

/** Pages and blog posts for a query, with their documents where the answer held all of them. */
export async function searchPages(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query);
  const wanted = Math.min(query.limit + query.excludeIds.length, mostRows);
  // The spaces to search are asked for whole, however long that makes the address.
  const longest = 2_000 + encodeURIComponent(inClause('space', source.scopes) ?? '').length;
  const ask = async (expand: string): Promise<ConfluenceContent[]> => {
    const build = (cql: string | null) => cql && searchUrl(source, { cql, limit: wanted, expand });
    const url = fitUrl(terms, (some) => build(articlesCql(some, source.scopes)), longest);
    return url === null ? [] : readRows(url, io);
  };
  const contents = await ask(documentExpand).catch((error: unknown) => {
    // Bodies that are too much together are read one by one.
    const isTooMuch =
      error instanceof DesksideError && (error.kind === 'bad-answer' || error.kind === 'invalid-query');
    if (isTooMuch) return ask(hitExpand);
    throw error;
  });
  const unwanted = new Set(query.excludeIds);
  const hits: SearchHit[] = [];
  for (const content of contents) {
    if (hits.length >= query.limit) break;
    if (!isArticle(content) || unwanted.has(content.id)) continue;
    unwanted.add(content.id);
    hits.push(toHit(content, source, io));
  }
  return hits;
}

/** What the search index knows of one page: who wrote it, where it is, who may read it. Null where it has none. */
export async function pageFacts(
  id: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ConfluenceContent | null> {
  const url = searchUrl(source, {
    cql: `id = ${id}`,
    limit: 1,
    includeArchivedSpaces: true,
    expand: factsExpand,
  });
  const contents = await readRows(url, io);
  return contents.find((content) => content.id === id) ?? null;
}

/** Pages and posts by id as hits of a search, in no order: those that the index has and the user may see. */
export async function pagesById(
  ids: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  if (ids.length === 0) return [];
  const url = searchUrl(source, {
    cql: `id in (${ids.join(', ')})`,
    limit: Math.min(ids.length, mostRows),
    includeArchivedSpaces: true,
    expand: documentExpand,
  });
  const contents = await readRows(url, io);
  return contents.filter(isArticle).map((content) => toHit(content, source, io));
}

/** The id of the page or post of a title in a space, whatever the title's case; null where there is none. */
export async function idByTitle(
  wanted: { spaceKey: string; title: string; type: 'page' | 'blogpost' },
  source: SourceConfig,
  io: ConnectorIo,
): Promise<string | null> {
  const cql = titleCql(wanted.spaceKey, wanted.type, wanted.title);
  const contents = await readRows(searchUrl(source, { cql, limit: 5 }), io);
  return byTitle(contents, wanted.title)?.id ?? null;
}

function searchUrl({ baseUrl }: SourceConfig, parts: Record<string, string | number | boolean>): string {
  const query = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${baseUrl}/rest/api/search?${query.join('&')}`;
}

async function readRows(url: string, io: ConnectorIo): Promise<ConfluenceContent[]> {
  const { data } = await cloudJson(io, url, rowsSchema);
  return data.results.flatMap(({ content }) =>
    content ? [{ ...content, title: withoutMarks(content.title) }] : [],
  );
}

/** Found words are marked in titles as in excerpts. */
function withoutMarks(title: string): string {
  return title.replace(/@@@(?:end)?hl@@@/g, '');
}

function toHit(content: ConfluenceContent, source: SourceConfig, io: ConnectorIo): SearchHit {
  const isWhole =
    content.body?.storage?.value !== undefined &&
    [content.version?.number, content.space, content.history, content.metadata?.labels].every(
      (part) => part != null,
    );
  return {
    ref: pageRef(content.id),
    id: content.id,
    title: content.title,
    version: contentVersion(content),
    document: isWhole ? contentToDocument(content, source, io) : null,
  };
}

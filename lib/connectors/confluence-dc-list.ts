import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { atlassianJson } from './atlassian';
import { contentExpand, isArticle } from './confluence-content';
import { allArticlesCql } from './confluence-cql';
import { resultsSchema, searchUrl, toHit } from './confluence-dc-rows';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { askedFrom, firstOffset, offsetPlaceSchema, placeAfter } from './list-by-offset';
import { inScope, LIST_PAGE, readPlace, sinceInAnyZone, writePlace } from './listing';

const countSchema = z.object({ totalSize: z.number().nullish().catch(null) });

/** Pages and blog posts with their texts, in the order they were made; the search index may be minutes behind. */
export async function listArticles(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place = readPlace(request.cursor, offsetPlaceSchema, firstOffset);
  const cql = allArticlesCql(inScope(source, request).scopes, sinceInAnyZone(request));
  const total = request.cursor === null ? await countOf(cql, source, io) : null;
  const ask = async (expand: string) => {
    const url = `${searchUrl(source, cql, expand, LIST_PAGE)}&start=${askedFrom(place)}`;
    return (await atlassianJson(io, url, resultsSchema)).data;
  };
  const answer = await ask(contentExpand.join(',')).catch((error: unknown) => {
    // Bodies that are too large together are read one by one.
    if (error instanceof DesksideError && error.kind === 'bad-answer') return ask('version,space');
    throw error;
  });
  const contents = answer.results;
  const isLast = !answer._links?.next && contents.length < (answer.limit ?? LIST_PAGE);
  const ids = contents.map(({ id }) => id);
  const next = placeAfter(place, ids, isLast);
  return {
    documents: contents.filter(isArticle).map((content) => toHit(content, source, io)),
    removed: [],
    next: next && writePlace(next),
    total,
  };
}

/** The search of content does not say how much it finds; the search of everything does. */
async function countOf(cql: string, source: SourceConfig, io: ConnectorIo): Promise<number | null> {
  const url = `${source.baseUrl}/rest/api/search?cql=${encodeURIComponent(cql)}&limit=1&excerpt=none`;
  return (await atlassianJson(io, url, countSchema)).data.totalSize ?? null;
}

import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, SearchHit } from './connector';
import { anyOf, encodedValue } from './encoded-query';
import { pathSegment } from './path-segment';
import { ask, askRows, mostRequests, parameters, rungsOf, searchRows, sysIdPattern } from './servicenow-api';
import {
  articleFields,
  articleRow,
  articleSchema,
  articleToDocument,
  articleVersion,
  foundArticlesSchema,
  isArticleNumber,
} from './servicenow-article';
import type { Row } from './servicenow-row';
import { displayOf, valueOf } from './servicenow-row';

const knowledgePath = '/api/sn_km_api/knowledge/articles';

/** Published articles, best first, by the knowledge API or, where its plugin is off, by the table. */
export async function searchArticles(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const wanted = query.limit + query.excludeIds.length;
  try {
    return finish(await searchKnowledge(query, wanted, source, io), query);
  } catch (error) {
    // Without its plugin the knowledge API's path does not exist; the table knows the same articles.
    if (!(error instanceof DesksideError) || error.kind !== 'not-found') throw error;
    return finish(await searchArticleTable(query, wanted, source, io), query);
  }
}

function finish(hits: ReadonlyMap<string, SearchHit>, query: SearchQuery): SearchHit[] {
  return [...hits.values()].filter(({ id }) => !query.excludeIds.includes(id)).slice(0, query.limit);
}

async function searchKnowledge(
  query: SearchQuery,
  wanted: number,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Map<string, SearchHit>> {
  const hits = new Map<string, SearchHit>();
  let requests = 0;
  for (const { words } of rungsOf(query)) {
    let offset = 0;
    for (let more = true; more && hits.size < wanted && requests < mostRequests; requests += 1) {
      const url = knowledgeUrl(source, words, wanted, offset);
      const { meta, articles } = (await ask(io, url, foundArticlesSchema)).result;
      for (const article of articles) {
        const row: Row = { ...fallbackRow(article), ...article.fields };
        const hit = articleHit(row, source, io);
        if (hit && !hits.has(hit.id)) hits.set(hit.id, hit);
      }
      offset += articles.length;
      more = articles.length > 0 && articles.length < wanted && offset < (meta?.count ?? 0);
    }
  }
  return hits;
}

function knowledgeUrl(source: SourceConfig, words: string, limit: number, offset: number): string {
  const bases = source.scopes.filter((scope) => sysIdPattern.test(scope));
  const named = source.scopes.filter((scope) => !sysIdPattern.test(scope));
  const asked = {
    query: words,
    fields: articleFields.join(','),
    limit: String(limit),
    offset: String(offset),
    // The default is English only.
    language: 'all',
    filter: conditions('workflow_state=published', anyOf('kb_knowledge_base.title', named)),
    ...(bases.length > 0 ? { kb: bases.join(',') } : {}),
  };
  return `${source.baseUrl}${knowledgePath}?${parameters(asked)}`;
}

function conditions(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('^');
}

function fallbackRow(article: { number?: string | null; title?: string | null; id?: string | null }): Row {
  const cell = (value: string) => ({ value, display: value });
  return {
    number: cell(article.number ?? ''),
    short_description: cell((article.title ?? '').replace(/<\/?\w+>/g, '')),
    sys_id: cell(article.id?.split(':').at(-1) ?? ''),
  };
}

/** Null for what is no published article. The document comes along where the row holds the text. */
function articleHit(row: Row, source: SourceConfig, io: ConnectorIo): SearchHit | null {
  const id = valueOf(row, 'number');
  const state = valueOf(row, 'workflow_state') || 'published';
  if (!isArticleNumber(id) || state.toLowerCase() !== 'published' || valueOf(row, 'latest') === 'false')
    return null;
  const document = valueOf(row, 'text') === '' ? null : articleToDocument(row, source, io);
  return {
    ref: { kind: 'article', id, idType: 'number', within: null },
    id,
    title: displayOf(row, 'short_description') ?? id,
    version: articleVersion(row),
    document,
  };
}

async function searchArticleTable(
  query: SearchQuery,
  wanted: number,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Map<string, SearchHit>> {
  const bases = source.scopes.filter((scope) => sysIdPattern.test(scope));
  const named = source.scopes.filter((scope) => !sysIdPattern.test(scope));
  const inBases = [anyOf('kb_knowledge_base', bases), anyOf('kb_knowledge_base.title', named)];
  const where = conditions('workflow_state=published', inBases.filter((part) => part !== '').join('^OR'));
  const rows = await searchRows('kb_knowledge', where, query, wanted, articleFields, source, io);
  return new Map(articleHits(rows, source, io).map((hit) => [hit.id, hit]));
}

/** One article by number or by the sys_id of any of its versions. */
export async function fetchArticle(
  ref: DocumentRef,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  try {
    return articleToDocument(await askArticle(ref.id, source, io), source, io);
  } catch (error) {
    if (!(error instanceof DesksideError) || error.kind !== 'not-found') throw error;
    const row = await currentArticleRow(ref, source, io);
    // The table checks fewer rights than the knowledge API: where that answers, its "no" stands.
    if (!(await hasKnowledgeApi(source, io))) return articleToDocument(row, source, io);
    const number = valueOf(row, 'number');
    if (number === ref.id) throw error;
    return articleToDocument(await askArticle(number, source, io), source, io);
  }
}

async function askArticle(id: string, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  const url = `${source.baseUrl}${knowledgePath}/${pathSegment(id)}?${parameters({ fields: articleFields.join(',') })}`;
  const row = articleRow(await ask(io, url, articleSchema));
  if (!isArticleNumber(valueOf(row, 'number'))) {
    throw new DesksideError('bad-answer', 'The article has no number');
  }
  return row;
}

/**
 * Of these articles, those that the knowledge API lets the user read, with their texts; null where its plugin is off.
 * It checks rights that the table does not.
 */
export async function articlesByNumber(
  numbers: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[] | null> {
  const asked = {
    fields: articleFields.join(','),
    limit: String(numbers.length),
    language: 'all',
    filter: `workflow_state=published^numberIN${numbers.map(encodedValue).join(',')}`,
  };
  const url = `${source.baseUrl}${knowledgePath}?${parameters(asked)}`;
  const answer = await ask(io, url, foundArticlesSchema).catch((error: unknown) => {
    if (error instanceof DesksideError && error.kind === 'not-found') return null;
    throw error;
  });
  const rows = answer?.result.articles.map((article): Row => ({
    ...fallbackRow(article),
    ...article.fields,
  }));
  const wanted = new Set(numbers);
  return rows ? articleHits(rows, source, io).filter(({ id }) => wanted.has(id)) : null;
}

export function articleHits(rows: readonly Row[], source: SourceConfig, io: ConnectorIo): SearchHit[] {
  return rows.map((row) => articleHit(row, source, io)).filter((hit) => hit !== null);
}

/** Rows that name the knowledge bases of articles the user may read, by one question without words. */
export async function basesOfArticles(source: SourceConfig, io: ConnectorIo): Promise<Row[]> {
  const asked = { limit: '200', fields: 'kb_knowledge_base', language: 'all' };
  const { articles } = (
    await ask(io, `${source.baseUrl}${knowledgePath}?${parameters(asked)}`, foundArticlesSchema)
  ).result;
  return articles.flatMap(({ fields }) => (fields ? [fields] : []));
}

async function hasKnowledgeApi(source: SourceConfig, io: ConnectorIo): Promise<boolean> {
  const url = `${source.baseUrl}${knowledgePath}?${parameters({ limit: '1', fields: 'number' })}`;
  return ask(io, url, foundArticlesSchema).then(
    () => true,
    (error: unknown) => {
      if (error instanceof DesksideError && error.kind === 'not-found') return false;
      throw error;
    },
  );
}

/** The published version of an article by number or by any version's sys_id; else the newest one there is. */
async function currentArticleRow(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  const field = ref.idType === 'sys_id' ? 'sys_id' : 'number';
  const id = encodedValue(ref.id);
  const query = `${field}=${id}^ORDERBYDESCsys_updated_on`;
  const rows = (await askRows('kb_knowledge', query, 20, articleFields, source, io)).filter(
    (row) => valueOf(row, field) === id && isArticleNumber(valueOf(row, 'number')),
  );
  const current = rows.find((row) => valueOf(row, 'workflow_state') === 'published') ?? rows[0];
  if (!current) throw new DesksideError('not-found', 'No such article in ServiceNow');
  const isOldVersion = field === 'sys_id' && valueOf(current, 'latest') === 'false';
  if (!isOldVersion) return current;
  return currentArticleRow({ ...ref, id: valueOf(current, 'number'), idType: 'number' }, source, io);
}

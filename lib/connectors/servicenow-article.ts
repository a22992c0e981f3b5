import { z } from 'zod';
import type { DocumentState, SourceDocument } from '../core/document';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';
import { fragmentToBlocks } from './html-text';
import { isoDate } from './iso-date';
import { plainTextToBlocks } from './plain-text-to-blocks';
import type { Row } from './servicenow-row';
import { displayOf, rowSchema, valueOf } from './servicenow-row';

/** Of `kb_knowledge`; by either API. */
export const articleFields: readonly string[] = [
  'sys_id',
  'number',
  'short_description',
  'text',
  'wiki',
  'workflow_state',
  'kb_knowledge_base',
  'author',
  'sys_created_on',
  'sys_updated_on',
  'valid_to',
  'latest',
  'language',
  'meta',
  'can_read_user_criteria',
  'roles',
];

/** What can be an article's number; anything else in its place is a broken answer. */
export function isArticleNumber(text: string): boolean {
  return /^\w[\w.-]{0,63}$/.test(text);
}

/** The knowledge API's search. A hit's `id` is `TABLE:SYS_ID`. */
export const foundArticlesSchema = z.object({
  result: z.object({
    meta: z.object({ count: z.coerce.number().nullish() }).nullish().catch(null),
    articles: z.array(
      z.object({
        id: z.string().nullish(),
        number: z.string().nullish(),
        title: z.string().nullish(),
        fields: rowSchema.nullish(),
      }),
    ),
  }),
});

/** The knowledge API's one article: the rendered text beside the fields that were asked for. */
export const articleSchema = z.object({
  result: z.object({
    content: z.string().nullish(),
    number: z.string().nullish(),
    sys_id: z.string().nullish(),
    short_description: z.string().nullish(),
    fields: rowSchema.nullish(),
  }),
});

/** One row for what the knowledge API spreads over an article and its fields. */
export function articleRow({ result }: z.infer<typeof articleSchema>): Row {
  const { fields, content, ...own } = result;
  const cell = (value: string | null | undefined) => ({ value: value ?? '', display: value ?? '' });
  return {
    number: cell(own.number),
    sys_id: cell(own.sys_id),
    short_description: cell(own.short_description),
    ...fields,
    ...(content ? { text: cell(content) } : {}),
  };
}

/** An article as a document; its id is the number, which stays while each version has a sys_id of its own. */
export function articleToDocument(row: Row, source: SourceConfig, io: ConnectorIo): SourceDocument {
  const number = valueOf(row, 'number');
  return {
    id: number,
    sourceId: source.id,
    kind: 'article',
    ref: { kind: 'article', id: number, idType: 'number', within: null },
    title: displayOf(row, 'short_description') ?? number,
    url: `${source.baseUrl}/kb_view.do?sysparm_article=${encodeURIComponent(number)}`,
    blocks: articleBlocks(row, io),
    version: articleVersion(row),
    author: displayOf(row, 'author'),
    created: isoDate(valueOf(row, 'sys_created_on')),
    updated: isoDate(valueOf(row, 'sys_updated_on')),
    space: displayOf(row, 'kb_knowledge_base'),
    language: valueOf(row, 'language') || null,
    state: stateOf(row, io.now()),
    labels: valueOf(row, 'meta')
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
    restricted: valueOf(row, 'can_read_user_criteria') !== '' || valueOf(row, 'roles') !== '',
    ticket: null,
  };
}

/** Time of the last change: the one revision that search and article both tell. */
export function articleVersion(row: Row): string {
  return isoDate(valueOf(row, 'sys_updated_on')) ?? '';
}

function articleBlocks(row: Row, io: ConnectorIo): SourceDocument['blocks'] {
  const html = valueOf(row, 'text');
  return html === '' ? plainTextToBlocks(valueOf(row, 'wiki')) : fragmentToBlocks(html, io.parseHtml);
}

/** An article past its date stays published: only `valid_to` tells. It is valid to the end of that day. */
function stateOf(row: Row, now: number): DocumentState {
  const end = Date.parse(valueOf(row, 'valid_to').slice(0, 10)) + 86_400_000;
  switch (valueOf(row, 'workflow_state').toLowerCase()) {
    case 'draft':
    case 'review':
      return 'draft';
    case 'retired':
      return 'retired';
    case 'outdated':
    case 'pending_retirement':
      return 'outdated';
    default:
      return end <= now ? 'outdated' : 'current';
  }
}

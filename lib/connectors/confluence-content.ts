import { z } from 'zod';
import type { DocumentRef, DocumentState, SourceDocument } from '../core/document';
import type { Block } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import { storage } from '../platform/formats/storage';
import { view } from '../platform/formats/view';
import { answerId } from './answer-id';
import type { ConnectorIo } from './connector';
import { marksDraft, marksOutdated } from './document-state';
import { isoDate } from './iso-date';

/** What a document needs of a page; every part of it comes with one request. */
export const contentExpand: readonly string[] = [
  'body.view',
  'version',
  'space',
  'history',
  'metadata.labels',
  'restrictions.read.restrictions.user',
  'restrictions.read.restrictions.group',
];

const personSchema = z
  .object({ displayName: z.string().nullish(), username: z.string().nullish() })
  .nullish();
const namesSchema = z
  .object({ size: z.number().nullish(), results: z.array(z.unknown()).nullish() })
  .nullish()
  .catch(null);

/** A page, post or other content; parts that were not expanded are absent. */
export const contentSchema = z.object({
  id: answerId,
  type: z.string(),
  status: z.string().nullish(),
  title: z.string(),
  space: z
    .object({ key: z.string(), name: z.string().nullish(), status: z.string().nullish() })
    .nullish()
    .catch(null),
  version: z.object({ number: z.number().nullish(), when: z.string().nullish(), by: personSchema }).nullish(),
  history: z.object({ createdBy: personSchema, createdDate: z.string().nullish() }).nullish(),
  metadata: z
    .object({
      labels: z
        .object({ results: z.array(z.object({ name: z.string() })) })
        .nullish()
        .catch(null),
    })
    .nullish(),
  body: z
    .object({
      view: z.object({ value: z.string() }).nullish(),
      storage: z.object({ value: z.string() }).nullish().catch(null),
    })
    .nullish(),
  restrictions: z
    .object({
      read: z
        .object({ restrictions: z.object({ user: namesSchema, group: namesSchema }).nullish().catch(null) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  _links: z.object({ webui: z.string().nullish() }).nullish(),
});
export type ConfluenceContent = z.infer<typeof contentSchema>;

/** Pages and blog posts; comments and attachments are content too. */
export function isArticle({ type }: ConfluenceContent): boolean {
  return type === 'page' || type === 'blogpost';
}

export function contentVersion({ version }: ConfluenceContent): string {
  return String(version?.number ?? version?.when ?? '');
}

/** The reference by which Confluence knows a page or blog post for good. */
export function pageRef(id: string): DocumentRef {
  return { kind: 'article', id, idType: 'page-id', within: null };
}

/** A page as a document. Its URL is built on the source's own base: the server's idea of it may be another host. */
export function contentToDocument(
  content: ConfluenceContent,
  source: SourceConfig,
  io: ConnectorIo,
): SourceDocument {
  const author = content.history?.createdBy ?? content.version?.by;
  return {
    id: content.id,
    sourceId: source.id,
    kind: 'article',
    ref: pageRef(content.id),
    title: content.title,
    url: pageUrl(content, source),
    blocks: bodyBlocks(content, source, io),
    version: contentVersion(content),
    author: author?.displayName ?? author?.username ?? null,
    created: isoDate(content.history?.createdDate),
    updated: isoDate(content.version?.when),
    space: content.space?.name ?? content.space?.key ?? null,
    language: null,
    state: stateOf(content),
    labels: labelsOf(content),
    restricted: isRestricted(content),
    ticket: null,
  };
}

/** Rendered where the server did that, with what macros brought; else as it is stored. */
function bodyBlocks({ body }: ConfluenceContent, { baseUrl }: SourceConfig, io: ConnectorIo): Block[] {
  const tools = { parseHtml: io.parseHtml, parseXml: io.parseXml, baseUrl: `${baseUrl}/` };
  return body?.view ? view.read(body.view.value, tools) : storage.read(body?.storage?.value ?? '', tools);
}

function pageUrl({ id, _links }: ConfluenceContent, { baseUrl }: SourceConfig): string {
  const path = _links?.webui;
  if (!path?.startsWith('/') || path.startsWith('//')) {
    return `${baseUrl}/pages/viewpage.action?pageId=${encodeURIComponent(id)}`;
  }
  const { origin, pathname } = new URL(baseUrl);
  // Mostly it is relative to the base; some answers of the cloud repeat that.
  return pathname !== '/' && path.startsWith(`${pathname}/`) ? origin + path : baseUrl + path;
}

function labelsOf({ metadata }: ConfluenceContent): string[] {
  return metadata?.labels?.results.map(({ name }) => name) ?? [];
}

function stateOf(content: ConfluenceContent): DocumentState {
  const labels = labelsOf(content);
  if (content.status === 'draft' || marksDraft(labels)) return 'draft';
  if (content.status === 'archived' || content.status === 'trashed' || content.status === 'deleted')
    return 'retired';
  const isOld = content.status === 'historical' || content.space?.status === 'archived';
  return isOld || marksOutdated(labels) ? 'outdated' : 'current';
}

function isRestricted({ restrictions }: ConfluenceContent): boolean {
  const { user, group } = restrictions?.read?.restrictions ?? {};
  return [user, group].some((list) => (list?.size ?? list?.results?.length ?? 0) > 0);
}

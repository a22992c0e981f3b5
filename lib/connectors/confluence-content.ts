import { z } from 'zod';
import type { DocumentState, SourceDocument } from '../core/document';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';
import { marksDraft, marksOutdated } from './document-state';
import { fragmentToBlocks } from './html-text';
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
  id: z.union([z.string(), z.number()]).transform(String),
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
  body: z.object({ view: z.object({ value: z.string() }).nullish() }).nullish(),
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
    ref: { kind: 'article', id: content.id, idType: 'page-id', within: null },
    title: content.title,
    url: pageUrl(content, source),
    blocks: fragmentToBlocks(content.body?.view?.value ?? '', io.parseHtml, furniture),
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

/** What the server adds around the text: tables of contents and child-page lists. */
const furniture: readonly string[] = [
  '.toc-macro',
  '.client-side-toc-macro',
  '.childpages-macro',
  '.children-show-hide',
];

function pageUrl({ id, _links }: ConfluenceContent, { baseUrl }: SourceConfig): string {
  const path = _links?.webui;
  return path?.startsWith('/') && !path.startsWith('//')
    ? baseUrl + path
    : `${baseUrl}/pages/viewpage.action?pageId=${encodeURIComponent(id)}`;
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

import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { answerId } from './answer-id';
import { idByTitle, pageFacts } from './confluence-cloud-search';
import { cloudJson } from './confluence-cloud-user';
import { contentToDocument, type ConfluenceContent } from './confluence-content';
import { byTitle } from './confluence-cql';
import type { ConnectorIo } from './connector';
import { somethingElse } from './probe-refusal';

const bodySchema = z.object({ value: z.string() }).nullish().catch(null);

/** A page or blog post of REST API 2. It names its space and its people by id only. */
const pageSchema = z.object({
  id: answerId,
  status: z.string().nullish(),
  title: z.string(),
  spaceId: answerId.nullish(),
  createdAt: z.string().nullish(),
  version: z.object({ number: z.number().nullish(), createdAt: z.string().nullish() }).nullish(),
  body: z.object({ storage: bodySchema, view: bodySchema }).nullish().catch(null),
  labels: z
    .object({ results: z.array(z.object({ name: z.string() })) })
    .nullish()
    .catch(null),
  _links: z.object({ webui: z.string().nullish() }).nullish(),
});
type CloudPage = z.infer<typeof pageSchema>;

const spaceSchema = z.object({
  id: answerId,
  key: z.string(),
  name: z.string().nullish(),
  status: z.string().nullish(),
});
const spacesSchema = z.object({ results: z.array(spaceSchema) });
const titledSchema = z.object({
  results: z.array(z.object({ id: answerId, title: z.string(), createdAt: z.string().nullish() })),
});

type ArticleType = 'page' | 'blogpost';

/** One page or blog post by id, or by its title in a space. */
export async function fetchPage(
  ref: DocumentRef,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const id = ref.idType === 'page-id' ? ref.id : await resolveTitle(ref, source, io);
  if (id === null || !/^[1-9]\d{0,18}$/.test(id)) {
    throw new DesksideError('not-found', 'No such page in Confluence');
  }
  const [{ page, type }, facts] = await Promise.all([
    readPage(id, source, io),
    pageFacts(id, source, io).catch(unlessItPasses),
  ]);
  const space = facts?.space ?? (await readSpace(page.spaceId, source, io));
  return contentToDocument(toContent(page, type, { ...facts, space }), source, io);
}

/** Ids are of one series for pages, posts and all else, but each sort has its own address. */
async function readPage(
  id: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ page: CloudPage; type: ArticleType }> {
  const ask = async (collection: string, type: ArticleType) => {
    const url = `${source.baseUrl}/api/v2/${collection}/${id}?body-format=storage&include-labels=true`;
    return { page: (await cloudJson(io, url, pageSchema)).data, type };
  };
  return ask('pages', 'page').catch((error: unknown) => {
    if (error instanceof DesksideError && error.kind === 'not-found') return ask('blogposts', 'blogpost');
    throw error;
  });
}

/** Name and state of a space; null where nobody tells, since a page is worth reading without. */
async function readSpace(spaceId: string | null | undefined, source: SourceConfig, io: ConnectorIo) {
  if (!spaceId || !/^\d{1,19}$/.test(spaceId)) return null;
  const url = `${source.baseUrl}/api/v2/spaces/${spaceId}`;
  const answer = await cloudJson(io, url, spaceSchema).catch(unlessItPasses);
  return answer?.data ?? null;
}

/** In the shape of REST API 1, which has all facts in one place. */
function toContent(page: CloudPage, type: ArticleType, facts: Partial<ConfluenceContent>): ConfluenceContent {
  return {
    id: page.id,
    type,
    status: page.status,
    title: page.title,
    space: facts.space,
    version: page.version && {
      number: page.version.number,
      when: page.version.createdAt,
      by: facts.version?.by,
    },
    history: { createdBy: facts.history?.createdBy, createdDate: page.createdAt },
    metadata: { labels: page.labels ?? facts.metadata?.labels },
    body: page.body,
    restrictions: facts.restrictions,
    _links: page._links,
  };
}

/** Old addresses name a page by space and title, a blog post by its day as well. */
async function resolveTitle(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<string | null> {
  const [spaceKey = '', day = ''] = (ref.within ?? '').split('|');
  if (spaceKey === '') return null;
  const type: ArticleType = ref.idType === 'blog-title' ? 'blogpost' : 'page';
  const spaces = new URLSearchParams({ keys: spaceKey, limit: '1' });
  const { data } = await cloudJson(io, `${source.baseUrl}/api/v2/spaces?${spaces.toString()}`, spacesSchema);
  const space = data.results.find(({ key }) => key.toLowerCase() === spaceKey.toLowerCase());
  if (space) {
    const wanted = new URLSearchParams({ 'space-id': space.id, title: ref.id, status: 'current' });
    const list = `${source.baseUrl}/api/v2/${type}s?${wanted.toString()}`;
    const found = (await cloudJson(io, list, titledSchema)).data.results;
    const ofDay = found.filter(({ createdAt }) => day !== '' && createdAt?.startsWith(day));
    const page = byTitle(ofDay, ref.id) ?? byTitle(found, ref.id);
    if (page) return page.id;
  }
  return idByTitle({ spaceKey, title: ref.id, type }, source, io);
}

/** Null for a refusal that asking again would not change; a lost session and a busy server end the whole reading. */
function unlessItPasses(error: unknown): null {
  if (error instanceof DesksideError && error.kind === 'signed-out') throw error;
  return somethingElse(error);
}

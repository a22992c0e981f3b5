import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { answerId } from './answer-id';
import { pagesById } from './confluence-cloud-search';
import { cloudJson } from './confluence-cloud-user';
import { pageRef } from './confluence-content';
import type { ConnectorIo, ListPage, ListRequest, SearchHit } from './connector';
import { LIST_PAGE, readPlace, sinceOf, writePlace } from './listing';

const kinds = ['pages', 'blogposts'] as const;

const placeSchema = z.strictObject({
  kind: z.enum(kinds),
  /** The space's id; "" for all spaces. */
  space: z.string().regex(/^\d{0,19}$/),
  /** The site's own cursor, which names the last row and the order; "" for the first page of the kind. */
  cursor: z.string().max(4_000),
});
type Place = z.infer<typeof placeSchema>;

const versionSchema = z.object({ number: z.number().nullish(), createdAt: z.string().nullish() });
const rowsSchema = z.object({
  results: z.array(z.object({ id: answerId, title: z.string(), version: versionSchema.nullish() })),
  _links: z.object({ next: z.string().nullish() }).nullish(),
});
type PageRow = z.infer<typeof rowsSchema>['results'][number];
const spacesSchema = z.object({ results: z.array(z.object({ id: answerId, key: z.string() })) });

/**
 * Pages, then blog posts, by id; for changes, those changed last first, down to `since`: what changes meanwhile is the
 * next listing's. REST 2 lists what is there now, the search index brings texts and facts of what it knows in that
 * version.
 */
export async function listArticles(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const since = sinceOf(request);
  const place =
    request.cursor === null
      ? { kind: kinds[0], space: await spaceOf(request.scope, source, io), cursor: '' }
      : readPlace(request.cursor, placeSchema, { kind: kinds[0], space: '', cursor: '' });
  const { data } = await cloudJson(io, listUrl(place, since, source), rowsSchema);
  const recent = data.results.filter(({ version }) => since === null || !isBefore(version?.createdAt, since));
  const isPast = recent.length < data.results.length;
  const cursor = isPast ? null : cursorIn(data._links?.next, source);
  const next = cursor === null ? afterKind(place) : { ...place, cursor };
  const documents = await withTexts(recent, source, io);
  return { documents, removed: [], next: next && writePlace(next), total: null };
}

function listUrl({ kind, space, cursor }: Place, since: number | null, { baseUrl }: SourceConfig): string {
  const asked = new URLSearchParams({
    limit: String(LIST_PAGE),
    status: 'current',
    sort: since === null ? 'id' : '-modified-date',
    ...(space !== '' && { 'space-id': space }),
    ...(cursor !== '' && { cursor }),
  });
  return `${baseUrl}/api/v2/${kind}?${asked.toString()}`;
}

function isBefore(changed: string | null | undefined, since: number): boolean {
  return Date.parse(changed ?? '') < since;
}

/** Of the link only the cursor is taken: where to ask is ours to say. */
function cursorIn(link: string | null | undefined, { baseUrl }: SourceConfig): string | null {
  const url = link && URL.canParse(link, baseUrl) ? new URL(link, baseUrl) : null;
  return url?.searchParams.get('cursor') || null;
}

function afterKind(place: Place): Place | null {
  const kind = kinds[kinds.indexOf(place.kind) + 1];
  return kind ? { ...place, kind, cursor: '' } : null;
}

/** Without its document comes what the index does not know yet, or knows in another version. */
async function withTexts(
  rows: readonly PageRow[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const ids = rows.map(({ id }) => id).filter((id) => /^\d{1,19}$/.test(id));
  const indexed = await pagesById(ids, source, io).catch((error: unknown) => {
    // Bodies that are too much together are read one by one.
    const isTooMuch =
      error instanceof DesksideError && (error.kind === 'bad-answer' || error.kind === 'invalid-query');
    if (isTooMuch) return [];
    throw error;
  });
  const byId = new Map(indexed.map((hit) => [hit.id, hit]));
  return rows.map(({ id, title, version }) => {
    const hit = byId.get(id);
    const current = String(version?.number ?? version?.createdAt ?? '');
    return hit?.version === current ? hit : { ref: pageRef(id), id, title, version: current, document: null };
  });
}

async function spaceOf(scope: string | null, source: SourceConfig, io: ConnectorIo): Promise<string> {
  if (scope === null) return '';
  const asked = new URLSearchParams({ keys: scope, limit: '1' });
  const { data } = await cloudJson(io, `${source.baseUrl}/api/v2/spaces?${asked.toString()}`, spacesSchema);
  const space = data.results.find(({ key }) => key.toLowerCase() === scope.toLowerCase());
  if (space && /^\d{1,19}$/.test(space.id)) return space.id;
  throw new DesksideError('not-found', 'There is no such space');
}

import { z } from 'zod';
import { json, numberOf, type Call, type Route } from '../../atlassian/server';
import type { Person } from '../../company';
import { currentOf, seesPage, type ConfluencePage, type PageVersion } from '../../confluence-dc/records';
import { revoked } from '../../modes';
import { hasLicence } from '../accounts';
import type { AtlassianCloud } from '../instance';
import { toSignIn } from '../sign-in';
import {
  bodyFormats,
  commentJson,
  labelsJson,
  listFormats,
  pageJson,
  seesDraft,
  spaceJson,
  statusOf,
  type BodyFormat,
} from './content-v2';
import { BASE } from './instance';

type Member = Call & { person: Person };
type Groups = Record<string, string>;

/** REST API 2, the read part: pages, blog posts, spaces. */
export function restV2Routes(cloud: AtlassianCloud): Route[] {
  const get = (path: string, handle: (call: Member, groups: Groups) => Response): Route => ({
    method: 'GET',
    path: new RegExp(`^${BASE}/api/v2${path}$`),
    handle: (call, groups) => {
      // Unlike REST 1 it sends people without a session to sign in.
      if (!call.person) return toSignIn(cloud, call, 'confluence');
      return hasLicence(call.person)
        ? handle({ ...call, person: call.person }, groups)
        : failure(403, 'FORBIDDEN', 'Current user not permitted to use Confluence');
    },
  });
  const article = (
    path: string,
    handle: (call: Member, page: ConfluencePage, version: PageVersion) => Response,
  ) =>
    (['page', 'blogpost'] as const).map((type) =>
      get(`/${type}s/(?<id>[^/]+)${path}`, (call, { id = '' }) => {
        const found = findArticle(cloud, call, type, id);
        return found instanceof Response ? found : handle(call, found.page, found.version);
      }),
    );
  return [
    ...article('', (call, page, version) => oneArticle(cloud, call, page, version)),
    ...article('/labels', (_call, page) => json(labelsJson(page))),
    ...article('/footer-comments', (call, page) =>
      withFormat(call, bodyFormats, (format) =>
        listOf(call, page.comments, (comment) => commentJson(cloud, page, comment, format)),
      ),
    ),
    get('/pages', (call) => articles(cloud, call, 'page')),
    get('/blogposts', (call) => articles(cloud, call, 'blogpost')),
    get('/spaces/(?<id>[^/]+)', (_call, { id = '' }) => {
      const space = cloud.confluence.spaces.find((candidate) => String(candidate.id) === id);
      return space ? json(spaceJson(cloud, space)) : missing();
    }),
    get('/spaces', (call) => spaces(cloud, call)),
    get('/.*', () => missing()),
  ];
}

function findArticle(
  cloud: AtlassianCloud,
  call: Member,
  type: ConfluencePage['type'],
  id: string,
): { page: ConfluencePage; version: PageVersion } | Response {
  if (!/^\d{1,19}$/.test(id))
    return failure(
      400,
      'INVALID_REQUEST_PARAMETER',
      `Provided value {${id}} for 'id' is not the correct type`,
    );
  const { searchParams } = call.url;
  const found = cloud.confluence.find(id);
  const isThere =
    found?.page.type === type &&
    seesPage(call.person, found.page) &&
    seesDraft(found.page, call.person, searchParams.get('get-draft') === 'true') &&
    // What is forbidden is not there either.
    revoked(cloud.modes, found.page.id, id) === null;
  if (!isThere) return missing();
  const asked = searchParams.get('version');
  if (asked === null) return found;
  const version = found.page.versions.find(({ number }) => String(number) === asked);
  return version ? { page: found.page, version } : missing();
}

function oneArticle(
  cloud: AtlassianCloud,
  call: Member,
  page: ConfluencePage,
  version: PageVersion,
): Response {
  return withFormat(call, bodyFormats, (format) =>
    json({
      ...pageJson(cloud, page, version, format),
      ...(call.url.searchParams.get('include-labels') === 'true' && { labels: labelsJson(page) }),
    }),
  );
}

function articles(cloud: AtlassianCloud, call: Member, type: ConfluencePage['type']): Response {
  const { searchParams } = call.url;
  const wanted = (name: string) => searchParams.getAll(name).flatMap((value) => value.split(','));
  const [spaceIds, ids, statuses] = [wanted('space-id'), wanted('id'), wanted('status')];
  const title = searchParams.get('title');
  const found = cloud.confluence.pages.filter(
    (page) =>
      page.type === type &&
      !page.isDraft &&
      seesPage(call.person, page) &&
      revoked(cloud.modes, page.id) === null &&
      (spaceIds.length === 0 || spaceIds.includes(String(page.space.id))) &&
      (ids.length === 0 || ids.includes(page.id)) &&
      (statuses.length === 0 || statuses.includes(statusOf(page, currentOf(page)))) &&
      // Exact, unlike in CQL.
      (title === null || currentOf(page).title === title),
  );
  return withFormat(call, listFormats, (format) => {
    const sorted = sortedFrom(call.url.searchParams, found);
    return sorted
      ? listOf(call, sorted, (page) => pageJson(cloud, page, currentOf(page), format), cursorOf)
      : failure(400, 'INVALID_REQUEST_PARAMETER', 'Provided value for parameter is not valid');
  });
}

/** Where a page stands in each order that lists may have. */
const sortKeys: Record<string, (page: ConfluencePage) => number> = {
  id: ({ id }) => Number(id),
  'created-date': ({ created }) => Date.parse(created),
  'modified-date': (page) => Date.parse(currentOf(page).when),
};
const cursorSchema = z.object({ id: z.string(), contentOrder: z.string(), contentOrderValue: z.number() });

/** Rows behind the one that the cursor names, in the order that is asked for; null for an order or cursor that is none. */
function sortedFrom(parameters: URLSearchParams, pages: readonly ConfluencePage[]): ConfluencePage[] | null {
  const sort = parameters.get('sort') ?? 'id';
  const keyOf = sortKeys[sort.replace(/^-/, '')];
  if (!keyOf) return null;
  const sign = sort.startsWith('-') ? -1 : 1;
  const compare = (key: number, id: string, other: ConfluencePage) =>
    sign * (key - keyOf(other)) || Number(id) - Number(other.id);
  const sorted = [...pages].sort((a, b) => compare(keyOf(a), a.id, b));
  const text = parameters.get('cursor');
  if (text === null) return sorted;
  const cursor = cursorSchema.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  if (cursor.data?.contentOrder !== sort) return null;
  const { contentOrderValue, id } = cursor.data;
  return sorted.filter((page) => compare(contentOrderValue, id, page) < 0);
}

/** Names the last row given and its place in the order. */
function cursorOf(last: ConfluencePage, parameters: URLSearchParams): string {
  const sort = parameters.get('sort') ?? 'id';
  const contentOrderValue = sortKeys[sort.replace(/^-/, '')]?.(last) ?? 0;
  return JSON.stringify({ id: last.id, contentOrder: sort, contentOrderValue });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no cursor of ours
  }
}

function spaces(cloud: AtlassianCloud, call: Member): Response {
  const { searchParams } = call.url;
  const keys = searchParams.getAll('keys').flatMap((value) => value.split(','));
  const type = searchParams.get('type') ?? 'global';
  const found = cloud.confluence.spaces
    .filter(({ key }) => type === 'global' && (keys.length === 0 || keys.includes(key)))
    .sort((a, b) => (searchParams.get('sort') === 'name' ? a.name.localeCompare(b.name) : a.id - b.id));
  return listOf(call, found, (space) => spaceJson(cloud, space));
}

function withFormat(
  call: Call,
  allowed: readonly BodyFormat[],
  answer: (format: BodyFormat | null) => Response,
): Response {
  const asked = call.url.searchParams.get('body-format');
  if (asked === null) return answer(null);
  const format = allowed.find((each) => each === asked);
  return format
    ? answer(format)
    : failure(
        400,
        'INVALID_REQUEST_PARAMETER',
        `Provided value {${asked}} for 'body-format' is not the correct type`,
      );
}

/** Pages of a list by an opaque cursor, which stands in the link to the next one: it names a row, or counts them. */
function listOf<Row>(
  call: Call,
  all: readonly Row[],
  toJson: (row: Row) => unknown,
  nameOf?: (last: Row, parameters: URLSearchParams) => string,
): Response {
  const limit = Math.max(1, numberOf(call.url, 'limit', 25, 250));
  const asked = Buffer.from(call.url.searchParams.get('cursor') ?? '', 'base64url').toString();
  const start = nameOf ? 0 : Number(asked) || 0;
  const next = new URLSearchParams(call.url.searchParams);
  const last = all[start + limit - 1];
  const name = nameOf && last !== undefined ? nameOf(last, next) : String(start + limit);
  next.set('cursor', Buffer.from(name).toString('base64url'));
  const link = `${call.path}?${next.toString()}`;
  const hasMore = start + limit < all.length;
  return json(
    {
      results: all.slice(start, start + limit).map(toJson),
      _links: { ...(hasMore && { next: link }), base: call.url.origin + BASE },
    },
    200,
    hasMore ? { link: `<${link}>; rel="next"` } : {},
  );
}

function missing(): Response {
  return failure(404, 'NOT_FOUND', 'Not Found');
}

function failure(status: number, code: string, title: string): Response {
  return json({ errors: [{ status, code, title, detail: null }] }, status);
}

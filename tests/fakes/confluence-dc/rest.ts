import { QueryError } from '../atlassian/clauses';
import { agoOrDate } from '../atlassian/instant';
import { highlighted, type TextQuery } from '../atlassian/lucene';
import { json, numberOf, type Call, type Route } from '../atlassian/server';
import type { Person } from '../company';
import { revoked } from '../modes';
import { plainBody } from './body';
import { commentJson, contentJson, expandOf, spaceJson } from './content-json';
import { searchCql, type CqlResult } from './cql';
import { failure } from './flavour';
import type { ConfluenceInstance } from './instance';
import { currentOf, seesPage, type ConfluencePage, type PageVersion } from './records';

type SignedIn = Call & { person: Person };

/** REST API 1, the read part. */
export function restRoutes(confluence: ConfluenceInstance): Route[] {
  const get = (
    path: RegExp,
    handle: (call: SignedIn, groups: Record<string, string>) => Response,
  ): Route => ({
    method: 'GET',
    path,
    handle: (call, groups) =>
      confluence.flavour.admits(call.person)
        ? handle({ ...call, person: call.person }, groups)
        : confluence.flavour.refusal(),
  });
  const open = (path: RegExp, handle: (call: Call) => Response): Route => ({ method: 'GET', path, handle });
  return [
    open(/^\/rest\/applinks\/1\.0\/manifest$/, () => manifest(confluence)),
    open(/^\/rest\/api\/user\/current$/, ({ person }) =>
      json(person ? confluence.flavour.user(confluence, person.id) : anonymous),
    ),
    open(/^\/rest\/api\/space$/, (call) => spaces(confluence, call)),
    get(/^\/rest\/api\/search$/, (call) => search(confluence, call)),
    get(/^\/rest\/api\/content\/search$/, (call) => contentSearch(confluence, call)),
    get(/^\/rest\/api\/content\/(?<id>[^/]+)\/child\/comment$/, (call, { id = '' }) =>
      comments(confluence, call, id),
    ),
    get(/^\/rest\/api\/content\/(?<id>[^/]+)$/, (call, { id = '' }) => content(confluence, call, id)),
    get(/^\/rest\/api\/content$/, (call) => contentList(confluence, call)),
    get(/^\/rest\//, () => failure(404, 'null for uri')),
  ];
}

/** Pages this person sees and nobody has taken away since. */
export function visiblePages(confluence: ConfluenceInstance, person: Person): ConfluencePage[] {
  return confluence.store.pages.filter(
    (page) => seesPage(person, page) && revoked(confluence.modes, page.id) === null,
  );
}

const anonymous = {
  type: 'anonymous',
  profilePicture: { path: '/images/icons/profilepics/anonymous.svg', width: 48, height: 48, isDefault: true },
  displayName: 'Anonymous',
  _links: {},
  _expandable: { status: '' },
};

function content(confluence: ConfluenceInstance, call: SignedIn, id: string): Response {
  const found = findContent(confluence, call, id);
  if (found instanceof Response) return found;
  return json(
    contentJson(
      confluence,
      found.page,
      found.version,
      expandOf(call.url.searchParams.get('expand') ?? 'history,space,version'),
    ),
  );
}

function findContent(
  confluence: ConfluenceInstance,
  call: SignedIn,
  id: string,
): { page: ConfluencePage; version: PageVersion } | Response {
  const { searchParams } = call.url;
  if (!/^\d{1,18}$/.test(id)) return failure(400, `Not a valid content id: ${id}`);
  const found = confluence.store.find(id);
  const missing = () => failure(404, `No content found with id: ContentId{id=${id}}`);
  const state = found ? revoked(confluence.modes, found.page.id, id) : null;
  if (!found || state === 'not-found') return missing();
  const isHidden = !seesPage(call.person, found.page);
  // A draft is nobody's business but its author's: it is not there for others, nor for whoever asks for current pages.
  const wantsDraft = /^(?:draft|any)$/.test(searchParams.get('status') ?? 'current');
  if (found.page.isDraft && (isHidden || !wantsDraft)) return missing();
  if (isHidden || state === 'forbidden') {
    return confluence.settings.restrictedRest === 'not-found'
      ? missing()
      : failure(403, 'User not permitted to view content');
  }
  const asked = searchParams.get('version');
  if (asked === null) return found;
  const version = found.page.versions.find(({ number }) => String(number) === asked);
  return version ? { page: found.page, version } : missing();
}

function contentList(confluence: ConfluenceInstance, call: SignedIn): Response {
  const { searchParams } = call.url;
  const title = searchParams.get('title');
  const spaceKey = searchParams.get('spaceKey');
  const type = searchParams.get('type') ?? 'page';
  const found = visiblePages(confluence, call.person).filter(
    (page) =>
      page.type === type &&
      !page.isDraft &&
      // Exact, unlike in CQL.
      (title === null || currentOf(page).title === title) &&
      (spaceKey === null || page.space.key === spaceKey),
  );
  return contentPage(confluence, call, found, 'history,space,version');
}

function contentSearch(confluence: ConfluenceInstance, call: SignedIn): Response {
  const result = runCql(confluence, call);
  return result instanceof Response ? result : contentPage(confluence, call, result.pages, '');
}

function contentPage(
  confluence: ConfluenceInstance,
  call: SignedIn,
  pages: readonly ConfluencePage[],
  otherwise: string,
): Response {
  const expand = expandOf(call.url.searchParams.get('expand') ?? otherwise);
  const most = expand.has('body') ? confluence.settings.maxRowsWithBodies : 500;
  const { rows, paging } = paged(confluence, call, pages, most);
  return json({
    results: rows.map((page) => contentJson(confluence, page, currentOf(page), expand)),
    ...paging,
  });
}

function search(confluence: ConfluenceInstance, call: SignedIn): Response {
  const result = runCql(confluence, call);
  if (result instanceof Response) return result;
  const expand = expandOf((call.url.searchParams.get('expand') ?? '').replaceAll('content.', ''));
  const { rows, paging } = paged(confluence, call, result.pages, 500);
  const excerpt = call.url.searchParams.get('excerpt') ?? 'highlight';
  return json({
    results: rows.map((page) => searchRow(confluence, page, result.texts, expand, excerpt)),
    ...paging,
    totalSize: result.pages.length,
    cqlQuery: call.url.searchParams.get('cql'),
    searchDuration: 12,
    archivedResultCount: 0,
  });
}

function searchRow(
  confluence: ConfluenceInstance,
  page: ConfluencePage,
  texts: readonly TextQuery[],
  expand: ReadonlySet<string>,
  excerpt: string,
) {
  const { flavour } = confluence;
  const { title, markdown, when } = currentOf(page);
  const marks = excerpt === 'highlight' ? texts.flatMap(highlighted) : [];
  const plain = plainBody(markdown).replace(/\s+/g, ' ');
  return {
    content: contentJson(confluence, page, currentOf(page), expand),
    title: marked(title, marks),
    excerpt: excerpt === 'none' ? '' : marked(around(plain, marks), marks),
    url: flavour.webPath(page),
    resultGlobalContainer: { title: page.space.name, displayUrl: flavour.spacePath(page.space) },
    breadcrumbs: [],
    entityType: 'content',
    iconCssClass: `aui-icon content-type-${page.type}`,
    lastModified: flavour.instant(when, confluence.zone),
    friendlyLastModified: agoOrDate(when, confluence.now(), confluence.zone, 'confluence'),
    timestamp: Date.parse(when),
  };
}

type Marks = readonly ((word: string) => boolean)[];

function marked(text: string, marks: Marks): string {
  if (marks.length === 0) return text;
  return text.replace(/[\p{L}\p{N}\p{M}_]+/gu, (word) =>
    marks.some((mark) => mark(word.toLowerCase())) ? `@@@hl@@@${word}@@@endhl@@@` : word,
  );
}

/** About 300 characters from the first matching word on. */
function around(text: string, marks: Marks): string {
  const first = [...text.matchAll(/[\p{L}\p{N}\p{M}_]+/gu)].find(([word]) =>
    marks.some((mark) => mark(word.toLowerCase())),
  );
  const start = Math.max(0, (first?.index ?? 0) - 60);
  return text.slice(start, start + 300);
}

function runCql(confluence: ConfluenceInstance, call: SignedIn): CqlResult | Response {
  const { store, zone } = confluence;
  try {
    const context = { store, person: call.person, now: confluence.now(), zone };
    const result = searchCql(call.url.searchParams.get('cql') ?? '', context);
    const kept = new Set(visiblePages(confluence, call.person));
    return { ...result, pages: result.pages.filter((page) => kept.has(page)) };
  } catch (error) {
    if (error instanceof QueryError) return failure(400, error.message);
    throw error;
  }
}

function comments(confluence: ConfluenceInstance, call: SignedIn, id: string): Response {
  const found = findContent(confluence, call, id);
  if (found instanceof Response) return found;
  const expand = expandOf(call.url.searchParams.get('expand'));
  const { rows, paging } = paged(confluence, call, found.page.comments, 200);
  return json({
    results: rows.map((comment) => commentJson(confluence, found.page, comment, expand)),
    ...paging,
  });
}

/** Anonymous people get an empty list, not a refusal. */
function spaces(confluence: ConfluenceInstance, call: Call): Response {
  const { rows, paging } = paged(confluence, call, call.person ? confluence.store.spaces : [], 500);
  return json({ results: rows.map((space) => spaceJson(confluence, space)), ...paging });
}

function paged<Row>(
  { baseUrl, contextPath }: ConfluenceInstance,
  call: Call,
  all: readonly Row[],
  most: number,
) {
  const start = numberOf(call.url, 'start', 0, 1e6);
  const limit = numberOf(call.url, 'limit', 25, most);
  const rows = all.slice(start, start + limit);
  const next = new URLSearchParams(call.url.searchParams);
  next.set('limit', String(limit));
  next.set('start', String(start + limit));
  const links = start + limit < all.length ? { next: `${call.path}?${next.toString()}` } : {};
  const self = `${baseUrl}${call.path}${call.url.search}`;
  return {
    rows,
    paging: {
      start,
      limit,
      size: rows.length,
      _links: { self, ...links, base: baseUrl, context: contextPath },
    },
  };
}

function manifest({ baseUrl, version }: ConfluenceInstance): Response {
  return json({
    id: '8f0a2c1b-5a0e-3d0c-9f3f-2b5b0d0c1e77',
    name: 'ACME Confluence',
    typeId: 'confluence',
    version,
    buildNumber: 8804,
    applinksVersion: '8.0.9',
    inboundAuthenticationTypes: [],
    outboundAuthenticationTypes: [],
    publicSignup: false,
    url: baseUrl,
  });
}

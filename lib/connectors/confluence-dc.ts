import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import { atlassianJson } from './atlassian';
import { isAtlassianCloud } from './atlassian-cloud-site';
import { contextPaths, isSelfHosted } from './base-url-candidates';
import { strongestTerms } from './clean-terms';
import { contentExpand, contentSchema, contentToDocument, isArticle } from './confluence-content';
import type { ConfluenceContent } from './confluence-content';
import { articlesCql, byTitle, titleCql } from './confluence-cql';
import { listArticles } from './confluence-dc-list';
import { resultsSchema, searchUrl, toHit } from './confluence-dc-rows';
import { MOST_SCOPES, type Connector, type ConnectorIo, type ProbeResult, type SearchHit } from './connector';
import { listingOf } from './listing';
import { fitUrl } from './lucene-text';
import { pathSegment } from './path-segment';
import { somethingElse } from './probe-refusal';

/** First path segments that only Confluence uses: a context path ends before them. */
const markers: ReadonlySet<string> = new Set([
  'display',
  'pages',
  'spaces',
  'x',
  'rest',
  'plugins',
  'label',
  'users',
  'dosearchsite.action',
  'login.action',
  'dashboard.action',
  'index.action',
  'homepage.action',
]);

const manifestSchema = z.object({
  typeId: z.literal('confluence'),
  name: z.string().nullish(),
  version: z.string().nullish(),
});
const userSchema = z.object({
  type: z.enum(['known', 'anonymous', 'unknown']),
  username: z.string().nullish(),
  userKey: z.string().nullish(),
  /** The cloud's people have nothing else. */
  accountId: z.string().nullish(),
  displayName: z.string().nullish(),
});
const spacesSchema = z.object({
  results: z.array(z.object({ key: z.string(), name: z.string().nullish() })),
});

/** Confluence Data Center, REST API 1: pages and blog posts. */
export const confluenceDc: Connector = {
  id: 'confluence-dc',
  name: 'Confluence Data Center',
  scopeNoun: 'spaces',
  pageToken: null,
  candidates: (url) => contextPaths(url, markers).map((path) => url.origin + path),
  probe,
  identify,
  search,
  fetchOne,
  ...listingOf({ articles: listArticles }),
  async listScopes(source, io) {
    const url = `${source.baseUrl}/rest/api/space?limit=${MOST_SCOPES}&type=global&status=current`;
    const { data } = await io.request.json(url, spacesSchema);
    return data.results.map(({ key, name }) => ({ key, name: name ?? key }));
  },
};

/** The application-link manifest needs no sign-in and names product and version; old lines send it as XML only. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  if (!isSelfHosted(new URL(baseUrl))) return null;
  const manifest = await io.request
    .json(`${baseUrl}/rest/applinks/1.0/manifest`, manifestSchema)
    .catch(somethingElse);
  if (manifest) {
    const { name, version } = manifest.data;
    // The cloud's, on a company's own domain, counts on from 1000.
    return /^1\d{3}\./.test(version ?? '') ? null : { name: name ?? 'Confluence', version: version ?? null };
  }
  const user = await io.request.json(`${baseUrl}/rest/api/user/current`, userSchema).catch(somethingElse);
  if (user) {
    const isCloud = Boolean(user.data.accountId) || (await isAtlassianCloud(baseUrl, io));
    return isCloud ? null : { name: 'Confluence', version: null };
  }
  const page = await io.request.text(`${baseUrl}/login.action`).catch(somethingElse);
  if (!page || !/\bid=["']com-atlassian-confluence["']/.test(page.data)) return null;
  const version = /name=["']ajs-version-number["'][^>]*content=["']([\d.]+)["']/.exec(page.data)?.[1];
  return { name: 'Confluence', version: version ?? null };
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const { data } = await io.request.json(`${source.baseUrl}/rest/api/user/current`, userSchema);
  const userId = data.username ?? data.userKey;
  if (data.type === 'known' && userId) return { userId, displayName: data.displayName ?? null };
  // Anonymous is somebody only where anonymous people may read something.
  const spaces = await io.request.json(`${source.baseUrl}/rest/api/space?limit=1`, spacesSchema);
  if (spaces.data.results.length === 0) {
    throw new DesksideError('signed-out', 'Nobody is signed in to Confluence');
  }
  return { userId: 'anonymous', displayName: null };
}

async function search(query: SearchQuery, source: SourceConfig, io: ConnectorIo): Promise<SearchHit[]> {
  const terms = strongestTerms(query);
  const wanted = query.limit + query.excludeIds.length;
  const ask = async (expand: string): Promise<ConfluenceContent[]> => {
    const url = fitUrl(terms, (some) => {
      const cql = articlesCql(some, source.scopes);
      return cql === null ? null : searchUrl(source, cql, expand, wanted);
    });
    return url === null ? [] : readPages(url, wanted, io);
  };
  const withBodies = contentExpand.join(',');
  const contents = await ask(withBodies).catch((error: unknown) => {
    // Bodies that are too large together are read one by one.
    if (error instanceof DesksideError && error.kind === 'bad-answer') return ask('version,space');
    throw error;
  });
  return contents
    .filter((content) => isArticle(content) && !query.excludeIds.includes(content.id))
    .slice(0, query.limit)
    .map((content) => toHit(content, source, io));
}

/** Follows `start` while the server gives fewer rows than asked for (it caps them when bodies are expanded). */
async function readPages(url: string, wanted: number, io: ConnectorIo): Promise<ConfluenceContent[]> {
  const contents: ConfluenceContent[] = [];
  for (let page = 0; page < 3 && contents.length < wanted; page += 1) {
    const { data } = await atlassianJson(io, `${url}&start=${contents.length}`, resultsSchema);
    for (const content of data.results) contents.push(content);
    const isLast = !data._links?.next && data.results.length < (data.limit ?? Infinity);
    if (data.results.length === 0 || isLast) break;
  }
  return contents;
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const content = await findContent(ref, source, io);
  if (!content || !isArticle(content)) throw new DesksideError('not-found', 'No such page in Confluence');
  return contentToDocument(content, source, io);
}

async function findContent(
  ref: DocumentRef,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ConfluenceContent | null> {
  const expand = contentExpand.join(',');
  const contentUrl = `${source.baseUrl}/rest/api/content`;
  if (ref.idType === 'page-id') {
    const query = new URLSearchParams({ expand });
    return (
      await atlassianJson(io, `${contentUrl}/${pathSegment(ref.id)}?${query.toString()}`, contentSchema)
    ).data;
  }
  const [spaceKey = '', postingDay] = (ref.within ?? '').split('|');
  const type = ref.idType === 'blog-title' ? 'blogpost' : 'page';
  const query = new URLSearchParams({ type, spaceKey, title: ref.id, expand });
  if (postingDay) query.set('postingDay', postingDay);
  const exact = await atlassianJson(io, `${contentUrl}?${query.toString()}`, resultsSchema);
  return byTitle(exact.data.results, ref.id) ?? (await findIgnoringCase(ref, type, spaceKey, source, io));
}

/** A title in a URL may have another case than the page; the content list compares exactly, CQL does not. */
async function findIgnoringCase(
  ref: DocumentRef,
  type: string,
  spaceKey: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ConfluenceContent | null> {
  if (ref.idType !== 'title' || spaceKey === '') return null;
  const cql = titleCql(spaceKey, type, ref.id);
  const { data } = await atlassianJson(io, searchUrl(source, cql, contentExpand.join(','), 5), resultsSchema);
  return byTitle(data.results, ref.id);
}

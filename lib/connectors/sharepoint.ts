import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import type { Connector, ConnectorIo, ProbeResult } from './connector';
import { listingOf } from './listing';
import { somethingElse } from './probe-refusal';
import { askSharePoint, getJson, whoIsSignedIn } from './sharepoint-api';
import { readFile, readItem } from './sharepoint-document';
import { listArticles } from './sharepoint-list';
import {
  decodedPath,
  encodePath,
  isTenantHost,
  odataString,
  requirePath,
  siteOfPath,
  webOfPath,
} from './sharepoint-path';
import { originOf } from './sharepoint-scopes';
import { listSites, searchSharePoint } from './sharepoint-search';

const webSchema = z.object({ Title: z.string().nullish(), Url: z.string() });
const webOfPageSchema = z.object({ value: z.string() });
const sharedSchema = z.object({
  webUrl: z.string().nullish(),
  sharepointIds: z
    .object({ listItemUniqueId: z.string().nullish(), siteUrl: z.string().nullish() })
    .nullish()
    .catch(null),
});

/** SharePoint Online by its REST API. The base URL is a tenant, or one site of it. */
export const sharepoint: Connector = {
  id: 'sharepoint',
  name: 'SharePoint',
  scopeNoun: 'sites',
  pageToken: null,
  candidates,
  probe,
  identify,
  search: searchSharePoint,
  fetchOne,
  ...listingOf({ articles: listArticles }),
  listScopes: listSites,
};

/** The whole tenant before the one site. */
function candidates(url: URL): string[] {
  if (!isTenantHost(url)) return [];
  const [, letter, rest] = /^\/:[a-z]+:\/([a-z])(\/.+)$/i.exec(decodedPath(url)) ?? [];
  const folder = { s: '/sites', t: '/teams', g: '', r: '' }[letter?.toLowerCase() ?? 'r'] ?? '';
  const site = siteOfPath(rest === undefined ? decodedPath(url) : folder + rest);
  return [...new Set([url.origin, url.origin + encodePath(site)])];
}

/** Nobody but SharePoint answers at a tenant's host; whether there is such a site only a signed-in user is told. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const base = new URL(baseUrl);
  if (!isTenantHost(base)) return null;
  const unknown = { name: base.hostname, version: null };
  try {
    const web = await askSharePoint(`${baseUrl}/_api/web?$select=Title,Url`, webSchema, { baseUrl }, io);
    return { name: web.Title || base.hostname, version: null };
  } catch (error) {
    const kind = error instanceof DesksideError ? error.kind : null;
    // Not everybody may open a tenant's root site; the site whose address was pasted comes next.
    const isClosedRoot = kind === 'forbidden' && base.pathname === '/';
    return kind === 'signed-out' || (kind === 'forbidden' && !isClosedRoot) ? unknown : somethingElse(error);
  }
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const user = await whoIsSignedIn(source, io);
  if (user) return user;
  throw new DesksideError('forbidden', 'The signed-in user has no right to this site');
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  switch (ref.idType) {
    case 'path':
      return fetchPath(requirePath(ref.id), ref.within, source, io);
    case 'file-guid':
      return fetchGuid(ref.id, ref.within ?? '/', source, io);
    case 'share':
      return fetchShared(requirePath(ref.id), source, io);
    case 'list-item':
      return fetchItem({ ...ref, within: requirePath(ref.within ?? '') }, source, io);
    default:
      throw new DesksideError('not-found', 'SharePoint has no such kind of id');
  }
}

async function fetchPath(
  path: string,
  words: string | null,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const readIn = (web: string) => {
    const file = `${webUrl(web, source)}/_api/web/GetFileByServerRelativePath(decodedurl=${odataString(path)})`;
    return readFile(`${file}/ListItemAllFields`, { path, words }, source, io);
  };
  const guess = webOfPath(path);
  try {
    return await readIn(guess);
  } catch (error) {
    const web = isMissing(error) ? await subsiteOf(path, guess, source, io) : null;
    if (web === null) throw error;
    return readIn(web);
  }
}

/** A file asked of another site than its own is "not found", or refused as not beginning with the site's path. */
function isMissing(error: unknown): boolean {
  return error instanceof DesksideError && (error.kind === 'not-found' || error.kind === 'invalid-query');
}

/** The site that really holds a path, where it is another one than the path made us think; null otherwise. */
async function subsiteOf(
  path: string,
  guess: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<string | null> {
  // A site, a library and a file leave no room for a subsite.
  if (path.slice(guess.length).split('/').length < 4) return null;
  const origin = originOf(source);
  const page = odataString(origin + encodePath(path));
  const url = `${webUrl(guess, source)}/_api/SP.Web.GetWebUrlFromPageUrl(@v)?@v=${page}`;
  const { value } = await getJson(url, webOfPageSchema, io).catch((error: unknown) => {
    if (error instanceof DesksideError && !error.retryable) return { value: '' };
    throw error;
  });
  const found = URL.canParse(value) ? new URL(value) : null;
  const web = found?.origin === origin ? decodedPath(found) : null;
  return web === null || web.toLowerCase() === guess.toLowerCase() ? null : web;
}

async function fetchGuid(
  guid: string,
  web: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(guid))
    throw new DesksideError('not-found', 'This is not the id of a file');
  const site = web === '/' ? '' : requirePath(web);
  const file = `${webUrl(site, source)}/_api/web/GetFileById('${guid}')`;
  return readFile(`${file}/ListItemAllFields`, { path: null, words: null }, source, io);
}

/** The sharing link's own path is the token: https://learn.microsoft.com/onedrive/developer/rest-api/api/shares_get */
async function fetchShared(path: string, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const origin = originOf(source);
  const token = btoa(origin + encodePath(path).replaceAll('%3A', ':'))
    .replace(/=+$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  const url = `${origin}/_api/v2.0/shares/u!${token}/driveItem?$select=id,name,webUrl,sharepointIds`;
  const shared = await askSharePoint(url, sharedSchema, source, io);
  const { listItemUniqueId: guid, siteUrl } = shared.sharepointIds ?? {};
  const site = siteUrl && URL.canParse(siteUrl) ? new URL(siteUrl) : null;
  if (guid && site?.origin === origin) return fetchGuid(guid, decodedPath(site) || '/', source, io);
  const target = shared.webUrl && URL.canParse(shared.webUrl) ? new URL(shared.webUrl) : null;
  if (target?.origin !== origin)
    throw new DesksideError('not-found', 'The link leads out of this SharePoint');
  // Office files name themselves by their viewer.
  const [, web] = /^(.*)\/_layouts\//i.exec(decodedPath(target)) ?? [];
  const sourcedoc = (target.searchParams.get('sourcedoc') ?? '').replace(/[{}]/g, '');
  return web === undefined
    ? fetchPath(requirePath(decodedPath(target)), null, source, io)
    : fetchGuid(sourcedoc, web || '/', source, io);
}

async function fetchItem(
  ref: DocumentRef & { within: string },
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  if (!/^[1-9]\d{0,9}$/.test(ref.id))
    throw new DesksideError('not-found', 'This is not the number of an item');
  const list = `${webUrl(webOfPath(ref.within), source)}/_api/web/GetList(${odataString(ref.within)})`;
  const read = await readItem(ref, `${list}/items(${ref.id})`, source, io);
  return 'path' in read ? fetchPath(requirePath(read.path), null, source, io) : read;
}

function webUrl(web: string, source: SourceConfig): string {
  return originOf(source) + encodePath(web);
}

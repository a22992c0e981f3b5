import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { isSelfHosted } from './base-url-candidates';
import type { Connector, ConnectorIo, ProbeResult } from './connector';
import { listingOf } from './listing';
import type { ApiParameters } from './mediawiki-api';
import { askWiki, requestWiki } from './mediawiki-api';
import { listArticles } from './mediawiki-list';
import type { WikiPage } from './mediawiki-page';
import { askPages, pageToDocument, parseSchema, refOf } from './mediawiki-page';
import { listNamespaces, searchWiki } from './mediawiki-search';
import { somethingElse } from './probe-refusal';

/** Where `api.php` usually lies beside the articles. */
const scriptFolders = ['', '/w', '/wiki', '/mediawiki'];
const scripts: ReadonlySet<string> = new Set(['index.php', 'api.php', 'load.php', 'rest.php']);

const generalSchema = z.object({
  query: z.object({ general: z.object({ sitename: z.string().nullish(), generator: z.string() }) }),
});
const userSchema = z.object({
  query: z.object({
    userinfo: z.object({
      id: z.number(),
      name: z.string().min(1),
      anon: z.boolean().nullish(),
      rights: z.array(z.string()).nullish(),
    }),
  }),
});

/** MediaWiki 1.35 and later, by its action API. The base URL is the folder that holds `api.php`. */
export const mediawiki: Connector = {
  id: 'mediawiki',
  name: 'MediaWiki',
  scopeNoun: 'namespaces',
  pageToken: null,
  candidates,
  probe,
  identify,
  search: searchWiki,
  fetchOne,
  ...listingOf({ articles: listArticles }),
  listScopes: listNamespaces,
};

function candidates(url: URL): string[] {
  if (!isSelfHosted(url)) return [];
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const script = segments.findIndex((segment) => scripts.has(segment));
  // The last segment is a page's title unless the URL ends in a slash.
  const folders =
    script === -1
      ? segments.slice(0, url.pathname.endsWith('/') ? 2 : -1).slice(0, 2)
      : segments.slice(0, script);
  const prefixes = folders
    .map((_, index) => `/${folders.slice(0, folders.length - index).join('/')}`)
    .concat('');
  const paths = script === -1 ? [...prefixes].reverse().flatMap(besides) : prefixes.flatMap(besides);
  return [...new Set(paths)].slice(0, 12).map((path) => url.origin + path);
}

function besides(prefix: string): string[] {
  return scriptFolders.map((folder) => prefix + folder);
}

async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const asked = { action: 'query', meta: 'siteinfo', siprop: 'general' };
  const answer = await requestWiki({ ...io, user: null }, baseUrl, asked).catch(somethingElse);
  // A private wiki tells nothing, yet nobody else refuses in this word.
  if (answer?.errorCode === 'readapidenied') return { name: new URL(baseUrl).hostname, version: null };
  const { data } = generalSchema.safeParse(answer?.data);
  const version = /^MediaWiki\s+(\S+)/.exec(data?.query.general.generator ?? '')?.[1];
  return version === undefined ? null : { name: data?.query.general.sitename ?? 'MediaWiki', version };
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const asked = { action: 'query', meta: 'userinfo', uiprop: 'rights' };
  const { userinfo } = (await askWiki({ ...io, user: null }, source.baseUrl, asked, userSchema)).query;
  if (userinfo.rights && !userinfo.rights.includes('read')) {
    throw new DesksideError('signed-out', 'Nobody is signed in who may read this wiki');
  }
  const isAnonymous = userinfo.anon === true || userinfo.id === 0;
  return isAnonymous
    ? { userId: 'anonymous', displayName: null }
    : { userId: userinfo.name, displayName: userinfo.name };
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const page = await findPage(ref, source, io);
  const { parse } = await askWiki(
    io,
    source.baseUrl,
    {
      action: 'parse',
      pageid: String(page.pageid),
      prop: 'text|revid',
      disableeditsection: '1',
      disabletoc: '1',
      disablelimitreport: '1',
    },
    parseSchema,
  );
  return pageToDocument(page, parse, source, io);
}

/** The current page behind a reference; an old revision leads to the page as it is now. */
async function findPage(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<WikiPage> {
  const details = {
    prop: 'info|revisions|categories|templates',
    inprop: 'url|protection',
    rvprop: 'ids|timestamp|user',
    cllimit: 'max',
    tllimit: 'max',
  };
  const { pages } = await askPages({ ...which(ref), ...details }, source, io);
  const page = pages[0];
  if (!page?.pageid || page.missing) throw new DesksideError('not-found', 'No such page in the wiki');
  const isCurrent = page.revisions?.[0]?.revid === page.lastrevid;
  if (isCurrent || ref.idType !== 'revision') return page;
  return findPage(refOf(String(page.pageid)), source, io);
}

function which(ref: DocumentRef): ApiParameters {
  if (ref.idType === 'title') {
    // The bar separates titles and U+001F can replace it; no title holds either.
    if (ref.id.includes('|') || ref.id.includes('\u001F')) {
      throw new DesksideError('not-found', 'This is not a title');
    }
    return { titles: ref.id.replaceAll('_', ' ') };
  }
  if (!/^\d{1,15}$/.test(ref.id)) throw new DesksideError('not-found', 'This is not a page number');
  return ref.idType === 'revision' ? { revids: ref.id } : { pageids: ref.id };
}

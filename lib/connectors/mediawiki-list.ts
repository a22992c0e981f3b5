import { z } from 'zod';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, ListPage, ListRequest } from './connector';
import { inScope, LIST_PAGE, readPlace, sinceOf, writePlace } from './listing';
import { askWiki, type ApiParameters } from './mediawiki-api';
import { namespacesOf, toHit } from './mediawiki-search';

const placeSchema = z.strictObject({
  /** Namespaces that are not done; the first one is being listed. */
  namespaces: z
    .array(z.string().regex(/^\d{1,5}$/))
    .min(1)
    .max(100),
  /** The wiki's word for where to go on: a title, or a time and a number. */
  from: z.string().max(600),
});
type Place = z.infer<typeof placeSchema>;

const pagesSchema = z.object({
  query: z
    .object({
      pages: z
        .array(
          z.object({
            pageid: z.number().nullish(),
            title: z.string().default(''),
            missing: z.boolean().nullish(),
            redirect: z.boolean().nullish(),
            lastrevid: z.number().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
  continue: z.object({ gapcontinue: z.string().nullish(), grccontinue: z.string().nullish() }).nullish(),
});

/** Wikis forget their recent changes, the usual one after 90 days; some sooner. */
const CHANGES_KEPT_MS = 25 * 24 * 60 * 60_000;

/**
 * Pages of the wiki's namespaces by title, or those of its recent changes by time: the wiki goes on from a title or a
 * change, not from a count, so editing moves nothing. Texts are rendered page by page, so none comes along.
 */
export async function listArticles(
  request: ListRequest,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<ListPage> {
  const place =
    request.cursor === null
      ? { namespaces: (await namespacesOf(inScope(source, request), io)).split('|'), from: '' }
      : readPlace(request.cursor, placeSchema, { namespaces: ['0'], from: '' });
  const since = sinceOf(request);
  const isRecent = since !== null && io.now() - since < CHANGES_KEPT_MS;
  const asked = isRecent ? changedPages(place, since) : allPages(place);
  const answer = await askWiki(io, source.baseUrl, { action: 'query', prop: 'info', ...asked }, pagesSchema);
  const pages = (answer.query?.pages ?? []).filter(
    ({ pageid, missing, redirect }) => pageid && !missing && !redirect,
  );
  const more = answer.continue?.gapcontinue ?? answer.continue?.grccontinue;
  const next = more ? { ...place, from: more } : isRecent ? null : afterNamespace(place);
  return { documents: pages.map(toHit), removed: [], next: next && writePlace(next), total: null };
}

/** https://www.mediawiki.org/wiki/API:Allpages: one namespace at a time. */
function allPages({ namespaces: [namespace = '0'], from }: Place): ApiParameters {
  return {
    generator: 'allpages',
    gapnamespace: namespace,
    gapfilterredir: 'nonredirects',
    gaplimit: String(LIST_PAGE),
    ...(from !== '' && { gapcontinue: from }),
  };
}

/** https://www.mediawiki.org/wiki/API:RecentChanges: each page by its latest change, oldest first. */
function changedPages({ namespaces, from }: Place, since: number): ApiParameters {
  return {
    generator: 'recentchanges',
    grcnamespace: namespaces.join('|'),
    grctype: 'edit|new',
    grctoponly: '1',
    grcdir: 'newer',
    grcstart: `${new Date(since).toISOString().slice(0, 19)}Z`,
    grclimit: String(LIST_PAGE),
    ...(from !== '' && { grccontinue: from }),
  };
}

function afterNamespace({ namespaces: [, ...left] }: Place): Place | null {
  return left.length === 0 ? null : { namespaces: left, from: '' };
}

import type { SourceDocument } from '../core/document';
import type { ErrorKind } from '../core/errors';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import { blocksToText } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo, SearchHit } from './connector';
import { pageToDocument } from './generic-document';
import { findList } from './generic-lists';
import { fetchPage, pageId, pageUrl } from './generic-page';
import { holdsWord, rankPages, searchWords, silentPages } from './generic-ranking';
import { entryPage } from './generic-session';

/** A search costs so many requests; finding the list takes its share, and at least two pages are read. */
const MOST_REQUESTS = 5;
const MOST_FOR_LIST = 3;
const FEWEST_PAGES = 2;

/**
 * Pages for a query. A site has no search that could be asked in general: its own list of pages is ranked by the
 * words of their addresses, and the best few are read whole, so that each hit brings its document.
 */
export async function searchPages(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const words = searchWords(query);
  if (words.size === 0 || query.limit <= 0) return [];
  const list = await findList(source, io, { words, mostRequests: MOST_FOR_LIST });
  const left = Math.max(FEWEST_PAGES, MOST_REQUESTS - list.requests);
  const most = Math.min(left, query.limit);
  const excluded = new Set(query.excludeIds);
  const pages = list.pages.filter(({ address }) => !excluded.has(pageId(address)));
  const named = rankPages(pages, words).slice(0, most);
  const silent = silentPages(pages).slice(0, most - named.length);
  const documents = await readPages(
    [...named, ...silent].map(({ address }) => address),
    source,
    io,
  );
  const unseen = new Set(silent.map(({ address }) => address));
  const hits = documents
    .filter(({ document }) => !excluded.has(document.id))
    .filter(
      ({ address, document }) =>
        !unseen.has(address) || holdsWord(`${document.title}\n${blocksToText(document.blocks)}`, words),
    )
    .map(({ document }) => toHit(document));
  return [...new Map(hits.map((hit) => [hit.id, hit])).values()];
}

/** The pages that can be read, in the given order. One that is gone, closed or no article is one fewer. */
async function readPages(
  addresses: readonly string[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ address: string; document: SourceDocument }[]> {
  const settled = await Promise.allSettled(
    addresses.map(async (address) => ({
      address,
      document: pageToDocument(await fetchPage(pageUrl(address, source), io), source, io),
    })),
  );
  const read = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const grave = failures.find((failure) => isGrave(failure, read.length > 0));
  if (grave !== undefined) throw grave as Error;
  const signedOut = failures.find((failure) => kindOf(failure) === 'signed-out');
  // One page that leads elsewhere has moved. Where none can be read, it may be the session that is over.
  if (signedOut !== undefined && read.length === 0 && (await entryPage(source, io)) === null)
    throw signedOut as Error;
  return read;
}

const oneFewer: ReadonlySet<string> = new Set([
  'not-found',
  'forbidden',
  'signed-out',
  'unsupported',
  'bad-answer',
]);

/** A server in trouble with one page still gave the others; one that wants to be left alone means it. */
function isGrave(failure: unknown, othersWereRead: boolean): boolean {
  const kind = kindOf(failure);
  return kind === null || kind === 'rate-limited' || (!oneFewer.has(kind) && !othersWereRead);
}

function kindOf(failure: unknown): ErrorKind | null {
  return failure instanceof DesksideError ? failure.kind : null;
}

function toHit(document: SourceDocument): SearchHit {
  const { id, ref, title, version } = document;
  return { id, ref, title, version, document };
}

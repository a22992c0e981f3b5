import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { hashText } from '../platform/hash-text';
import type { ConnectorIo } from './connector';
import { pageAccount } from './generic-account';
import { findList } from './generic-lists';
import type { FetchedPage } from './generic-page';
import { fetchPage, isRedirect, pageUrl } from './generic-page';
import { whyNoSite } from './generic-sign-in';

/** For what a site keeps to itself: nothing read under such a name is kept longer. */
const HOUR_MS = 3_600_000;
/** Listed pages that are tried where the front page leads elsewhere. */
const MOST_TRIED = 2;

/**
 * Who is signed in, as the front page states it: a person only where it names one, "anonymous" only where it offers to
 * sign in. Of most sites nobody can say whose session it is. Their rows belong to whoever uses this browser, under
 * a name that changes with the way out (which often carries a session's key) and with every hour: what was read for
 * one person is not there for the next.
 */
export async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const page = await entryPage(source, io);
  const account = page ? pageAccount(io.parseHtml(page.html), page.url) : ({ state: 'unknown' } as const);
  const hour = Math.floor(io.now() / HOUR_MS);
  switch (account.state) {
    case 'named':
      return {
        userId: `user:${account.id.toLowerCase().slice(0, 200)}`,
        displayName: account.name.slice(0, 120),
      };
    case 'nobody':
      return { userId: 'anonymous', displayName: null };
    case 'unnamed':
      return { userId: `session:${hashText(account.signOut)}:${hour}`, displayName: UNNAMED };
    case 'unknown':
      return { userId: `browser:${hour}`, displayName: UNNAMED };
  }
}
const UNNAMED = 'whoever uses this browser';

/**
 * The first page of the source that this session may read; null where there is none, but no word of a sign-in either.
 * Throws `signed-out`. A front page often only leads to another one, and a redirect does not say where: then the
 * pages that the site lists tell whether the session stands.
 */
export async function entryPage(source: SourceConfig, io: ConnectorIo): Promise<FetchedPage | null> {
  const front = `${new URL(source.baseUrl).pathname.replace(/\/+$/, '')}/`;
  const first = await readOrNothing(front, source, io);
  if (first.page) return first.page;
  let { refused } = first;
  const listed = await findList(source, io, { words: null, mostRequests: 3 }).catch((error: unknown) => {
    refused = refusalIn(error) ?? refused;
    return { pages: [] };
  });
  const nearest = listed.pages.toSorted((a, b) => a.address.length - b.address.length).slice(0, MOST_TRIED);
  for (const { address } of nearest) {
    const next = await readOrNothing(address, source, io);
    if (next.page) return next.page;
    refused = next.refused ?? refused;
  }
  if (refused) throw refused;
  return null;
}

interface Tried {
  readonly page: FetchedPage | null;
  readonly refused: DesksideError | null;
}

async function readOrNothing(address: string, source: SourceConfig, io: ConnectorIo): Promise<Tried> {
  try {
    const page = await fetchPage(pageUrl(address, source), io);
    const refused = whyNoSite(page, io);
    return refused ? { page: null, refused } : { page, refused };
  } catch (error) {
    return { page: null, refused: refusalIn(error) };
  }
}

/** A word on the session; null for an address that is not there. Everything else is thrown on. */
function refusalIn(error: unknown): DesksideError | null {
  if (!(error instanceof DesksideError)) throw error;
  if (error.kind === 'signed-out') return error;
  if (error.kind === 'not-found' || error.kind === 'forbidden' || error.kind === 'unsupported') return null;
  if (error.kind === 'bad-answer') return null;
  throw error;
}

/**
 * What a redirect meant: throws `signed-out` where the session is over, `not-found` where only this page has gone
 * elsewhere.
 */
export async function explainRedirect(error: unknown, source: SourceConfig, io: ConnectorIo): Promise<never> {
  if (!isRedirect(error)) throw error;
  const stands = await entryPage(source, io);
  if (stands === null) throw error;
  throw new DesksideError('not-found', 'The page has moved', { cause: error });
}

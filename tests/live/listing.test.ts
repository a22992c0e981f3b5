import { afterAll, describe, expect, test } from 'vitest';
import type {
  Connector,
  ConnectorIo,
  ListPage,
  ListRequest,
  SearchHit,
} from '../../lib/connectors/connector';
import { mediawiki } from '../../lib/connectors/mediawiki';
import { requestTracker } from '../../lib/connectors/request-tracker';
import { createTestIo, sourceOf } from '../connector-io';
import { loadCompany } from '../fakes/company';
import type { Fake, FakeCookie } from '../fakes/fake';
import { createMediawikiFake } from '../fakes/mediawiki';
import { createRequestTrackerFake } from '../fakes/request-tracker';
import { cookieHeader } from '../fakes/sessions';
import { startMediawiki } from './mediawiki';
import { startRequestTracker } from './request-tracker';

/** Real systems and their doubles are listed by the same connector, in pages so small that there are several. */
const company = loadCompany();
const person = 'dana.reyes';

interface Started {
  baseUrl: string;
  signInCookies(personId: string): Promise<FakeCookie[]>;
  stop(): Promise<void>;
}
interface Pair {
  connector: Connector;
  real: Started | { skipped: string };
  double: Fake;
}
const pairs: Pair[] = [
  { connector: mediawiki, real: await startMediawiki({ company }), double: createMediawikiFake(company) },
  {
    connector: requestTracker,
    real: await startRequestTracker({ company }),
    double: createRequestTrackerFake(company),
  },
];
afterAll(async () => {
  for (const { real } of pairs) if (!('skipped' in real)) await real.stop();
});

/** Both products call the size of a page by other names. */
const smaller = (url: string) => url.replace(/(gaplimit|grclimit|per_page)=50/, '$1=3');

type Answer = (request: Request) => Promise<Response>;

async function listAll(
  connector: Connector,
  { baseUrl, cookie, answer }: { baseUrl: string; cookie: string; answer: Answer },
  request: Pick<ListRequest, 'what' | 'since'>,
): Promise<{ hits: SearchHit[]; pages: number }> {
  const source = sourceOf(connector.id, baseUrl);
  const ioOf = (user: ConnectorIo['user']) =>
    createTestIo(baseUrl, (asked) => answer(new Request(smaller(asked.url), asked)), {
      user,
      timeoutMs: 30_000,
      // What a Request is given as a cookie, fetch itself sends.
      cookie,
    });
  const user = await connector.identify(source, ioOf(null));
  const hits = new Map<string, SearchHit>();
  let pages = 0;
  for (let cursor: string | null = null, isEnd = false; !isEnd; isEnd = cursor === null) {
    const page: ListPage | undefined = await connector.listDocuments?.(
      { ...request, scope: null, cursor },
      source,
      ioOf(user),
    );
    for (const hit of page?.documents ?? []) hits.set(hit.id, hit);
    cursor = page?.next ?? null;
    pages += 1;
  }
  return { hits: [...hits.values()], pages };
}

describe.each(pairs.map((pair) => ({ id: pair.connector.id, ...pair })))(
  '$id',
  ({ connector, real, double }) => {
    const why = 'skipped' in real ? ` (skipped: ${real.skipped})` : '';

    for (const what of connector.lists ?? []) {
      test.skipIf(why !== '')(`lists the same ${what} as its double, page by page${why}`, async () => {
        if ('skipped' in real) return;
        const atReal = {
          baseUrl: real.baseUrl,
          cookie: cookieHeader(await real.signInCookies(person)),
          answer: (request: Request) => fetch(request),
        };
        const atDouble = {
          baseUrl: `https://${double.host}`,
          cookie: cookieHeader(double.signIn(person)),
          answer: (request: Request) => double.handle(request),
        };
        const listed = await listAll(connector, atReal, { what, since: null });
        const imitated = await listAll(connector, atDouble, { what, since: null });
        const titles = (hits: readonly SearchHit[]) => hits.map(({ title }) => title).sort();
        expect(titles(listed.hits)).toEqual(titles(imitated.hits));
        expect(listed.pages).toBe(imitated.pages);
        expect(listed.pages).toBeGreaterThan(1);
        const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
        expect((await listAll(connector, atReal, { what, since: tomorrow })).hits).toEqual([]);
        const lastWeek = new Date(Date.now() - 7 * 86_400_000).toISOString();
        const changed = await listAll(connector, atReal, { what, since: lastWeek });
        const known = new Set(listed.hits.map(({ id }) => id));
        for (const { id } of changed.hits) expect(known.has(id)).toBe(true);
      });
    }
  },
);

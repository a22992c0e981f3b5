import { describe, expect, it } from 'vitest';
import type {
  Connector,
  ConnectorIo,
  ListedKind,
  ListPage,
  ListRequest,
  SearchHit,
} from '../../lib/connectors/connector';
import { connectors } from '../../lib/connectors/index';
import { DesksideError } from '../../lib/core/errors';
import { createTestIo, sourceOf, type TestIo } from '../connector-io';
import { manyMore } from '../fakes/big-company';
import { loadCompany, type Company } from '../fakes/company';
import type { Fake } from '../fakes/fake';
import { cookieHeader, maySee } from '../fakes/sessions';
import { hostileTexts, randomTexts } from '../hostile-terms';
import type { ConnectorRow } from './connector-row';

const company = loadCompany();
const files = import.meta.glob<{ row: ConnectorRow }>('./connector-rows/*.ts', { eager: true });
const COUNT = 300;
/** Hardly a document of Acme's has changed since then by itself. */
const AFTER_ALL = '2026-11-22T09:45:00.000Z';

const listing = connectors.flatMap((connector) => {
  const row = files[`./connector-rows/${connector.id}.ts`]?.row;
  return connector.listDocuments && row
    ? (connector.lists ?? []).map((what) => ({ id: connector.id, what, connector, row }))
    : [];
});

it('every connector that lists says what, and has its row here', () => {
  for (const connector of connectors) {
    const row = files[`./connector-rows/${connector.id}.ts`]?.row;
    expect(connector.listDocuments !== undefined, connector.id).toBe((connector.lists ?? []).length > 0);
    expect(row?.listing !== undefined, connector.id).toBe(connector.listDocuments !== undefined);
  }
});

/** What every text of a large company is: what is in them does not matter there, and parsing them takes long. */
const blank = createTestIo('https://blank.test', () => new Response()).parseHtml('<p>Text</p>');

/** One product with its data, and a person at its desk. */
async function deskOf(connector: Connector, row: ConnectorRow, of: Company) {
  const fake = row.create(of);
  const parse: Partial<ConnectorIo> = of === company ? {} : { parseHtml: () => blank };
  const baseUrl = `https://${fake.host}${row.basePath}`;
  const source = sourceOf(connector.id, baseUrl);
  const cookie = cookieHeader(fake.signIn(row.person));
  const pageToken = row.pageToken?.(fake, row.person) ?? null;
  const ioWith = (more: Partial<ConnectorIo>): TestIo =>
    createTestIo(baseUrl, (request) => fake.handle(request), { cookie, pageToken, ...parse, ...more });
  const user = await connector.identify(source, ioWith({}));
  const list = (request: ListRequest, io: ConnectorIo = ioWith({ user })): Promise<ListPage> =>
    connector.listDocuments?.(request, source, io) ?? Promise.reject(new Error('it does not list'));
  return { fake, source, list, io: () => ioWith({ user }) };
}
type Desk = Awaited<ReturnType<typeof deskOf>>;

/** All pages, `between` after each; gives each document by its latest mention. */
async function listAll(
  { list }: Desk,
  asked: Partial<ListRequest> & { what: ListedKind },
  between: (page: ListPage, at: number) => void = () => undefined,
): Promise<{ documents: Map<string, SearchHit>; pages: ListPage[] }> {
  const documents = new Map<string, SearchHit>();
  const pages: ListPage[] = [];
  let cursor: string | null = asked.cursor ?? null;
  do {
    const page = await list({ scope: null, since: null, ...asked, cursor });
    for (const hit of page.documents) documents.set(hit.id, hit);
    pages.push(page);
    between(page, pages.length);
    cursor = page.next;
    if (pages.length > 100) throw new Error('it does not end');
  } while (cursor !== null);
  return { documents, pages };
}

async function failureOf(work: Promise<unknown>): Promise<DesksideError | null> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null || error instanceof DesksideError) return error;
  throw new Error('it failed otherwise than by a kind', { cause: error });
}

describe.each(listing)('$id: a listing of $what', ({ connector, row, what }) => {
  const grown = () =>
    manyMore(
      company,
      COUNT,
      (article) =>
        what === 'articles' && (row.find.title.test(article.title) || row.find.id.test(article.id)),
      (ticket) => what === 'tickets' && ticket.id === row.tickets?.key,
    );
  /** Titles of Acme's documents that the person may see here, and of those they may not. */
  const titles = (of: Company) => {
    const person = of.person(row.person);
    const articles = of.articles.filter(
      (article) => article.home === row.listing?.home && (row.listing.isListed?.(article) ?? true),
    );
    const tickets = of.tickets.filter(
      (ticket) => ticket.home === row.tickets?.home && (row.tickets.isShown?.(ticket) ?? true),
    );
    const all =
      what === 'articles'
        ? articles.map((article) => ({
            title: row.listing?.titleOf?.(article) ?? article.title,
            isShown: maySee(person, article.visibility) && article.state === 'published',
            isHidden: !maySee(person, article.visibility) && article.author !== person.id,
          }))
        : tickets.map((ticket) => ({
            title: ticket.title,
            isShown: ticket.visibility === 'all' && ticket.resolved !== null && ticket.status !== 'rejected',
            isHidden: !maySee(person, ticket.visibility) && ticket.requester !== person.id,
          }));
    return {
      shown: all.filter(({ isShown }) => isShown).map(({ title }) => title),
      hidden: all.filter(({ isHidden }) => isHidden).map(({ title }) => title),
    };
  };

  it('has every document that the person may see, and none that they may not', async () => {
    const { documents } = await listAll(await deskOf(connector, row, company), { what });
    const listed = [...documents.values()].map(({ title }) => title);
    const { shown, hidden } = titles(company);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((title) => !listed.includes(title))).toEqual([]);
    expect(hidden.filter((title) => listed.includes(title))).toEqual([]);
  });

  it('has each of its documents as it is read alone', async () => {
    const desk = await deskOf(connector, row, company);
    const { documents } = await listAll(desk, { what });
    const some = [...documents.values()].slice(0, 4);
    for (const hit of some) {
      const read = await connector.fetchOne(hit.ref, desk.source, desk.io());
      expect(read).toMatchObject({ id: hit.id, title: hit.title, version: hit.version });
      if (hit.document) expect(hit.document.blocks).toEqual(read.blocks);
    }
  });

  it(`has all of ${COUNT} more, in small pages of few requests by GET on its own host`, async () => {
    const of = grown();
    const desk = await deskOf(connector, row, of);
    const before = desk.fake.log.length;
    let requests = 0;
    const counted = {
      ...desk,
      list: async (request: ListRequest) => {
        const io = desk.io();
        const page = await desk.list(request, io);
        requests = Math.max(requests, io.asked.length);
        expect(io.asked.every((url) => url.host === desk.fake.host)).toBe(true);
        return page;
      },
    };
    const { documents, pages } = await listAll(counted, { what });
    const listed = new Set([...documents.values()].map(({ title }) => title));
    expect(titles(of).shown.filter((title) => !listed.has(title))).toEqual([]);
    expect(Math.max(...pages.map((page) => page.documents.length))).toBeLessThanOrEqual(50);
    expect(requests).toBeLessThanOrEqual(3);
    for (const { method, path } of desk.fake.log.slice(before)) {
      if (method !== 'GET') expect(row.readsByPost?.map((each) => row.basePath + each)).toContain(path);
    }
  });

  it('leaves nothing out when documents are edited, or go, between its pages', async () => {
    const desk = await deskOf(connector, row, grown());
    const calm = await listAll(await deskOf(connector, row, grown()), { what });
    const gone = new Set<string>();
    const { documents } = await listAll(desk, { what }, (page, at) => {
      const [first, second, third] = page.documents;
      if (first) row.listing?.edit(desk.fake, first);
      const unseen = [...calm.documents.values()].at(-at);
      if (unseen) row.listing?.edit(desk.fake, unseen);
      for (const hit of at % 2 === 0 && second && third ? [second, third] : []) {
        gone.add(hit.id);
        for (const name of [hit.id, hit.ref.id, hit.title]) desk.fake.modes.revoked.set(name, 'not-found');
      }
    });
    const missing = [...calm.documents.keys()].filter((id) => !documents.has(id) && !gone.has(id));
    expect(missing).toEqual([]);
  });

  it('goes on from its cursor in another process', async () => {
    const of = grown();
    const whole = await listAll(await deskOf(connector, row, of), { what });
    const desk = await deskOf(connector, row, of);
    const first = await desk.list({ what, scope: null, since: null, cursor: null });
    expect(typeof first.next).toBe('string');
    const rest = await listAll(await deskOf(connector, row, of), { what, cursor: first.next });
    const seen = new Set([...first.documents.map(({ id }) => id), ...rest.documents.keys()]);
    expect([...whole.documents.keys()].filter((id) => !seen.has(id))).toEqual([]);
  });

  it('of what has changed since has that, and not everything', async () => {
    const desk = await deskOf(connector, row, grown());
    const { documents } = await listAll(desk, { what });
    const [, old] = [...documents.values()];
    if (!old) throw new Error('there are many');
    const before = await listAll(desk, { what, since: AFTER_ALL });
    row.listing?.edit(desk.fake, old);
    const after = await listAll(desk, { what, since: AFTER_ALL });
    expect(after.documents.has(old.id)).toBe(true);
    expect(after.documents.get(old.id)?.version).not.toBe(old.version);
    expect(after.documents.size).toBeLessThan(before.documents.size + 3);
    expect(before.documents.size).toBeLessThan(documents.size / 10);
  });

  it('keeps to its scope', async () => {
    const desk = await deskOf(connector, row, company);
    const scopes = what === 'tickets' && row.listing?.home ? [] : await scopesOf(connector, desk);
    const { documents: all } = await listAll(desk, { what });
    const parts = new Map<string, Map<string, SearchHit>>();
    for (const { key } of scopes.slice(0, 12)) {
      parts.set(key, (await listAll(desk, { what, scope: key })).documents);
    }
    for (const part of parts.values()) {
      for (const id of part.keys()) expect([...all.keys()]).toContain(id);
    }
    const sizes = [...parts.values()].map((part) => part.size);
    if (sizes.length > 1) expect(Math.max(...sizes)).toBeGreaterThan(0);
    if (sizes.length > 1) expect(Math.min(...sizes)).toBeLessThan(all.size);
  });

  it('takes no cursor that it did not make', async () => {
    const desk = await deskOf(connector, row, grown());
    const { next } = await desk.list({ what, scope: null, since: null, cursor: null });
    const damaged = [next?.slice(0, -2) ?? '', `${next}x`, '{}', '[]', 'null', '{"start":-1,"last":[]}'];
    for (const cursor of [...hostileTexts, ...randomTexts(60), ...damaged]) {
      const io = desk.io();
      const error = await failureOf(desk.list({ what, scope: null, since: null, cursor }, io));
      expect(error?.kind, JSON.stringify(cursor)).toBe('invalid-query');
      expect(io.asked).toEqual([]);
    }
  });

  it('lets no hostile scope ask for more than it names', async () => {
    const desk = await deskOf(connector, row, company);
    const { documents: all } = await listAll(desk, { what });
    for (const scope of [
      'x" OR project = HR OR text ~ "y',
      'x" or space = "HR',
      'vpn^ORactive=true',
      '^',
      "'",
    ]) {
      const io = desk.io();
      const page = await desk
        .list({ what, scope, since: null, cursor: null }, io)
        .catch((error: unknown) => error);
      if (page instanceof DesksideError)
        expect(['invalid-query', 'not-found', 'unsupported', 'forbidden']).toContain(page.kind);
      else if (what === 'articles' || !row.listing?.home)
        expect((page as ListPage).documents.length).toBeLessThan(Math.max(1, all.size));
      expect(io.asked.every((url) => url.host === desk.fake.host)).toBe(true);
    }
  });

  it('is refused by its kind when the session has ended', async () => {
    const desk = await deskOf(connector, row, company);
    desk.fake.signOut(row.person);
    const error = await failureOf(desk.list({ what, scope: null, since: null, cursor: null }));
    expect(error?.kind).toBe('signed-out');
  });

  it.each<[Fake['modes']['failure'], string]>([
    ['server-error', 'server'],
    ['truncated', 'bad-answer'],
    ['huge', 'bad-answer'],
    ['drop-connection', 'unreachable'],
  ])('tells %s as %s', async (failure, kind) => {
    const desk = await deskOf(connector, row, company);
    const io = desk.io();
    desk.fake.modes.failure = failure;
    const error = await failureOf(desk.list({ what, scope: null, since: null, cursor: null }, io));
    expect(error?.kind).toBe(kind);
  });
});

async function scopesOf(connector: Connector, desk: Desk): Promise<{ key: string }[]> {
  return (await connector.listScopes?.(desk.source, desk.io())) ?? [];
}

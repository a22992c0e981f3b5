import { z } from 'zod';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectorIo, SearchHit } from '../../lib/connectors/connector';
import { connectors } from '../../lib/connectors/index';
import { sourceDocumentSchema } from '../../lib/core/document';
import { DesksideError, isAbort } from '../../lib/core/errors';
import type { ErrorKind } from '../../lib/core/errors';
import type { SearchQuery } from '../../lib/core/query';
import { createTestIo, sourceOf, type TestIo } from '../connector-io';
import { loadCompany } from '../fakes/company';
import type { Fake } from '../fakes/fake';
import { cookieHeader } from '../fakes/sessions';
import { hostileTexts, queryOf, randomTexts, termsOf } from '../hostile-terms';
import { identifier, ticket, word, type ConnectorRow } from './connector-row';

const company = loadCompany();
const files = import.meta.glob<{ row: ConnectorRow }>('./connector-rows/*.ts', { eager: true });
const rows: Readonly<Record<string, ConnectorRow>> = Object.fromEntries(
  Object.entries(files).map(([file, { row }]) => [file.replace(/^.*\/|\.ts$/g, ''), row]),
);

it('every connector has its row here', () => {
  expect(Object.keys(rows).sort()).toEqual(connectors.map(({ id }) => id).sort());
});

describe.each(connectors.map((connector) => ({ id: connector.id, connector })))(
  '$id',
  ({ id, connector }) => {
    const row = rows[id];
    if (!row) throw new Error(`No row for ${id}: add connector-rows/${id}.ts`);
    let fake: Fake;
    const baseUrl = () => `https://${fake.host}${row.basePath}`;
    const source = () => sourceOf(id, baseUrl());
    const cookies = new Map<string, string>();
    /** What stands in front of the product: its maintenance page, a sign-in elsewhere, a CAPTCHA. */
    let inFront: (() => Response) | null = null;

    beforeEach(() => {
      inFront = null;
      fake = row.create(company);
      cookies.clear();
    });

    function ioOf(person: string | null, more: Parameters<typeof createTestIo>[2] = {}): TestIo {
      const cookie = person === null ? undefined : (cookies.get(person) ?? cookieHeader(fake.signIn(person)));
      if (person !== null && cookie !== undefined) cookies.set(person, cookie);
      const pageToken = person === null ? null : (row?.pageToken?.(fake, person) ?? null);
      return createTestIo(baseUrl(), (request) => inFront?.() ?? fake.handle(request), {
        pageToken,
        cookie,
        ...more,
      });
    }

    /** With the user verified, as the host has it from `identify`. */
    async function knownIo(
      person: string,
      more: Partial<ConnectorIo> & { timeoutMs?: number } = {},
    ): Promise<TestIo> {
      const user = await connector.identify(source(), ioOf(person));
      return ioOf(person, { user, ...more });
    }

    /** The articles it finds, or the tickets where it has only those. */
    function find(query: SearchQuery, io: ConnectorIo, from = source()): Promise<SearchHit[]> {
      return row?.find.asTickets
        ? (connector.similarTickets?.(query, from, io) ?? Promise.resolve([]))
        : connector.search(query, from, io);
    }

    async function failureOf(work: Promise<unknown>): Promise<DesksideError> {
      const error: unknown = await work.then(
        () => new Error('it did not fail'),
        (reason: unknown) => reason,
      );
      if (!(error instanceof DesksideError)) throw error;
      return error;
    }

    describe('adding it', () => {
      it('finds its base from a pasted URL, without a sign-in', async () => {
        const found: string[] = [];
        for (const base of connector.candidates(new URL(row.pasted, `https://${fake.host}`))) {
          if (await connector.probe(base, ioOf(null))) found.push(base);
        }
        expect(found[0]).toBe(baseUrl());
      });

      it('is not taken for any other product, and is told by its own connector only', async () => {
        const others = connectors.filter((each) => each.id !== id && !row.sameInstance?.includes(each.id));
        for (const other of others) {
          expect(await other.probe(baseUrl(), ioOf(null)), other.id).toBeNull();
        }
        expect(await connector.probe(baseUrl(), ioOf(null))).toMatchObject({
          name: expect.stringMatching(/\S/),
        });
      });
    });

    describe('who is signed in', () => {
      it('is the same person every time, and another one for another session', async () => {
        const first = await connector.identify(source(), ioOf(row.person));
        expect(await connector.identify(source(), ioOf(row.person))).toEqual(first);
        expect((await connector.identify(source(), ioOf(row.other))).userId).not.toBe(first.userId);
      });

      it('is nobody after the sign-out: an error, or anonymous where that may read', async () => {
        const person = await connector.identify(source(), ioOf(row.person));
        const io = ioOf(row.person);
        fake.signOut(row.person);
        const now = await connector.identify(source(), io).catch((error: unknown) => error);
        if (now instanceof DesksideError) expect(now.kind).toBe('signed-out');
        else expect(now).toMatchObject({ userId: 'anonymous' });
        expect(now).not.toEqual(person);
      });

      it('is checked again when a session ends or changes between two calls', async () => {
        const user = await connector.identify(source(), ioOf(row.person));
        const io = ioOf(row.person, { user });
        fake.signOut(row.person);
        expect((await failureOf(find(queryOf(row.find.terms), io))).kind).toBe('signed-out');
      });
    });

    describe('a search', () => {
      it('finds the document among few, with a version that reading it confirms', async () => {
        const hits = await find(queryOf(row.find.terms), await knownIo(row.person));
        const hit = hits.find((each) => row.find.id.test(each.id) && row.find.title.test(each.title));
        expect(hit, `found ${hits.map(({ title }) => title).join(', ')}`).toBeDefined();
        if (!hit) return;
        const document = await connector.fetchOne(hit.ref, source(), await knownIo(row.person));
        expect(sourceDocumentSchema.parse(document)).toEqual(document);
        expect(document).toMatchObject({
          id: hit.id,
          ref: hit.ref,
          version: hit.version,
          sourceId: source().id,
        });
        expect(document.blocks.length).toBeGreaterThan(0);
        expect(document.url.startsWith(`https://${fake.host}/`)).toBe(true);
        expect(document.version).not.toBe('');
        if (hit.document) expect(hit.document).toEqual(document);
      });

      it('gives no document twice, none that was excluded and no more than asked for', async () => {
        const all = await find(queryOf(row.find.terms), await knownIo(row.person));
        expect(new Set(all.map(({ id: each }) => each)).size).toBe(all.length);
        const [first] = all;
        const rest = await find(
          queryOf(row.find.terms, { limit: 2, excludeIds: [first?.id ?? ''] }),
          await knownIo(row.person),
        );
        expect(rest.map(({ id: each }) => each)).not.toContain(first?.id);
        expect(rest.length).toBeLessThanOrEqual(2);
      });

      it('finds nothing for words that nobody wrote', async () => {
        expect(
          await find(queryOf([word('qwzxvkjhgf'), identifier('0xDEADBEEF99')]), await knownIo(row.person)),
        ).toEqual([]);
      });

      it('asks nothing where no term says anything', async () => {
        const io = await knownIo(row.person);
        expect(await find(queryOf([]), io)).toEqual([]);
        expect(await find(queryOf(termsOf(['"', '^', ' ', '***'])), io)).toEqual([]);
        expect(io.asked).toEqual([]);
      });

      it('only reads, on its own host, within the budget of a few requests', async () => {
        const before = fake.log.length;
        const io = await knownIo(row.person);
        await find(queryOf(row.find.terms), io);
        expect(io.asked.length).toBeLessThanOrEqual(5);
        expect(io.asked.every((url) => url.host === fake.host)).toBe(true);
        const sent = fake.log.slice(before).filter(({ method }) => method !== 'GET');
        for (const { method, path } of sent) {
          expect(method).toBe('POST');
          expect(row.readsByPost?.map((each) => `${row.basePath}${each}`)).toContain(path);
        }
      });

      it('takes hostile terms for words: nothing throws, nothing else is asked', async () => {
        const io = await knownIo(row.person);
        const texts = [...hostileTexts, ...randomTexts(60)];
        for (let at = 0; at < texts.length; at += 2) {
          for (const kind of ['identifier', 'word'] as const) {
            await find(queryOf(termsOf(texts.slice(at, at + 2), kind), { limit: 3 }), io);
          }
        }
        expect(fake.log.every(({ status }) => status === 200)).toBe(true);
        if ('scripts' in fake) {
          const scripts = z.array(z.string()).parse(fake.scripts);
          expect(scripts.every((script) => /^gs\.(?:getUserID\(\)|daysAgoStart\(\d+\))$/.test(script))).toBe(
            true,
          );
        }
        for (const url of io.asked) expect(url.href.length).toBeLessThan(3000);
      }, 60_000);
    });

    // A product without parts has no rules for them.
    if (connector.scopeNoun !== null)
      describe(`its ${connector.scopeNoun}`, () => {
        const listed = async (person: string) =>
          (await connector.listScopes?.(source(), await knownIo(person))) ?? [];

        it('are those that the user can see, each once, by names people know', async () => {
          const scopes = await listed(row.person);
          expect(scopes.length).toBeGreaterThan(0);
          expect(new Set(scopes.map(({ key }) => key)).size).toBe(scopes.length);
          for (const { key, name } of scopes) {
            expect(key.length).toBeLessThanOrEqual(128);
            expect(name).toMatch(/\S/);
          }
        });

        it('narrow a search to what is in them', async () => {
          const scopes = await listed(row.person);
          const isFound = async (keys: string[]) => {
            const io = await knownIo(row.person);
            const hits = await find(queryOf(row.find.terms), io, { ...source(), scopes: keys });
            return hits.some((hit) => row.find.id.test(hit.id) && row.find.title.test(hit.title));
          };
          expect(await isFound(scopes.map(({ key }) => key))).toBe(true);
          const alone = new Map<string, boolean>();
          for (const { key } of scopes.slice(0, 30)) alone.set(key, await isFound([key]));
          expect([...alone.values()]).toContain(true);
          // Were the parts not looked at, each would find it.
          expect([...alone.values()]).toContain(false);
        });
      });

    // A product without tickets has no rules for them.
    if (connector.similarTickets)
      describe('similar tickets', () => {
        const similar = (query: SearchQuery, io: ConnectorIo) =>
          connector.similarTickets?.(query, source(), io) ?? Promise.reject(new Error('no tickets'));

        it('are resolved, say how, and keep internal notes apart', async () => {
          const hits = await similar(queryOf(row.tickets?.terms ?? []), await knownIo(row.person));
          const documents = await Promise.all(
            hits.map(
              async (hit) => hit.document ?? connector.fetchOne(hit.ref, source(), await knownIo(row.person)),
            ),
          );
          const ticketOf = (key: string) =>
            documents.find((document) => document.ticket?.key === key)?.ticket;
          expect(documents.every((document) => document.ticket?.resolved)).toBe(true);
          expect(
            ticketOf(row.tickets?.key ?? '')?.resolution,
            documents.map(({ title }) => title).join(', '),
          ).toMatch(/\w{3}/);
        });

        it('have every comment at its time, and no internal one in public', async () => {
          const { home, idType, isShown } = row.tickets ?? {};
          const io = await knownIo(row.person);
          const readable = company.tickets.filter(
            (each) => each.home === home && each.visibility === 'all' && (isShown?.(each) ?? true),
          );
          expect(readable.length).toBeGreaterThan(0);
          for (const wanted of readable) {
            const ref = ticket(row.tickets?.idOf?.(wanted) ?? wanted.id, idType ?? 'key');
            const read = await connector.fetchOne(ref, source(), io);
            for (const { created, internal, body } of wanted.comments) {
              const comment = read.ticket?.comments.find(
                (each) => Date.parse(each.created ?? '') === Date.parse(created),
              );
              expect(comment?.visibility, `${wanted.id} ${created}`).toBe(internal ? 'internal' : 'public');
              expect(comment?.text).toContain(/\w+/.exec(body)?.[0]);
            }
          }
        });
      });

    describe('one document', () => {
      it('is the same whatever a page calls it', async () => {
        const documents = await Promise.all(
          row.refs.map(async (ref) => connector.fetchOne(ref, source(), await knownIo(row.person))),
        );
        for (const document of documents) expect(document).toEqual(documents[0]);
      });

      it('is not found by an id that does not exist, or that would ask for something else', async () => {
        const [ref] = row.refs;
        if (!ref) throw new Error('a row has at least one reference');
        for (const wrong of ['99999999', 'NOPE-1', '..', '../../admin', 'x|y', 'a^ORb']) {
          const error = await failureOf(
            connector.fetchOne({ ...ref, id: wrong }, source(), await knownIo(row.person)),
          );
          expect(['not-found', 'invalid-query', 'forbidden'], wrong).toContain(error.kind);
        }
      });

      it.each(['forbidden', 'not-found'] as const)('says so when it has become %s', async (state) => {
        const [ref] = row.refs;
        if (!ref) throw new Error('a row has at least one reference');
        const document = await connector.fetchOne(ref, source(), await knownIo(row.person));
        for (const each of [document.id, ref.id, document.title]) fake.modes.revoked.set(each, state);
        const error = await failureOf(connector.fetchOne(document.ref, source(), await knownIo(row.person)));
        // Some products hide what is forbidden.
        expect(state === 'forbidden' ? ['forbidden', 'not-found'] : ['not-found']).toContain(error.kind);
      });

      // Acme keeps nothing from anybody in Jira and in the wiki.
      if (row.hidden)
        it('is neither found nor read by somebody without the right', async () => {
          if (!row.hidden) return;
          const { ref, terms, reader } = row.hidden;
          const document = await connector.fetchOne(ref, source(), await knownIo(reader));
          const seen = await find(queryOf(terms), await knownIo(reader));
          expect(seen.map(({ id: each }) => each)).toContain(document.id);
          const unseen = await find(queryOf(terms), await knownIo(row.person));
          expect(unseen.map(({ id: each }) => each)).not.toContain(document.id);
          const error = await failureOf(connector.fetchOne(ref, source(), await knownIo(row.person)));
          expect(['forbidden', 'not-found']).toContain(error.kind);
        });
    });

    describe('when the server misbehaves', () => {
      it.each<[Fake['modes']['failure'], ErrorKind]>([
        ['server-error', 'server'],
        ['html', 'bad-answer'],
        ['truncated', 'bad-answer'],
        ['huge', 'bad-answer'],
        ['wrong-type', 'bad-answer'],
        ['hang', 'timeout'],
        ['drop-connection', 'unreachable'],
      ])('%s is %s, without a word of the query', async (failure, kind) => {
        const io = await knownIo(row.person, { timeoutMs: 150 });
        const patient = await knownIo(row.person);
        fake.modes.failure = failure;
        const error = await failureOf(find(queryOf(row.find.terms), failure === 'hang' ? io : patient));
        expect(error.kind).toBe(kind);
        const told = `${error.message} ${error.at ?? ''}`.toLowerCase();
        for (const term of row.find.terms) expect(told).not.toContain(term.text.toLowerCase());
      });

      it.each<[string, () => Response, ErrorKind]>([
        [
          'a sign-in at an identity provider',
          () => redirectTo('https://login.idp.test/authorize?state=1'),
          'signed-out',
        ],
        ['a sign-in of its own', () => redirectTo('/login?next=%2Fbrowse%2FHELP-12'), 'signed-out'],
        ['a move to another host', () => redirectTo('https://elsewhere.test/', 301), 'signed-out'],
        ['a maintenance page', () => page(503, 'Down for maintenance'), 'server'],
        ['a gateway that cannot reach it', () => page(502, 'Bad gateway'), 'server'],
        [
          'a CAPTCHA',
          () => page(405, 'Human verification', { 'x-amzn-waf-action': 'captcha' }),
          'signed-out',
        ],
        ['a sign-in page under every address', () => page(200, signInForm), 'signed-out'],
        ['a page of something else', () => page(200, 'Welcome to our new intranet'), 'bad-answer'],
      ])('%s in front of it is told by its kind, whatever was asked', async (_, answer, kind) => {
        const io = await knownIo(row.person);
        const [ref] = row.refs;
        if (!ref) throw new Error('a row has at least one reference');
        inFront = answer;
        const wanted = [kind, ...(row.inFrontAs?.[kind] ?? [])];
        expect(wanted, 'search').toContain((await failureOf(find(queryOf(row.find.terms), io))).kind);
        expect(wanted, 'fetchOne').toContain((await failureOf(connector.fetchOne(ref, source(), io))).kind);
        expect(wanted, 'identify').toContain((await failureOf(connector.identify(source(), io))).kind);
        expect(await connector.probe(baseUrl(), io).catch((error: unknown) => error)).not.toMatchObject({
          version: expect.any(String),
        });
      });

      it('says how long to wait when there were too many requests', async () => {
        const io = await knownIo(row.person);
        fake.modes.rateLimitPerMinute = 1;
        await failureOf(find(queryOf(row.find.terms), io).then(() => find(queryOf(row.find.terms), io)));
        const error = await failureOf(find(queryOf(row.find.terms), io));
        expect(error).toMatchObject({ kind: 'rate-limited', retryable: true });
        expect(error.retryAfterMs).toBeGreaterThan(0);
      });

      it("lets the caller's abort through", async () => {
        const controller = new AbortController();
        const io = await knownIo(row.person, { signal: controller.signal });
        fake.modes.failure = 'hang';
        const work = find(queryOf(row.find.terms), io).catch((error: unknown) => error);
        setTimeout(() => {
          controller.abort();
        }, 20);
        expect(isAbort(await work)).toBe(true);
      });
    });
  },
);

const signInForm =
  '<form id="login-form" action="/login" method="post"><input name="username"><input type="password" name="password"></form>';
function page(status: number, body: string, headers: Record<string, string> = {}): Response {
  const html = `<!doctype html><html lang="en"><head><title>Please wait</title></head><body><main>${body}</main></body></html>`;
  return new Response(html, { status, headers: { 'content-type': 'text/html;charset=utf-8', ...headers } });
}
function redirectTo(location: string, status = 302): Response {
  return new Response(null, { status, headers: { location } });
}

import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Connector, ConnectorIo, SearchHit } from '../../lib/connectors/connector';
import { connectors } from '../../lib/connectors/index';
import { documentRefSchema, sourceDocumentSchema } from '../../lib/core/document';
import { DesksideError } from '../../lib/core/errors';
import { identitySchema, type Identity, type SourceConfig } from '../../lib/core/source';
import { createTestIo, sourceOf } from '../connector-io';
import { loadCompany } from '../fakes/company';
import type { Fake } from '../fakes/fake';
import { cookieHeader } from '../fakes/sessions';
import { queryOf } from '../hostile-terms';
import { createRandom } from '../random-blocks';
import type { ConnectorRow } from './connector-row';
import { mutateJson, mutateText } from './mutate-answer';

/*
 * What a server answers is anybody's word. Here each product's right answers are spoilt, one place at a time, and
 * whatever comes of it must be a result that fits its schema and stays on its host, or an error with a name.
 */
const company = loadCompany();
const files = import.meta.glob<{ row: ConnectorRow }>('./connector-rows/*.ts', { eager: true });
const rows = new Map(
  Object.entries(files).map(([file, { row }]) => [file.replace(/^.*\/|\.ts$/g, ''), row] as const),
);

/** Each asking is tried so often: the same spoilt answers on every machine. */
const ROUNDS = 40;

type Answering = (request: Request) => Promise<Response>;
type Check = (result: unknown, origin: string) => void;

describe.each(connectors.map((connector) => ({ id: connector.id, connector })))(
  '$id',
  ({ id, connector }) => {
    const row = rows.get(id);
    if (!row) throw new Error(`No row for ${id}: add connector-rows/${id}.ts`);
    const fake = row.create(company);
    const baseUrl = `https://${fake.host}${row.basePath}`;
    const { origin } = new URL(baseUrl);
    const right = replaying(fake, cookieHeader(fake.signIn(row.person)));
    const pageToken = row.pageToken?.(fake, row.person) ?? null;
    let user: Identity | null = null;

    beforeAll(async () => {
      user = await connector.identify(sourceOf(id, baseUrl), createTestIo(baseUrl, right, { pageToken }));
    });

    it.each(askings(connector, row, sourceOf(id, baseUrl)))(
      '%s comes out of every spoilt answer',
      async (name, ask, check) => {
        const known = { user: name === 'identify' || name === 'probe' ? null : user, pageToken };
        const io = createTestIo(baseUrl, right, known);
        check(await ask(io), origin);
        const random = createRandom(name.length * 1_009 + id.length);
        for (let round = 0; round < ROUNDS; round += 1) {
          const spoiler = spoiling(right, Math.floor(random() * io.asked.length), random);
          const outcome: unknown = await ask(createTestIo(baseUrl, spoiler.answer, known)).catch(
            (error: unknown) => error,
          );
          try {
            if (!(outcome instanceof Error)) check(outcome, origin);
            else expectNamed(outcome, row);
          } catch (cause) {
            throw new Error(`round ${round} of ${name}: ${String(cause)}, after ${spoiler.shown()}`, {
              cause,
            });
          }
        }
      },
    );
  },
);

function askings(
  connector: Connector,
  row: ConnectorRow,
  source: SourceConfig,
): [string, (io: ConnectorIo) => Promise<unknown>, Check][] {
  const query = queryOf(row.find.terms);
  const { listScopes, similarTickets } = connector;
  const all: [string, ((io: ConnectorIo) => Promise<unknown>) | null, Check][] = [
    ['probe', (io) => connector.probe(source.baseUrl, io), checkProbe],
    ['identify', (io) => connector.identify(source, io), (user) => void identitySchema.parse(user)],
    ['search', row.find.asTickets ? null : (io) => connector.search(query, source, io), checkHits],
    [
      'similarTickets',
      similarTickets ? (io) => similarTickets(queryOf(row.tickets?.terms ?? []), source, io) : null,
      checkHits,
    ],
    ['listScopes', listScopes ? (io) => listScopes(source, io) : null, checkScopes],
    ...row.refs
      .slice(0, 2)
      .map((ref, at): [string, (io: ConnectorIo) => Promise<unknown>, Check] => [
        `fetchOne ${at}`,
        (io) => connector.fetchOne(ref, source, io),
        checkDocument,
      ]),
  ];
  return all.flatMap(([name, ask, check]) => (ask ? [[name, ask, check]] : []));
}

/** The double's answers, each made once: what is tried here is the connector. */
function replaying(fake: Fake, cookie: string): Answering {
  const known = new Map<string, { body: string | null; init: ResponseInit }>();
  return async (request) => {
    const key = `${request.method} ${request.url} ${await request.clone().text()}`;
    request.headers.set('cookie', cookie);
    const answer = known.get(key) ?? (await recorded(await fake.handle(request)));
    known.set(key, answer);
    return new Response(answer.body, answer.init);
  };
}

async function recorded(response: Response): Promise<{ body: string | null; init: ResponseInit }> {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const { status } = response;
  return { body: response.body === null ? null : await response.text(), init: { status, headers } };
}

function spoiling(
  right: Answering,
  which: number,
  random: () => number,
): { answer: Answering; shown(): string } {
  let asked = -1;
  let shown = 'nothing';
  return {
    shown: () => shown,
    async answer(request) {
      asked += 1;
      const mine = asked === which;
      const response = await right(request);
      if (!mine) return response;
      const body = await response.text();
      const isJson = /^\s*[[{]/.test(body);
      const spoilt = isJson ? mutateJson(body, random) : mutateText(body, random);
      shown = `${new URL(request.url).pathname}: ${differenceOf(body, spoilt)}`;
      const { status, headers } = response;
      return new Response(response.body === null ? null : spoilt, { status, headers });
    },
  };
}

function differenceOf(before: string, after: string): string {
  const text = JSON.stringify(/^\s*[[{]/.test(before) ? JSON.parse(before) : before);
  const other = /^\s*[[{]/.test(after) ? JSON.stringify(JSON.parse(after)) : JSON.stringify(after);
  let at = 0;
  while (at < text.length && text[at] === other[at]) at += 1;
  return `…${other.slice(Math.max(0, at - 60), at + 120)}… instead of …${text.slice(at, at + 60)}…`;
}

function expectNamed(error: Error, { find }: ConnectorRow): void {
  if (!(error instanceof DesksideError)) throw error;
  const told = `${error.message} ${error.at ?? ''}`.toLowerCase();
  for (const { text } of find.terms) expect(told).not.toContain(` ${text.toLowerCase()}`);
}

const checkProbe: Check = (result) =>
  void z.object({ name: z.string(), version: z.string().nullable() }).nullable().parse(result);

const checkScopes: Check = (result) =>
  void z.array(z.object({ key: z.string(), name: z.string() })).parse(result);

const checkHits: Check = (result, origin) => {
  for (const hit of result as SearchHit[]) {
    documentRefSchema.parse(hit.ref);
    expect([typeof hit.id, typeof hit.title, typeof hit.version]).toEqual(['string', 'string', 'string']);
    if (hit.document) checkDocument(hit.document, origin);
  }
};

const checkDocument: Check = (result, origin) => {
  const document = sourceDocumentSchema.parse(result);
  expect(new URL(document.url).origin).toBe(origin);
  expect(document.url.startsWith(`${origin}/`)).toBe(true);
};

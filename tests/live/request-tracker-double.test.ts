import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorIo } from '../../lib/connectors/connector';
import { requestTracker } from '../../lib/connectors/request-tracker';
import { DesksideError } from '../../lib/core/errors';
import { exampleHosts, site } from '../../lib/sites/request-tracker';
import { createTestIo, sourceOf } from '../connector-io';
import { identifier, word } from '../contracts/connector-row';
import { loadCompany } from '../fakes/company';
import { createRequestTrackerFake } from '../fakes/request-tracker';
import { cookieHeader } from '../fakes/sessions';
import { pageFrom } from '../fixtures/sites/page-from';
import { hostileTexts, queryOf, randomTexts, termsOf } from '../hostile-terms';
import { startRequestTracker, type RunningRequestTracker } from './request-tracker';

/** The double and a real Request Tracker with the same desk are asked the same things, by people with different rights. */
const company = loadCompany();
const fake = createRequestTrackerFake(company);
const started = await startRequestTracker({ company, searchesTexts: true });
const rt: RunningRequestTracker | null = 'skipped' in started ? null : started;
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';

const home = 'https://rt.acme.test';
/** Staff with all queues but one, staff with one queue and no comments, a customer, the security desk, an administrator. */
const people = ['dana.reyes', 'sam.okafor', 'ella.brooks', 'omar.haddad'] as const;
type PersonId = (typeof people)[number];

const cookies = new Map<string, { real: string; double: string }>();
beforeAll(async () => {
  if (!rt) return;
  for (const person of people) {
    const real = cookieHeader(await rt.signInCookies(person));
    cookies.set(person, { real, double: cookieHeader(fake.signIn(person)) });
  }
});
afterAll(async () => {
  await rt?.stop();
});

interface Pair<T> {
  real: T;
  double: T;
}

/** One GET of both; each answer's own address becomes the same. */
async function askBoth(
  path: string,
  person: PersonId | null,
  headers: Record<string, string> = {},
): Promise<Pair<{ status: number; location: string | null; text: string }>> {
  const known = person === null ? undefined : cookies.get(person);
  const read = async (response: Response, own: string) => ({
    status: response.status,
    location:
      response.headers
        .get('location')
        ?.replace(own, '')
        .replace(/next=.*/, 'next=') ?? null,
    text: (await response.text()).replaceAll(own, home),
  });
  const real = { ...headers, ...(known && { cookie: known.real }) };
  const double = { ...headers, ...(known && { cookie: known.double }) };
  const base = rt?.baseUrl ?? '';
  return {
    real: await read(await fetch(base + path, { headers: real, redirect: 'manual' }), base),
    double: await read(await fake.handle(new Request(home + path, { headers: double })), home),
  };
}

const rest = (path: string, parameters: Record<string, string> = {}) => {
  const query = new URLSearchParams(parameters).toString();
  return `/REST/2.0/${path}${query === '' ? '' : `?${query}`}`;
};

/** What both say, without numbers that each counts for itself and without members that only the real one has. */
function said(text: string, members: readonly string[]): unknown {
  const kept: unknown = JSON.parse(text, function (this: unknown, name, value: unknown) {
    if (name === '' || /^\d+$/.test(name) || members.includes(name)) return value;
    return undefined;
  });
  return kept;
}

async function expectSame(
  path: string,
  person: PersonId,
  members: readonly string[],
): Promise<Pair<{ status: number; text: string }>> {
  const { real, double } = await askBoth(path, person);
  expect([double.status, said(double.text, members)], `${person} ${path}`).toEqual([
    real.status,
    said(real.text, members),
  ]);
  return { real, double };
}

const listMembers = ['items', 'count', 'total', 'page', 'pages', 'per_page'];

describe.runIf(rt)(`the double answers like Request Tracker${why}`, () => {
  test.each([
    ['nobody', {}],
    ['a browser', { 'user-agent': 'Mozilla/5.0' }],
    ['a session that ended', { cookie: 'RT_SID_acme.443=0123456789abcdef' }],
  ])('%s is turned away alike', async (_, headers) => {
    for (const path of [
      '/REST/2.0/rt',
      '/REST/2.0/ticket/1047',
      '/Ticket/Display.html?id=1047',
      '/SelfService/',
      '/',
      '/SelfService/Article/Search.html',
    ]) {
      const { real, double } = await askBoth(path, null, headers);
      expect([double.status, double.location], path).toEqual([real.status, real.location]);
    }
  });

  describe.each(people)('%s', (person) => {
    test('one ticket', async () => {
      for (const id of [
        ...company.tickets.filter(({ home: at }) => at === 'rt').map((each) => each.id),
        '1051',
        '9999',
        '0',
        'abc',
      ]) {
        const members = ['id', 'message', 'Subject', 'Status', 'Queue', 'Name', 'Owner', 'RealName', 'Requestor', 'Priority', 'Created', 'LastUpdated', 'Resolved', 'EffectiveId', 'Creator']; // prettier-ignore
        await expectSame(
          rest(`ticket/${id}`, { 'fields[Queue]': 'Name', 'fields[Owner]': 'Name,RealName' }),
          person,
          members,
        );
      }
    });

    test.each([
      "Subject LIKE 'badge'",
      "Subject LIKE 'SAP' AND Status = '__Inactive__' AND Status != 'rejected'",
      "(Subject LIKE 'sap' AND Subject LIKE 'lock') OR Subject LIKE 'jenkins'",
      "Subject LIKE 'O\\'Brien'",
      'Subject LIKE "Gate 4"',
      "Subject LIKE 'a_e'",
      "Subject LIKE '%'",
      "Subject LIKE 'x\\\\\\' OR id > 0'",
      "Content LIKE 'Credential'",
      "Content LIKE 'nobody wrote this'",
      "Queue = 'Helpdesk' AND Status = 'resolved'",
      "(Queue = 'Facilities' OR Queue = 'Security') AND id > 0",
      "Queue = 'No such queue' AND id > 0",
      'id = 1048',
      'id = 1051',
      "LastUpdated > '2026-11-01' AND id > 0",
      "Status = '__Active__'",
      "Subject LIKE 'x' ORDER BY id",
      'Subject LIKE',
      "Subject LIKE 'a' 'b'",
      '',
    ])('a search for %s', async (query) => {
      const asked = { query, fields: 'Subject,Status,LastUpdated', orderby: 'LastUpdated', order: 'DESC' };
      await expectSame(rest('tickets', asked), person, [
        ...listMembers,
        'id',
        'Subject',
        'Status',
        'LastUpdated',
      ]);
    });

    test('a history, and the texts that belong to it', async () => {
      for (const id of ['1041', '1042', '1047', '1048', '1051', '1050', '9999']) {
        const wanted = ['Create', 'Correspond', 'Comment', 'Status'].map((value) => ({
          field: 'Type',
          value,
        }));
        const asked = {
          query: JSON.stringify(wanted),
          fields: 'Type,Created,Creator,ObjectId',
          per_page: '100',
        };
        const members = [...listMembers.filter((name) => name !== 'per_page'), 'Type', 'Created', 'ObjectId'];
        const pair = await expectSame(rest(`ticket/${id}/history`, asked), person, members);
        const texts = async (side: keyof typeof pair) => {
          const ids = [...pair[side].text.matchAll(/"_url"\s*:\s*"[^"]*\/transaction\/(\d+)"/g)].map(
            ([, number = '']) => number,
          );
          const conditions = [
            { field: 'ContentType', operator: 'STARTSWITH', value: 'text/' },
            { field: 'Filename', operator: 'IS', value: 'NULL' },
            ...ids.map((value) => ({ field: 'TransactionId', value })),
          ];
          const fields = 'TransactionId,ContentType,Content,Filename';
          const path = rest(`ticket/${id}/attachments`, {
            query: JSON.stringify(conditions),
            fields,
            per_page: '100',
          });
          const { text } = (await askBoth(path, person))[side];
          return said(text, ['items', 'count', 'ContentType', 'Content', 'Filename']);
        };
        // Of nothing, RT tells everything: what its mails say is not compared.
        if (!/"transaction"/.test(pair.real.text)) continue;
        expect(await texts('double'), id).toEqual(await texts('real'));
      }
    });

    test.each([
      [[{ field: 'Name', operator: 'LIKE', value: 'badge' }]],
      [
        [
          { field: 'Name', operator: 'LIKE', value: 'BADGE' },
          { field: 'Name', operator: 'LIKE', value: 'label' },
        ],
      ],
      [
        [
          { field: 'Name', operator: 'LIKE', value: 'badge' },
          { field: 'Summary', operator: 'LIKE', value: 'roll' },
        ],
      ],
      [[{ field: 'CustomField.{Content}', operator: 'LIKE', value: 'riser' }]],
      [[{ field: 'CustomField.{Body}', operator: 'LIKE', value: 'green' }]],
      [
        [
          { field: 'CustomField.{Content}', operator: 'LIKE', value: 'green' },
          { field: 'CustomField.{Content}', operator: 'LIKE', value: 'riser' },
        ],
      ],
      [[{ field: 'CustomField.{Nope}', operator: 'LIKE', value: 'riser' }]],
      [[{ field: 'Nope', operator: 'LIKE', value: 'x' }]],
      [[{ field: 'Name', operator: 'LIKE', value: "o' OR 1=1 --" }]],
      [
        [
          { field: 'Name', operator: 'LIKE', value: 'a_e' },
          { field: 'Class', value: '2' },
        ],
      ],
      [[{ field: 'Name', operator: 'LIKE', value: 'laptop' }]],
      [[{ field: 'Name', operator: 'LIKE', value: 'réf日本 & "quoted"' }]],
      [[]],
    ])('articles by %j', async (conditions) => {
      const asked = {
        query: JSON.stringify(conditions),
        fields: 'Name,Summary,Class,Created,LastUpdated,LastUpdatedBy,Disabled',
        'fields[Class]': 'Name',
        'fields[LastUpdatedBy]': 'Name,RealName',
        orderby: 'LastUpdated',
        order: 'DESC',
      };
      await expectSame(rest('articles', asked), person, [...listMembers, 'id', 'type', 'Name', 'Summary', 'Class', 'Created', 'LastUpdated', 'LastUpdatedBy', 'RealName', 'Disabled']); // prettier-ignore
    });

    test('queues, classes and single articles', async () => {
      for (const list of ['queues', 'classes']) {
        await expectSame(rest(`${list}/all`, { fields: 'Name' }), person, [...listMembers, 'id', 'Name']);
      }
      for (const id of ['1', '2', '3', '4', '99']) {
        await expectSame(rest(`article/${id}`), person, [
          'id',
          'message',
          'Name',
          'Summary',
          'LastUpdated',
          'Disabled',
        ]);
      }
    });

    test.each([
      '/',
      '/SelfService/',
      '/SelfService/Closed.html',
      '/Ticket/Display.html?id=1047',
      '/Ticket/Display.html?id=1051',
      '/Ticket/Display.html?id=1050',
      '/Ticket/Display.html?id=9999',
      '/Ticket/History.html?id=1047',
      '/SelfService/Display.html?id=1047',
      '/SelfService/Display.html?id=1050',
      '/SelfService/Display.html?id=9999',
      '/SelfService/Display.html?id=1051',
      '/Articles/Article/Display.html?id=1',
      '/Articles/Article/Display.html?id=4',
      '/Articles/Article/Display.html?id=77',
      '/SelfService/Article/Display.html?id=2',
      '/Ticket/1047',
      '/Search/Simple.html?q=1047',
      '/Articles/Article/Search.html',
    ])('%s says the same of itself, and is read alike', async (path) => {
      // prettier-ignore
      const { real, double } = await askBoth(path, person);
      expect([double.status, double.location]).toEqual([real.status, real.location]);
      if (real.location !== null) return;
      const facts = async (html: string) => {
        const page = pageFrom(html, home + path);
        const { document } = page;
        const match = site.match(page.url, exampleHosts);
        return {
          title: document.title.trim(),
          heading: document.querySelector('#header h1')?.textContent.trim(),
          component: document.body.id,
          reading: match && (await site.read(page, match, AbortSignal.timeout(10_000))),
        };
      };
      expect(await facts(double.text)).toEqual(await facts(real.text));
    });

    test('the connector reads the same from both', async () => {
      const ask = async (side: 'real' | 'double'): Promise<unknown> => {
        const base = side === 'real' ? (rt?.baseUrl ?? '') : home;
        const cookie = cookies.get(person)?.[side] ?? '';
        const answer = (request: Request) => (side === 'real' ? fetch(request) : fake.handle(request));
        const io = createTestIo(base, answer, { cookie });
        const source = sourceOf('request-tracker', base);
        const user = await requestTracker.identify(source, io);
        const told = await readEverything({ ...io, user }, source);
        return JSON.parse(JSON.stringify({ user, told }).replaceAll(base, home));
      };
      expect(await ask('double')).toEqual(await ask('real'));
    });
  });

  test('whatever people type, RT understands the question as the double does', async () => {
    const texts = [...hostileTexts, ...randomTexts(40), "x' OR id > 0 OR Subject LIKE 'y", '%', '___', "\\'"];
    const ask = async (side: 'real' | 'double') => {
      const base = side === 'real' ? (rt?.baseUrl ?? '') : home;
      const statuses = new Set<number>();
      const answer = async (request: Request) => {
        const response = await (side === 'real' ? fetch(request) : fake.handle(request));
        statuses.add(response.status);
        return response;
      };
      const io = createTestIo(base, answer, { cookie: cookies.get('dana.reyes')?.[side] ?? '' });
      const source = sourceOf('request-tracker', base);
      const found: Record<string, string[]> = {};
      for (const text of texts) {
        const query = queryOf(termsOf([text, `${text} zzqy`], 'identifier'));
        const articles = await requestTracker.search(query, source, io);
        const tickets = (await requestTracker.similarTickets?.(query, source, io)) ?? [];
        found[text] = [...articles, ...tickets].map(({ id }) => id);
      }
      return { found, statuses: [...statuses] };
    };
    const real = await ask('real');
    expect(real.statuses).toEqual([200]);
    expect(await ask('double')).toEqual(real);
    expect(real.found["x' OR id > 0 OR Subject LIKE 'y"]).toEqual([]);
  });
});

/** Documents by every way the connector has, failures by their kind. */
async function readEverything(io: ConnectorIo, source: ReturnType<typeof sourceOf>): Promise<unknown> {
  const queries = [
    [word('badge'), word('reader'), word('red')],
    [identifier('build-mu-03'), word('Jenkins'), word('offline')],
    [identifier('SAP_P01'), word('locked')],
    [word('label'), word('printers'), word('blank')],
    [word('laptop'), word('train')],
    [word('vouchers')],
  ].map((terms) => queryOf(terms));
  const kindOf = (error: unknown) => {
    if (error instanceof DesksideError) return error.kind;
    throw error;
  };
  const found = [];
  for (const query of queries) {
    const articles = await requestTracker.search(query, source, io);
    const tickets = await requestTracker.similarTickets?.(query, source, io);
    found.push({ articles, tickets });
  }
  const documents = [];
  for (const id of [
    ...company.tickets.filter(({ home: at }) => at === 'rt').map((ticket) => ticket.id),
    '1051',
    '9999',
  ]) {
    const ref = { kind: 'ticket', id, idType: 'id', within: null } as const;
    documents.push(await requestTracker.fetchOne(ref, source, io).catch(kindOf));
  }
  for (const id of ['1', '2', '3', '4', '99']) {
    const ref = { kind: 'article', id, idType: 'id', within: null } as const;
    documents.push(await requestTracker.fetchOne(ref, source, io).catch(kindOf));
  }
  return { found, documents, scopes: await requestTracker.listScopes?.(source, io) };
}

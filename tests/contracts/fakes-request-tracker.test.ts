import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadCompany } from '../fakes/company';
import type { Fake } from '../fakes/fake';
import { createRequestTrackerFake } from '../fakes/request-tracker';
import { cookieHeader } from '../fakes/sessions';

const company = loadCompany();
const home = 'https://rt.acme.test';
let rt: Fake;

beforeEach(() => {
  rt = createRequestTrackerFake(company);
});

function ask(path: string, as: string | null = null, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) headers.set('cookie', cookieHeader(rt.signIn(as)));
  return rt.handle(new Request(home + path, { ...init, headers }));
}

const listSchema = z.looseObject({
  items: z.array(z.looseObject({ id: z.string() })),
  total: z.number().nullable(),
  pages: z.number().nullable(),
});

async function list(path: string, parameters: Record<string, string>, as = 'dana.reyes') {
  const response = await ask(`/REST/2.0/${path}?${new URLSearchParams(parameters)}`, as);
  expect(response.status).toBe(200);
  return listSchema.parse(await response.json());
}

const found = async (query: string, as?: string) =>
  (await list('tickets', { query, fields: 'Subject' }, as)).items.map(({ id }) => id);
const articles = async (conditions: unknown, as?: string) =>
  (await list('articles', { query: JSON.stringify(conditions) }, as)).items.map(({ id }) => id);

describe('a session', () => {
  test('is begun by the form, which knows where it was going', async () => {
    const sent = await ask('/Ticket/Display.html?id=1047');
    expect([sent.status, sent.headers.get('location')]).toEqual([
      302,
      `/NoAuth/Login.html?next=${encodeURIComponent('/Ticket/Display.html?id=1047')}`,
    ]);
    const form = (user: string, pass: string, next: string) =>
      ask('/NoAuth/Login.html', null, { method: 'POST', body: new URLSearchParams({ user, pass, next }) });
    expect(await (await form('dana.reyes', 'wrong', '')).text()).toContain(
      'username or password is incorrect',
    );
    const right = await form(
      'dana.reyes',
      company.person('dana.reyes').password,
      '/Ticket/Display.html?id=1047',
    );
    expect(right.headers.get('location')).toBe('/Ticket/Display.html?id=1047');
    expect(right.headers.get('set-cookie')).toMatch(/^RT_SID_acme\.443=.*HttpOnly/);
    const elsewhere = await form('dana.reyes', company.person('dana.reyes').password, '//evil.example/');
    expect(elsewhere.headers.get('location')).toBe('/');
  });

  test('is wanted by everything but the form; programs are told, browsers are sent', async () => {
    expect((await ask('/REST/2.0/rt')).status).toBe(401);
    const browser = await ask('/REST/2.0/rt', null, { headers: { 'user-agent': 'Mozilla/5.0' } });
    expect([browser.status, browser.headers.get('location')]).toEqual([302, '/']);
    expect((await ask('/NoAuth/Login.html')).status).toBe(200);
  });

  test('is over after the sign-out', async () => {
    const cookie = cookieHeader(rt.signIn('dana.reyes'));
    const again = () => rt.handle(new Request(`${home}/REST/2.0/rt`, { headers: { cookie } }));
    expect((await again()).status).toBe(200);
    rt.signOut('dana.reyes');
    expect((await again()).status).toBe(302);
  });
});

describe('rights', () => {
  test.each([
    ['dana.reyes', '1047', 200],
    ['dana.reyes', '1050', 403],
    ['sam.okafor', '1047', 403],
    ['sam.okafor', '1041', 200],
    ['ella.brooks', '1047', 200],
    ['ella.brooks', '1041', 403],
    ['omar.haddad', '1050', 200],
    ['mateo.ruiz', '1050', 200],
    ['admin', '1050', 200],
  ])('%s asks for ticket %s: %i', async (person, id, status) => {
    expect((await ask(`/REST/2.0/ticket/${id}`, person)).status).toBe(status);
  });

  test('are the same in lists: nobody finds or reads what is closed to them', async () => {
    expect(await found('id > 0', 'ella.brooks')).toEqual(['1043', '1047', '1048']);
    expect(await found("Queue = 'Facilities' AND id > 0", 'sam.okafor')).toEqual([]);
    const types = async (person: string) =>
      (await list('ticket/1047/history', { fields: 'Type', per_page: '100' }, person)).items.map(
        (row) => row['Type'],
      );
    expect(await types('dana.reyes')).toContain('Comment');
    expect(await types('ella.brooks')).not.toContain('Comment');
    expect(await types('sam.okafor')).toEqual([]);
    expect((await list('ticket/1050/attachments', { fields: 'Content' })).items).toEqual([]);
  });

  test('of a class decide who sees its articles', async () => {
    const laptop = [{ field: 'Name', operator: 'LIKE', value: 'laptop' }];
    expect([await articles(laptop), await articles(laptop, 'omar.haddad')]).toEqual([[], ['4']]);
    expect((await ask('/REST/2.0/article/4', 'dana.reyes')).status).toBe(403);
  });
});

describe('tickets', () => {
  test('that were merged answer as one, whose history holds both', async () => {
    const merged = z
      .looseObject({ id: z.number() })
      .parse(await (await ask('/REST/2.0/ticket/1051', 'dana.reyes')).json());
    expect(merged.id).toBe(1048);
    expect(await found('id = 1051')).toEqual([]);
    const { items } = await list('ticket/1048/history', { fields: 'Type,ObjectId', per_page: '100' });
    expect(items.filter((row) => row['Type'] === 'Create').map((row) => row['ObjectId'])).toEqual([
      '1048',
      '1051',
    ]);
  });

  test.each([
    ["Subject LIKE 'BADGE'", ['1047', '1048']],
    ["Subject LIKE 'badge' AND Status = '__Inactive__'", ['1047']],
    ["Subject LIKE 'O\\'Brien' OR Subject LIKE \"Gate 4\"", ['1043']],
    ["(Subject LIKE 'sap' OR Subject LIKE 'jenkins') AND Status = 'resolved'", ['1041', '1042']],
    ["Content LIKE 'Credential Manager' AND Content LIKE 'old password'", ['1042']],
    ["Content LIKE 'Credential Manager' AND Content LIKE 'purchasing report'", []],
    ["LastUpdated > '2 days ago' AND LastUpdated < '1970-01-01'", []],
    ["Status = '__Inactive__' AND Status != 'resolved'", ['1046']],
    ['', []],
  ])('are found by %s', async (query, ids) => {
    expect((await found(query)).sort()).toEqual(ids);
  });

  test.each([
    "Subject LIKE 'x' ORDER BY id",
    'Subject LIKE',
    "Subject LIKE 'open",
    "Nonsense = 'x'",
    '(id > 0',
  ])('are not found by %s, which is 400 with the reason', async (query) => {
    const response = await ask(`/REST/2.0/tickets?${new URLSearchParams({ query })}`, 'dana.reyes');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/\w/) });
  });

  test('come in pages, newest first where that is asked', async () => {
    const page = (number: string) =>
      list('tickets', { query: 'id > 0', orderby: 'LastUpdated', order: 'DESC', per_page: '4', page: number, fields: 'LastUpdated' }); // prettier-ignore
    const first = await page('1');
    const times = first.items.map((row) => String(row['LastUpdated']));
    expect([...times].sort().reverse()).toEqual(times);
    const pages = Math.ceil((first.total ?? 0) / 4);
    expect([first.pages, first['next_page']]).toEqual([pages, expect.stringContaining('page=2')]);
    expect((await page(String(pages)))['next_page']).toBeUndefined();
  });
});

describe('articles', () => {
  test.each([
    [[{ field: 'Name', operator: 'LIKE', value: 'badge' }, { field: 'Name', operator: 'LIKE', value: 'label' }], ['1', '2']], // prettier-ignore
    [[{ field: 'Name', operator: 'LIKE', value: 'badge' }, { field: 'Summary', operator: 'LIKE', value: 'labels' }], []], // prettier-ignore
    [[{ field: 'CustomField.{Content}', operator: 'LIKE', value: 'riser' }], ['1']],
    [[{ field: 'CustomField.{Nope}', operator: 'LIKE', value: 'riser' }], []],
    [[{ field: 'Nope', operator: 'LIKE', value: 'x' }], []],
    [[], []],
  ])('by %j are %j', async (conditions, ids) => {
    expect((await articles(conditions)).sort()).toEqual(ids);
  });

  test('are asked for by POST, too', async () => {
    const response = await ask('/REST/2.0/articles?fields=Name', 'dana.reyes', {
      method: 'POST',
      body: JSON.stringify([{ field: 'Name', operator: 'LIKE', value: 'voucher' }]),
      headers: { 'content-type': 'application/json' },
    });
    expect(listSchema.parse(await response.json()).items.map(({ id }) => id)).toEqual(['3']);
  });
});

describe('pages', () => {
  test('send customers to their own, and tell them with 200 what they may not see', async () => {
    const sent = await ask('/Ticket/Display.html?id=1047', 'ella.brooks');
    expect([sent.status, sent.headers.get('location')]).toEqual([302, '/SelfService/Display.html?id=1047']);
    const closed = await ask('/SelfService/Display.html?id=1050', 'ella.brooks');
    expect([closed.status, (await closed.text()).includes('<title>RT Error</title>')]).toEqual([200, true]);
  });

  test('of the staff fetch the history, those of customers hold it, without comments', async () => {
    const staff = await (await ask('/Ticket/Display.html?id=1047', 'dana.reyes')).text();
    expect(staff).toContain('id="delayed_ticket_history"');
    expect(staff).not.toContain('switched off the controller');
    const fetched = await (await ask('/Helpers/TicketHistory?id=1047', 'dana.reyes')).text();
    expect(fetched).toContain('Third time this year');
    const customer = await (await ask('/SelfService/Display.html?id=1047', 'ella.brooks')).text();
    expect(customer).toContain('switched off the controller');
    expect(customer).not.toContain('Third time this year');
  });

  test('cannot be left by what people wrote', async () => {
    const page = await (await ask('/Ticket/Display.html?id=1043', 'dana.reyes')).text();
    expect(page).toContain(
      'Label printer &quot;Gate 4&quot; prints blank labels since O&#39;Brien&#39;s change',
    );
    const history = await (await ask('/Helpers/TicketHistory?id=1043', 'dana.reyes')).text();
    expect(history).toContain('&lt;GS1-128&gt; &amp; &quot;ready&quot;');
  });
});

test('every fact the double relies on says how it is known', () => {
  expect(rt.facts.length).toBeGreaterThan(5);
  for (const { fact, known, reference } of rt.facts) {
    expect([fact, reference].every((text) => text.length > 3) && known === 'measured').toBe(true);
  }
});

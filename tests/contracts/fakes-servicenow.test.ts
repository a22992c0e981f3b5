import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Window } from 'happy-dom';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadCompany, type Company } from '../fakes/company';
import { quietModes } from '../fakes/fake';
import { companyLinks, toHtml, toPlainText } from '../fakes/markdown';
import { serveCompany, type CompanyServer } from '../fakes/serve';
import { createServicenowFake, type ServicenowFake } from '../fakes/servicenow';
import { parseEncodedQuery } from '../fakes/servicenow/encoded-query';
import { cookieHeader, maySee } from '../fakes/sessions';

const company = loadCompany();
const incident = '3a536cdbeb2d62efa52047b0d62c037a';
const origin = 'https://acme.service-now.com';
let fake: ServicenowFake;
let cookies: Map<string, string>;

beforeEach(() => {
  fake = createServicenowFake(company);
  cookies = new Map();
});

function cookieOf(person: string): string {
  const known = cookies.get(person) ?? cookieHeader(fake.signIn(person));
  cookies.set(person, known);
  return known;
}

interface AskOptions {
  as?: string | null;
  token?: string | null;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

function ask(path: string, options: AskOptions = {}): Promise<Response> {
  const person = options.as === undefined ? 'dana.reyes' : options.as;
  const cookie = person === null ? null : cookieOf(person);
  const token = options.token === undefined && person !== null ? fake.pageToken(person) : options.token;
  const headers = new Headers(options.headers);
  if (cookie) headers.set('cookie', cookie);
  if (token) headers.set('x-usertoken', token);
  const { method = 'GET', body, signal } = options;
  return fake.handle(new Request(origin + path, { method, headers, body, signal }));
}

const cellSchema = z.object({ display_value: z.string(), value: z.string() });
const rowSchema = z.record(z.string(), z.string());
const rowsSchema = z.object({ result: z.array(rowSchema) });

async function rows(query: string, options: AskOptions & { table?: string; fields?: string } = {}) {
  const parameters = new URLSearchParams({
    sysparm_query: query,
    sysparm_fields: options.fields ?? 'number',
    sysparm_exclude_reference_link: 'true',
  });
  const response = await ask(`/api/now/table/${options.table ?? 'incident'}?${parameters}`, options);
  return rowsSchema.parse(await response.json()).result;
}

async function numbers(query: string, options: AskOptions & { table?: string } = {}): Promise<string[]> {
  return (await rows(query, options)).map((row) => row.number ?? '');
}

async function dom(response: Response) {
  const window = new Window({ url: origin, settings: { disableJavaScriptEvaluation: true } });
  return new window.DOMParser().parseFromString(await response.text(), 'text/html');
}

describe('the company', () => {
  test('every link between articles leads to an article', () => {
    const linkFor = companyLinks(company.articles);
    const broken = company.articles.filter((article) => toHtml(article, { linkFor }).includes('/missing/'));
    expect(broken.map((article) => article.slug)).toEqual([]);
  });

  test('a malformed file is named in the error', () => {
    const folder = mkdtempSync(join(tmpdir(), 'acme-'));
    for (const name of ['articles', 'tickets']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'people.yaml'), '[]');
    writeFileSync(join(folder, 'articles', 'half.md'), '---\nid: KB1\nhome: nowhere\n---\nText');
    expect(() => loadCompany(folder)).toThrow(/half\.md/);
    rmSync(folder, { recursive: true });
  });

  test('an unknown person is an error, not nobody', () => {
    expect(() => company.person('nobody')).toThrow('nobody');
  });

  test('call-outs, code and links take the shape the vendor wants', () => {
    const body = '> **Warning:** Not *here*.\n\n```sh\na < b\n```\n\n[x](acme:y#z)';
    const html = toHtml(
      { body },
      {
        linkFor: (slug) => `https://kb.test/${slug}`,
        callout: (kind, inner) => `<x-${kind}>${inner.trim()}</x-${kind}>`,
        code: (text, language) => `<x-code>${language}:${text}</x-code>`,
      },
    );
    expect(html).toContain('<x-warning><p>Not <em>here</em>.</p></x-warning>');
    expect(html).toContain('<x-code>sh:a < b</x-code>');
    expect(html).toContain('<a href="https://kb.test/y#z">x</a>');
    expect(toPlainText({ body })).toBe('Warning: Not here.\na < b\nx');
  });

  test.each([
    ['dana.reyes', 'all', true],
    ['dana.reyes', ['helpdesk', 'security'], true],
    ['dana.reyes', ['hr'], false],
    [null, 'all', true],
    [null, ['hr'], false],
  ] as const)('%s and %j: %s', (person, visibility, may) => {
    const list = visibility === 'all' ? visibility : [...visibility];
    expect(maySee(person === null ? null : company.person(person), list)).toBe(may);
  });
});

describe('sessions', () => {
  test('the API wants the cookie and the page token of the same session', async () => {
    const path = '/api/now/table/incident?sysparm_limit=1';
    fake.signIn('sam.okafor');
    const refused = [
      await ask(path, { as: null }),
      await ask(path, { token: null }),
      await ask(path, { token: fake.pageToken('sam.okafor') }),
    ];
    for (const response of refused) {
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic/);
      expect(await response.json()).toMatchObject({ error: { message: 'User Not Authenticated' } });
    }
    expect((await ask(path)).status).toBe(200);
  });

  test('the token a page shows is the one the API takes, in the global and in the form', async () => {
    const html = await (await ask(`/incident.do?sys_id=${incident}`)).text();
    const token = fake.pageToken('dana.reyes');
    expect(/var g_ck = '([^']+)'/.exec(html)?.[1]).toBe(token);
    expect(html).toContain(`name="sysparm_ck" id="sysparm_ck" value="${token}"`);
  });

  test('a page without a session leads to the login form, and the form signs in', async () => {
    const path = `/incident.do?sys_id=${incident}`;
    const away = await ask(path, { as: null });
    expect(away.status).toBe(302);
    const location = away.headers.get('location') ?? '';
    expect(location).toMatch(/^\/login\.do\?/);
    const form = await dom(await ask(location, { as: null }));
    expect(form.querySelector('form#login input[name=user_password]')).not.toBeNull();
    const goto = form.querySelector('[name=sysparm_goto_url]')?.getAttribute('value') ?? '';
    const send = (password: string) =>
      ask('/login.do', {
        as: null,
        method: 'POST',
        body: new URLSearchParams({
          user_name: 'dana.reyes',
          user_password: password,
          sysparm_goto_url: goto,
        }).toString(),
      });
    expect((await send('wrong')).status).toBe(200);
    const signedIn = await send('dana-demo-1');
    expect(signedIn.headers.get('location')).toBe(path);
    const cookie = signedIn.headers.getSetCookie().find((each) => each.startsWith('JSESSIONID='));
    expect(cookie).toMatch(/HttpOnly.*SameSite=None/);
    const page = await fake.handle(
      new Request(origin + path, { headers: { cookie: cookie?.split(';')[0] ?? '' } }),
    );
    expect(await page.text()).toContain('INC0010023');
  });

  test('inside a frame the login form comes with 200, no redirect', async () => {
    const response = await ask('/incident.do?sys_id=x', {
      as: null,
      headers: { 'sec-fetch-dest': 'iframe' },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('id="user_password"');
  });

  test('signing out ends the session for pages and API', async () => {
    const token = fake.pageToken((cookieOf('dana.reyes'), 'dana.reyes'));
    await ask('/logout.do');
    expect((await ask('/api/now/table/incident', { token })).status).toBe(401);
    expect((await ask('/home.do')).status).toBe(302);
  });

  test('an impersonating administrator sees what the other sees, in the same session', async () => {
    const hr = 'number=INC0010038';
    expect(await numbers(hr, { as: 'admin' })).toEqual([]);
    const hana = company.person('hana.weiss').servicenowSysId;
    const answer = await ask(`/api/now/ui/impersonate/${hana}`, { as: 'admin', method: 'POST' });
    expect(answer.status).toBe(200);
    expect(await numbers(hr, { as: 'admin' })).toEqual(['INC0010038']);
    fake.impersonate('admin', 'sam.okafor');
    const [me] = await rows('sys_id=javascript:gs.getUserID()', {
      as: 'admin',
      table: 'sys_user',
      fields: 'user_name',
    });
    expect(me).toEqual({ user_name: 'sam.okafor' });
    expect((await ask(`/api/now/ui/impersonate/${hana}`, { method: 'POST' })).status).toBe(403);
  });
});

describe('encoded queries', () => {
  test.each([
    ['number=INC0010023', ['INC0010023']],
    ['number=inc0010023', ['INC0010023']],
    ['numberININC0010023,INC0010025^ORDERBYDESCnumber', ['INC0010025', 'INC0010023']],
    ['number=INC0010025^ORnumber=INC0010023^ORDERBYnumber', ['INC0010023', 'INC0010025']],
    ['number=INC0010023^priority=1^NQnumber=INC0010025', ['INC0010025']],
    ['caller_id.user_name=mateo.ruiz^short_descriptionLIKEvpn^number=INC0010023', ['INC0010023']],
    ['number=INC0010023^close_notesISEMPTY', ['INC0010023']],
    ['number=INC0010023^close_notesISNOTEMPTY', []],
    ['number=INC0010023^sys_created_on>=2026-11-17 14:12:00', ['INC0010023']],
    ['number=INC0010023^sys_created_on>2026-11-17 14:12:00', []],
    ['numberSTARTSWITHINC001002^state!=2^number=INC0010023', []],
  ])('%s', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  test('a value with ^ becomes a condition of its own: the injection the product allows', async () => {
    const value = 'nothing like this^ORnumber=INC0010025';
    expect(await numbers(`short_descriptionLIKE${value}`)).toEqual(['INC0010025']);
    expect(parseEncodedQuery('a=1^ORb=2^c=3').groups[0]?.all.map((either) => either.length)).toEqual([2, 1]);
  });

  test('a condition nobody understands is dropped, unless the instance says otherwise', async () => {
    const all = await numbers('');
    expect(all.length).toBeGreaterThan(10);
    expect(await numbers('no_such_field=1')).toEqual(all);
    expect(await numbers('just words')).toEqual(all);
    expect(await numbers('no_such_field=1^number=INC0010023')).toEqual(['INC0010023']);
    fake.settings.invalidQueryReturnsNoRows = true;
    expect(await numbers('no_such_field=1')).toEqual([]);
  });

  test('javascript: is evaluated, and the double remembers that it was', async () => {
    const recent = await numbers('sys_created_on>=javascript:gs.daysAgoStart(7)');
    const older = await numbers('sys_created_on<javascript:gs.daysAgoStart(7)');
    expect(recent).toContain('INC0010023');
    expect(older.length).toBeGreaterThan(0);
    expect(recent.filter((number) => older.includes(number))).toEqual([]);
    await numbers('short_description=javascript:new GlideRecord("sys_user")');
    expect(fake.scripts).toContain('new GlideRecord("sys_user")');
  });

  test('a day starts at midnight where the user sits', async () => {
    const now = () => Date.parse('2026-11-20T02:00:00Z');
    fake = createServicenowFake(company, { now });
    // In Boston it is still the 19th, so "today" began at 05:00 UTC of that day.
    const today =
      'number=INC0010023^sys_created_on<javascript:gs.daysAgoStart(0)^sys_created_on>=javascript:gs.daysAgoStart(2)';
    expect(await numbers(today)).toEqual(['INC0010023']);
    expect(await numbers(today.replace('daysAgoStart(2)', 'daysAgoStart(1)'))).toEqual([]);
  });

  test('a text query wants every word, its OR form any, and the best comes first', async () => {
    const every = await numbers('123TEXTQUERY321=vpn error 809');
    const any = await numbers('IR_OR_QUERY=vpn error 809');
    expect(every[0]).toMatch(/^INC00100(23|24)$/);
    expect(any.length).toBeGreaterThan(every.length);
    expect(await numbers('123TEXTQUERY321=vpn zzzunheardof')).toEqual([]);
    expect(await numbers('IR_AND_QUERY=vpn zzzunheardof')).toEqual([]);
    expect(any.slice(0, every.length)).toEqual(expect.arrayContaining(every));
    expect(await numbers('123TEXTQUERY321=vpn^stateIN6,7^number=INC0010023')).toEqual([]);
  });

  test('a field the person may not read cannot be asked for', async () => {
    const mine = 'number=INC0010023^';
    fake.edit('INC0010023', { work_notes: 'Reset twice already', comments: 'Any news?' });
    expect(await numbers(`${mine}work_notesLIKEtwice`)).toEqual([]);
    const criteria = 'can_read_user_criteriaISNOTEMPTY';
    const options = { table: 'kb_knowledge', fields: 'number' };
    expect(await rows(criteria, { ...options, as: 'hana.weiss' })).not.toEqual([]);
    const hana = {
      ...company.person('hana.weiss'),
      id: 'hana.guest',
      servicenowSysId: 'c'.repeat(32),
      roles: [],
    };
    fake = createServicenowFake({
      ...company,
      people: [...company.people, hana],
      person: (id) => (id === hana.id ? hana : company.person(id)),
    });
    expect(await rows(criteria, { ...options, as: hana.id })).toEqual([]);
  });

  test('an empty query asks for nothing', () => {
    expect(parseEncodedQuery('')).toEqual({ groups: [{ all: [], texts: [] }], order: [] });
  });
});

describe('table API', () => {
  test('display_value=all gives both; the value is UTC, the display in the reader\u2019s zone', async () => {
    const fields = 'number,state,caller_id,sys_updated_on,comments,caller_id.email';
    const path = `/api/now/table/incident/${incident}?sysparm_display_value=all&sysparm_exclude_reference_link=true&sysparm_fields=${fields}`;
    const schema = z.object({ result: z.record(z.string(), cellSchema) });
    const { result } = schema.parse(await (await ask(path)).json());
    expect(result.number).toEqual({ display_value: 'INC0010023', value: 'INC0010023' });
    expect(result.state).toEqual({ display_value: 'In Progress', value: '2' });
    expect(result.caller_id?.display_value).toBe('Mateo Ruiz');
    expect(result.caller_id?.value).toBe(company.person('mateo.ruiz').servicenowSysId);
    expect(result['caller_id.email']?.value).toBe('mateo.ruiz@acme.example');
    expect(result.sys_updated_on).toEqual({
      value: '2026-11-18 13:30:00',
      display_value: '2026-11-18 08:30:00',
    });
    expect(result.comments?.value).toBe('');
    expect(result.comments?.display_value).toMatch(
      /^2026-11-18 08:30:00 - Mateo Ruiz \(Additional comments\)\nOver the phone/,
    );
  });

  test('references carry a link unless asked to leave it out', async () => {
    const path = `/api/now/table/incident/${incident}?sysparm_fields=caller_id`;
    const sysId = company.person('mateo.ruiz').servicenowSysId;
    expect(await (await ask(path)).json()).toEqual({
      result: { caller_id: { link: `${origin}/api/now/table/sys_user/${sysId}`, value: sysId } },
    });
    expect(await (await ask(`${path}&sysparm_exclude_reference_link=true`)).json()).toEqual({
      result: { caller_id: sysId },
    });
  });

  test('counts, pages and links', async () => {
    const response = await ask(
      '/api/now/table/incident?sysparm_limit=3&sysparm_offset=3&sysparm_fields=number',
    );
    const total = Number(response.headers.get('x-total-count'));
    expect(rowsSchema.parse(await response.json()).result).toHaveLength(3);
    expect(total).toBe((await numbers('')).length);
    expect(response.headers.get('link')).toMatch(/sysparm_offset=6[^>]*>;rel="next"/);
    const uncounted = await ask('/api/now/table/incident?sysparm_no_count=true');
    expect(uncounted.headers.get('x-total-count')).toBeNull();
  });

  test('what a person may not see is not found, listed or counted', async () => {
    const hidden = 'number=INC0010038';
    expect(await numbers(hidden)).toEqual([]);
    const sysId = company.tickets.find((ticket) => ticket.id === 'INC0010038')?.sysId;
    expect((await ask(`/api/now/table/incident/${sysId}`)).status).toBe(404);
    expect(await numbers(hidden, { as: 'hana.weiss' })).toEqual(['INC0010038']);
    const mine = await rows('', { as: 'mateo.ruiz', fields: 'caller_id' });
    expect(new Set(mine.map((row) => row.caller_id))).toEqual(
      new Set([company.person('mateo.ruiz').servicenowSysId]),
    );
  });

  test('work notes are for agents; the journal table only where it is open', async () => {
    const noted = company.tickets.find(
      (ticket) => ticket.comments.some((comment) => comment.internal) && ticket.id.startsWith('INC'),
    );
    expect(noted, 'Acme needs a ServiceNow ticket with a work note').toBeDefined();
    const path = `/api/now/table/incident/${noted?.sysId}?sysparm_display_value=true&sysparm_fields=work_notes`;
    const resultSchema = z.object({ result: z.object({ work_notes: z.string() }) });
    const shown = resultSchema.parse(await (await ask(path)).json()).result.work_notes;
    expect(shown).toContain('(Work notes)');
    const journal = { table: 'sys_journal_field', fields: 'element,value' };
    expect(await rows(`element_id=${noted?.sysId}`, journal)).toEqual([]);
    fake.settings.journalTable = 'open';
    const entries = await rows(`element_id=${noted?.sysId}^elementINcomments,work_notes`, journal);
    expect(entries.map((entry) => entry.element)).toContain('work_notes');
  });

  test('an edit moves the revision and reaches the journal', async () => {
    const fields = 'sys_mod_count,sys_updated_on,state';
    const [before] = await rows('number=INC0010023', { fields });
    fake.edit('INC0010023', { state: '6', work_notes: 'Ports are open now.' }, 'nils.brandt');
    const [after] = await rows('number=INC0010023', { fields });
    expect(Number(after?.sys_mod_count)).toBe(Number(before?.sys_mod_count) + 1);
    expect((after?.sys_updated_on ?? '') > (before?.sys_updated_on ?? '')).toBe(true);
    expect(after?.state).toBe('6');
    expect(await (await ask(`/incident.do?sys_id=${incident}`)).text()).toContain('Ports are open now.');
  });

  test('a revoked document is refused by its id and dropped from lists', async () => {
    fake.modes.revoked.set('INC0010023', 'forbidden');
    expect((await ask(`/api/now/table/incident/${incident}`)).status).toBe(403);
    expect(await numbers('number=INC0010023')).toEqual([]);
    fake.modes.revoked.set('INC0010023', 'not-found');
    expect((await ask(`/api/now/table/incident/${incident}`)).status).toBe(404);
    expect(await (await ask(`/incident.do?sys_id=${incident}`)).text()).toContain('Record not found');
  });

  test('a parent table lists the records below it, with the fields it has itself', async () => {
    const hr = { table: 'sn_hr_core_case', as: 'hana.weiss' };
    const fields = 'number,sys_class_name,pay_period,opened_for';
    const listed = await rows('ORDERBYnumber', { ...hr, fields });
    expect(listed.map((row) => row.sys_class_name)).toEqual([
      'sn_hr_core_case_payroll',
      'sn_hr_core_case',
      'sn_hr_core_case',
    ]);
    expect(listed[0]).not.toHaveProperty('pay_period');
    const [task] = await rows('number=HRC0001001', { table: 'task', as: 'hana.weiss', fields });
    expect(task).toEqual({ number: 'HRC0001001', sys_class_name: 'sn_hr_core_case_payroll' });
  });

  test('cases of HR are for HR; REST is closed for people without a role, by whatever table', async () => {
    expect(await numbers('', { table: 'sn_hr_core_case' })).toEqual([]);
    expect(await numbers('numberSTARTSWITHCS^ORDERBYnumber', { table: 'task' })).toHaveLength(3);
    for (const as of ['mateo.ruiz', 'amelie.laurent']) {
      expect((await ask('/api/now/table/sn_hr_core_case', { as })).status).toBe(403);
      expect((await ask('/api/now/table/sn_customerservice_case', { as })).status).toBe(403);
      const tasks = await numbers('', { table: 'task', as });
      expect(tasks.filter((number) => /^(?:HRC|CS)/.test(number))).toEqual([]);
    }
    fake.settings.tables = { sn_hr_core_case: 'absent', incident: 'forbidden' };
    expect((await ask('/api/now/table/sn_hr_core_case')).status).toBe(400);
    expect((await ask('/api/now/table/incident')).status).toBe(403);
  });

  test('an unknown table is a bad request, and nothing can be written', async () => {
    expect((await ask('/api/now/table/no_such_table')).status).toBe(400);
    expect((await ask('/api/now/table/incident', { method: 'POST', body: '{}' })).status).toBe(405);
  });

  test('both versions of an article share its number; one is the latest', async () => {
    const options = { table: 'kb_knowledge', fields: 'latest,workflow_state' };
    const found = await rows('number=KB0010003', options);
    expect(found.map((row) => row.workflow_state).sort()).toEqual(['outdated', 'published']);
    expect(await rows('number=KB0010003^latest=true', options)).toHaveLength(1);
  });
});

describe('knowledge API', () => {
  const articleSchema = z.object({
    id: z.string(),
    number: z.string(),
    snippet: z.string(),
    fields: z.unknown(),
  });
  const answerSchema = z.object({
    result: z.object({
      meta: z.object({ count: z.number(), end: z.number() }),
      articles: z.array(articleSchema),
    }),
  });
  async function search(parameters: Record<string, string>, options: AskOptions = {}) {
    const path = `/api/sn_km_api/knowledge/articles?${new URLSearchParams(parameters)}`;
    return answerSchema.parse(await (await ask(path, options)).json()).result;
  }
  const numbersOf = (result: { articles: { number: string }[] }) =>
    result.articles.map((each) => each.number);

  test('finds published articles, best first, with a marked snippet and the fields asked for', async () => {
    const result = await search({ query: 'vpn error 809', fields: 'sys_updated_on,workflow_state' });
    expect(result.articles[0]).toMatchObject({
      number: 'KB0010001',
      fields: { workflow_state: { value: 'published', display_value: 'Published', label: 'Workflow' } },
    });
    expect(result.articles[0]?.id).toMatch(/^kb_knowledge:[0-9a-f]{32}$/);
    expect(result.articles[0]?.snippet).toContain('<B>');
  });

  test('searches one language unless told "all"', async () => {
    const german = company.articles.find((article) => article.home === 'servicenow' && article.lang === 'de');
    const words = { query: german?.title ?? '', limit: '50' };
    expect(numbersOf(await search(words))).not.toContain(german?.id);
    expect(numbersOf(await search({ ...words, language: 'all' }))[0]).toBe(german?.id);
    expect(numbersOf(await search({ ...words, language: 'de' }))).toContain(german?.id);
  });

  test('pages with limit and offset, narrows with filter and kb', async () => {
    const whole = await search({ query: 'vpn', limit: '50' });
    const second = await search({ query: 'vpn', limit: '2', offset: '1' });
    expect(numbersOf(second)).toEqual(numbersOf(whole).slice(1, 3));
    expect(second.meta).toEqual(expect.objectContaining({ count: whole.meta.count, end: 3 }));
    expect(numbersOf(await search({ query: 'vpn', filter: 'number=KB0010001' }))).toEqual(['KB0010001']);
    expect(numbersOf(await search({ query: 'vpn', kb: '0'.repeat(32) }))).toEqual([]);
  });

  test('an article outside the reader\u2019s criteria is neither found nor read', async () => {
    const restricted = company.articles.find(
      (each) => each.home === 'servicenow' && each.visibility !== 'all',
    );
    const query = { query: restricted?.title ?? '', limit: '50', language: 'all' };
    const path = `/api/sn_km_api/knowledge/articles/${restricted?.id}`;
    expect(numbersOf(await search(query, { as: 'hana.weiss' }))).toContain(restricted?.id);
    expect((await ask(path, { as: 'hana.weiss' })).status).toBe(200);
    expect(numbersOf(await search(query, { as: 'sam.okafor' }))).not.toContain(restricted?.id);
    expect((await ask(path, { as: 'sam.okafor' })).status).toBe(403);
  });

  test('reads one by number or sys_id, and counts a view however update_view is set', async () => {
    const views = async () =>
      (
        await rows('number=KB0010001^latest=true', { table: 'kb_knowledge', fields: 'sys_id,sys_view_count' })
      )[0];
    const before = await views();
    for (const id of ['KB0010001', before?.sys_id]) {
      const answer: unknown = await (await ask(`/api/sn_km_api/knowledge/articles/${id}`)).json();
      expect(answer).toMatchObject({ result: { number: 'KB0010001', template: false } });
    }
    expect(await views()).toEqual(before);
    await ask('/api/sn_km_api/knowledge/articles/KB0010001?update_view=false');
    expect(Number((await views())?.sys_view_count)).toBe(Number(before?.sys_view_count) + 1);
  });

  test('without its plugin there is no such path', async () => {
    fake.settings.knowledgeApi = false;
    expect((await ask('/api/sn_km_api/knowledge/articles?query=vpn')).status).toBe(404);
  });
});

describe('modes', () => {
  const path = '/api/now/table/incident?sysparm_limit=1&sysparm_fields=number';

  test.each([
    ['server-error', 500, /text\/html/],
    ['html', 200, /text\/html/],
    ['truncated', 200, /json/],
    ['wrong-type', 200, /json/],
    ['huge', 200, /json/],
  ] as const)('%s', async (failure, status, type) => {
    fake.modes.failure = failure;
    const response = await ask(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(type);
    if (failure === 'huge') {
      await response.body?.cancel();
      return;
    }
    const body = await response.text();
    if (failure === 'truncated') expect(() => void JSON.parse(body)).toThrow(SyntaxError);
    if (failure === 'wrong-type') expect(JSON.parse(body)).toEqual({ result: { 0: 1 } });
  });

  test('a hanging server answers only to giving up', async () => {
    fake.modes.failure = 'hang';
    const stop = new AbortController();
    const waiting = ask(path, { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(fake.log.at(-1)).toMatchObject({ path: '/api/now/table/incident', status: 0 });
  });

  test('a slow answer comes after its wait, a page is not slowed', async () => {
    fake.modes.slowMs = 60;
    const started = performance.now();
    await ask('/home.do');
    expect(performance.now() - started).toBeLessThan(60);
    await ask(path);
    expect(performance.now() - started).toBeGreaterThanOrEqual(58);
  });

  test('the quota is a session\u2019s own, and says when to come back', async () => {
    Object.assign(fake.modes, { ...quietModes(), rateLimitPerMinute: 2, retryAfter: 7 });
    expect([(await ask(path)).status, (await ask(path)).status]).toEqual([200, 200]);
    const refused = await ask(path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await ask(path, { as: 'sam.okafor' })).status).toBe(200);
    fake.modes.retryAfter = 'date';
    const date = (await ask(path)).headers.get('retry-after') ?? '';
    expect(Date.parse(date)).toBeGreaterThan(Date.now() - 1000);
  });

  test('pages fail only with pagesToo', async () => {
    fake.modes.failure = 'server-error';
    expect((await ask('/home.do')).status).toBe(200);
    fake.modes.pagesToo = true;
    expect((await ask('/home.do')).status).toBe(500);
  });

  test('the log says who asked for what', async () => {
    await ask(path);
    await ask('/home.do', { as: null });
    expect(fake.log.map(({ path: at, user, status }) => [at, user, status])).toEqual([
      ['/api/now/table/incident', 'dana.reyes', 200],
      ['/home.do', null, 302],
    ]);
  });
});

describe('pages', () => {
  test.each([
    `sys_id=${incident}`,
    'sys_id=INC0010023',
    'sysparm_query=number=INC0010023',
    'sysparm_query=number%3DINC0010023',
  ])('the classic form for %s', async (query) => {
    const document = await dom(await ask(`/incident.do?${query}`));
    const at = (id: string) => document.querySelector(`[id="${id}"]`);
    expect(document.querySelector('form')?.getAttribute('id')).toBe('incident.do');
    expect(at('incident.number')?.getAttribute('value')).toBe('INC0010023');
    expect(at('sys_readonly.incident.number')?.getAttribute('value')).toBe('INC0010023');
    expect(at('incident.short_description')?.getAttribute('value')).toMatch(/error 809$/);
    expect(at('incident.description')?.textContent).toContain('(Error 809)');
    expect(at('sys_display.incident.caller_id')?.getAttribute('value')).toBe('Mateo Ruiz');
    expect(at('sys_target')?.getAttribute('value')).toBe('incident');
    expect(at('sys_uniqueValue')?.getAttribute('value')).toBe(incident);
    const state = document.querySelector('select[id="incident.state"] option[selected]');
    expect([state?.getAttribute('value'), state?.textContent]).toEqual(['2', 'In Progress']);
    expect(at('element.incident.category')).not.toBeNull();
    const cards = [...document.querySelectorAll('ul.activities-form > li.h-card')];
    expect(cards).toHaveLength(2);
    expect(cards[0]?.textContent).toContain('Additional comments');
  });

  test('a form for a ticket one may not see shows nothing of it', async () => {
    const html = await (await ask('/incident.do?sys_id=INC0010038', { as: 'sam.okafor' })).text();
    expect(html).toContain('Security constraints');
    expect(html).not.toContain('id="sys_uniqueValue"');
  });

  test('a new record has a form without an id; the parent table leads to the class', async () => {
    const document = await dom(await ask('/incident.do?sys_id=-1'));
    expect(document.querySelector('[id="incident.short_description"]')?.getAttribute('value')).toBe('');
    expect(document.querySelector('#sys_row')?.getAttribute('value')).toBe('-1');
    const answer = await ask(`/task.do?sys_id=${incident}`);
    expect(answer.headers.get('location')).toBe(`/incident.do?sys_id=${incident}`);
  });

  test('posting a comment needs the page\u2019s token', async () => {
    const send = (token: string) =>
      ask('/incident.do', {
        method: 'POST',
        body: new URLSearchParams({
          sys_uniqueValue: incident,
          sysparm_ck: token,
          'incident.comments': 'Try now',
        }).toString(),
      });
    expect((await send('forged')).status).toBe(403);
    expect((await send(fake.pageToken('dana.reyes') ?? '')).status).toBe(302);
    const html = await (await ask(`/incident.do?sys_id=${incident}`)).text();
    expect(html.match(/Try now/g)).toHaveLength(1);
  });

  test('two journal boxes where the instance has them', async () => {
    fake.settings.journalBoxes = 'two';
    const document = await dom(await ask(`/incident.do?sys_id=${incident}`));
    expect(document.querySelector('#activity-stream-textarea')).toBeNull();
    expect(document.querySelectorAll('.activity-stream-textarea')).toHaveLength(2);
  });

  test.each(['/kb_view.do?sysparm_article=KB0010001', '/kb_article_view.do?sysparm_article=KB0010001'])(
    'an article in the first answer: %s',
    async (path) => {
      const document = await dom(await ask(path));
      expect(document.querySelector('#articleTitleReadonly')?.textContent).toMatch(/809/);
      expect(document.querySelector('#articleContent.kb-view-content')?.textContent).toContain('UDP 500');
    },
  );

  test.each([
    ['/nav_to.do?uri=incident.do', 'shell.js'],
    ['/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3Dabc%26x%3D%252F', 'shell.js'],
    [`/now/sow/record/incident/${incident}/params/selected-tab-index/2`, 'workspace.js'],
    ['/now/cwf/agent/record/incident/abc', 'workspace.js'],
    [`/sp?id=ticket&table=incident&sys_id=${incident}`, 'portal.js'],
    ['/esc?id=kb_article&sysparm_article=KB0010001', 'portal.js'],
    ['/csm?id=csm_ticket&table=sn_customerservice_case&number=CS0001101', 'portal.js'],
    ['/now/hr/agent/record/sn_hr_core_case/abc', 'workspace.js'],
  ])('%s is drawn by %s', async (path, script) => {
    const html = await (await ask(path)).text();
    expect(html).toContain(`/scripts/${script}`);
    expect(html).toContain("var g_ck = '");
    expect(html).not.toContain('id="sys_uniqueValue"');
    expect((await ask(`/scripts/${script}`, { as: null })).headers.get('content-type')).toMatch(/javascript/);
  });

  test('the frame gets the inner URL decoded once, and a broken one leads home', async () => {
    const bootOf = async (path: string) => {
      const document = await dom(await ask(path));
      return z
        .object({ target: z.string() })
        .parse(JSON.parse(document.querySelector('#boot')?.textContent ?? ''));
    };
    const inner = await bootOf(
      '/now/nav/ui/classic/params/target/incident.do%3Fsysparm_query%3Dnumber%253DINC1',
    );
    expect(inner.target).toBe('incident.do?sysparm_query=number%3DINC1');
    expect((await bootOf('/now/nav/ui/classic/params/target/%E0%A4%A')).target).toBe('/home.do');
  });

  test('the portal shows a customer no work notes', async () => {
    fake.edit('INC0010023', { work_notes: 'He sounds angry' });
    const data = await (await ask(`/portal_data.do?id=ticket&table=incident&sys_id=${incident}`)).text();
    expect(data).toContain('Over the phone');
    expect(data).not.toContain('He sounds angry');
    expect(await (await ask(`/workspace_data.do?table=incident&sys_id=${incident}`)).text()).toContain(
      'He sounds angry',
    );
  });

  test('a list links to tickets and is none', async () => {
    const document = await dom(await ask('/incident_list.do?sysparm_query=number%3DINC0010023'));
    expect(document.querySelectorAll('tr.list_row')).toHaveLength(1);
    expect(document.querySelector('#sys_uniqueValue')).toBeNull();
    expect((await ask('/no_such_page.do')).status).toBe(404);
  });

  test.each(['lie', 'rtl', 'notitle', 'huge', 'flood', 'deepshadow'])('hostile: %s', async (mode) => {
    const html = await (await ask(`/incident.do?sys_id=${incident}&acme_hostile=${mode}`)).text();
    expect(html).toContain(`data-acme-hostile="${mode}"`);
    // Text of a record never becomes markup, whatever it holds.
    expect(html).not.toContain('<script>window.__acmeHostile');
    if (mode === 'lie') expect(html).toContain('INC0099999');
    if (mode === 'rtl') expect(html).toContain('dir="rtl"');
    if (mode === 'notitle') expect(html).toContain('<title></title>');
    if (mode === 'huge') expect(html.length).toBeGreaterThan(2_000_000);
  });

  test('other tables have forms of their own', async () => {
    const ticket = { ...requireTicket(), id: 'PRB0040001', sysId: 'b'.repeat(32), status: 'Closed' };
    const more: Company = {
      ...company,
      person: company.person.bind(company),
      tickets: [...company.tickets, ticket],
    };
    fake = createServicenowFake(more);
    cookies.clear();
    const document = await dom(await ask('/problem.do?sys_id=PRB0040001'));
    expect(document.querySelector('select[id="problem.state"] option[selected]')?.textContent).toBe('Closed');
    expect(await numbers('number=PRB0040001', { table: 'problem' })).toEqual(['PRB0040001']);
    expect(await numbers('number=PRB0040001')).toEqual([]);
    expect(await numbers('number=PRB0040001', { table: 'task' })).toEqual(['PRB0040001']);
  });
});

function requireTicket() {
  const ticket = company.tickets.find((each) => each.id === 'INC0010023');
  if (!ticket) throw new Error('Acme has no INC0010023');
  return ticket;
}

describe('served over https', () => {
  let server: CompanyServer;
  beforeEach(async () => {
    server = await serveCompany({ fakes: [fake] });
  });
  afterEach(() => server.close());

  function get(host: string, path: string, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; body: string; cookies: string[] }>((resolve, reject) => {
      const sent = httpsRequest(
        {
          host: '127.0.0.1',
          port: server.port,
          path,
          headers: { host, ...headers },
          rejectUnauthorized: false,
        },
        (answer) => {
          const parts: string[] = [];
          answer.setEncoding('utf8').on('data', (part: string) => parts.push(part));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              body: parts.join(''),
              cookies: answer.headers['set-cookie'] ?? [],
            }),
          );
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.setTimeout(1000, () => sent.destroy(new Error('timed out')));
      sent.end();
    });
  }
  const signedIn = () => ({
    cookie: cookieOf('dana.reyes'),
    'x-usertoken': fake.pageToken((cookieOf('dana.reyes'), 'dana.reyes')) ?? '',
  });

  test('the Host header chooses the double; any other host is somebody else\u2019s page', async () => {
    const page = await get(
      `acme.service-now.com:${server.port}`,
      `/incident.do?sys_id=${incident}`,
      signedIn(),
    );
    expect(page.body).toContain('id="sys_uniqueValue"');
    const foreign = await get('blog.test', '/post');
    expect([foreign.status, foreign.body.includes('sys_uniqueValue')]).toEqual([200, false]);
  });

  test('drop-connection cuts the line, hang never answers, close() frees both', async () => {
    fake.modes.failure = 'drop-connection';
    await expect(get('acme.service-now.com', '/api/now/table/incident', signedIn())).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    fake.modes.failure = 'hang';
    await expect(get('acme.service-now.com', '/api/now/table/incident', signedIn())).rejects.toThrow(
      'timed out',
    );
  });

  test('a huge answer streams', async () => {
    fake.modes.failure = 'huge';
    const { body } = await get('acme.service-now.com', '/api/now/table/incident', signedIn());
    expect(body.length).toBeGreaterThan(60_000_000);
  });
});

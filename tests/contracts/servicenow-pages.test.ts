import { beforeEach, describe, expect, test, vi } from 'vitest';
import { servicenow } from '../../lib/connectors/servicenow';
import type { DesksideError } from '../../lib/core/errors';
import { pageReadingSchema } from '../../lib/core/page';
import { contextFromDocument, contextFromPage } from '../../lib/host/read-context';
import { site } from '../../lib/sites/servicenow';
import { createTestIo, sourceOf } from '../connector-io';
import { loadCompany, type Ticket } from '../fakes/company';
import { createServicenowFake, type ServicenowFake } from '../fakes/servicenow';
import { runPage } from '../fakes/servicenow/run-page';
import { cookieHeader } from '../fakes/sessions';
import { queryOf } from '../hostile-terms';
import { similar } from '../servicenow-rows';
import { word } from './connector-row';

const company = loadCompany();
const origin = 'https://acme.service-now.com';
const source = sourceOf('servicenow', origin);
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

function ioOf(person: string) {
  const cookie = cookieOf(person);
  return createTestIo(origin, (request) => fake.handle(request), {
    cookie,
    pageToken: fake.pageToken(person),
  });
}

/** What the page shows, its own scripts run, and what the API says of the same record. */
async function read(path: string, person: string) {
  const url = origin + path;
  const headers = { cookie: cookieOf(person) };
  const page = await runPage(url, (asked) => fake.handle(new Request(origin + asked, { headers })));
  const match = site.match(page.url, []);
  if (!match?.ref) throw new Error(`${url} names no record`);
  const signal = AbortSignal.timeout(5_000);
  // A workspace is reported by its address first, and read again when it has drawn itself.
  const reading = await vi.waitFor(
    async () => {
      const shown = await site.read(page, match, signal);
      if (shown?.ticket?.title === '') throw new Error('The page is not drawn yet');
      return shown;
    },
    { timeout: 5_000 },
  );
  const document = await servicenow
    .fetchOne(match.ref, source, ioOf(person))
    .catch((error: DesksideError) => error);
  return { reading: reading && pageReadingSchema.parse(reading), document };
}

function ticketOf(id: string): Ticket & { sysId: string } {
  const found = company.tickets.find((ticket) => ticket.id === id);
  if (!found?.sysId) throw new Error(`Acme has no ${id}`);
  return { ...found, sysId: found.sysId };
}

const portals: readonly [id: string, path: string, person: string][] = [
  ['INC0010023', '/sp?id=ticket&table=incident&sys_id=$', 'mateo.ruiz'],
  ['INC0010023', '/sp?id=form&table=incident&sys_id=$', 'mateo.ruiz'],
  ['INC0010023', '/esc?id=standard_ticket&table=incident&sys_id=$', 'mateo.ruiz'],
  ['HRC0001001', '/esc?id=hrm_ticket_page&table=sn_hr_core_case_payroll&sys_id=$', 'mateo.ruiz'],
  ['HRC0001003', '/esc?id=hrm_ticket_page&table=sn_hr_core_case&sys_id=$', 'luc.garnier'],
  ['CS0001101', '/csm?id=csm_ticket&table=sn_customerservice_case&sys_id=$&view=csp', 'amelie.laurent'],
  ['CS0001102', '/csm?id=csm_ticket&table=sn_customerservice_case&number=CS0001102', 'amelie.laurent'],
];

describe('a portal', () => {
  test.each(portals)('shows %s at %s to %s, as its customer sees it', async (id, path, person) => {
    const ticket = ticketOf(id);
    const { reading } = await read(path.replace('$', ticket.sysId), person);
    expect(reading).toMatchObject({
      match: { customerView: true },
      ticket: { key: id, title: ticket.title, description: expect.any(String) },
    });
    expect(reading?.ticket?.description.replace(/\s+/g, ' ')).toBe(ticket.description.replace(/\s+/g, ' '));
    const told = ticket.comments.filter(({ internal }) => !internal).map(({ body }) => body.trim());
    const shown = reading?.ticket?.comments ?? [];
    expect(shown.map(({ text }) => text).sort()).toEqual(told.sort());
    expect(shown.every(({ visibility }) => visibility === 'public')).toBe(true);
  });

  test.each(portals.filter(([id]) => !id.startsWith('INC')))(
    'is all there is for %s at %s: the tables of cases are closed to %s',
    async (id, path, person) => {
      const { reading, document } = await read(path.replace('$', ticketOf(id).sysId), person);
      expect((document as DesksideError).kind).toBe('forbidden');
      expect(reading && contextFromPage(reading, null)).toMatchObject({ key: id, readBy: 'page' });
    },
  );

  test('that shows nothing to others is not read, and neither is the record', async () => {
    const path = `/esc?id=hrm_ticket_page&table=sn_hr_core_case&sys_id=${ticketOf('HRC0001003').sysId}`;
    const { reading, document } = await read(path, 'sam.okafor');
    expect(reading).toBeNull();
    expect((document as DesksideError).kind).toBe('not-found');
  });
});

describe('a workspace', () => {
  test.each([
    ['HRC0001001', '/now/hr/agent/record/sn_hr_core_case/$', 'hana.weiss', 'sn_hr_core_case_payroll'],
    ['HRC0001002', '/now/hr/agent/record/sn_hr_core_case/$', 'hana.weiss', 'sn_hr_core_case'],
    [
      'CS0001101',
      '/now/cwf/agent/record/sn_customerservice_case/$',
      'julie.moreau',
      'sn_customerservice_case',
    ],
    [
      'CS0001103',
      '/now/sow/record/task/$/params/selected-tab-index/1',
      'dana.reyes',
      'sn_customerservice_case',
    ],
  ])('shows %s at %s to %s, and the API says the same', async (id, path, person, table) => {
    const ticket = ticketOf(id);
    const { reading, document } = await read(path.replace('$', ticket.sysId), person);
    expect(reading?.ticket).toMatchObject({ key: id, title: ticket.title, description: ticket.description });
    expect(document).toMatchObject({ id: `${table}:${ticket.sysId}`, restricted: id.startsWith('HRC') });
    if (!reading || document instanceof Error) throw new Error('it was not read');
    const context = contextFromDocument(reading, document, source.id);
    expect(context).toMatchObject({ readBy: 'api', key: id, title: ticket.title });
    expect(context.ticket).toMatchObject({
      status: ticket.status,
      resolved: ticket.resolved !== null,
      category: ticket.category,
      requester: company.person(ticket.requester).name,
      assignee: ticket.assignee && company.person(ticket.assignee).name,
    });
    expect(context.ticket?.comments.map(({ visibility }) => visibility)).toEqual(
      ticket.comments.map(({ internal }) => (internal ? 'internal' : 'public')),
    );
  });
});

describe('cases of HR', () => {
  const terms = queryOf([word('certificate'), word('employment'), word('payslip')]);

  test('are similar tickets for HR, with what helped, and for nobody else', async () => {
    const found = await similar(terms, ioOf('hana.weiss'));
    const told = Object.fromEntries(
      found.map(({ document }) => [document?.ticket?.key, document?.ticket?.resolution]),
    );
    expect(Object.keys(told)).toEqual(expect.arrayContaining(['HRC0001001', 'HRC0001003']));
    // Nobody filled in the notes: the last comment that its employee can read is what helped.
    expect(told['HRC0001003']).toMatch(/always takes three working days/);
    expect(told['HRC0001001']).toMatch(/PAY-7/);
    for (const person of ['dana.reyes', 'sam.okafor', 'mateo.ruiz']) {
      const keys = (await similar(terms, ioOf(person))).map(({ document }) => document?.ticket?.key);
      expect(keys.filter((key) => key?.startsWith('HRC'))).toEqual([]);
    }
  });

  test('are read by HR only', async () => {
    const ref = { kind: 'ticket', id: 'HRC0001002', idType: 'number', within: null } as const;
    expect((await servicenow.fetchOne(ref, source, ioOf('hana.weiss'))).ticket?.key).toBe('HRC0001002');
    for (const person of ['dana.reyes', 'ella.brooks']) {
      const error = await servicenow.fetchOne(ref, source, ioOf(person)).catch((each: DesksideError) => each);
      expect(['forbidden', 'not-found']).toContain((error as DesksideError).kind);
    }
  });
});

describe('similar tickets', () => {
  const handshake = queryOf([word('handshake'), word('laboratory'), word('import')]);

  test('are customer cases too, as far as the instance has them', async () => {
    const keys = async () =>
      (await similar(handshake, ioOf('dana.reyes'))).map(({ document }) => document?.ticket?.key);
    expect(await keys()).toContain('CS0001102');
    expect(await keys()).not.toContain('CS0001101');
    fake.settings.tables = { sn_customerservice_case: 'absent', sn_hr_core_case: 'forbidden' };
    expect(await keys()).not.toContain('CS0001102');
  });

  test('ask five times at most, also where nothing is found', async () => {
    for (const terms of [handshake, queryOf([word('qwzxvkjhgf'), word('wqxzv')])]) {
      const io = ioOf('dana.reyes');
      await similar(terms, io);
      expect(io.asked.length).toBeLessThanOrEqual(5);
    }
  });
});

test('knowledge bases are listed by what a user may read where their table is closed', async () => {
  const titles = async () =>
    (await servicenow.listScopes?.(source, ioOf('dana.reyes')))?.map(({ name }) => name).sort();
  const open = await titles();
  fake.settings.tables = { kb_knowledge_base: 'forbidden' };
  expect(await titles()).toEqual(open);
  fake.settings.knowledgeApi = false;
  expect(await titles()).toEqual([]);
});

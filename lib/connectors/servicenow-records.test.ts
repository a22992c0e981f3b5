import { describe, expect, it } from 'vitest';
import { sourceDocumentSchema } from '../core/document';
import type { DocumentRef } from '../core/document';
import { json } from '../../tests/connector-io';
import {
  cells,
  instanceOf,
  kindOf,
  refused,
  rows,
  source,
  sysId,
  tablesAsked,
  type Cells,
} from '../../tests/servicenow-rows';
import { servicenow } from './servicenow';

const common = {
  sys_id: sysId,
  short_description: 'What it is about',
  description: 'What happened',
  sys_created_on: ['2026-07-05 07:00:00', '2026-07-05 09:00:00'] as [string, string],
  sys_updated_on: ['2026-07-06 07:00:00', '2026-07-06 09:00:00'] as [string, string],
  closed_at: ['2026-07-05 09:02:11', '2026-07-05 11:02:11'] as [string, string],
  work_notes: [
    '',
    '2026-07-05 11:01:00 - Dana Reyes (Work notes)\nNobody may hear that he forgot it.\n\n',
  ] as [string, string],
};
const byNumber = (id: string, within: string | null = null): DocumentRef => ({
  kind: 'ticket',
  id,
  idType: 'number',
  within,
});
const byId = (within: string): DocumentRef => ({ kind: 'ticket', id: sysId, idType: 'sys_id', within });
const one = (row: Cells) => () => json({ result: row });
const user = (name: string): [string, string] => [sysId, name];

interface Sample {
  readonly table: string;
  readonly number: string;
  readonly own: Record<string, string | [string, string]>;
  readonly ticket: Record<string, unknown>;
}

const samples: readonly Sample[] = [
  {
    table: 'problem',
    number: 'PRB0040001',
    own: {
      state: ['107', 'Closed'],
      cause_notes: '<p>A firmware <b>leaks</b> sessions</p>',
      fix_notes: '<p>Firmware 7.4 was installed</p>',
      close_notes: 'Reviewed by the board',
      opened_by: user('Nils Brandt'),
    },
    ticket: {
      resolution: 'A firmware leaks sessions\n\nFirmware 7.4 was installed',
      requester: 'Nils Brandt',
      status: 'Closed',
    },
  },
  {
    table: 'change_request',
    number: 'CHG0030001',
    own: { state: ['3', 'Closed'], close_code: 'successful', close_notes: 'Done in the window' },
    ticket: { resolution: 'Done in the window', resolvedAt: '2026-07-05T09:02:11.000Z' },
  },
  {
    table: 'sc_req_item',
    number: 'RITM0010001',
    own: {
      state: ['3', 'Closed Complete'],
      close_notes: 'Handed out',
      requested_for: user('Ella Brooks'),
      opened_by: user('Dana Reyes'),
    },
    ticket: { resolution: 'Handed out', requester: 'Ella Brooks' },
  },
  {
    table: 'sc_task',
    number: 'SCTASK0010001',
    own: { state: ['4', 'Closed Incomplete'], close_notes: 'Nobody at home', active: 'false' },
    ticket: { resolved: false, resolution: null, status: 'Closed Incomplete' },
  },
  {
    table: 'interaction',
    number: 'IMS0000012',
    own: { state: ['closed_complete', 'Closed Complete'], opened_for: user('Mateo Ruiz') },
    ticket: { resolved: true, resolution: null, requester: 'Mateo Ruiz' },
  },
  {
    table: 'sn_customerservice_case',
    number: 'CS0001102',
    own: {
      state: ['6', 'Resolved'],
      cause: 'The chain was incomplete',
      close_notes: 'The full chain was installed',
      resolution_code: 'Solved - Fixed by support',
      contact: user('Amélie Laurent'),
      opened_by: user('Julie Moreau'),
      resolved_at: ['2026-07-05 08:00:00', '2026-07-05 10:00:00'],
    },
    ticket: {
      resolution: 'The chain was incomplete\n\nThe full chain was installed',
      resolvedAt: '2026-07-05T08:00:00.000Z',
      requester: 'Amélie Laurent',
    },
  },
  {
    table: 'sn_hr_core_case',
    number: 'HRC0001003',
    own: {
      state: ['3', 'Closed Complete'],
      hr_service: ['a'.repeat(32), 'Employee documents'],
      opened_for: user('Luc Garnier'),
      comments: [
        '',
        '2026-07-05 11:00:00 - Hana Weiss (Additional comments (Employee visible))\nIt is signed by two people.\n\n',
      ],
    },
    ticket: {
      resolution: 'It is signed by two people.',
      category: 'Employee documents',
      requester: 'Luc Garnier',
    },
  },
];

describe('a record', () => {
  it.each(samples)('of $table is found by $number and says what helped', async (sample) => {
    const { table, number, own, ticket } = sample;
    const row = cells({ ...common, sys_class_name: [table, 'Label'], number, ...own });
    const io = instanceOf({ [table]: (url) => (url.pathname.endsWith(sysId) ? one(row)() : rows(row)) });
    const document = await servicenow.fetchOne(byNumber(number), source, io);
    expect(tablesAsked(io)).toEqual([table]);
    expect(sourceDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      id: `${table}:${sysId}`,
      ref: { within: table },
      restricted: table.startsWith('sn_hr_'),
      ticket: { key: number, resolved: true, ...ticket },
    });
    expect(await servicenow.fetchOne(byId(table), source, io)).toEqual(document);
  });

  it.each(samples)('of $table never tells a work note for what helped', async ({ table, number, own }) => {
    const noNotes = { cause: '', cause_notes: '', fix_notes: '', close_notes: '', comments: '' };
    const row = cells({ ...common, sys_class_name: [table, 'Label'], number, ...own, ...noNotes });
    const document = await servicenow.fetchOne(byId(table), source, instanceOf({ [table]: one(row) }));
    expect(document.ticket?.resolution).toBeNull();
    expect(JSON.stringify(document.blocks)).not.toContain('Nobody may hear');
    expect(document.ticket?.comments).toMatchObject([{ visibility: 'internal' }]);
  });

  it('of a state that the instance made itself is resolved when it is over and nobody cancelled it', async () => {
    const resolved = async (label: string, active: string) => {
      const row = cells({ ...common, number: 'HRC0001009', state: ['31', label], active });
      const io = instanceOf({ sn_hr_core_case: one(row) });
      return (await servicenow.fetchOne(byId('sn_hr_core_case'), source, io)).ticket?.resolved;
    };
    expect(await resolved('Answered', 'false')).toBe(true);
    expect(await resolved('Answered', 'true')).toBe(false);
    expect(await resolved('Withdrawn', 'false')).toBe(false);
  });
});

describe('the parent of all tickets', () => {
  const shared = cells({
    ...common,
    sys_class_name: ['incident', 'Incident'],
    number: 'INC0010023',
    state: '6',
  });
  const whole = { ...shared, ...cells({ caller_id: user('Mateo Ruiz'), close_notes: 'Opened UDP 500' }) };

  it('leads to the class, which knows who called and what helped', async () => {
    const io = instanceOf({ task: one(shared), incident: one(whole) });
    const document = await servicenow.fetchOne(byId('task'), source, io);
    expect(tablesAsked(io)).toEqual(['task', 'incident']);
    expect(document).toMatchObject({
      id: `incident:${sysId}`,
      ticket: { requester: 'Mateo Ruiz', resolution: 'Opened UDP 500' },
    });
  });

  it.each([400, 403, 404])('is what there is where the class answers %i', async (status) => {
    const io = instanceOf({ task: one(shared), incident: () => refused(status) });
    const document = await servicenow.fetchOne(byId('task'), source, io);
    expect(document).toMatchObject({ id: `incident:${sysId}`, ticket: { requester: null } });
  });

  it('knows a number whose prefix the instance uses in its own way', async () => {
    const row = cells({ ...common, sys_class_name: ['x_acme_case', 'Case'], number: 'CS0009001' });
    for (const answer of [() => refused(400), () => rows()]) {
      const io = instanceOf({
        sn_customerservice_case: answer,
        task: () => rows(row),
        x_acme_case: one(row),
      });
      expect((await servicenow.fetchOne(byNumber('CS0009001'), source, io)).id).toBe(`x_acme_case:${sysId}`);
    }
  });

  it('is not asked past a table that an address named, or that is closed', async () => {
    const io = instanceOf({ sn_hr_core_case: () => refused(403), task: () => rows(shared) });
    expect(await kindOf(servicenow.fetchOne(byNumber('HRC0001001'), source, io))).toBe('forbidden');
    const named = byNumber('HRC0001001', 'sn_hr_core_case_payroll');
    expect(await kindOf(servicenow.fetchOne(named, source, io))).toBe('invalid-query');
    expect(tablesAsked(io)).toEqual(['sn_hr_core_case', 'sn_hr_core_case_payroll']);
  });
});

it('a record with something else in place of its id is a broken answer', async () => {
  const broken = cells({ ...common, sys_id: 'a'.repeat(5_000), number: 'INC0010023' });
  const io = instanceOf({ incident: (url) => (url.pathname.endsWith(sysId) ? one(broken)() : rows(broken)) });
  expect(await kindOf(servicenow.fetchOne(byId('incident'), source, io))).toBe('bad-answer');
  const article: DocumentRef = { kind: 'article', id: 'KB0010001', idType: 'number', within: null };
  const long = 'K'.repeat(5_000);
  const answer = () =>
    json({ result: { number: long, content: '<p>x</p>', fields: cells({ number: long }) } });
  const api = instanceOf({ '/api/sn_km_api/knowledge/articles/KB0010001': answer });
  expect(await kindOf(servicenow.fetchOne(article, source, api))).toBe('bad-answer');
});

describe('a user without rights', () => {
  it.each<[string, () => Response, string]>([
    ['a refused table', () => refused(403), 'forbidden'],
    ['a hidden record', () => refused(404), 'not-found'],
    ['no row', () => json({ result: {} }), 'not-found'],
    [
      'a row whose fields are blank',
      one(cells({ sys_id: sysId, number: '', short_description: '' })),
      'forbidden',
    ],
  ])('%s leaves the page to speak for itself', async (_, answer, kind) => {
    const io = instanceOf({ sn_hr_core_case: answer });
    expect(await kindOf(servicenow.fetchOne(byId('sn_hr_core_case'), source, io))).toBe(kind);
  });
});

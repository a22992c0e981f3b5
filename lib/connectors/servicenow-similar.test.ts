import { describe, expect, it } from 'vitest';
import { hostileTexts, queryOf, termsOf } from '../../tests/hostile-terms';
import { json } from '../../tests/connector-io';
import {
  cells,
  instanceOf,
  kindOf,
  refused,
  rows,
  similar,
  tablesAsked,
  vpn,
  type Cells,
} from '../../tests/servicenow-rows';

function resolved(table: string, id: string, more: Record<string, string> = {}): Cells {
  return cells({
    sys_id: id.repeat(32),
    sys_class_name: [table, 'Label'],
    number: `N${id}`,
    short_description: 'VPN error 809',
    state: table === 'incident' ? '6' : '3',
    close_notes: `Notes ${id}`,
    sys_updated_on: '2026-07-05 09:02:11',
    ...more,
  });
}
const ids = (hits: readonly { id: string }[]) => hits.map(({ id }) => id.slice(0, id.indexOf(':') + 2));
const queriesOf = (io: { asked: readonly URL[] }) =>
  io.asked.map((url) => url.searchParams.get('sysparm_query') ?? '');

describe('resolved tickets like a query', () => {
  it('come from incidents, customer cases and HR cases, by one question each', async () => {
    const io = instanceOf({
      incident: () => rows(resolved('incident', 'a')),
      sn_customerservice_case: () => rows(resolved('sn_customerservice_case', 'b')),
      sn_hr_core_case: () => rows(resolved('sn_hr_core_case_payroll', 'c')),
    });
    const hits = await similar(vpn, io);
    expect(ids(hits)).toEqual(['incident:a', 'sn_customerservice_case:b', 'sn_hr_core_case_payroll:c']);
    expect(hits.map(({ document }) => document?.ticket?.resolution)).toEqual([
      'Notes a',
      'Notes b',
      'Notes c',
    ]);
    expect(queriesOf(io)).toEqual([
      'IR_OR_QUERY=error 809 vpn hotspot^stateIN6,7^sys_created_on>=javascript:gs.daysAgoStart(730)',
      'IR_OR_QUERY=error 809 vpn hotspot^stateIN6,3^sys_created_on>=javascript:gs.daysAgoStart(730)',
      'IR_OR_QUERY=error 809 vpn hotspot^stateIN3^sys_created_on>=javascript:gs.daysAgoStart(730)',
    ]);
  });

  it.each([400, 403, 404])('leave out what answers %i, without a word', async (status) => {
    const io = instanceOf({
      incident: () => rows(resolved('incident', 'a')),
      sn_customerservice_case: () => refused(status),
      sn_hr_core_case: () => refused(status),
    });
    expect(ids(await similar(vpn, io))).toEqual(['incident:a']);
    const portalUser = instanceOf({
      incident: () => refused(status),
      sn_customerservice_case: () => refused(status),
      sn_hr_core_case: () => refused(status),
    });
    expect(await similar(vpn, portalUser)).toEqual([]);
    expect(portalUser.asked).toHaveLength(3);
  });

  it.each<[number, string]>([
    [401, 'signed-out'],
    [429, 'rate-limited'],
    [500, 'server'],
  ])('fail as a whole where one table answers %i', async (status, kind) => {
    const io = instanceOf({
      incident: () => rows(resolved('incident', 'a')),
      sn_customerservice_case: () => rows(),
      sn_hr_core_case: () => json({}, { status }),
    });
    expect(await kindOf(similar(vpn, io))).toBe(kind);
  });

  it('are told by state and words again, since a condition that is not understood is dropped', async () => {
    const io = instanceOf({
      incident: () =>
        rows(
          resolved('incident', 'a', { state: '2' }),
          resolved('incident', 'b', { short_description: 'Printer jam' }),
          resolved('incident', 'c'),
        ),
      sn_customerservice_case: () =>
        rows(
          resolved('sn_customerservice_case', 'd', { state: '7' }),
          resolved('sn_customerservice_case', 'e', { short_description: 'Printer jam' }),
        ),
      sn_hr_core_case: () => rows(resolved('sn_hr_core_case', 'f', { short_description: 'Payslip' })),
    });
    expect(ids(await similar(vpn, io))).toEqual(['incident:c']);
    expect(tablesAsked(io)).toHaveLength(5);
    expect(queriesOf(io).slice(3)).toEqual([
      expect.stringMatching(/^123TEXTQUERY321=error 809\^stateIN6,7\^/),
      expect.stringMatching(/^123TEXTQUERY321=error 809\^stateIN6,3\^/),
    ]);
  });

  it('spend what is left of five questions on the tables that are there', async () => {
    const io = instanceOf({ incident: () => rows() });
    expect(await similar(vpn, io)).toEqual([]);
    expect(tablesAsked(io).slice(3)).toEqual(['incident', 'incident']);
  });

  it('are those that hold most of the words, then as their table ranked them, as many as asked for', async () => {
    const io = instanceOf({
      incident: () =>
        rows(
          resolved('incident', 'a', { short_description: 'VPN' }),
          resolved('incident', 'b', { short_description: 'VPN' }),
        ),
      sn_customerservice_case: () =>
        rows(resolved('sn_customerservice_case', 'c', { short_description: 'VPN error 809 on a hotspot' })),
      sn_hr_core_case: () => rows(),
    });
    expect(ids(await similar(vpn, io))).toEqual(['sn_customerservice_case:c', 'incident:a', 'incident:b']);
    const excludeIds = [`sn_customerservice_case:${'c'.repeat(32)}`];
    expect(ids(await similar({ ...vpn, limit: 1, excludeIds }, io))).toEqual(['incident:a']);
  });

  it.each([
    ['close_code', 'Not Solved (Too Costly)'],
    ['close_code', 'Duplicate'],
    ['resolution_code', 'Void/Cancelled'],
    ['close_code', 'No resolution provided'],
  ])('leave out those that nothing was learnt from: %s %s', async (field, code) => {
    const io = instanceOf({
      incident: () => rows(resolved('incident', 'a', { [field]: code }), resolved('incident', 'b')),
    });
    expect(ids(await similar(vpn, io))).toEqual(['incident:b']);
  });

  it('are looked for among as many rows as were asked for, however many come', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      ...resolved('incident', 'a'),
      ...cells({ sys_id: at.toString(16).padStart(32, '0') }),
    }));
    const hits = await similar({ ...vpn, limit: 3 }, instanceOf({ incident: () => rows(...many) }));
    expect(hits).toHaveLength(3);
  });

  it('take hostile words for words, in every table', async () => {
    const io = instanceOf({ incident: () => rows(), sn_customerservice_case: () => rows() });
    for (const text of hostileTexts) await similar(queryOf(termsOf([text, 'vpn'])), io);
    for (const query of queriesOf(io)) {
      expect(query.match(/javascript:/gi)).toHaveLength(1);
      expect(query.split('^')).toHaveLength(3);
    }
    expect(await similar(queryOf(termsOf(['^', '"'])), instanceOf({}))).toEqual([]);
  });
});

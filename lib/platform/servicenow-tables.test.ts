import { describe, expect, it } from 'vitest';
import { isDoneState, tableOfNumber } from './servicenow-tables';

describe('a number', () => {
  it.each([
    ['INC0010023', 'incident'],
    ['inc0010023', 'incident'],
    ['PRB0040001', 'problem'],
    ['CHG0030001', 'change_request'],
    ['REQ0010001', 'sc_request'],
    ['RITM0010001', 'sc_req_item'],
    ['SCTASK0010001', 'sc_task'],
    ['TASK0020001', 'task'],
    ['CS0001101', 'sn_customerservice_case'],
    ['CSTASK0001101', 'sn_customerservice_task'],
    ['HRC0001001', 'sn_hr_core_case'],
    ['IMS0000012', 'interaction'],
    ['XYZ0000001', 'task'],
    ['CONSTRUCTOR1', 'task'],
    ['', 'task'],
  ])('%s is kept in %s', (number, table) => {
    expect(tableOfNumber(number)).toBe(table);
  });
});

describe('a stored state', () => {
  it.each([
    ['incident', ['6', '7'], ['1', '2', '3', '8']],
    ['problem', ['106', '107', '4'], ['101', '102', '103', '104', '3']],
    ['change_request', ['3'], ['-5', '-1', '0', '4']],
    ['sc_request', ['3'], ['1', '4', '7']],
    ['sc_req_item', ['3'], ['-5', '1', '2', '4', '7']],
    ['sc_task', ['3'], ['1', '2', '4', '7']],
    ['task', ['3'], ['1', '4', '7']],
    ['interaction', ['closed_complete'], ['new', 'work_in_progress', 'closed_abandoned']],
    ['sn_customerservice_case', ['6', '3'], ['1', '10', '18', '7']],
    ['sn_hr_core_case', ['3'], ['1', '10', '18', '20', '24', '4', '7']],
    ['sn_hr_core_case_payroll', ['3'], ['18', '4', '7']],
  ])('of %s is done at %j, and not at %j', (table, done, open) => {
    for (const state of done) expect(isDoneState(table, state), state).toBe(true);
    for (const state of open) expect(isDoneState(table, state), state).toBe(false);
  });

  it.each(['900', 'u_parked', '33', ''])('of an instance’s own (%j) says nothing', (state) => {
    expect(isDoneState('sn_hr_core_case', state)).toBeNull();
  });
});

/** What is true of ServiceNow's ticket tables in every release, for its site and its connector alike. */

/** Tables by the prefix of their numbers. */
const TABLE_BY_PREFIX: Readonly<Record<string, string>> = {
  INC: 'incident',
  PRB: 'problem',
  PTASK: 'problem_task',
  CHG: 'change_request',
  CTASK: 'change_task',
  REQ: 'sc_request',
  RITM: 'sc_req_item',
  SCTASK: 'sc_task',
  CS: 'sn_customerservice_case',
  CSTASK: 'sn_customerservice_task',
  HRC: 'sn_hr_core_case',
  HRT: 'sn_hr_core_task',
  IMS: 'interaction',
  SIR: 'sn_si_incident',
};

/** The table a number belongs to as far as its prefix tells; `task`, the parent of nearly all, where it does not. */
export function tableOfNumber(number: string): string {
  const prefix = /^[A-Z]+/.exec(number.toUpperCase())?.[0] ?? '';
  return Object.hasOwn(TABLE_BY_PREFIX, prefix) ? (TABLE_BY_PREFIX[prefix] ?? 'task') : 'task';
}

/**
 * Stored values of `state` by which a record was resolved or closed with a result, first row that fits. Problems have
 * 4 where they were made before the state model of 2019. Everywhere else 3 is "closed complete" and its neighbours
 * are not: 4 incomplete, 7 skipped or cancelled.
 */
const DONE_STATES: readonly (readonly [table: RegExp, states: RegExp])[] = [
  [/^incident$/, /^[67]$/],
  [/^problem$/, /^(?:4|10[67])$/],
  [/^problem_task$/, /^157$/],
  [/^sn_(?:customerservice|complaint)_case$/, /^[36]$/],
  [/^interaction$/, /^closed_complete$/],
  [/./, /^3$/],
];

/** The values that the product ships; others were added by an instance, and only their labels tell what they mean. */
const SHIPPED_STATE =
  /^(?:-?\d|1[068]|2[04]|10[1-7]|15[1-7]|new|on_hold|work_in_progress|wrap_up|closed_(?:complete|abandoned))$/;

/** Whether a stored state means resolved or closed with a result; null for a value of the instance's own. */
export function isDoneState(table: string, state: string): boolean | null {
  const [, done] = DONE_STATES.find(([name]) => name.test(table)) ?? [];
  if (done?.test(state)) return true;
  return SHIPPED_STATE.test(state) ? false : null;
}

/** Fields that say what helped, best first; no table has all of them. */
export const RESOLUTION_FIELDS: readonly string[] = ['fix_notes', 'close_notes', 'resolution_notes'];

/** Fields that name whom a record is for, best first. */
export const REQUESTER_FIELDS: readonly string[] = [
  'caller_id',
  'requested_for',
  'opened_for',
  'contact',
  'consumer',
  'subject_person',
  'requested_by',
  'opened_by',
];

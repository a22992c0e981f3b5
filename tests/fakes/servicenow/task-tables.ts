import { field, reference, system, table, type Field, type Table } from './table-parts';

const incidentStates = {
  1: 'New',
  2: 'In Progress',
  3: 'On Hold',
  6: 'Resolved',
  7: 'Closed',
  8: 'Canceled',
};
const problemStates = {
  101: 'New',
  102: 'Assess',
  103: 'Root Cause Analysis',
  104: 'Fix in Progress',
  106: 'Resolved',
  107: 'Closed',
};
const changeStates = {
  '-5': 'New',
  '-4': 'Assess',
  '-3': 'Authorize',
  '-2': 'Scheduled',
  '-1': 'Implement',
  0: 'Review',
  3: 'Closed',
  4: 'Canceled',
};
const requestItemStates = {
  1: 'Open',
  2: 'Work in Progress',
  3: 'Closed Complete',
  4: 'Closed Incomplete',
  7: 'Closed Skipped',
};
const caseStates = { 1: 'New', 10: 'Open', 18: 'Awaiting Info', 6: 'Resolved', 3: 'Closed', 7: 'Cancelled' };
const hrCaseStates = {
  1: 'Draft',
  10: 'Ready',
  18: 'Work in Progress',
  20: 'Awaiting Acceptance',
  24: 'Suspended',
  3: 'Closed Complete',
  4: 'Closed Incomplete',
  7: 'Cancelled',
};
const interactionStates = {
  new: 'New',
  work_in_progress: 'Work in Progress',
  wrap_up: 'Wrap Up',
  closed_complete: 'Closed Complete',
  closed_abandoned: 'Closed Abandoned',
};
const urgencies = { 1: '1 - High', 2: '2 - Medium', 3: '3 - Low' };
export const priorities: Readonly<Record<string, string>> = {
  1: '1 - Critical',
  2: '2 - High',
  3: '3 - Moderate',
  4: '4 - Low',
  5: '5 - Planning',
};

const task: Field[] = [
  ...system,
  field('number', 'Number'),
  field('short_description', 'Short description'),
  field('description', 'Description'),
  { ...field('priority', 'Priority', 'choice'), choices: priorities },
  { ...field('impact', 'Impact', 'choice'), choices: urgencies },
  { ...field('urgency', 'Urgency', 'choice'), choices: urgencies },
  field('opened_at', 'Opened', 'datetime'),
  reference('opened_by', 'Opened by', 'sys_user'),
  reference('assigned_to', 'Assigned to', 'sys_user'),
  reference('assignment_group', 'Assignment group', 'sys_user_group'),
  field('closed_at', 'Closed', 'datetime'),
  reference('closed_by', 'Closed by', 'sys_user'),
  field('close_notes', 'Resolution notes'),
  field('active', 'Active', 'boolean'),
  {
    ...field('contact_type', 'Channel', 'choice'),
    choices: { 'self-service': 'Self-service', phone: 'Phone' },
  },
  field('comments', 'Additional comments', 'journal'),
  field('work_notes', 'Work notes', 'journal'),
  field('comments_and_work_notes', 'Comments and Work notes', 'journal'),
  field('sys_tags', 'Tags'),
];

const resolution: Field[] = [
  field('close_code', 'Resolution code'),
  field('resolved_at', 'Resolved', 'datetime'),
  reference('resolved_by', 'Resolved by', 'sys_user'),
];

const taskIndex = ['number', 'short_description', 'description', 'close_notes', 'comments', 'work_notes'];

const category: Field = field('category', 'Category', 'choice');

function taskTable(
  head: Pick<Table, 'name' | 'label' | 'plural'> & Partial<Table>,
  states: Record<string, string>,
  own: Field[],
): Table {
  const state: Field = { ...field('state', 'State', 'choice'), choices: states };
  const common = { displayField: 'number', isTicket: true, parent: 'task', indexed: taskIndex };
  return table({ ...common, ...head }, [...task, state, ...own]);
}

const hrFields: Field[] = [
  reference('opened_for', 'Opened for', 'sys_user'),
  reference('subject_person', 'Subject person', 'sys_user'),
  field('hr_service', 'HR service', 'choice'),
];

export const taskTables: Table[] = [
  taskTable({ name: 'incident', label: 'Incident', plural: 'Incidents' }, incidentStates, [
    category,
    { ...field('incident_state', 'Incident state', 'choice'), choices: incidentStates },
    reference('caller_id', 'Caller', 'sys_user'),
    field('subcategory', 'Subcategory'),
    ...resolution,
  ]),
  taskTable({ name: 'problem', label: 'Problem', plural: 'Problems' }, problemStates, [
    category,
    field('cause_notes', 'Cause notes'),
    field('fix_notes', 'Fix notes'),
    field('workaround', 'Workaround', 'html'),
    ...resolution,
  ]),
  taskTable({ name: 'change_request', label: 'Change Request', plural: 'Change Requests' }, changeStates, [
    category,
    reference('requested_by', 'Requested by', 'sys_user'),
    field('close_code', 'Close code'),
  ]),
  taskTable({ name: 'sc_request', label: 'Request', plural: 'Requests' }, requestItemStates, [
    reference('requested_for', 'Requested for', 'sys_user'),
  ]),
  taskTable({ name: 'sc_req_item', label: 'Requested Item', plural: 'Requested Items' }, requestItemStates, [
    category,
    reference('requested_for', 'Requested for', 'sys_user'),
    field('close_code', 'Close code'),
  ]),
  taskTable({ name: 'sc_task', label: 'Catalog Task', plural: 'Catalog Tasks' }, requestItemStates, [
    reference('requested_for', 'Requested for', 'sys_user'),
  ]),
  taskTable(
    { name: 'sn_customerservice_case', label: 'Case', plural: 'Cases', isForAgents: true },
    caseStates,
    [
      category,
      reference('contact', 'Contact', 'sys_user'),
      field('cause', 'Cause'),
      field('resolution_code', 'Resolution code'),
      field('resolved_at', 'Resolved', 'datetime'),
      reference('resolved_by', 'Resolved by', 'sys_user'),
    ],
  ),
  taskTable(
    { name: 'sn_hr_core_case', label: 'HR Case', plural: 'HR Cases', isForAgents: true },
    hrCaseStates,
    hrFields,
  ),
  taskTable(
    {
      name: 'sn_hr_core_case_payroll',
      label: 'HR Payroll Case',
      plural: 'HR Payroll Cases',
      parent: 'sn_hr_core_case',
      isForAgents: true,
    },
    hrCaseStates,
    [...hrFields, field('pay_period', 'Pay period')],
  ),
  table(
    {
      name: 'interaction',
      label: 'Interaction',
      plural: 'Interactions',
      displayField: 'number',
      isTicket: true,
      indexed: ['number', 'short_description'],
    },
    [
      ...system,
      field('number', 'Number'),
      field('short_description', 'Short description'),
      { ...field('state', 'State', 'choice'), choices: interactionStates },
      reference('opened_for', 'Opened for', 'sys_user'),
      reference('assigned_to', 'Assigned to', 'sys_user'),
      field('opened_at', 'Opened', 'datetime'),
      field('closed_at', 'Closed', 'datetime'),
      field('active', 'Active', 'boolean'),
      field('work_notes', 'Work notes', 'journal'),
    ],
  ),
];

/** `task` is the parent of ticket tables: it lists their records with the fields they share. */
export const taskParent: Table = table(
  {
    name: 'task',
    label: 'Task',
    plural: 'Tasks',
    displayField: 'number',
    isTicket: true,
    indexed: taskIndex,
  },
  [...task, { ...field('state', 'State', 'choice'), choices: incidentStates }],
);

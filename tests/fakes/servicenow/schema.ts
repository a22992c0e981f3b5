/**
 * The tables of the double: which fields they have, of which type, and what a choice's value is called. Only fields
 * that a form, a list or a query of the product uses; the names are the product's own.
 */
export type FieldType =
  'string' | 'html' | 'integer' | 'boolean' | 'datetime' | 'date' | 'choice' | 'reference' | 'journal';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Table a reference points to. */
  readonly to?: string;
  /** Value -> what people read. */
  readonly choices?: Readonly<Record<string, string>>;
}

export interface Table {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  /** What stands for a record of it: shown for a reference. */
  readonly displayField: string;
  readonly extendsTask: boolean;
  readonly fields: ReadonlyMap<string, Field>;
  /** Whose words the full-text index holds. */
  readonly indexed: readonly string[];
}

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
const urgencies = { 1: '1 - High', 2: '2 - Medium', 3: '3 - Low' };
export const priorities: Readonly<Record<string, string>> = {
  1: '1 - Critical',
  2: '2 - High',
  3: '3 - Moderate',
  4: '4 - Low',
  5: '5 - Planning',
};

const system: Field[] = [
  field('sys_id', 'Sys ID'),
  field('sys_created_on', 'Created', 'datetime'),
  field('sys_created_by', 'Created by'),
  field('sys_updated_on', 'Updated', 'datetime'),
  field('sys_updated_by', 'Updated by'),
  field('sys_mod_count', 'Updates', 'integer'),
  field('sys_class_name', 'Class'),
];

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

function taskTable(
  name: string,
  label: string,
  plural: string,
  states: Record<string, string>,
  own: Field[],
): Table {
  const state: Field = { ...field('state', 'State', 'choice'), choices: states };
  return table({ name, label, plural, displayField: 'number', extendsTask: true, indexed: taskIndex }, [
    ...task,
    state,
    field('category', 'Category', 'choice'),
    ...own,
  ]);
}

const definitions: Table[] = [
  taskTable('incident', 'Incident', 'Incidents', incidentStates, [
    { ...field('incident_state', 'Incident state', 'choice'), choices: incidentStates },
    reference('caller_id', 'Caller', 'sys_user'),
    field('subcategory', 'Subcategory'),
    ...resolution,
  ]),
  taskTable('problem', 'Problem', 'Problems', problemStates, [
    field('cause_notes', 'Cause notes'),
    field('fix_notes', 'Fix notes'),
    field('workaround', 'Workaround', 'html'),
    ...resolution,
  ]),
  taskTable('change_request', 'Change Request', 'Change Requests', changeStates, [
    reference('requested_by', 'Requested by', 'sys_user'),
    field('close_code', 'Close code'),
  ]),
  taskTable('sc_req_item', 'Requested Item', 'Requested Items', requestItemStates, [
    reference('requested_for', 'Requested for', 'sys_user'),
    field('close_code', 'Close code'),
  ]),
  table(
    {
      name: 'kb_knowledge',
      label: 'Knowledge',
      plural: 'Knowledge',
      displayField: 'number',
      extendsTask: false,
      indexed: ['number', 'short_description', 'text', 'meta'],
    },
    [
      ...system,
      field('number', 'Number'),
      field('short_description', 'Short description'),
      field('text', 'Article body', 'html'),
      field('wiki', 'Wiki'),
      { ...field('article_type', 'Article type', 'choice'), choices: { text: 'HTML', wiki: 'Wiki' } },
      {
        ...field('workflow_state', 'Workflow', 'choice'),
        choices: {
          draft: 'Draft',
          review: 'Review',
          published: 'Published',
          pending_retirement: 'Pending retirement',
          retired: 'Retired',
          outdated: 'Outdated',
        },
      },
      reference('kb_knowledge_base', 'Knowledge base', 'kb_knowledge_base'),
      reference('author', 'Author', 'sys_user'),
      field('published', 'Published', 'date'),
      field('valid_to', 'Valid to', 'date'),
      field('version', 'Version'),
      field('latest', 'Latest', 'boolean'),
      field('active', 'Active', 'boolean'),
      field('language', 'Language', 'choice'),
      field('meta', 'Meta'),
      field('topic', 'Topic'),
      field('can_read_user_criteria', 'Can Read'),
      field('sys_view_count', 'View count', 'integer'),
    ],
  ),
  table(
    {
      name: 'kb_knowledge_base',
      label: 'Knowledge Base',
      plural: 'Knowledge Bases',
      displayField: 'title',
      extendsTask: false,
      indexed: ['title'],
    },
    [
      ...system,
      field('title', 'Title'),
      field('description', 'Description'),
      field('active', 'Active', 'boolean'),
    ],
  ),
  table(
    {
      name: 'sys_user',
      label: 'User',
      plural: 'Users',
      displayField: 'name',
      extendsTask: false,
      indexed: ['name', 'user_name', 'email'],
    },
    [
      ...system,
      field('user_name', 'User ID'),
      field('name', 'Name'),
      field('first_name', 'First name'),
      field('last_name', 'Last name'),
      field('email', 'Email'),
      field('title', 'Title'),
      field('active', 'Active', 'boolean'),
      field('time_zone', 'Time zone'),
    ],
  ),
  table(
    {
      name: 'sys_user_group',
      label: 'Group',
      plural: 'Groups',
      displayField: 'name',
      extendsTask: false,
      indexed: ['name'],
    },
    [...system, field('name', 'Name'), field('active', 'Active', 'boolean')],
  ),
  table(
    {
      name: 'sys_journal_field',
      label: 'Journal Entry',
      plural: 'Journal Entries',
      displayField: 'element',
      extendsTask: false,
      indexed: ['value'],
    },
    [
      ...system,
      field('name', 'Name'),
      field('element', 'Element'),
      field('element_id', 'Element ID'),
      field('value', 'Value'),
    ],
  ),
];

export const tables: ReadonlyMap<string, Table> = new Map(definitions.map((each) => [each.name, each]));

/** `task` is the parent of every ticket table: it lists them all with the fields they share. */
export const taskParent: Table = table(
  {
    name: 'task',
    label: 'Task',
    plural: 'Tasks',
    displayField: 'number',
    extendsTask: true,
    indexed: taskIndex,
  },
  [...task, { ...field('state', 'State', 'choice'), choices: incidentStates }],
);

function field(name: string, label: string, type: FieldType = 'string'): Field {
  return { name, label, type };
}

function reference(name: string, label: string, to: string): Field {
  return { name, label, type: 'reference', to };
}

function table(head: Omit<Table, 'fields'>, fields: readonly Field[]): Table {
  return { ...head, fields: new Map(fields.map((each) => [each.name, each])) };
}

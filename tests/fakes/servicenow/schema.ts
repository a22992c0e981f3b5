/**
 * The tables of the double: which fields they have, of which type, and what a choice's value is called. Only fields
 * that a form, a list or a query of the product uses; the names are the product's own.
 */
import { field, reference, system, table, type Table } from './table-parts';
import { taskTables } from './task-tables';

export type { Field, FieldType, Table } from './table-parts';
export { priorities, taskParent } from './task-tables';

const definitions: Table[] = [
  ...taskTables,
  table(
    {
      name: 'kb_knowledge',
      label: 'Knowledge',
      plural: 'Knowledge',
      displayField: 'number',
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

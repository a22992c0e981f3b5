import type { Person } from '../company';
import type { Instance } from './instance';
import { valueOf, type GlideRecord } from './record';
import type { Field, Table } from './schema';
import { inZone, zoneOf } from './time';

/** A record as one person sees it: what forms, the workspace and the portal draw. */
export interface RecordView {
  table: string;
  tableLabel: string;
  /** "" for a record that is not saved yet. */
  sysId: string;
  number: string;
  title: string;
  fields: FieldView[];
  /** Newest first. */
  entries: EntryView[];
  /** Language and direction of the page it is drawn in. */
  page: { lang: string; dir: 'ltr' | 'rtl' };
}

export interface FieldView {
  name: string;
  label: string;
  type: Field['type'];
  value: string;
  display: string;
  choices: [string, string][];
  /** Shown, not to be edited: the form then holds a copy of it. */
  readOnly: boolean;
  place: 'left' | 'right' | 'wide' | 'resolution';
}

export interface EntryView {
  element: 'comments' | 'work_notes';
  sort: string;
  author: string;
  initials: string;
  at: string;
  text: string;
}

const places: Record<FieldView['place'], readonly string[]> = {
  left: [
    'number',
    'caller_id',
    'requested_by',
    'requested_for',
    'opened_for',
    'subject_person',
    'contact',
    'hr_service',
    'category',
    'subcategory',
    'contact_type',
  ].concat(['kb_knowledge_base', 'author', 'user_name', 'name', 'title', 'time_zone']),
  right: ['opened_at', 'state', 'impact', 'urgency', 'priority', 'assignment_group', 'assigned_to'].concat([
    'workflow_state',
    'valid_to',
    'version',
    'language',
    'email',
  ]),
  wide: ['short_description', 'description', 'workaround', 'cause_notes', 'fix_notes', 'text', 'meta'],
  resolution: ['cause', 'close_code', 'resolution_code', 'resolved_by', 'resolved_at', 'close_notes'],
};
const readOnly = new Set(['number', 'opened_at', 'priority', 'version', 'resolved_at']);
const sorts = { comments: 'Additional comments', work_notes: 'Work notes' };

/** `audience` "customer" leaves out what the portal does not show: work notes above all. */
export function viewOf(
  instance: Instance,
  person: Person,
  record: GlideRecord,
  audience: 'agent' | 'customer' = 'agent',
): RecordView {
  const table = instance.store.table(record.table);
  if (!table) throw new Error(`No table ${record.table}`);
  const fields = shownFields(table).map(([field, place]) =>
    fieldView(instance, person, record, field, place),
  );
  const entries = instance.store
    .journal(record, person)
    .filter((entry) => audience === 'agent' || entry.element === 'comments')
    .toReversed()
    .map((entry): EntryView => {
      const { name } = instance.company.person(entry.author);
      return {
        element: entry.element,
        sort: sorts[entry.element],
        author: name,
        initials: initialsOf(name),
        at: inZone(entry.at, zoneOf(person.title)),
        text: entry.text,
      };
    });
  return {
    table: table.name,
    tableLabel: table.label,
    sysId: record.sysId,
    number: valueOf(record, table.displayField),
    title: valueOf(record, 'short_description') || valueOf(record, 'name'),
    fields: audience === 'agent' ? fields : fields.filter((field) => field.place !== 'resolution'),
    entries,
    page: { lang: 'en', dir: 'ltr' },
  };
}

/** An unsaved record: it has a number already, but no id. */
export function newView(table: Table): RecordView {
  const fields = shownFields(table).map(([field, place]): FieldView => {
    const number = field.name === 'number' ? 'INC0019999' : '';
    return { ...drawn(field), value: number, display: number, place };
  });
  const page = { lang: 'en', dir: 'ltr' as const };
  return {
    table: table.name,
    tableLabel: table.label,
    sysId: '',
    number: '',
    title: '',
    fields,
    entries: [],
    page,
  };
}

export function initialsOf(name: string): string {
  return name
    .split(' ')
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
}

function shownFields(table: Table): [Field, FieldView['place']][] {
  return (Object.keys(places) as FieldView['place'][]).flatMap((place) =>
    places[place].flatMap((name): [Field, FieldView['place']][] => {
      const field = table.fields.get(name);
      return field ? [[field, place]] : [];
    }),
  );
}

function fieldView(
  instance: Instance,
  person: Person,
  record: GlideRecord,
  field: Field,
  place: FieldView['place'],
): FieldView {
  const value = instance.store.raw(record, field.name, person);
  const display = instance.store.display(record, field.name, person);
  const view = { ...drawn(field), value, display, place };
  const isListed = view.choices.some(([code]) => code === value);
  return field.type === 'choice' && !isListed
    ? { ...view, choices: [...view.choices, [value, display]] }
    : view;
}

function drawn(field: Field): Omit<FieldView, 'value' | 'display' | 'place'> {
  const { name, label, type } = field;
  const choices = Object.entries(field.choices ?? {}).sort((a, b) => Number(a[0]) - Number(b[0]));
  return { name, label, type, choices, readOnly: readOnly.has(name) };
}

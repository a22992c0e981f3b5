import { maySee } from '../sessions';
import type { Company, Person } from '../company';
import { glideTime, inZone, zoneOf } from './time';
import { recordsOf } from './records';
import { sysIdOf, valueOf, type GlideRecord, type JournalEntry } from './record';
import { tables, taskParent, type Field, type Table } from './schema';

export interface StoreSettings {
  /** Whether others than administrators may read sys_journal_field; most instances keep it closed. */
  journalTable: 'open' | 'closed';
}

/** All rows of the instance, and who may read which of them. */
export interface Store {
  table(name: string): Table | undefined;
  /** Rows of a table that this person may read; of every ticket table for `task`. */
  rows(tableName: string, person: Person): GlideRecord[];
  /** By sys_id, or by number as forms accept it; null when it is not there. Asks nobody's rights. */
  find(tableName: string, id: string): GlideRecord | null;
  mayRead(record: GlideRecord, person: Person): boolean;
  journal(record: GlideRecord, person: Person): JournalEntry[];
  /** What this person reads in a field, as text of their zone. */
  display(record: GlideRecord, field: string, person: Person): string;
  /** The stored value, "" where the person may not read the field. */
  raw(record: GlideRecord, field: string, person: Person): string;
  /** Follows a dotted path; null when it does not exist. */
  walk(record: GlideRecord, path: string): { record: GlideRecord; field: Field } | 'empty' | null;
  edit(number: string, fields: Readonly<Record<string, string>>, by: Person): GlideRecord;
  now(): number;
}

export function createStore(company: Company, settings: StoreSettings, now: () => number): Store {
  const records = recordsOf(company);
  const bySysId = new Map(records.map((record) => [record.sysId, record]));

  const mayRead = (record: GlideRecord, person: Person): boolean => {
    if (record.table === 'kb_knowledge') return mayReadArticle(record, person);
    return tableOf(record.table).isTicket ? mayReadTicket(record, person) : true;
  };
  const journal = (record: GlideRecord, person: Person): JournalEntry[] =>
    record.journal.filter((entry) => entry.element === 'comments' || isFulfiller(person));

  const journalRows = (person: Person): GlideRecord[] => {
    if (settings.journalTable === 'closed' && !person.roles.includes('admin')) return [];
    return records
      .filter((record) => mayRead(record, person))
      .flatMap((record) => journal(record, person).map((entry) => journalRow(record, entry)));
  };
  const own = (name: string): GlideRecord[] => records.filter((record) => isKindOf(record.table, name));

  const raw = (record: GlideRecord, name: string, person: Person): string => {
    if (tableOf(record.table).fields.get(name)?.type === 'journal') return '';
    return name === 'can_read_user_criteria' && !isFulfiller(person) ? '' : valueOf(record, name);
  };

  const display = (record: GlideRecord, name: string, person: Person): string => {
    const field = tableOf(record.table).fields.get(name);
    const value = raw(record, name, person);
    switch (field?.type) {
      case 'reference':
        return bySysId.get(value)?.values.get(tableOf(field.to ?? '').displayField) ?? value;
      case 'choice':
        return field.choices?.[value] ?? record.values.get(`${name}.label`) ?? value;
      case 'datetime':
        return inZone(value, zoneOf(person.title));
      case 'integer':
        return value.replace(/\B(?=(\d{3})+$)/g, ',');
      case 'journal':
        return journalText(journal(record, person), name, person, company);
      default:
        return name === 'sys_class_name' ? tableOf(record.table).label : value;
    }
  };

  const walk = (record: GlideRecord, path: string): ReturnType<Store['walk']> => {
    const [head = '', ...rest] = path.split('.');
    const field = tableOf(record.table).fields.get(head);
    if (!field) return null;
    if (rest.length === 0) return { record, field };
    if (field.type !== 'reference') return null;
    const target = bySysId.get(valueOf(record, head));
    if (target) return walk(target, rest.join('.'));
    return tables.get(field.to ?? '')?.fields.has(rest[0] ?? '') ? 'empty' : null;
  };

  const find = (tableName: string, id: string): GlideRecord | null => {
    const matches = own(tableName).filter(
      (record) => record.sysId === id || valueOf(record, 'number') === id,
    );
    return matches.find((record) => record.values.get('latest') !== 'false') ?? matches[0] ?? null;
  };

  return {
    table: (name) => (name === 'task' ? taskParent : tables.get(name)),
    rows: (name, person) =>
      name === 'sys_journal_field'
        ? journalRows(person)
        : own(name).filter((record) => mayRead(record, person)),
    find,
    mayRead,
    journal,
    display,
    raw,
    walk,
    edit(number, fields, by) {
      const record = records.find(
        (each) => valueOf(each, 'number') === number && each.values.get('latest') !== 'false',
      );
      if (!record) throw new Error(`No record ${number}`);
      applyEdit(record, fields, by, glideTime(now()));
      return record;
    },
    now,
  };
}

/** Agents may read every ticket; everybody else those about them. Some are for groups only, and for whom they are about. */
function mayReadTicket(record: GlideRecord, person: Person): boolean {
  const isTheirs = peopleFields.some((field) => valueOf(record, field) === person.servicenowSysId);
  const isConfidential = isKindOf(record.table, 'sn_hr_core_case');
  return (
    (maySee(person, record.visibility) && (isTheirs || isFulfiller(person))) || (isConfidential && isTheirs)
  );
}

const peopleFields = [
  'caller_id',
  'opened_by',
  'opened_for',
  'subject_person',
  'contact',
  'requested_by',
  'requested_for',
  'assigned_to',
];

function mayReadArticle(record: GlideRecord, person: Person): boolean {
  if (!maySee(person, record.visibility)) return false;
  const state = valueOf(record, 'workflow_state');
  // A replaced version stays readable for agents beside the one that replaced it.
  if (state === 'published' || (state === 'outdated' && isFulfiller(person))) return true;
  const isAuthor = valueOf(record, 'author') === person.servicenowSysId;
  return isAuthor || person.roles.some((role) => ['knowledge_admin', 'admin'].includes(role));
}

export function isFulfiller(person: Person): boolean {
  return person.roles.includes('itil') || person.roles.includes('admin');
}

/** True for a table itself and for those above it. */
function isKindOf(tableName: string, wanted: string): boolean {
  for (let name: string | null = tableName; name !== null; name = tableOf(name).parent) {
    if (name === wanted) return true;
  }
  return false;
}

function tableOf(name: string): Table {
  const found = tables.get(name) ?? (name === 'task' ? taskParent : undefined);
  if (!found) throw new Error(`No table ${name}`);
  return found;
}

/** Newest first, each with a line saying when, who and which sort; the zone is the reader's. */
function journalText(
  entries: readonly JournalEntry[],
  field: string,
  person: Person,
  company: Company,
): string {
  const sorts = { comments: 'Additional comments', work_notes: 'Work notes' };
  return entries
    .filter((entry) => field === 'comments_and_work_notes' || entry.element === field)
    .toReversed()
    .map((entry) => {
      const when = inZone(entry.at, zoneOf(person.title));
      return `${when} - ${company.person(entry.author).name} (${sorts[entry.element]})\n${entry.text}\n\n`;
    })
    .join('');
}

function journalRow(record: GlideRecord, entry: JournalEntry): GlideRecord {
  const values = new Map([
    ['sys_id', entry.sysId],
    ['name', record.table],
    ['element', entry.element],
    ['element_id', record.sysId],
    ['value', entry.text],
    ['sys_created_on', entry.at],
    ['sys_created_by', entry.author],
  ]);
  return {
    table: 'sys_journal_field',
    sysId: entry.sysId,
    values,
    visibility: record.visibility,
    journal: [],
  };
}

/** Writes fields; comments and work notes go to the journal. Every save counts, as the product's own does. */
function applyEdit(
  record: GlideRecord,
  fields: Readonly<Record<string, string>>,
  by: Person,
  at: string,
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'comments' || name === 'work_notes') {
      const sysId = sysIdOf(record.sysId, name, String(record.journal.length), at);
      record.journal.push({ sysId, element: name, author: by.id, at, text: value });
    } else {
      record.values.set(name, value);
    }
  }
  record.values.set('sys_mod_count', String(Number(valueOf(record, 'sys_mod_count')) + 1));
  record.values.set('sys_updated_on', at);
  record.values.set('sys_updated_by', by.id);
}

import type { Person } from '../company';
import { valueOf, type GlideRecord } from './record';
import type { Table } from './schema';
import type { Store } from './store';
import { textSearch, type TextMode } from './text-index';
import { glideTime, inZone, zoneOf } from './time';

export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}
interface TextCondition {
  readonly words: string;
  readonly mode: TextMode;
}
interface Group {
  /** Every one of them holds; each is one condition or several joined by ^OR. */
  readonly all: readonly (readonly Condition[])[];
  readonly texts: readonly TextCondition[];
}
export interface EncodedQuery {
  /** One of them holds (^NQ). */
  readonly groups: readonly Group[];
  readonly order: readonly { field: string; descending: boolean }[];
}

export interface QueryContext {
  readonly store: Store;
  readonly table: Table;
  readonly person: Person;
  /** `glide.invalid_query.returns_no_rows`: off by default, so that a condition nobody understands is dropped. */
  readonly invalidReturnsNoRows: boolean;
  /** Told each `javascript:` that a query made the server evaluate. */
  readonly onScript: (script: string) => void;
}

const operators = [
  'NOT LIKE',
  'NOT IN',
  'DOES NOT CONTAIN',
  'NOTLIKE',
  'NOTIN',
  'STARTSWITH',
  'ENDSWITH',
  'CONTAINS',
  'ISNOTEMPTY',
  'ISEMPTY',
  'ANYTHING',
  'BETWEEN',
  'LIKE',
  'IN',
  '!=',
  '>=',
  '<=',
  '=',
  '>',
  '<',
];
const conditionPattern = new RegExp(`^([a-z][a-z0-9_.]*)(${operators.join('|')})([\\s\\S]*)$`);
const textPattern = /^(?:123TEXTQUERY321|(IR_AND_QUERY|IR_OR_QUERY|IR_AND_OR_QUERY))=([\s\S]*)$/;
const textModes: Record<string, TextMode> = {
  IR_AND_QUERY: 'all',
  IR_OR_QUERY: 'any',
  IR_AND_OR_QUERY: 'all-else-any',
};

/** Splits an encoded query. `^` always ends a condition: there is no escape for it. */
export function parseEncodedQuery(text: string): EncodedQuery {
  const order: { field: string; descending: boolean }[] = [];
  const groups = text.split('^NQ').map((part) => parseGroup(part, order));
  return { groups, order };
}

/** The rows a query leaves, ordered: by ORDERBY, else by relevance where it asks for words, else as stored. */
export function runEncodedQuery(
  text: string,
  rows: readonly GlideRecord[],
  context: QueryContext,
): GlideRecord[] {
  const query = parseEncodedQuery(text);
  const found = new Map<GlideRecord, number>();
  for (const group of query.groups) {
    for (const [record, score] of runGroup(group, rows, context)) {
      found.set(record, Math.max(score, found.get(record) ?? 0));
    }
  }
  const ranked = [...found].sort((a, b) => b[1] - a[1]).map(([record]) => record);
  return sorted(ranked, query.order);
}

function parseGroup(text: string, order: { field: string; descending: boolean }[]): Group {
  const all: Condition[][] = [];
  const texts: TextCondition[] = [];
  for (const part of text.split('^')) {
    const ordering = /^ORDERBY(DESC)?([a-z0-9_.]+)$/.exec(part);
    const words = textPattern.exec(part);
    if (ordering) order.push({ field: ordering[2] ?? '', descending: ordering[1] !== undefined });
    else if (words) texts.push({ words: words[2] ?? '', mode: textModes[words[1] ?? ''] ?? 'all' });
    else if (part.startsWith('OR') && all.length > 0) all.at(-1)?.push(parseCondition(part.slice(2)));
    else if (part !== '' && part !== 'EQ' && !part.startsWith('GROUPBY')) all.push([parseCondition(part)]);
  }
  return { all, texts };
}

/** What is no condition keeps its text as field name, which no table has. */
function parseCondition(text: string): Condition {
  const parts = conditionPattern.exec(text);
  if (!parts) return { field: text, operator: '', value: '' };
  return { field: parts[1] ?? '', operator: parts[2] ?? '', value: parts[3] ?? '' };
}

function runGroup(
  group: Group,
  rows: readonly GlideRecord[],
  context: QueryContext,
): Map<GlideRecord, number> {
  let left: [GlideRecord, number][] = rows.map((record) => [record, 0]);
  for (const text of group.texts) {
    const matches = textSearch(rows, context.table, text.words, text.mode);
    const scores = new Map(matches.map((match) => [match.record, match.score]));
    left = left
      .filter(([record]) => scores.has(record))
      .map(([record, sum]) => [record, sum + (scores.get(record) ?? 0)]);
  }
  for (const either of group.all) {
    const known = either.filter((condition) => isKnown(condition, context.table, context.store));
    if (known.length === 0) {
      if (context.invalidReturnsNoRows) return new Map();
      continue;
    }
    const tests = known.map((condition) => testOf(condition, context));
    left = left.filter(([record]) => tests.some((test) => test(record)));
  }
  return new Map(left);
}

function isKnown(condition: Condition, table: Table, store: Store): boolean {
  if (condition.operator === '') return false;
  const [head = '', next] = condition.field.split('.');
  const field = table.fields.get(head);
  if (!field) return false;
  return next === undefined || (store.table(field.to ?? '')?.fields.has(next) ?? false);
}

function testOf(condition: Condition, context: QueryContext): (record: GlideRecord) => boolean {
  const wanted = evaluated(condition.value, context);
  const list = wanted.split(',').map((value) => value.trim().toLowerCase());
  const lower = wanted.toLowerCase();
  const compare = test(condition.operator, lower, list);
  return (record) => {
    const at = context.store.walk(record, condition.field);
    if (at === null) return false;
    if (at === 'empty') return compare('');
    // A field that the person may not read cannot be asked for either.
    return compare(context.store.raw(at.record, at.field.name, context.person).toLowerCase());
  };
}

function test(operator: string, wanted: string, list: readonly string[]): (value: string) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case 'LIKE':
    case 'CONTAINS':
      return (value) => value.includes(wanted);
    case 'NOT LIKE':
    case 'NOTLIKE':
    case 'DOES NOT CONTAIN':
      return (value) => !value.includes(wanted);
    case 'STARTSWITH':
      return (value) => value.startsWith(wanted);
    case 'ENDSWITH':
      return (value) => value.endsWith(wanted);
    case 'IN':
      return (value) => list.includes(value);
    case 'NOT IN':
    case 'NOTIN':
      return (value) => !list.includes(value);
    case 'ISEMPTY':
      return (value) => value === '';
    case 'ISNOTEMPTY':
      return (value) => value !== '';
    case 'ANYTHING':
      return () => true;
    case 'BETWEEN': {
      const [from = '', to = ''] = wanted.split('@');
      return (value) => order(value, from) >= 0 && order(value, to) <= 0;
    }
    default:
      return (value) => value !== '' && compares(operator, order(value, wanted));
  }
}

function compares(operator: string, sign: number): boolean {
  if (operator === '>') return sign > 0;
  if (operator === '<') return sign < 0;
  return operator === '>=' ? sign >= 0 : sign <= 0;
}

/** Numbers by value, everything else (UTC times among it) by its text. */
function order(a: string, b: string): number {
  const numeric = /^-?\d+$/.test(a) && /^-?\d+$/.test(b);
  if (numeric) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `javascript:` is evaluated on the server: the few scripts that filters use; any other one yields nothing. */
function evaluated(value: string, context: QueryContext): string {
  if (!value.startsWith('javascript:')) return value;
  const script = value.slice('javascript:'.length).trim().replace(/;$/, '');
  context.onScript(script);
  const call = /^gs\.(\w+)\(([^)]*)\)$/.exec(script);
  const now = context.store.now();
  const days = Number(call?.[2] ?? 0) * 86_400_000;
  switch (call?.[1]) {
    case 'getUserID':
      return context.person.servicenowSysId;
    case 'getUserName':
      return context.person.id;
    case 'now':
    case 'nowDateTime':
      return glideTime(now);
    case 'daysAgo':
      return glideTime(now - days);
    case 'daysAgoStart':
      return midnight(now - days, context.person);
    case 'daysAgoEnd':
      return midnight(now - days + 86_400_000, context.person);
    default:
      return '';
  }
}

/** Start of the user's day, in UTC as stored. */
function midnight(at: number, person: Person): string {
  const zone = zoneOf(person.title);
  const local = inZone(glideTime(at), zone);
  const [hours = 0, minutes = 0, seconds = 0] = local.slice(11).split(':').map(Number);
  return glideTime(Math.floor(at / 1000) * 1000 - ((hours * 60 + minutes) * 60 + seconds) * 1000);
}

function sorted(records: readonly GlideRecord[], by: EncodedQuery['order']): GlideRecord[] {
  return [...records].sort((a, b) => {
    for (const { field, descending } of by) {
      const sign = order(valueOf(a, field), valueOf(b, field));
      if (sign !== 0) return descending ? -sign : sign;
    }
    return 0;
  });
}

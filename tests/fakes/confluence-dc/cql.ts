import { parseQuery } from '../atlassian/clause-parser';
import {
  clausesOf,
  compile,
  QueryError,
  type Clause,
  type Dialect,
  type Operand,
  type Operator,
  type Order,
  type RowTest,
} from '../atlassian/clauses';
import { absoluteInstant, functionInstant } from '../atlassian/instant';
import { indexOnce, rarityIn, scoreText, TextQueryError, type TextQuery } from '../atlassian/lucene';
import { parseTextQuery } from '../atlassian/lucene-parser';
import type { Person } from '../company';
import { plainBody } from './body';
import { ancestorsOf, currentOf, seesPage, type ConfluencePage, type ConfluenceStore } from './records';

export interface CqlContext {
  readonly store: ConfluenceStore;
  readonly person: Person;
  readonly now: number;
  readonly zone: string;
}

export interface CqlResult {
  pages: ConfluencePage[];
  /** The text searches in it, for highlighting. */
  texts: TextQuery[];
}

const dialect: Dialect = {
  reservedWords: new Set(['and', 'or', 'not', 'in', 'order', 'by', 'asc', 'desc']),
  reservedCharacters: /[{}*/%+^$#@?;[\]|&:]/,
  symbols: false,
  problem: (_problem, source) => couldNotParse(source),
};

/** Answers a CQL query with the pages this person may see, best first unless ordered; throws QueryError. */
export function searchCql(source: string, context: CqlContext): CqlResult {
  if (source.trim() === '') throw couldNotParse(source);
  const query = parseQuery(source, dialect);
  for (const clause of clausesOf(query.where)) check(clause, source, context);
  for (const { field } of query.orderBy) if (!sortValues[field]) throw couldNotParse(source);
  const visible = context.store.pages.filter((page) => !page.isDraft && seesPage(context.person, page));
  const test: RowTest<ConfluencePage> = query.where
    ? compile(query.where, (clause) => clauseTest(clause, visible, context))
    : () => 0;
  const found = visible
    .map((page) => ({ page, score: test(page) }))
    .filter((row): row is { page: ConfluencePage; score: number } => row.score !== null)
    .sort(
      (a, b) =>
        inOrder(query.orderBy, a.page, b.page) || b.score - a.score || Number(a.page.id) - Number(b.page.id),
    );
  const texts = clausesOf(query.where)
    .filter(({ operator }) => operator === '~')
    .map(({ operand }) => parseTextQuery(textOf(operand)));
  return { pages: found.map(({ page }) => page), texts };
}

function couldNotParse(source: string): QueryError {
  return new QueryError([`Could not parse cql : ${source}`]);
}

interface Field {
  kind: 'text' | 'choice' | 'date';
  operators: readonly Operator[];
  /** Lower-case values, or the texts searched. */
  values(page: ConfluencePage, context: CqlContext): string[];
}

const textOperators: readonly Operator[] = ['~', '!~'];
const choiceOperators: readonly Operator[] = ['=', '!=', 'in', 'not in'];
const dateOperators: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
const lower = (...values: string[]) => values.map((value) => value.toLowerCase());
const wholeText: Field = {
  kind: 'text',
  operators: textOperators,
  values: (page) => [currentOf(page).title, plainBody(currentOf(page).markdown), page.labels.join(' ')],
};
const identity: Field = { kind: 'choice', operators: choiceOperators, values: ({ id }) => [id] };
const space: Field = { kind: 'choice', operators: choiceOperators, values: (page) => lower(page.space.key) };
const fields: Record<string, Field> = {
  text: wholeText,
  sitesearch: wholeText,
  title: {
    kind: 'text',
    operators: [...textOperators, ...choiceOperators],
    values: (page) => [currentOf(page).title],
  },
  id: identity,
  content: identity,
  space,
  'space.key': space,
  type: { kind: 'choice', operators: choiceOperators, values: ({ type }) => [type] },
  label: { kind: 'choice', operators: choiceOperators, values: ({ labels }) => lower(...labels) },
  creator: { kind: 'choice', operators: choiceOperators, values: ({ author }) => [author] },
  contributor: {
    kind: 'choice',
    operators: choiceOperators,
    values: (page) => [page.author, ...page.versions.map(({ by }) => by)],
  },
  ancestor: {
    kind: 'choice',
    operators: choiceOperators,
    values: (page, { store }) => ancestorsOf(store, page).map(({ id }) => id),
  },
  parent: {
    kind: 'choice',
    operators: choiceOperators,
    values: (page, { store }) => ancestorsOf(store, page).map(({ id }) => id),
  },
  lastmodified: { kind: 'date', operators: dateOperators, values: (page) => [currentOf(page).when] },
  created: { kind: 'date', operators: dateOperators, values: ({ created }) => [created] },
};
/** Types of content that exist, whether the space has any or not. */
const types = new Set(['page', 'blogpost', 'comment', 'attachment', 'space', 'user']);

const sortValues: Record<string, (page: ConfluencePage) => string> = {
  lastmodified: (page) => currentOf(page).when,
  created: ({ created }) => created,
  title: (page) => currentOf(page).title.toLowerCase(),
  id: ({ id }) => id.padStart(12, '0'),
  space: (page) => page.space.key,
};

function check(clause: Clause, source: string, context: CqlContext): void {
  const field = fields[clause.field];
  if (!field?.operators.includes(clause.operator)) throw couldNotParse(source);
  const operands = itemsOf(clause.operand);
  if (field.kind === 'date' && operands.some((operand) => dateOf(operand, context) === null))
    throw couldNotParse(source);
  if (clause.operator === '~' || clause.operator === '!~') checkText(textOf(clause.operand), source);
  if (clause.field === 'type' && operands.some((operand) => !types.has(textOf(operand).toLowerCase()))) {
    throw couldNotParse(source);
  }
}

function checkText(text: string, source: string): void {
  try {
    parseTextQuery(text);
  } catch (error) {
    if (error instanceof TextQueryError) throw couldNotParse(source);
    throw error;
  }
}

function clauseTest(
  clause: Clause,
  visible: readonly ConfluencePage[],
  context: CqlContext,
): RowTest<ConfluencePage> {
  const field = fields[clause.field];
  if (!field) return () => null;
  if (clause.operator === '~' || clause.operator === '!~') return textTest(clause, field, visible, context);
  if (field.kind === 'date') return dateTest(clause, field, context);
  const wanted = itemsOf(clause.operand).map((operand) => valueOf(operand, context));
  const isNegative = clause.operator === '!=' || clause.operator === 'not in';
  return (page) => {
    const values = field.values(page, context).map((value) => value.toLowerCase());
    return wanted.some((value) => values.includes(value)) === isNegative ? null : 0;
  };
}

/** Titles weigh more in the product's own search than in a search of texts. */
function textTest(
  clause: Clause,
  field: Field,
  visible: readonly ConfluencePage[],
  context: CqlContext,
): RowTest<ConfluencePage> {
  const query = parseTextQuery(textOf(clause.operand));
  const texts = new Map(visible.map((page) => [page, indexOnce(...field.values(page, context))]));
  const rarity = rarityIn([...texts.values()]);
  const titleWeight = clause.field === 'sitesearch' ? 3 : 1;
  return (page) => {
    const text = texts.get(page);
    const score = text ? scoreText(query, text, rarity) : 0;
    if (clause.operator === '!~') return score > 0 ? null : 0;
    if (score === 0) return null;
    return score + titleWeight * scoreText(query, indexOnce(currentOf(page).title), rarity);
  };
}

function dateTest(clause: Clause, field: Field, context: CqlContext): RowTest<ConfluencePage> {
  const wanted = dateOf(clause.operand, context) ?? NaN;
  return (page) => {
    const at = Date.parse(field.values(page, context)[0] ?? '');
    const order = Math.sign(at - wanted);
    const fits: Partial<Record<Operator, boolean>> = {
      '=': order === 0,
      '!=': order !== 0,
      '<': order < 0,
      '<=': order <= 0,
      '>': order > 0,
      '>=': order >= 0,
    };
    return fits[clause.operator] ? 0 : null;
  };
}

function dateOf(operand: Operand, { now, zone }: CqlContext): number | null {
  if (operand.kind === 'function') return functionInstant(operand.name, operand.args, now, zone);
  return operand.kind === 'value' ? absoluteInstant(operand.text, zone) : null;
}

function itemsOf(operand: Operand): readonly Operand[] {
  return operand.kind === 'list' ? operand.items : [operand];
}

function textOf(operand: Operand): string {
  return operand.kind === 'value' ? operand.text : '';
}

function valueOf(operand: Operand, { person }: CqlContext): string {
  return operand.kind === 'function' && operand.name === 'currentuser'
    ? person.id
    : textOf(operand).toLowerCase();
}

function inOrder(orders: readonly Order[], a: ConfluencePage, b: ConfluencePage): number {
  for (const { field, descending } of orders) {
    const order = (sortValues[field]?.(a) ?? '').localeCompare(sortValues[field]?.(b) ?? '');
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

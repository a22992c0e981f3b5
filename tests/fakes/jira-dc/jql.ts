import { parseQuery } from '../atlassian/clause-parser';
import {
  clausesOf,
  compile,
  QueryError,
  type Clause,
  type Operand,
  type Order,
  type ParsedQuery,
  type RowTest,
} from '../atlassian/clauses';
import { absoluteInstant, functionInstant, relativeInstant } from '../atlassian/instant';
import {
  indexOnce,
  rarityIn,
  scoreText,
  TextQueryError,
  type IndexedText,
  type TextQuery,
} from '../atlassian/lucene';
import { parseTextQuery } from '../atlassian/lucene-parser';
import type { Person } from '../company';
import { jqlFields, type JqlField } from './jql-fields';
import { jqlDialect } from './jql-words';
import { seesComment, seesIssue, type JiraIssue, type JiraStore } from './records';

export interface JqlContext {
  readonly store: JiraStore;
  readonly person: Person;
  readonly now: number;
  /** The user's zone: dates without one are meant in it. */
  readonly zone: string;
  /** False makes what is unknown a warning that finds nothing, instead of an error. */
  readonly strict: boolean;
  /** The person a query's name of a user means, where that is not the person's id itself. */
  personIdOf?(name: string): string | null;
}

export interface JqlResult {
  issues: JiraIssue[];
  warnings: string[];
}

/** Answers a JQL query with the issues this person may see, in the order asked for; throws QueryError. */
export function searchJql(source: string, context: JqlContext): JqlResult {
  const query = parseQuery(source, jqlDialect);
  const warnings = problemsOf(query, context);
  if (warnings.length > 0 && context.strict) throw new QueryError(warnings);
  const visible = context.store.issues.filter((issue) => seesIssue(context.person, issue));
  const test: RowTest<JiraIssue> = query.where
    ? compile(query.where, (clause) => clauseTest(clause, visible, context))
    : () => 0;
  const found = visible
    .map((issue) => ({ issue, score: test(issue) }))
    .filter((row): row is { issue: JiraIssue; score: number } => row.score !== null);
  const sorted = found.sort(
    (a, b) => inOrder(query.orderBy, a.issue, b.issue) || b.score - a.score || byKey(b.issue, a.issue),
  );
  return { issues: sorted.map(({ issue }) => issue), warnings };
}

function problemsOf(query: ParsedQuery, context: JqlContext): string[] {
  const unknownOrders = query.orderBy
    .filter(({ field }) => !jqlFields(field))
    .map(({ field }) => noField(field));
  return [...clausesOf(query.where).flatMap((clause) => clauseProblems(clause, context)), ...unknownOrders];
}

function noField(name: string): string {
  return `Field '${name}' does not exist or you do not have permission to view it.`;
}

function clauseProblems(clause: Clause, context: JqlContext): string[] {
  const field = jqlFields(clause.field);
  if (!field) return [noField(clause.fieldText)];
  if (!field.operators.includes(clause.operator)) {
    return [`The operator '${clause.operator}' is not supported by the '${clause.fieldText}' field.`];
  }
  if (clause.operand.kind === 'empty' && !/^(?:=|!=|is|is not)$/.test(clause.operator)) {
    return [
      `The field '${clause.fieldText}' does not support searching for EMPTY values with '${clause.operator}'.`,
    ];
  }
  if (/^is/.test(clause.operator) && clause.operand.kind !== 'empty') {
    return [`The operator '${clause.operator}' only supports EMPTY and NULL values.`];
  }
  return itemsOf(clause.operand).flatMap((operand) => operandProblems(operand, clause, field, context));
}

function operandProblems(operand: Operand, clause: Clause, field: JqlField, context: JqlContext): string[] {
  if (operand.kind === 'empty' || operand.kind === 'list') return [];
  if (field.kind === 'date') {
    if (dateOf(operand, context) !== null) return [];
    const shown = operand.kind === 'value' ? operand.text : `${operand.name}()`;
    return [
      `Date value '${shown}' for field '${clause.fieldText}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    ];
  }
  if (operand.kind === 'function') {
    return operand.name === 'currentuser' && field.kind === 'person'
      ? []
      : [`Unable to find JQL function '${operand.name}(${operand.args.join(', ')})'.`];
  }
  if (field.kind === 'text') return textProblems(operand.text, clause);
  const known = field.known?.(nameOf(operand.text, field, context), context.store, context.person) ?? true;
  return known
    ? []
    : [field.unknown?.(operand.text, clause.fieldText) ?? noValue(operand.text, clause.fieldText)];
}

function noValue(value: string, field: string): string {
  return `The value '${value}' does not exist for the field '${field}'.`;
}

function textProblems(text: string, clause: Clause): string[] {
  try {
    parseTextQuery(text);
    return [];
  } catch (error) {
    if (!(error instanceof TextQueryError)) throw error;
    switch (error.reason) {
      case 'empty':
        return [`The field '${clause.fieldText}' does not support searching for an empty string.`];
      case 'leading-wildcard':
        return [
          `The text query '${text}' for field '${clause.fieldText}' is not valid: the '*' and '?' are not allowed as first character in wildcard query.`,
        ];
      default:
        return [`Unable to parse the text '${text}' for field '${clause.fieldText}'.`];
    }
  }
}

function clauseTest(clause: Clause, visible: readonly JiraIssue[], context: JqlContext): RowTest<JiraIssue> {
  const field = jqlFields(clause.field);
  // What is wrong with the clause was a warning already: it finds nothing.
  if (!field || clauseProblems(clause, context).length > 0) return () => null;
  const isNegative = /^(?:!=|!~|not in|is not)$/.test(clause.operator);
  if (clause.operand.kind === 'empty')
    return matching((issue) => isEmpty(field, issue, context) !== isNegative);
  if (field.kind === 'text') return textTest(clause, field, visible, context);
  if (field.kind === 'date') return dateTest(clause, field, context);
  const wanted = itemsOf(clause.operand).map((operand) => valueOf(operand, field, context));
  return matching((issue) => {
    const values = field.values(issue);
    const unset = values.length === 0;
    // "Unresolved" names the issues without a resolution; everything else unset is in no negation either.
    const holds = wanted.some((value) => values.includes(value) || (unset && value === field.unsetName));
    return isNegative ? !holds && !unset : holds;
  });
}

function textTest(
  clause: Clause,
  field: JqlField,
  visible: readonly JiraIssue[],
  context: JqlContext,
): RowTest<JiraIssue> {
  const operand = clause.operand;
  const query: TextQuery = parseTextQuery(operand.kind === 'value' ? operand.text : '');
  const texts = new Map<JiraIssue, IndexedText>(
    visible.map((issue) => [issue, indexOnce(...textsOf(field, issue, context))]),
  );
  const rarity = rarityIn([...texts.values()]);
  const isNegative = clause.operator === '!~';
  return (issue) => {
    const text = texts.get(issue);
    const score = text ? scoreText(query, text, rarity) : 0;
    const title = scoreText(query, indexOnce(issue.summary), rarity);
    if (isNegative) return score === 0 && !isEmpty(field, issue, context) ? 0 : null;
    return score > 0 ? score + title : null;
  };
}

function textsOf(field: JqlField, issue: JiraIssue, { person }: JqlContext): string[] {
  return field.texts(issue, (comment) => seesComment(person, comment));
}

function dateTest(clause: Clause, field: JqlField, context: JqlContext): RowTest<JiraIssue> {
  const wanted = dateOf(clause.operand, context) ?? NaN;
  const test: Partial<Record<Clause['operator'], (at: number) => boolean>> = {
    '=': (at) => at === wanted,
    '!=': (at) => at !== wanted,
    '<': (at) => at < wanted,
    '<=': (at) => at <= wanted,
    '>': (at) => at > wanted,
    '>=': (at) => at >= wanted,
  };
  return matching((issue) => {
    const [at] = field.values(issue);
    return at !== undefined && (test[clause.operator]?.(Date.parse(at)) ?? false);
  });
}

function dateOf(operand: Operand, { now, zone }: JqlContext): number | null {
  if (operand.kind === 'function') return functionInstant(operand.name, operand.args, now, zone);
  if (operand.kind !== 'value') return null;
  return relativeInstant(operand.text, now) ?? absoluteInstant(operand.text, zone);
}

function isEmpty(field: JqlField, issue: JiraIssue, context: JqlContext): boolean {
  return field.kind === 'text'
    ? textsOf(field, issue, context).join('').trim() === ''
    : field.values(issue).length === 0;
}

function itemsOf(operand: Operand): readonly Operand[] {
  return operand.kind === 'list' ? operand.items : [operand];
}

/** Values are compared in lower case. */
function valueOf(operand: Operand, field: JqlField, context: JqlContext): string {
  if (operand.kind === 'function') return context.person.id;
  return operand.kind === 'value' ? nameOf(operand.text, field, context).toLowerCase() : '';
}

function nameOf(text: string, field: JqlField, { personIdOf }: JqlContext): string {
  return field.kind === 'person' && personIdOf ? (personIdOf(text) ?? '') : text;
}

function matching(test: (issue: JiraIssue) => boolean): RowTest<JiraIssue> {
  return (issue) => (test(issue) ? 0 : null);
}

function inOrder(orders: readonly Order[], a: JiraIssue, b: JiraIssue): number {
  for (const { field, descending } of orders) {
    const order =
      field === 'key' || field === 'issuekey'
        ? byKey(a, b)
        : sortValue(field, a).localeCompare(sortValue(field, b));
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

function sortValue(field: string, issue: JiraIssue): string {
  return jqlFields(field)?.sortValue?.(issue) ?? jqlFields(field)?.values(issue)[0] ?? '';
}

function byKey(a: JiraIssue, b: JiraIssue): number {
  const number = (issue: JiraIssue) => Number(issue.key.slice(issue.key.lastIndexOf('-') + 1));
  return a.project.key.localeCompare(b.project.key) || number(a) - number(b);
}

/** The shape that JQL and CQL share: conditions on fields, joined by and, or, not, then an order. */
export type Node =
  | { kind: 'and' | 'or'; nodes: readonly Node[] }
  | { kind: 'not'; node: Node }
  | { kind: 'clause'; clause: Clause };

export interface Clause {
  /** Lower-case. */
  readonly field: string;
  /** As it was written, for messages. */
  readonly fieldText: string;
  readonly operator: Operator;
  readonly operand: Operand;
}
export type Operator = '=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

export type Operand =
  | { kind: 'value'; text: string; quoted: boolean }
  | { kind: 'empty' }
  | { kind: 'function'; name: string; args: readonly string[] }
  | { kind: 'list'; items: readonly Operand[] };

export interface Order {
  field: string;
  descending: boolean;
}

export interface ParsedQuery {
  /** Null where the query restricts nothing. */
  where: Node | null;
  orderBy: readonly Order[];
}

/** A query that the server refuses with 400 and these words. */
export class QueryError extends Error {
  constructor(readonly messages: readonly string[]) {
    super(messages.join(' '));
  }
}

/** Where the two languages differ. */
export interface Dialect {
  /** Words that must be quoted as values. */
  readonly reservedWords: ReadonlySet<string>;
  /** Characters that must be quoted. */
  readonly reservedCharacters: RegExp;
  /** `&&`, `||`, `!` and `is empty` exist. */
  readonly symbols: boolean;
  problem(problem: QueryProblem, source: string): QueryError;
}
export type QueryProblem =
  | { kind: 'reserved-character'; character: string; at: number }
  | { kind: 'unfinished-string'; text: string; at: number }
  | { kind: 'reserved-word'; word: string; at: number }
  | { kind: 'unexpected'; found: string | null; wanted: string; at: number };

/** One relevance a row, or null where the row does not match. */
export type RowTest<Row> = (row: Row) => number | null;

/** Joins what each clause says of a row; relevance adds up, a negation has none. */
export function compile<Row>(node: Node, clauseTest: (clause: Clause) => RowTest<Row>): RowTest<Row> {
  if (node.kind === 'clause') return clauseTest(node.clause);
  if (node.kind === 'not') {
    const inner = compile(node.node, clauseTest);
    return (row) => (inner(row) === null ? 0 : null);
  }
  const tests = node.nodes.map((child) => compile(child, clauseTest));
  const isAnd = node.kind === 'and';
  return (row) => {
    const scores = tests.map((test) => test(row));
    const matching = scores.filter((score) => score !== null);
    if (matching.length === 0 || (isAnd && matching.length < scores.length)) return null;
    return matching.reduce((sum, score) => sum + score, 0);
  };
}

export function clausesOf(node: Node | null): Clause[] {
  if (node === null) return [];
  if (node.kind === 'clause') return [node.clause];
  return node.kind === 'not' ? clausesOf(node.node) : node.nodes.flatMap(clausesOf);
}

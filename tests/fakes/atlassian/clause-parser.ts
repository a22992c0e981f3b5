import { lex, type QueryToken } from './clause-lexer';
import type { Clause, Dialect, Node, Operand, Operator, Order, ParsedQuery } from './clauses';

/** Parses a JQL or CQL query; throws the dialect's QueryError. */
export function parseQuery(source: string, dialect: Dialect): ParsedQuery {
  const parser: Parser = { tokens: lex(source, dialect), at: 0, source, dialect };
  const startsWithOrder = isWord(peek(parser), 'order');
  const where = peek(parser).kind === 'end' || startsWithOrder ? null : parseOr(parser);
  const orderBy = parseOrder(parser);
  if (peek(parser).kind !== 'end') throw unexpected(parser, "'OR' or 'AND'");
  return { where, orderBy };
}

interface Parser {
  readonly tokens: readonly QueryToken[];
  at: number;
  readonly source: string;
  readonly dialect: Dialect;
}

function parseOr(parser: Parser): Node {
  const nodes = [parseAnd(parser)];
  while (takeJoin(parser, 'or', /^\|\|?$/)) nodes.push(parseAnd(parser));
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'or', nodes };
}

function parseAnd(parser: Parser): Node {
  const nodes = [parseNot(parser)];
  while (takeJoin(parser, 'and', /^&&?$/)) nodes.push(parseNot(parser));
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'and', nodes };
}

function parseNot(parser: Parser): Node {
  if (takeJoin(parser, 'not', /^!$/)) return { kind: 'not', node: parseNot(parser) };
  if (takePunctuation(parser, '(')) {
    const inner = parseOr(parser);
    if (!takePunctuation(parser, ')')) throw unexpected(parser, "')'");
    return inner;
  }
  return { kind: 'clause', clause: parseClause(parser) };
}

function parseClause(parser: Parser): Clause {
  const token = peek(parser);
  if (token.kind !== 'word' && token.kind !== 'string') throw unexpected(parser, 'a field name');
  if (token.kind === 'word') refuseReserved(parser, token);
  parser.at += 1;
  const operator = parseOperator(parser);
  const operand =
    operator === 'in' || operator === 'not in' ? parseListOrFunction(parser) : parseOperand(parser);
  return { field: token.text.toLowerCase(), fieldText: token.text, operator, operand };
}

function parseOperator(parser: Parser): Operator {
  const token = peek(parser);
  if (token.kind === 'operator' && /^(?:!=|!~|>=|<=|=|~|<|>)$/.test(token.text)) {
    parser.at += 1;
    return token.text as Operator;
  }
  if (takeWord(parser, 'in')) return 'in';
  if (takeWord(parser, 'not')) {
    if (takeWord(parser, 'in')) return 'not in';
    throw unexpected(parser, "'IN'");
  }
  if (parser.dialect.symbols && takeWord(parser, 'is')) return takeWord(parser, 'not') ? 'is not' : 'is';
  throw unexpected(parser, "either '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN' or 'NOT IN'");
}

function parseListOrFunction(parser: Parser): Operand {
  if (!takePunctuation(parser, '(')) {
    const operand = parseOperand(parser);
    if (operand.kind === 'function') return operand;
    throw unexpected(parser, "'('");
  }
  const items = [parseOperand(parser)];
  while (takePunctuation(parser, ',')) items.push(parseOperand(parser));
  if (!takePunctuation(parser, ')')) throw unexpected(parser, "',' or ')'");
  return { kind: 'list', items };
}

function parseOperand(parser: Parser): Operand {
  const token = peek(parser);
  if (token.kind === 'string') {
    parser.at += 1;
    return { kind: 'value', text: token.text, quoted: true };
  }
  if (token.kind !== 'word') throw unexpected(parser, 'a value, list or function');
  if (parser.dialect.symbols && /^(?:empty|null)$/i.test(token.text)) {
    parser.at += 1;
    return { kind: 'empty' };
  }
  refuseReserved(parser, token);
  parser.at += 1;
  if (!takePunctuation(parser, '(')) return { kind: 'value', text: token.text, quoted: false };
  return { kind: 'function', name: token.text.toLowerCase(), args: parseArguments(parser) };
}

function parseArguments(parser: Parser): string[] {
  const args: string[] = [];
  while (!takePunctuation(parser, ')')) {
    const token = peek(parser);
    if (token.kind !== 'word' && token.kind !== 'string') throw unexpected(parser, "')'");
    args.push(token.text);
    parser.at += 1;
    takePunctuation(parser, ',');
  }
  return args;
}

function parseOrder(parser: Parser): Order[] {
  if (!takeWord(parser, 'order')) return [];
  if (!takeWord(parser, 'by')) throw unexpected(parser, "'BY'");
  const orders: Order[] = [];
  do {
    const token = peek(parser);
    if (token.kind !== 'word' && token.kind !== 'string') throw unexpected(parser, 'a field name');
    parser.at += 1;
    const descending = takeWord(parser, 'desc');
    if (!descending) takeWord(parser, 'asc');
    orders.push({ field: token.text.toLowerCase(), descending });
  } while (takePunctuation(parser, ','));
  return orders;
}

function refuseReserved(parser: Parser, { text, at }: QueryToken): void {
  if (parser.dialect.reservedWords.has(text.toLowerCase())) {
    throw parser.dialect.problem({ kind: 'reserved-word', word: text, at }, parser.source);
  }
}

function unexpected(parser: Parser, wanted: string) {
  const token = peek(parser);
  const found = token.kind === 'end' ? null : token.text;
  return parser.dialect.problem({ kind: 'unexpected', found, wanted, at: token.at }, parser.source);
}

function peek(parser: Parser): QueryToken {
  return parser.tokens[parser.at] ?? { kind: 'end', text: '', at: parser.source.length };
}

function isWord(token: QueryToken, word: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === word;
}

function takeWord(parser: Parser, word: string): boolean {
  if (!isWord(peek(parser), word)) return false;
  parser.at += 1;
  return true;
}

function takeJoin(parser: Parser, word: string, symbol: RegExp): boolean {
  const token = peek(parser);
  if (token.kind === 'operator' && symbol.test(token.text)) {
    parser.at += 1;
    return true;
  }
  return takeWord(parser, word);
}

function takePunctuation(parser: Parser, text: string): boolean {
  const token = peek(parser);
  if (token.kind !== 'punctuation' || token.text !== text) return false;
  parser.at += 1;
  return true;
}

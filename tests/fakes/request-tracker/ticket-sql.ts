/** What TicketSQL compares: the fields that anybody here asks for. */
export interface SqlTicket {
  readonly id: string;
  readonly subject: string;
  readonly queue: string;
  readonly status: string;
  readonly isInactive: boolean;
  /** One of its texts: RT joins them, so that several conditions on the content must hold of the same one. */
  readonly text: string;
  readonly updated: string;
}

type Test = (ticket: SqlTicket) => boolean;

/** What RT answers with 400. */
export class TicketSqlError extends Error {}

/** A condition of RT's ticket search. https://docs.bestpractical.com/rt/5.0.3/query_builder.html */
export function parseTicketSql(query: string, now: number): Test | null {
  const tokens = tokensOf(query);
  if (tokens.length === 0) return null;
  const parser = { tokens, at: 0, now };
  const test = anyOf(parser);
  if (parser.at < tokens.length) throw wrong('an AGGREGATOR', parser);
  return test;
}

interface Token {
  readonly text: string;
  /** Value of a quoted string; null for a bare word or sign. */
  readonly value: string | null;
}
interface Parser {
  readonly tokens: readonly Token[];
  readonly now: number;
  at: number;
}

function tokensOf(query: string): Token[] {
  const found: Token[] = [];
  const token = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([()])|(!=|>=|<=|=|>|<)|([^\s()'"=<>!]+))/gsy;
  const end = query.trimEnd().length;
  while (token.lastIndex < end) {
    const match = token.exec(query);
    if (!match) throw new TicketSqlError(`Wrong query, expecting a KEYWORD in '${query}'`);
    const [, single, double, bracket, sign, word] = match;
    const quoted = single ?? double;
    found.push({
      text: bracket ?? sign ?? word ?? '',
      value: quoted === undefined ? null : quoted.replace(/\\([\\'"])/g, '$1'),
    });
  }
  return found;
}

function anyOf(parser: Parser): Test {
  const tests = [allOf(parser)];
  while (take(parser, /^or$/i)) tests.push(allOf(parser));
  return (ticket) => tests.some((test) => test(ticket));
}

function allOf(parser: Parser): Test {
  const tests = [single(parser)];
  while (take(parser, /^and$/i)) tests.push(single(parser));
  return (ticket) => tests.every((test) => test(ticket));
}

function single(parser: Parser): Test {
  if (take(parser, /^\($/)) {
    const inner = anyOf(parser);
    if (!take(parser, /^\)$/)) throw wrong('a CLOSE_PAREN', parser);
    return inner;
  }
  const field = take(parser, /^\w+(?:\.\w+)?$/);
  if (!field) throw wrong('a KEYWORD or OPEN_PAREN', parser);
  const sign = take(parser, /^(?:!=|>=|<=|=|>|<|like)$/i);
  if (!sign) throw wrong('a OPERATOR', parser);
  const value = parser.tokens[parser.at];
  if (!value) throw wrong('a VALUE', parser);
  parser.at += 1;
  return comparison(field.text.toLowerCase(), sign.text.toLowerCase(), value.value ?? value.text, parser.now);
}

function take(parser: Parser, shape: RegExp): Token | null {
  const token = parser.tokens[parser.at];
  if (!token || token.value !== null || !shape.test(token.text)) return null;
  parser.at += 1;
  return token;
}

function wrong(wanted: string, { tokens, at }: Parser): TicketSqlError {
  return new TicketSqlError(`Wrong query, expecting ${wanted} in '${tokens[at]?.text ?? ''}'`);
}

function comparison(field: string, sign: string, value: string, now: number): Test {
  const equals = (of: (ticket: SqlTicket) => string): Test => {
    const same: Test = (ticket) => of(ticket).toLowerCase() === value.toLowerCase();
    return sign === '!=' ? (ticket) => !same(ticket) : same;
  };
  const like = likePattern(value);
  switch (field) {
    case 'subject':
      return sign === 'like' ? ({ subject }) => like.test(subject) : equals(({ subject }) => subject);
    case 'content':
      return ({ text }) => like.test(text);
    case 'queue':
      return equals(({ queue }) => queue);
    case 'status':
      if (value === '__Inactive__') return ({ isInactive }) => isInactive;
      if (value === '__Active__') return ({ isInactive }) => !isInactive;
      return equals(({ status }) => status);
    case 'id':
      return ({ id }) => compare(Number(id) - Number(value), sign);
    case 'lastupdated':
      return ({ updated }) => compare(Date.parse(updated) - timeOf(value, now), sign);
    default:
      throw new TicketSqlError(`Unknown field: ${field}`);
  }
}

function compare(difference: number, sign: string): boolean {
  if (sign === '=') return difference === 0;
  if (sign === '!=') return difference !== 0;
  if (sign.startsWith('>')) return difference > 0 || (sign === '>=' && difference === 0);
  return difference < 0 || (sign === '<=' && difference === 0);
}

function timeOf(text: string, now: number): number {
  const days = /^(\d+) days? ago$/.exec(text)?.[1];
  return days === undefined ? Date.parse(text) : now - Number(days) * 86_400_000;
}

/** SQL's LIKE between two `%`: its wildcards have no escape here. */
export function likePattern(value: string): RegExp {
  const pattern = [...value]
    .map((letter) =>
      letter === '%' ? '[^]*' : letter === '_' ? '[^]' : letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'),
    )
    .join('');
  return new RegExp(pattern, 'iu');
}

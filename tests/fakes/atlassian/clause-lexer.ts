import type { Dialect } from './clauses';

export interface QueryToken {
  kind: 'word' | 'string' | 'operator' | 'punctuation' | 'end';
  text: string;
  at: number;
}

/** Splits a query into words, strings, operators and punctuation. */
export function lex(source: string, dialect: Dialect): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < source.length) {
    const character = source[at] ?? '';
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const token = lexOne(source, at, dialect);
    tokens.push({ kind: token.kind, text: token.text, at });
    at = token.end;
  }
  return [...tokens, { kind: 'end', text: '', at: source.length }];
}

interface Lexed {
  kind: QueryToken['kind'];
  text: string;
  end: number;
}

function lexOne(source: string, at: number, dialect: Dialect): Lexed {
  const rest = source.slice(at);
  const character = rest[0] ?? '';
  if (character === '"' || character === "'") return lexString(source, at, dialect);
  const custom = /^cf\[\d+\]/i.exec(rest);
  if (custom) return { kind: 'word', text: custom[0], end: at + custom[0].length };
  const operator =
    /^(?:!=|!~|>=|<=|=|~|<|>)/.exec(rest) ?? (dialect.symbols ? /^(?:&&?|\|\|?|!)/.exec(rest) : null);
  if (operator) return { kind: 'operator', text: operator[0], end: at + operator[0].length };
  if (/[(),]/.test(character)) return { kind: 'punctuation', text: character, end: at + 1 };
  return lexWord(source, at, dialect);
}

function lexString(source: string, start: number, dialect: Dialect): Lexed {
  const quote = source[start] ?? '';
  let text = '';
  for (let at = start + 1; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === quote) return { kind: 'string', text, end: at + 1 };
    if (character === '\\') {
      const escape = readEscape(source, at);
      text += escape.text;
      at = escape.end - 1;
    } else {
      text += character;
    }
  }
  throw dialect.problem({ kind: 'unfinished-string', text, at: start }, source);
}

function lexWord(source: string, start: number, dialect: Dialect): Lexed {
  let text = '';
  let at = start;
  while (at < source.length) {
    const character = source[at] ?? '';
    if (character === '\\') {
      const escape = readEscape(source, at);
      text += escape.text;
      at = escape.end;
      continue;
    }
    if (/[\s()=!~<>,"'&|]/.test(character)) break;
    if (dialect.reservedCharacters.test(character)) {
      throw dialect.problem({ kind: 'reserved-character', character, at }, source);
    }
    text += character;
    at += 1;
  }
  if (at === start)
    throw dialect.problem({ kind: 'reserved-character', character: source[at] ?? '', at }, source);
  return { kind: 'word', text, end: at };
}

function readEscape(source: string, at: number): { text: string; end: number } {
  const unicode = /^\\u([0-9a-fA-F]{4})/.exec(source.slice(at));
  if (unicode?.[1]) return { text: String.fromCharCode(parseInt(unicode[1], 16)), end: at + 6 };
  const character = source[at + 1] ?? '';
  const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
  return { text: controls[character] ?? character, end: at + 2 };
}

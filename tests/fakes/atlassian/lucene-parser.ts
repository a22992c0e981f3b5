import { analysed, joined, TextQueryError, wordsOf, type TextQuery } from './lucene';

/** Characters that end a bare word or mean something of their own unless a backslash stands before them. */
const special = new Set('!(){}[]^"~*?:\\/');

/**
 * Lucene's classic query language as far as a text search meets it: bare words (all of them wanted), "phrases" with
 * `~2`, `word*` and `w?rd`, AND OR NOT && || ! + -, parentheses, `^2`. Whatever else its characters can mean (field
 * prefixes, ranges, regular expressions) is refused, as is everything unbalanced.
 */
export function parseTextQuery(source: string): TextQuery {
  if (source.trim() === '') throw new TextQueryError('empty', source);
  const state: State = { source, at: 0 };
  const query = parseAny(state);
  skipSpace(state);
  if (state.at < source.length) throw new TextQueryError('syntax', source);
  return query;
}

interface State {
  readonly source: string;
  at: number;
}

function parseAny(state: State): TextQuery {
  const parts = [parseAll(state)];
  while (takeOperator(state, /^(?:OR(?![\w])|\|\|)/)) parts.push(parseAll(state));
  return parts.length === 1 && parts[0] ? parts[0] : joined('any', parts);
}

function parseAll(state: State): TextQuery {
  const parts = [parseOne(state)];
  while (hasMore(state)) {
    takeOperator(state, /^(?:AND(?![\w])|&&)/);
    parts.push(parseOne(state));
  }
  return joined('all', parts);
}

function hasMore(state: State): boolean {
  skipSpace(state);
  const rest = state.source.slice(state.at);
  return rest !== '' && !rest.startsWith(')') && !/^(?:OR(?![\w])|\|\|)/.test(rest);
}

function parseOne(state: State): TextQuery {
  if (takeOperator(state, /^(?:NOT(?![\w])|[!-])/)) return { kind: 'not', part: parseOne(state) };
  if (takeOperator(state, /^\+/)) return parseOne(state);
  skipSpace(state);
  if (state.source[state.at] === '(') return parseGroup(state);
  if (state.source[state.at] === '"') return parsePhrase(state);
  return parseWord(state);
}

function parseGroup(state: State): TextQuery {
  state.at += 1;
  const inner = parseAny(state);
  skipSpace(state);
  if (state.source[state.at] !== ')') throw new TextQueryError('syntax', state.source);
  state.at += 1;
  takeBoost(state);
  return inner;
}

function parsePhrase(state: State): TextQuery {
  let text = '';
  let at = state.at + 1;
  while (at < state.source.length && state.source[at] !== '"') {
    if (state.source[at] === '\\') at += 1;
    text += state.source[at] ?? '';
    at += 1;
  }
  if (state.source[at] !== '"') throw new TextQueryError('syntax', state.source);
  state.at = at + 1;
  const slop = Number(take(state, /^~(\d*)/)?.[1] ?? 0);
  takeBoost(state);
  const words = wordsOf(text);
  return words.length === 0 ? { kind: 'nothing' } : { kind: 'phrase', words, slop };
}

function parseWord(state: State): TextQuery {
  const start = state.at;
  const { text, wildcards } = readWord(state);
  const isOperator = /^(?:AND|OR|NOT)$/.test(state.source.slice(start, state.at));
  if (text === '' || isOperator) throw new TextQueryError('syntax', state.source);
  take(state, /^~(?:\d+(?:\.\d+)?)?/);
  takeBoost(state);
  const next = state.source[state.at];
  if (next !== undefined && special.has(next) && !'!()"'.includes(next)) {
    throw new TextQueryError('syntax', state.source);
  }
  if (wildcards.length === 0) return analysed(text);
  if (wildcards[0] === 0) throw new TextQueryError('leading-wildcard', state.source);
  return { kind: 'wildcard', pattern: wildcardPattern(text, new Set(wildcards)) };
}

/** A bare word with its escapes resolved, and where in it a wildcard stands. */
function readWord(state: State): { text: string; wildcards: number[] } {
  let text = '';
  const wildcards: number[] = [];
  for (; state.at < state.source.length; state.at += 1) {
    const character = state.source[state.at] ?? '';
    if (character === '\\') {
      state.at += 1;
      const escaped = state.source[state.at];
      if (escaped === undefined) throw new TextQueryError('syntax', state.source);
      text += escaped;
    } else if (character === '*' || character === '?') {
      wildcards.push(text.length);
      text += character;
    } else if (/\s/.test(character) || special.has(character)) {
      break;
    } else {
      text += character;
    }
  }
  return { text, wildcards };
}

function wildcardPattern(text: string, wildcards: ReadonlySet<number>): RegExp {
  const parts = [...text.toLowerCase()].map((character, index) => {
    if (!wildcards.has(index)) return character.replace(/[^\p{L}\p{N}]/u, '\\$&');
    return character === '*' ? '.*' : '.';
  });
  return new RegExp(`^${parts.join('')}$`);
}

function takeBoost(state: State): void {
  if (state.source[state.at] === '^' && !take(state, /^\^\d+(?:\.\d+)?/)) {
    throw new TextQueryError('syntax', state.source);
  }
}

function takeOperator(state: State, pattern: RegExp): boolean {
  skipSpace(state);
  return take(state, pattern) !== null;
}

function take(state: State, pattern: RegExp): RegExpExecArray | null {
  const found = pattern.exec(state.source.slice(state.at));
  if (found) state.at += found[0].length;
  return found;
}

function skipSpace(state: State): void {
  while (/\s/.test(state.source[state.at] ?? '')) state.at += 1;
}

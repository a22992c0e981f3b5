/** What a query is matched against: one item of the index. */
export interface Indexed {
  readonly title: string;
  readonly text: string;
  /** Managed properties by lower-case name. */
  readonly properties: Readonly<Record<string, string>>;
}

export type Kql = (item: Indexed) => boolean;

/** A query that SharePoint refuses. */
export class MalformedQuery extends Error {}

export interface ParsedKql {
  readonly matches: Kql;
  /** Free words and phrases that are wanted, for highlighting. */
  readonly words: readonly string[];
}

/**
 * Keyword query language as MS-KQL has it: operators are upper case, neighbours are joined by AND, restrictions of one
 * property beside each other by OR, `-` and `+` before a term exclude and demand, a star ends a prefix.
 */
export function parseKql(source: string): ParsedKql {
  const tokens = tokenize(source);
  const words: string[] = [];
  let at = 0;
  const peek = () => tokens[at];
  const or = (): Kql => {
    const parts = [and()];
    while (isOperator(peek(), 'OR')) {
      at += 1;
      parts.push(and());
    }
    return (item) => parts.some((part) => part(item));
  };
  const and = (): Kql => {
    const parts: { test: Kql; property: string | null }[] = [];
    let terms = 0;
    for (let token = peek(); token && token.kind !== ')' && !isOperator(token, 'OR'); token = peek()) {
      const joins =
        token.kind === 'operator' && /^(?:AND|NEAR|ONEAR|XRANK|WORDS|ALL|ANY|NONE)$/.test(token.text);
      if (joins) {
        at += 1;
        // Parameters of NEAR(n=5) and XRANK(cb=1) are not conditions.
        if (token.text !== 'AND' && peek()?.kind === '(') skipGroup();
        parts.push({ test: () => true, property: null });
        continue;
      }
      parts.push(unary());
      terms += 1;
    }
    if (terms === 0) throw new MalformedQuery('An operator has nothing to work on');
    return (item) => grouped(parts).every((group) => group.some((part) => part(item)));
  };
  const unary = (): { test: Kql; property: string | null } => {
    const token = peek();
    if (isOperator(token, 'NOT') || token?.kind === '-') {
      at += 1;
      const { test } = unary();
      return { test: (item) => !test(item), property: null };
    }
    if (token?.kind === '+') {
      at += 1;
      return { ...unary(), property: null };
    }
    return primary();
  };
  const primary = (): { test: Kql; property: string | null } => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === '(') {
      const test = or();
      if (peek()?.kind !== ')') throw new MalformedQuery('A parenthesis is not closed');
      at += 1;
      return { test, property: null };
    }
    if (token?.kind === 'property')
      return { test: (item) => restricts(item, token), property: token.text.toLowerCase() };
    if (token?.kind === 'text') {
      words.push(token.text);
      return { test: (item) => holdsText(`${item.title}\n${item.text}`, token), property: null };
    }
    throw new MalformedQuery('A term is missing');
  };
  const skipGroup = () => {
    while (at < tokens.length && peek()?.kind !== ')') at += 1;
    at += 1;
  };
  const matches = or();
  if (at < tokens.length) throw new MalformedQuery('A parenthesis was never opened');
  return { matches, words };
}

interface Token {
  readonly kind: '(' | ')' | '+' | '-' | 'operator' | 'property' | 'text';
  readonly text: string;
  readonly isPhrase?: boolean;
  readonly comparison?: string;
  readonly value?: string;
}

function tokenize(source: string): Token[] {
  const pattern =
    /\s+|(?<paren>[()])|(?<property>[A-Za-z]\w*)(?<comparison><>|>=|<=|[:=<>])(?:"(?<quoted>[^"]*)"?|(?<bare>[^\s()"]+))|"(?<phrase>[^"]*)"?|(?<sign>[+-])(?=[^\s])|(?<word>[^\s()"]+)/y;
  const tokens: Token[] = [];
  while (pattern.lastIndex < source.length) {
    const found = pattern.exec(source);
    if (!found) throw new MalformedQuery(`No token at ${tokens.length}`);
    const { paren, property, comparison, quoted, bare, phrase, sign, word } = found.groups ?? {};
    if (paren === '(' || paren === ')') tokens.push({ kind: paren, text: paren });
    else if (property !== undefined)
      tokens.push({
        kind: 'property',
        text: property,
        comparison: comparison ?? ':',
        value: quoted ?? bare ?? '',
      });
    else if (phrase !== undefined) tokens.push({ kind: 'text', text: phrase, isPhrase: true });
    else if (sign === '+' || sign === '-') tokens.push({ kind: sign, text: sign });
    else if (word !== undefined)
      tokens.push({
        kind: /^(?:AND|OR|NOT|NEAR|ONEAR|XRANK|WORDS|ALL|ANY|NONE)$/.test(word) ? 'operator' : 'text',
        text: word,
      });
  }
  return tokens;
}

function isOperator(token: Token | undefined, name: string): boolean {
  return token?.kind === 'operator' && token.text === name;
}

/** Restrictions of the same property that stand beside each other are alternatives. */
function grouped(parts: readonly { test: Kql; property: string | null }[]): Kql[][] {
  const groups: { property: string | null; tests: Kql[] }[] = [];
  for (const { test, property } of parts) {
    const last = groups.at(-1);
    if (property !== null && last?.property === property) last.tests.push(test);
    else groups.push({ property, tests: [test] });
  }
  return groups.map(({ tests }) => tests);
}

function restricts(item: Indexed, { text, comparison = ':', value = '' }: Token): boolean {
  const name = text.toLowerCase();
  const own = name === 'title' ? item.title : (item.properties[name] ?? '');
  if (name === 'path') return under(own, value);
  if (['title', 'author'].includes(name)) return holdsText(own, { text: value, isPhrase: /\s/.test(value) });
  const [a, b] =
    name === 'lastmodifiedtime'
      ? [Date.parse(own), Date.parse(value)]
      : name === 'indexdocid'
        ? [Number(own), Number(value)]
        : [own.toLowerCase(), value.toLowerCase()];
  switch (comparison) {
    case '<>':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    default:
      return value.endsWith('*') ? own.toLowerCase().startsWith(value.slice(0, -1).toLowerCase()) : a === b;
  }
}

/** A path holds for everything below it, and with a star for every address that begins so. */
function under(path: string, wanted: string): boolean {
  const [own, base] = [path.toLowerCase(), decodeURI(wanted).toLowerCase().replace(/\/+$/, '')];
  return base.endsWith('*') ? own.startsWith(base.slice(0, -1)) : own === base || own.startsWith(`${base}/`);
}

/** Phrases are exact and in order; a single word also finds its inflections. */
export function holdsText(
  text: string,
  { text: wanted, isPhrase = false }: { text: string; isPhrase?: boolean },
): boolean {
  const isPrefix = wanted.endsWith('*');
  const terms = wordsOf(wanted);
  if (terms.length === 0) return false;
  const words = wordsOf(text);
  const same = (word: string, term: string, isLast: boolean) =>
    word === term ||
    (isPrefix && isLast && word.startsWith(term)) ||
    (!isPhrase && stem(word) === stem(term));
  return words.some((_, start) =>
    terms.every((term, offset) => same(words[start + offset] ?? '', term, offset === terms.length - 1)),
  );
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|s)$/, '').replace(/e$/, '') : word;
}

import type { DokuPage } from './pages';

/** The English list of the wiki's indexer. */
const stopWords = new Set(
  'about are as and an you your them their com for from into if in is it how of on or that the this to was what when where who will with und the www'.split(
    ' ',
  ),
);

/** A page that a search found, with how often its words occur there. */
export interface DokuHit {
  readonly page: DokuPage;
  readonly count: number;
}

type Hits = ReadonlyMap<string, number>;

interface Index {
  readonly ids: readonly string[];
  readonly words: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly texts: ReadonlyMap<string, string>;
}

/** The full text search: operators as documented, hits of all words added up, most of them first. */
export function searchText(query: string, pages: readonly DokuPage[]): DokuHit[] {
  const index = indexOf(pages);
  const parsed = new Parser(tokensOf(query)).all();
  const hits = parsed ? evaluate(parsed, index) : new Map<string, number>();
  return pages
    .filter(({ id }) => hits.has(id))
    .map((page) => ({ page, count: hits.get(page.id) ?? 0 }))
    .sort((a, b) => b.count - a.count || byPlace(a.page, b.page));
}

/** Pages whose id holds the words of the query one after the other; of its namespaces, the first of each sort counts. */
export function searchNames(query: string, pages: readonly DokuPage[]): DokuPage[] {
  const parsed = new Parser(tokensOf(query)).all();
  const named = parsed ? namesIn(parsed, true) : { words: [], within: [], without: [] };
  const [within] = named.within;
  const [without] = named.without;
  const isBare = within === undefined && without === undefined;
  const wanted = cleanId(isBare ? query : named.words.join(' '));
  return pages
    .filter(({ id }) => wanted !== '' && id.includes(wanted))
    .filter(({ id }) => within === undefined || id.startsWith(`${cleanId(within)}:`))
    .filter(({ id }) => without === undefined || !id.startsWith(`${cleanId(without)}:`))
    .sort(byPlace);
}

interface NamesInQuery {
  readonly words: readonly string[];
  readonly within: readonly string[];
  readonly without: readonly string[];
}

function namesIn(query: Query, isWanted: boolean): NamesInQuery {
  const none = { words: [], within: [], without: [] };
  switch (query.kind) {
    case 'word':
      return { ...none, words: isWanted ? [query.word] : [] };
    case 'phrase':
      return { ...none, words: isWanted ? [query.phrase] : [] };
    case 'namespace':
      return isWanted ? { ...none, within: [query.namespace] } : { ...none, without: [query.namespace] };
    case 'not':
      return namesIn(query.of, !isWanted);
    default: {
      const [left, right] = [namesIn(query.left, isWanted), namesIn(query.right, isWanted)];
      return {
        words: [...left.words, ...right.words],
        within: [...left.within, ...right.within],
        without: [...left.without, ...right.without],
      };
    }
  }
}

function byPlace(a: DokuPage, b: DokuPage): number {
  const depth = ({ id }: DokuPage) => id.split(':').length;
  return depth(a) - depth(b) || (a.id < b.id ? -1 : 1);
}

export function cleanId(id: string): string {
  return id
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll(';', ':')
    .replace(/[^\p{L}\p{N}:._-]+/gu, '_')
    .replace(/_+/g, '_')
    .replace(/:+/g, ':')
    .replace(/^[:._-]+|[:._-]+$/g, '')
    .replace(/:[:._-]+|[:._-]+:/g, ':');
}

function indexOf(pages: readonly DokuPage[]): Index {
  const words = new Map<string, Map<string, number>>();
  const texts = new Map<string, string>();
  for (const { id, revisions } of pages) {
    const text = revisions.at(-1)?.text ?? '';
    texts.set(id, text.toLowerCase());
    for (const word of tokenize(text)) {
      const on = words.get(word) ?? new Map<string, number>();
      words.set(word, on.set(id, (on.get(id) ?? 0) + 1));
    }
  }
  return { ids: pages.map(({ id }) => id), words, texts };
}

/** The indexer's words: every sign is a space, but for the wildcard in a query. */
function tokenize(text: string, wildcards = false): string[] {
  return text
    .replace(/\u00ad/g, '')
    .replace(/(\p{Script=Han})/gu, ' $1 ')
    .replace(wildcards ? /[^\p{L}\p{N}\p{M}*]+/gu : /[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '' && (/^\d+$/.test(word) || Buffer.byteLength(word) >= 2))
    .filter((word) => !stopWords.has(word));
}

type Query =
  | { kind: 'word'; word: string }
  | { kind: 'phrase'; words: readonly string[]; phrase: string }
  | { kind: 'namespace'; namespace: string }
  | { kind: 'not'; of: Query }
  | { kind: 'and' | 'or'; left: Query; right: Query };

function tokensOf(query: string): string[] {
  const parts = query.toLowerCase().match(/-?"[^"]+"|[^"]+/g) ?? [];
  return parts.flatMap((part) =>
    /^-?".*"$/s.test(part)
      ? [part]
      : part
          .replace(/([()])/g, ' $1 ')
          .replaceAll('- (', ' -(')
          .replaceAll('|', ' or ')
          .trim()
          .split(/\s+/),
  );
}

/** "or" binds weakest, then standing side by side, then "not". */
class Parser {
  #at = 0;
  constructor(private readonly tokens: readonly string[]) {}

  all(): Query | null {
    return this.#either();
  }

  #either(): Query | null {
    let left = this.#together();
    while (this.tokens[this.#at] === 'or') {
      this.#at += 1;
      left = joined('or', left, this.#together());
    }
    return left;
  }

  #together(): Query | null {
    let left: Query | null = null;
    for (let token = this.tokens[this.#at]; token !== undefined; token = this.tokens[this.#at]) {
      if (token === 'or' || token === ')') break;
      this.#at += 1;
      left = joined('and', left, this.#one(token));
    }
    return left;
  }

  #one(token: string): Query | null {
    if (token === 'and' || token === '') return null;
    if (token === '(' || token === '-(') {
      const inner = this.#either();
      if (this.tokens[this.#at] === ')') this.#at += 1;
      return token === '(' ? inner : negated(inner);
    }
    const phrase = /^(-?)"(.+)"$/s.exec(token);
    if (phrase) {
      const words = tokenize(phrase[2] ?? '', true);
      const of: Query | null = words.length > 0 ? { kind: 'phrase', words, phrase: phrase[2] ?? '' } : null;
      return phrase[1] ? negated(of) : of;
    }
    const [, without] = /^(?:\^|-ns:)(.+)$/.exec(token) ?? [];
    if (without !== undefined) return negated({ kind: 'namespace', namespace: without });
    const [, within] = /^(?:@|ns:)(.+)$/.exec(token) ?? [];
    if (within !== undefined) return { kind: 'namespace', namespace: within };
    return token.length > 1 && token.startsWith('-') ? negated(words(token.slice(1))) : words(token);
  }
}

function words(text: string): Query | null {
  const each = tokenize(text, true).map((word): Query => ({ kind: 'word', word }));
  return each.reduce<Query | null>((left, right) => joined('and', left, right), null);
}

function joined(kind: 'and' | 'or', left: Query | null, right: Query | null): Query | null {
  return left && right ? { kind, left, right } : (left ?? right);
}

function negated(of: Query | null): Query | null {
  return of && { kind: 'not', of };
}

function evaluate(query: Query, index: Index): Hits {
  switch (query.kind) {
    case 'word':
      return pagesWith(query.word, index);
    case 'phrase': {
      const all = query.words.map((word) => pagesWith(word, index)).reduce(both);
      const here = [...all.keys()].filter((id) => index.texts.get(id)?.includes(query.phrase));
      return new Map(here.map((id) => [id, all.get(id) ?? 0]));
    }
    case 'namespace': {
      const namespace = `${cleanId(query.namespace)}:`;
      return new Map(index.ids.filter((id) => id.startsWith(namespace)).map((id) => [id, 0]));
    }
    case 'not': {
      const out = evaluate(query.of, index);
      return new Map(index.ids.filter((id) => !out.has(id)).map((id) => [id, 0]));
    }
    case 'and':
      return both(evaluate(query.left, index), evaluate(query.right, index));
    case 'or': {
      const sum = new Map(evaluate(query.left, index));
      for (const [id, count] of evaluate(query.right, index)) sum.set(id, (sum.get(id) ?? 0) + count);
      return sum;
    }
  }
}

function both(a: Hits, b: Hits): Hits {
  return new Map([...a].filter(([id]) => b.has(id)).map(([id, count]) => [id, count + (b.get(id) ?? 0)]));
}

function pagesWith(word: string, { words: all }: Index): Hits {
  if (!word.includes('*')) return all.get(word) ?? new Map();
  if (word.replaceAll('*', '') === '') return new Map();
  const pattern = new RegExp(`^${word.split('*').join('.*')}$`, 'u');
  const sum = new Map<string, number>();
  for (const [each, pages] of all) {
    if (!pattern.test(each)) continue;
    for (const [id, count] of pages) sum.set(id, (sum.get(id) ?? 0) + count);
  }
  return sum;
}

/**
 * Text search as both Atlassian products have it: the value of `~` is a query in Lucene's own language, all words are
 * wanted by default, words are stemmed and stop words skipped, quoted phrases are taken word for word.
 */

/** Text as the index holds it, one array entry a word. */
export interface IndexedText {
  readonly words: readonly string[];
  readonly stems: ReadonlyMap<string, number>;
}

export type TextQuery =
  | { kind: 'word'; stem: string }
  | { kind: 'wildcard'; pattern: RegExp }
  | { kind: 'phrase'; words: readonly string[]; slop: number }
  | { kind: 'all' | 'any'; parts: readonly TextQuery[] }
  | { kind: 'not'; part: TextQuery }
  /** Nothing is left of it, as of a stop word: it neither finds nor excludes. */
  | { kind: 'nothing' };

/** A text query that the server refuses; `reason` decides what it says. */
export class TextQueryError extends Error {
  constructor(
    readonly reason: 'syntax' | 'leading-wildcard' | 'empty',
    readonly query: string,
  ) {
    super(`Unable to parse the text '${query}'`);
  }
}

const stopWords = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
);

function indexText(...texts: string[]): IndexedText {
  const words = texts.flatMap(wordsOf);
  const stems = new Map<string, number>();
  for (const word of words) stems.set(stem(word), (stems.get(stem(word)) ?? 0) + 1);
  return { words, stems };
}

/** The same, kept for as long as the process lives: every search asks for the same few texts. */
export function indexOnce(...texts: string[]): IndexedText {
  const key = texts.join('\n');
  const index = indexes.get(key) ?? indexText(...texts);
  indexes.set(key, index);
  return index;
}
const indexes = new Map<string, IndexedText>();

/** Lower-case runs of letters, digits and underscores; a dotted or hyphenated name is several words. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
}

/** Light English stemming; words with digits stay whole. */
export function stem(word: string): string {
  if (word.length < 4 || /[\d_]/.test(word)) return word;
  const singular = word
    .replace(/sses$/, 'ss')
    .replace(/([^aeiou])ies$/, '$1y')
    .replace(/([^s])s$/, (whole, before: string) => (before === 'u' || before === 'i' ? whole : before));
  const bare = singular.replace(/^(.*[aeiouy].*?)(?:ing|ed)$/, '$1');
  const short = bare === singular ? singular : bare.replace(/([^aeiouls])\1$/, '$1');
  return short.length > 3 ? short.replace(/e$/, '') : short;
}

/** How much one word, pattern or phrase says; the fewer texts hold it, the more. */
export type Rarity = (part: TextQuery) => number;

/** Inverse document frequency over these texts. */
export function rarityIn(texts: readonly IndexedText[]): Rarity {
  const known = new Map<TextQuery, number>();
  return (part) => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const holding = texts.filter((text) => occurrences(part, text) > 0).length;
    const value = Math.log(1 + texts.length / (1 + holding));
    known.set(part, value);
    return value;
  };
}

/** How well the text answers the query: 0 where it does not match, more for more and rarer words. */
export function scoreText(query: TextQuery, text: IndexedText, rarity: Rarity = () => 1): number {
  switch (query.kind) {
    case 'word':
    case 'wildcard':
    case 'phrase': {
      const count = occurrences(query, text);
      return count === 0 ? 0 : rarity(query) * (count / (count + 1.2)) * (query.kind === 'phrase' ? 2 : 1);
    }
    case 'any':
      return sum(query.parts.map((part) => scoreText(part, text, rarity)));
    case 'all': {
      const wanted = query.parts.filter((part) => part.kind !== 'not' && part.kind !== 'nothing');
      const unwanted = query.parts.filter((part) => part.kind === 'not');
      const scores = wanted.map((part) => scoreText(part, text, rarity));
      const excluded = unwanted.some((part) => scoreText(part.part, text) > 0);
      return excluded || scores.includes(0) ? 0 : sum(scores);
    }
    // On its own a prohibition finds nothing, as in Lucene.
    case 'not':
    case 'nothing':
      return 0;
  }
}

/** Stems and words that a highlighter marks. */
export function highlighted(query: TextQuery): ((word: string) => boolean)[] {
  switch (query.kind) {
    case 'word':
      return [(word) => stem(word) === query.stem];
    case 'wildcard':
      return [(word) => query.pattern.test(word)];
    case 'phrase':
      return [(word) => query.words.includes(word)];
    case 'all':
    case 'any':
      return query.parts.flatMap(highlighted);
    default:
      return [];
  }
}

/** A bare word or several as the analyser leaves them: stop words fall out, the rest is wanted together. */
export function analysed(text: string): TextQuery {
  const parts = wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map((word): TextQuery => ({ kind: 'word', stem: stem(word) }));
  return joined('all', parts);
}

export function joined(kind: 'all' | 'any', parts: readonly TextQuery[]): TextQuery {
  const meant = parts.filter((part) => part.kind !== 'nothing');
  const [only] = meant;
  if (only === undefined) return { kind: 'nothing' };
  return meant.length === 1 && only.kind !== 'not' ? only : { kind, parts: meant };
}

function occurrences(part: TextQuery, text: IndexedText): number {
  switch (part.kind) {
    case 'word':
      return text.stems.get(part.stem) ?? 0;
    case 'wildcard':
      return text.words.filter((word) => part.pattern.test(word)).length;
    case 'phrase':
      return phraseCount(part.words, part.slop, text.words);
    default:
      return 0;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function phraseCount(phrase: readonly string[], slop: number, words: readonly string[]): number {
  if (phrase.length === 0) return 0;
  let count = 0;
  for (let start = 0; start < words.length; start += 1) {
    if (words[start] === phrase[0] && follows(phrase, slop, words, start)) count += 1;
  }
  return count;
}

/** The rest of the phrase in order, with at most `slop` other words in between. */
function follows(phrase: readonly string[], slop: number, words: readonly string[], start: number): boolean {
  let at = start;
  let spare = slop;
  for (const word of phrase.slice(1)) {
    at += 1;
    while (words[at] !== word && spare > 0 && at < words.length) {
      at += 1;
      spare -= 1;
    }
    if (words[at] !== word) return false;
  }
  return true;
}

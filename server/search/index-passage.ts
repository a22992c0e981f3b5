import type { Passage } from '../../lib/core/suggestion';
import { rotate } from '../../lib/retrieval/disk/vectors';
import type { Embedder } from '../../lib/retrieval/embedder';
import { tokenize, type Token } from '../../lib/retrieval/tokenize';

/** How long the fields of a passage are, in terms. */
export interface FieldLengths {
  readonly title: number;
  readonly headings: number;
  readonly body: number;
}

/** A passage as the database keeps it. */
export interface IndexedPassage extends Pick<Passage, 'ordinal' | 'headingPath' | 'text' | 'units'> {
  readonly lengths: FieldLengths;
  /** A tsvector: A the title, B headings, D the body. */
  readonly words: string;
  /** As pgvector writes it; null where the text says nothing that the embedder knows. */
  readonly embedding: string | null;
  /** Signs of the turned vector, a "1" where positive. */
  readonly code: string | null;
}

/** PostgreSQL's own bounds. https://www.postgresql.org/docs/current/textsearch-limitations.html */
const LAST_POSITION = 16_383;
const MOST_POSITIONS = 255;
/** Between two fields, so that no phrase begins in one and ends in the other. */
const GAP = 8;

/**
 * The extension's own words of a passage: same tokens, same stems. Each begins with its store's number, so that a list
 * of places holds those of one store and no other's weigh in a count.
 */
export function termOf(store: number, term: string): string {
  return `${store.toString(36)} ${term}`;
}

export interface PassageToIndex {
  readonly store: number;
  readonly title: string;
  readonly language: string | null;
  readonly passage: Passage;
}

/** All in one call of the embedder. @throws AbortError */
export async function indexPassages(
  entries: readonly PassageToIndex[],
  embedder: Embedder,
  signal?: AbortSignal,
): Promise<IndexedPassage[]> {
  const texts = entries.map(({ title, passage }) => [title, ...passage.headingPath, passage.text].join('\n'));
  const vectors = await embedder.embed(texts, 'passage', signal);
  return entries.map((entry, at) => indexOne(entry, vectors[at]));
}

function indexOne(
  { store, title, language, passage }: PassageToIndex,
  vector: Float32Array | undefined,
): IndexedPassage {
  const body = tokenize(passage.text, language);
  const headings = tokenize(passage.headingPath.join('\n'), language);
  const titled = tokenize(title, language);
  const words = new Words(store);
  words.add(titled, 'A');
  words.add(headings, 'B');
  words.add(body, '');
  const isKnown = vector?.some((value) => value !== 0) === true;
  const { ordinal, headingPath, text, units } = passage;
  return {
    ordinal,
    headingPath: headingPath.map(storable),
    text: storable(text),
    units,
    lengths: { title: titled.length, headings: headings.length, body: body.length },
    words: words.toString(),
    embedding: isKnown && vector ? toVector(vector) : null,
    code: isKnown && vector ? toCode(vector) : null,
  };
}

/** A text of PostgreSQL holds no NUL, and none of ours needs one. Half a surrogate pair is no text either. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', ' ').toWellFormed();
}

/** As pgvector reads one. */
export function toVector(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => value.toFixed(6)).join(',')}]`;
}

/** Turned first, as on the device, so that each sign says about as much as the next. */
export function toCode(vector: Float32Array): string {
  return Array.from(rotate(vector), (value) => (value > 0 ? '1' : '0')).join('');
}

class Words {
  private readonly places = new Map<string, string[]>();
  private next = 1;

  constructor(private readonly store: number) {}

  add(tokens: readonly Token[], weight: 'A' | 'B' | ''): void {
    let last = this.next;
    for (const { term, position } of tokens) {
      const at = this.next + position;
      last = Math.max(last, at);
      if (at > LAST_POSITION) continue;
      const key = termOf(this.store, storable(term));
      const places = this.places.get(key) ?? [];
      this.places.set(key, places);
      if (places.length < MOST_POSITIONS) places.push(`${at}${weight}`);
    }
    this.next = last + GAP;
  }

  toString(): string {
    return [...this.places].map(([term, places]) => `${quoted(term)}:${places.join(',')}`).join(' ');
  }
}

/** A lexeme as tsvector and tsquery read it. https://www.postgresql.org/docs/current/datatype-textsearch.html */
export function quoted(term: string): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

import type { DocumentState } from '../core/document';
import type { SearchQuery } from '../core/query';
import type { Passage } from '../core/suggestion';
import { defaultBm25Options, inverseDocumentFrequency, lengthNorm, type Bm25Options } from './bm25';
import { findMarks } from './find-marks';
import { InvertedIndex, type LeafMatch } from './inverted-index';
import { leavesOf, scoreClause, toClauses, type Clause, type Leaf, type LeafReader } from './query-clauses';
import type { IndexedDocument, PassageHit, Retriever, RetrieverSearchOptions } from './retriever';
import { shelveDocument, type Shelved } from './shelve-document';
import { standsTogether, type LeafIds, type TermSequence } from './term-sequence';

export interface MemoryRetrieverOptions {
  readonly bm25: Bm25Options;
  /** What a document's state does to its score. */
  readonly stateFactor: Readonly<Record<DocumentState, number>>;
  /** How much the best passage adds to its document's score: one passage that has it all beats words far apart. */
  readonly passageShare: number;
  /** What a query word in the title or headings above a passage counts there, beside 1 in its text. */
  readonly headingWeight: number;
  /** How many documents, best first, have their passages compared, at least. */
  readonly examined: number;
}

export const defaultRetrieverOptions: MemoryRetrieverOptions = {
  bm25: defaultBm25Options,
  stateFactor: { current: 1, outdated: 0.85, draft: 0.7, retired: 0.6 },
  passageShare: 0.3,
  headingWeight: 0.6,
  examined: 40,
};

/** Everything one search works with. */
interface Search {
  readonly clauses: readonly Clause[];
  readonly matches: ReadonlyMap<Leaf, LeafMatch>;
  readonly idfs: ReadonlyMap<Leaf, number>;
  readonly ids: LeafIds;
  /** All of `ids` together. */
  readonly asked: ReadonlySet<number>;
  readonly totalWeight: number;
}

interface Candidate {
  readonly key: string;
  readonly shelved: Shelved;
  score: number;
  passage: Passage;
}

/** Passages of a few words are not compared with each other by length. */
const leastAverage = 60;

/**
 * BM25F over documents with passages compared inside the best of them, in memory. What it holds is rebuilt from
 * storage after a restart; the order in which documents were added leaves no trace in its answers.
 */
export class MemoryRetriever implements Retriever {
  private readonly index = new InvertedIndex();
  private readonly shelf = new Map<string, Shelved>();
  private readonly options: MemoryRetrieverOptions;

  constructor(options: Partial<MemoryRetrieverOptions> = {}) {
    this.options = { ...defaultRetrieverOptions, ...options };
  }

  get size(): number {
    return this.shelf.size;
  }

  add(documents: readonly IndexedDocument[]): Promise<void> {
    for (const entry of documents) this.addOne(entry);
    return Promise.resolve();
  }

  remove(documentKeys: readonly string[]): Promise<void> {
    for (const key of documentKeys) {
      this.index.remove(key);
      this.shelf.delete(key);
    }
    return Promise.resolve();
  }

  async search(query: SearchQuery, options: RetrieverSearchOptions): Promise<PassageHit[]> {
    options.signal?.throwIfAborted();
    const found = this.candidates(query, options.owners);
    const search = found.search;
    const pool = found.candidates.sort(byScore).slice(0, Math.max(this.options.examined, options.k * 2));
    options.signal?.throwIfAborted();
    for (const candidate of pool) this.examinePassages(candidate, search);
    const best = pool.sort(byScore).slice(0, Math.max(0, options.k));
    return Promise.resolve(best.map((candidate) => this.toHit(candidate, search)));
  }

  private addOne(entry: IndexedDocument): void {
    const { shelved, terms } = shelveDocument(entry, (term) => this.index.termId(term));
    this.index.add(entry.documentKey, entry.owner, terms);
    this.shelf.set(entry.documentKey, shelved);
  }

  private candidates(
    query: SearchQuery,
    owners: ReadonlySet<string>,
  ): { candidates: Candidate[]; search: Search } {
    const clauses = toClauses(query);
    const scope = this.index.scope(owners);
    const leaves = leavesOf(clauses);
    const matches = new Map(
      leaves.map((leaf) => [leaf, this.index.match(leaf.terms, scope, this.options.bm25)]),
    );
    const idfs = new Map(
      [...matches].map(([leaf, match]) => [
        leaf,
        inverseDocumentFrequency(scope.documents, match.documentsWithTerm),
      ]),
    );
    const ids = new Map(
      leaves.map((leaf) => [leaf, new Set(leaf.terms.map((term) => this.index.knownTermId(term) ?? -1))]),
    );
    const asked = new Set([...ids.values()].flatMap((some) => [...some]));
    const search = {
      clauses,
      matches,
      idfs,
      ids,
      asked,
      totalWeight: sum(clauses.map((clause) => clause.term.weight)),
    };
    const excluded = new Set(query.excludeIds);
    const candidates: Candidate[] = [];
    for (const [number, visible] of scope.visible.entries()) {
      const key = visible === 1 && touches(matches, number) ? this.index.keyOf(number) : undefined;
      const shelved = key === undefined ? undefined : this.shelf.get(key);
      if (key === undefined || shelved === undefined || excluded.has(shelved.id)) continue;
      const candidate = this.scoreDocument(key, shelved, number, search);
      if (candidate !== null) candidates.push(candidate);
    }
    return { candidates, search };
  }

  private scoreDocument(key: string, shelved: Shelved, number: number, search: Search): Candidate | null {
    const passage = shelved.passages[0]?.passage ?? titlePassage(key);
    const reader: LeafReader = {
      frequency: (leaf) => search.matches.get(leaf)?.frequencies[number] ?? 0,
      idf: (leaf) => search.idfs.get(leaf) ?? 0,
      adjacent: (clause) =>
        [shelved.title, ...shelved.passages.flatMap((one) => [one.body, one.headings])].some((sequence) =>
          standsTogether(clause.slots, sequence, search.ids),
        ),
    };
    const { score } = this.total(search, reader);
    if (score <= 0) return null;
    return { key, shelved, score: score * this.options.stateFactor[shelved.state], passage };
  }

  /** Finds the best passage and lets it count for its document. */
  private examinePassages(candidate: Candidate, search: Search): void {
    const { passages, state, title } = candidate.shelved;
    const average = Math.max(
      leastAverage,
      sum(passages.map((one) => one.body.terms.length)) / passages.length,
    );
    let best = 0;
    for (const { passage, body, headings } of passages) {
      const bodyWeight = 1 / lengthNorm(body.terms.length, average, this.options.bm25.b.body);
      const above = this.options.headingWeight;
      const read = this.passageReader(
        [
          [body, bodyWeight],
          [headings, above],
          [title, above],
        ],
        search,
      );
      const { score } = this.total(search, read);
      if (score > best + 1e-9) {
        best = score;
        candidate.passage = passage;
      }
    }
    candidate.score = round(
      candidate.score + best * this.options.passageShare * this.options.stateFactor[state],
    );
  }

  /** How much of the query stands in one place of the document: a passage with its headings and the title. */
  private coverage({ title, passages }: Shelved, search: Search): number {
    const places = [[], ...passages.map(({ body, headings }) => [body, headings])];
    return Math.max(
      ...places.map((place) => {
        const whole = [title, ...place].map((sequence) => [sequence, 1] as const);
        return this.total(search, this.passageReader(whole, search)).coverage;
      }),
    );
  }

  private passageReader(weighted: readonly (readonly [TermSequence, number])[], search: Search): LeafReader {
    const counts = countTerms(weighted, search.asked);
    return {
      frequency: (leaf) => {
        let total = 0;
        for (const id of search.ids.get(leaf) ?? []) total += counts.get(id) ?? 0;
        return total;
      },
      idf: (leaf) => search.idfs.get(leaf) ?? 0,
      adjacent: (clause) => weighted.some(([sequence]) => standsTogether(clause.slots, sequence, search.ids)),
    };
  }

  private toHit({ key, passage, score, shelved }: Candidate, search: Search): PassageHit {
    const marks = findMarks(passage, search.clauses, shelved.language);
    return { documentKey: key, passage, score, coverage: this.coverage(shelved, search), marks };
  }

  private total(search: Search, reader: LeafReader): { score: number; coverage: number } {
    let score = 0;
    let covered = 0;
    for (const clause of search.clauses) {
      const one = scoreClause(clause, reader, this.options.bm25.k1);
      score += one.score;
      covered += one.matched * clause.term.weight;
    }
    return { score, coverage: score === 0 ? 0 : covered / search.totalWeight };
  }
}

/** Weighted frequencies of those terms that the query asks for. */
function countTerms(
  sequences: readonly (readonly [sequence: TermSequence, weight: number])[],
  asked: ReadonlySet<number>,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [sequence, weight] of sequences) {
    for (const term of sequence.terms) {
      if (asked.has(term)) counts.set(term, (counts.get(term) ?? 0) + weight);
    }
  }
  return counts;
}

function touches(matches: ReadonlyMap<Leaf, LeafMatch>, number: number): boolean {
  for (const match of matches.values()) if ((match.frequencies[number] ?? 0) > 0) return true;
  return false;
}

/** A document without text still has its title to be found by. */
function titlePassage(documentKey: string): Passage {
  return { id: `${documentKey}#0`, documentKey, headingPath: [], text: '', units: [], ordinal: 0 };
}

/** Score, then the newer one, then the key: the same order whatever the machine did before. */
function byScore(a: Candidate, b: Candidate): number {
  return b.score - a.score || compareText(b.shelved.updated, a.shelved.updated) || compareText(a.key, b.key);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Takes the last digits off, which depend on the order of additions. */
function round(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}

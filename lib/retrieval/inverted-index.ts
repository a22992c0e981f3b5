import { fields, lengthNorm, type Bm25Options, type Field } from './bm25';

export type FieldTerms = Readonly<Record<Field, readonly string[]>>;

/** The documents one search may see, with the statistics over exactly those. */
export interface Scope {
  readonly documents: number;
  readonly averageLengths: readonly number[];
  /** 1 at the numbers of visible documents. */
  readonly visible: Uint8Array;
}

export interface LeafMatch {
  /** Weighted, length-normalised frequency by document number; 0 where the term is not. */
  readonly frequencies: Float64Array;
  readonly documentsWithTerm: number;
}

interface Posting {
  readonly numbers: number[];
  /** Frequencies of the four fields, a byte each, in the order of `fields`. */
  readonly packed: number[];
}

interface Entry {
  readonly key: string;
  readonly owner: string;
  readonly lengths: readonly number[];
  /** For compaction: what to file again under a new number. */
  readonly counts: ReadonlyMap<number, number>;
}

interface OwnerTotals {
  documents: number;
  readonly lengths: number[];
}

/** Where each term occurs, in memory. Removal is immediate for searches; the space comes back in strokes. */
export class InvertedIndex {
  private readonly ids = new Map<string, number>();
  private postings: Posting[] = [];
  private entries: (Entry | null)[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly owners = new Map<string, OwnerTotals>();
  private readonly blank: number[] = fields.map(() => 0);

  /** A small number that stands for the term as long as this index lives. */
  termId(term: string): number {
    let id = this.ids.get(term);
    if (id === undefined) {
      id = this.postings.length;
      this.ids.set(term, id);
      this.postings.push({ numbers: [], packed: [] });
    }
    return id;
  }

  /** The term's number when any document ever held it. */
  knownTermId(term: string): number | undefined {
    return this.ids.get(term);
  }

  add(key: string, owner: string, terms: FieldTerms): void {
    this.remove(key);
    const counts = new Map<number, number>();
    for (const [place, field] of fields.entries()) {
      for (const term of terms[field]) {
        const id = this.termId(term);
        const packed = counts.get(id) ?? 0;
        if (((packed >>> (place * 8)) & 255) < 255) counts.set(id, packed + 2 ** (place * 8));
      }
    }
    const lengths = fields.map((field) => terms[field].length);
    this.file({ key, owner, lengths, counts });
    const totals = this.owners.get(owner) ?? { documents: 0, lengths: [...this.blank] };
    this.owners.set(owner, totals);
    totals.documents += 1;
    for (const [place, length] of lengths.entries())
      totals.lengths[place] = (totals.lengths[place] ?? 0) + length;
  }

  remove(key: string): void {
    const number = this.numbers.get(key);
    const entry = number === undefined ? undefined : this.entries[number];
    if (number === undefined || entry === null || entry === undefined) return;
    this.entries[number] = null;
    this.numbers.delete(key);
    const totals = this.owners.get(entry.owner);
    if (totals !== undefined) {
      totals.documents -= 1;
      for (const [place, length] of entry.lengths.entries()) {
        totals.lengths[place] = (totals.lengths[place] ?? 0) - length;
      }
    }
    if (this.entries.length > 64 && this.numbers.size < this.entries.length / 2) this.compact();
  }

  numberOf(key: string): number | undefined {
    return this.numbers.get(key);
  }

  keyOf(number: number): string | undefined {
    return this.entries[number]?.key;
  }

  scope(owners: ReadonlySet<string>): Scope {
    let documents = 0;
    const sums = [...this.blank];
    for (const owner of owners) {
      const totals = this.owners.get(owner);
      documents += totals?.documents ?? 0;
      for (const [place, length] of (totals?.lengths ?? []).entries())
        sums[place] = (sums[place] ?? 0) + length;
    }
    const visible = new Uint8Array(this.entries.length);
    for (const [number, entry] of this.entries.entries()) {
      if (entry !== null && owners.has(entry.owner)) visible[number] = 1;
    }
    return { documents, averageLengths: sums.map((sum) => (documents === 0 ? 0 : sum / documents)), visible };
  }

  /** Looks up a group of terms that count as one (a word's stems in several languages). */
  match(terms: readonly string[], scope: Scope, options: Bm25Options): LeafMatch {
    const frequencies = new Float64Array(scope.visible.length);
    let documentsWithTerm = 0;
    for (const term of terms) {
      const id = this.ids.get(term);
      const posting = id === undefined ? undefined : this.postings[id];
      if (posting === undefined) continue;
      for (const [index, number] of posting.numbers.entries()) {
        if (scope.visible[number] !== 1) continue;
        if (frequencies[number] === 0) documentsWithTerm += 1;
        frequencies[number] =
          (frequencies[number] ?? 0) + this.frequency(number, posting.packed[index] ?? 0, scope, options);
      }
    }
    return { frequencies, documentsWithTerm };
  }

  private frequency(number: number, packed: number, scope: Scope, options: Bm25Options): number {
    const lengths = this.entries[number]?.lengths ?? this.blank;
    let sum = 0;
    for (const [place, field] of fields.entries()) {
      const count = (packed >>> (place * 8)) & 255;
      if (count === 0) continue;
      const norm = lengthNorm(lengths[place] ?? 0, scope.averageLengths[place] ?? 0, options.b[field]);
      sum += (options.weight[field] * count) / norm;
    }
    return sum;
  }

  private file(entry: Entry): void {
    const number = this.entries.length;
    this.entries.push(entry);
    this.numbers.set(entry.key, number);
    for (const [id, packed] of entry.counts) {
      const posting = this.postings[id];
      posting?.numbers.push(number);
      posting?.packed.push(packed);
    }
  }

  private compact(): void {
    const alive = this.entries.filter((entry) => entry !== null);
    this.postings = this.postings.map(() => ({ numbers: [], packed: [] }));
    this.entries = [];
    this.numbers.clear();
    for (const entry of alive) this.file(entry);
  }
}

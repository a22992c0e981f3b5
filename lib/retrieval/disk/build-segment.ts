import { fields } from '../bm25';
import { primaryTag } from '../language';
import type { FieldTerms } from '../shelve-document';
import { sealed } from './bytes';
import { columnEntry, writeColumns, type ColumnEntry } from './columns';
import { encodeForward, forwardGroup, joinForward, type ForwardDocument } from './forward';
import type { SegmentRow } from './index-store';
import { countedIn, writeBuckets, type PostingList } from './postings';
import { signCode } from './vectors';

/**
 * The layout of a segment, one block a name, each behind its checksum:
 *
 *     c      columns (columns.ts)
 *     v      sign codes of the passages, in order; no block without vectors (vectors.ts)
 *     b0 …   buckets of terms with their postings (postings.ts)
 *     f0 …   forward data of `group` documents each, with the passages' vectors (forward.ts)
 *
 * A change of any of it is a new number: what was stored under another is built anew from the documents.
 */
export const SEGMENT_FORMAT = 2;

/** A document as the index takes it. */
export interface SegmentDocument {
  readonly forward: ForwardDocument;
  readonly terms: FieldTerms;
}

export interface BuiltSegment {
  readonly row: SegmentRow;
  readonly blocks: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

export interface SegmentName {
  readonly id: string;
  readonly owner: string;
  readonly embedder: string | null;
  /** Places of a vector as it is stored; 0 without an embedder. */
  readonly dimensions: number;
}

/** Everything of a segment, in the order of document numbers. */
export interface SegmentParts {
  readonly entries: readonly ColumnEntry[];
  /** Each document encoded. */
  readonly forward: readonly Uint8Array[];
  /** Sign codes of all passages; empty without vectors. */
  readonly codes: Uint8Array;
  /** Primary tags. */
  readonly languages: ReadonlySet<string>;
  readonly postings: Iterable<readonly [string, PostingList]>;
}

export function buildSegment(name: SegmentName, documents: readonly SegmentDocument[]): BuiltSegment {
  const postings = new Map<string, { numbers: number[]; packed: number[] }>();
  const entries = documents.map(({ forward, terms }, number) => {
    for (const [term, packed] of countTerms(terms)) {
      const list = postings.get(term) ?? { numbers: [], packed: [] };
      postings.set(term, list);
      list.numbers.push(number);
      list.packed.push(packed);
    }
    return columnEntry(
      forward,
      fields.map((field) => terms[field].length),
    );
  });
  const forward = documents.map((one) => one.forward);
  return packSegment(name, {
    entries,
    postings,
    forward: forward.map(encodeForward),
    codes: writeCodes(forward, name.dimensions),
    languages: new Set(forward.map(({ language }) => primaryTag(language) ?? 'en')),
  });
}

export function packSegment(name: SegmentName, parts: SegmentParts): BuiltSegment {
  const { entries, forward } = parts;
  const buckets = writeBuckets(parts.postings);
  const blocks = new Map<string, Uint8Array<ArrayBuffer>>([['c', sealed(writeColumns(entries))]]);
  if (name.dimensions > 0) blocks.set('v', sealed(parts.codes));
  for (const [at, bucket] of buckets.entries()) blocks.set(`b${at}`, sealed(bucket));
  const group = forwardGroup(forward);
  for (let at = 0; at < forward.length; at += group) {
    blocks.set(`f${at / group}`, sealed(joinForward(forward.slice(at, at + group))));
  }
  return {
    blocks,
    row: {
      ...name,
      format: SEGMENT_FORMAT,
      documents: entries.length,
      passages: entries.reduce((sum, { passages }) => sum + passages, 0),
      buckets: buckets.length,
      group,
      languages: [...parts.languages].sort(),
      alive: entries.length,
      lengths: fields.map((_, place) => entries.reduce((sum, entry) => sum + (entry.lengths[place] ?? 0), 0)),
      removed: null,
      bytes: [...blocks.values()].reduce((sum, block) => sum + block.length, 0),
    },
  };
}

function countTerms(terms: FieldTerms): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [place, field] of fields.entries()) {
    for (const term of terms[field]) counts.set(term, countedIn(counts.get(term) ?? 0, place));
  }
  return counts;
}

function writeCodes(forward: readonly ForwardDocument[], dimensions: number): Uint8Array {
  const each = dimensions / 8;
  const count = forward.reduce((sum, { passages }) => sum + passages.length, 0);
  const codes = new Uint8Array(count * each);
  let at = 0;
  for (const { vector } of forward.flatMap(({ passages }) => passages)) {
    if (vector !== null) codes.set(signCode(vector.values), at);
    at += each;
  }
  return codes;
}

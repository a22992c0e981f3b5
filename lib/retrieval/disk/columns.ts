import { fields } from '../bm25';
import { DamagedIndexError } from './bytes';
import { documentStates, type ForwardDocument } from './forward';
import { hash64 } from './hash';

/** What every search may need of every document of a segment, by document number. */
export interface Columns {
  readonly keyHigh: Uint32Array;
  readonly keyLow: Uint32Array;
  /** Seconds since 1970. */
  readonly updated: Uint32Array;
  /** Field after field, each as long as there are documents. */
  readonly lengths: Uint16Array;
  readonly passages: Uint16Array;
  /** Places in `documentStates`. */
  readonly states: Uint8Array;
  /** Number of the first passage of each document, and behind the last the number of all. */
  readonly firstPassage: Uint32Array;
}

const MOST_16 = 0xffff;
const BYTES_EACH = 4 * 3 + 2 * (fields.length + 1) + 1;

/** One document's row of the columns. */
export interface ColumnEntry {
  readonly keyHigh: number;
  readonly keyLow: number;
  readonly updated: number;
  readonly lengths: readonly number[];
  readonly passages: number;
  readonly state: number;
}

export function columnEntry(document: ForwardDocument, lengths: readonly number[]): ColumnEntry {
  const [keyHigh, keyLow] = hash64(document.documentKey);
  return {
    keyHigh,
    keyLow,
    updated: document.updated,
    lengths: lengths.map((length) => Math.min(length, MOST_16)),
    passages: document.passages.length,
    state: Math.max(0, documentStates.indexOf(document.state)),
  };
}

export function entryAt(columns: Columns, number: number): ColumnEntry {
  const count = columns.states.length;
  return {
    keyHigh: columns.keyHigh[number] ?? 0,
    keyLow: columns.keyLow[number] ?? 0,
    updated: columns.updated[number] ?? 0,
    lengths: fields.map((_, place) => columns.lengths[place * count + number] ?? 0),
    passages: columns.passages[number] ?? 0,
    state: columns.states[number] ?? 0,
  };
}

export function writeColumns(entries: readonly ColumnEntry[]): Uint8Array<ArrayBuffer> {
  const count = entries.length;
  const bytes = new Uint8Array(count * BYTES_EACH);
  const view = new DataView(bytes.buffer);
  for (const [at, entry] of entries.entries()) {
    view.setUint32(at * 4, entry.keyHigh, true);
    view.setUint32((count + at) * 4, entry.keyLow, true);
    view.setUint32((count * 2 + at) * 4, entry.updated, true);
    for (const [place, length] of entry.lengths.entries()) {
      view.setUint16(count * 12 + (count * place + at) * 2, length, true);
    }
    view.setUint16(count * (12 + fields.length * 2) + at * 2, Math.min(entry.passages, MOST_16), true);
    view.setUint8(count * (BYTES_EACH - 1) + at, entry.state);
  }
  return bytes;
}

/** @throws DamagedIndexError where the bytes are not those of so many documents */
export function readColumns(bytes: Uint8Array, count: number): Columns {
  if (bytes.length !== count * BYTES_EACH) throw new DamagedIndexError('The columns have another length');
  // Where typed arrays may not lie they are copied.
  const { buffer, byteOffset: from } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const lengthsAt = from + count * 12;
  const passagesAt = lengthsAt + count * fields.length * 2;
  const passages = new Uint16Array(buffer, passagesAt, count);
  const firstPassage = new Uint32Array(count + 1);
  let first = 0;
  for (let at = 0; at < count; at += 1) {
    first += passages[at] ?? 0;
    firstPassage[at + 1] = first;
  }
  return {
    keyHigh: new Uint32Array(buffer, from, count),
    keyLow: new Uint32Array(buffer, from + count * 4, count),
    updated: new Uint32Array(buffer, from + count * 8, count),
    lengths: new Uint16Array(buffer, lengthsAt, count * fields.length),
    passages,
    states: new Uint8Array(buffer, passagesAt + count * 2, count),
    firstPassage,
  };
}

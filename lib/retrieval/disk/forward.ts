import type { DocumentState } from '../../core/document';
import type { TermSequence } from '../term-sequence';
import { ByteReader, ByteWriter, DamagedIndexError } from './bytes';

/** A vector of unit length in whole numbers: `values[i] * scale` is about what it was. */
export interface QuantizedVector {
  readonly values: Int8Array;
  readonly scale: number;
}

export interface ForwardPassage {
  readonly body: TermSequence;
  readonly headings: TermSequence;
  /** Null without an embedder, or where it knew no word. */
  readonly vector: QuantizedVector | null;
}

/** What a search needs of a document beyond where its terms occur: to compare passages, break ties, find it again. */
export interface ForwardDocument {
  readonly documentKey: string;
  readonly id: string;
  readonly state: DocumentState;
  readonly language: string | null;
  /** Seconds since 1970; 0 where nobody says. */
  readonly updated: number;
  readonly title: TermSequence;
  readonly passages: readonly ForwardPassage[];
}

export const documentStates: readonly DocumentState[] = ['current', 'draft', 'outdated', 'retired'];

/** About what has to be read for one document: records cost more than their bytes, to write and to read. */
const BLOCK_BYTES = 8_000;
const MOST_IN_BLOCK = 32;

/** How many documents of a segment share a block of forward data. */
export function forwardGroup(documents: readonly Uint8Array[]): number {
  const bytes = documents.reduce((sum, { length }) => sum + length, 0);
  const fit = Math.round((BLOCK_BYTES * documents.length) / Math.max(1, bytes));
  return Math.max(1, Math.min(MOST_IN_BLOCK, fit));
}

export function encodeForward(document: ForwardDocument): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.text(document.documentKey);
  writer.text(document.id);
  writer.byte(Math.max(0, documentStates.indexOf(document.state)));
  writer.text(document.language ?? '');
  writer.uint32(document.updated);
  writeSequence(writer, document.title);
  writer.varint(document.passages.length);
  for (const { body, headings, vector } of document.passages) {
    writeSequence(writer, body);
    writeSequence(writer, headings);
    writeVector(writer, vector);
  }
  return writer.finish();
}

/** @throws DamagedIndexError */
export function decodeForward(bytes: Uint8Array): ForwardDocument {
  const reader = new ByteReader(bytes);
  const documentKey = reader.text();
  const id = reader.text();
  const state = documentStates[reader.byte()];
  if (state === undefined) throw new DamagedIndexError('A document has no state');
  const language = reader.text() || null;
  const updated = reader.uint32();
  const title = readSequence(reader);
  const passages = Array.from({ length: reader.varint() }, () => ({
    body: readSequence(reader),
    headings: readSequence(reader),
    vector: readVector(reader),
  }));
  return { documentKey, id, state, language, updated, title, passages };
}

/** A block of encoded documents, each behind its length: a merge moves them as they are. */
export function joinForward(group: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (const document of group) {
    writer.varint(document.length);
    writer.raw(document);
  }
  return writer.finish();
}

/** @throws DamagedIndexError */
export function splitForward(block: Uint8Array): Uint8Array[] {
  const reader = new ByteReader(block);
  const group: Uint8Array[] = [];
  while (!reader.atEnd) group.push(reader.raw(reader.varint()));
  return group;
}

function writeSequence(writer: ByteWriter, { terms, positions }: TermSequence): void {
  writer.varint(terms.length);
  let before = 0;
  for (const [at, term] of terms.entries()) {
    writer.uint32(term);
    const position = positions[at] ?? before;
    writer.varint(Math.max(0, position - before));
    before = position;
  }
}

function readSequence(reader: ByteReader): TermSequence {
  const length = reader.varint();
  // Each entry takes five bytes at least: a damaged count must not ask for gigabytes.
  if (length > 50_000_000) throw new DamagedIndexError('A sequence is too long');
  const terms = new Int32Array(length);
  const positions = new Int32Array(length);
  let position = 0;
  for (let at = 0; at < length; at += 1) {
    terms[at] = reader.uint32() | 0;
    position += reader.varint();
    positions[at] = position;
  }
  return { terms, positions };
}

function writeVector(writer: ByteWriter, vector: QuantizedVector | null): void {
  writer.varint(vector?.values.length ?? 0);
  if (vector === null) return;
  const scale = new Uint8Array(4);
  new DataView(scale.buffer).setFloat32(0, vector.scale, true);
  writer.raw(scale);
  writer.raw(new Uint8Array(vector.values.buffer, vector.values.byteOffset, vector.values.length));
}

function readVector(reader: ByteReader): QuantizedVector | null {
  const length = reader.varint();
  if (length === 0) return null;
  const scale = reader.raw(4);
  const view = new DataView(scale.buffer, scale.byteOffset, 4);
  const values = reader.raw(length);
  return {
    scale: view.getFloat32(0, true),
    values: new Int8Array(values.buffer, values.byteOffset, length),
  };
}

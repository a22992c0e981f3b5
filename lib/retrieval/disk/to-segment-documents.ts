import type { Embedder } from '../embedder';
import type { IndexedDocument } from '../retriever';
import { shelveDocument } from '../shelve-document';
import type { SegmentDocument } from './build-segment';
import type { QuantizedVector } from './forward';
import { hash32 } from './hash';
import { isUnitVector, paddedSize, quantize, rotate } from './vectors';

/** Texts that are embedded at once. */
const STROKE = 64;
/** What a document's title counts in the meaning of each of its passages, beside 1 for the passage. */
const TITLE_SHARE = 0.7;

/** Documents as a segment takes them: their words counted, each passage's meaning in a vector. */
export async function toSegmentDocuments(
  documents: readonly IndexedDocument[],
  embedder: Embedder | null,
): Promise<SegmentDocument[]> {
  const vectors = await vectorsOf(documents, embedder);
  return documents.map((entry) => {
    const { shelved, terms } = shelveDocument(entry, (term) => hash32(term) | 0);
    const own = vectors.get(entry.documentKey) ?? [];
    return {
      terms,
      forward: {
        documentKey: entry.documentKey,
        id: shelved.id,
        state: shelved.state,
        language: shelved.language,
        updated: secondsOf(shelved.updated),
        title: shelved.title,
        passages: shelved.passages.map(({ body, headings }, at) => ({
          body,
          headings,
          vector: own[at] ?? null,
        })),
      },
    };
  });
}

async function vectorsOf(
  documents: readonly IndexedDocument[],
  embedder: Embedder | null,
): Promise<Map<string, (QuantizedVector | null)[]>> {
  const vectors = new Map<string, (QuantizedVector | null)[]>();
  if (embedder === null) return vectors;
  for (const entry of documents) {
    const kept = keptVectors(entry, embedder);
    if (kept) vectors.set(entry.documentKey, [...kept]);
  }
  const unknown = documents.filter(({ documentKey }) => !vectors.has(documentKey));
  const titles = await embedAll(
    unknown.map(({ document }) => document.title),
    embedder,
  );
  const passages = unknown.flatMap((entry, at) => entry.passages.map((passage) => ({ entry, at, passage })));
  const texts = await embedAll(
    passages.map(({ passage }) => [...passage.headingPath, passage.text].join('\n')),
    embedder,
  );
  for (const [index, { entry, at }] of passages.entries()) {
    const own = vectors.get(entry.documentKey) ?? [];
    vectors.set(entry.documentKey, own);
    own.push(quantize(rotate(together(texts[index], titles[at]))));
  }
  return vectors;
}

/** Those that came along with the document, where this embedder could have made them. */
function keptVectors(
  { vectors, passages }: IndexedDocument,
  embedder: Embedder,
): readonly (QuantizedVector | null)[] | null {
  if (vectors?.embedder !== embedder.id || vectors.passages.length !== passages.length) return null;
  const size = paddedSize(embedder.dimensions);
  const fits = (vector: QuantizedVector | null) => vector === null || isUnitVector(vector, size);
  return vectors.passages.every(fits) ? vectors.passages : null;
}

async function embedAll(texts: readonly string[], embedder: Embedder): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += STROKE) {
    vectors.push(...(await embedder.embed(texts.slice(at, at + STROKE), 'passage')));
  }
  return vectors;
}

/** A passage says what it says, and what its document is about. */
function together(passage: ArrayLike<number> = [], title: ArrayLike<number> = []): Float32Array {
  const sum = new Float32Array(Math.max(passage.length, title.length));
  let squares = 0;
  for (let at = 0; at < sum.length; at += 1) {
    const value = Math.fround((passage[at] ?? 0) + TITLE_SHARE * (title[at] ?? 0));
    sum[at] = value;
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  for (let at = 0; length > 0 && at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) / length;
  return sum;
}

function secondsOf(time: string): number {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : Math.min(0xffffffff, Math.max(0, Math.floor(milliseconds / 1000)));
}

import type { Embedder } from '../embedder';
import type { IndexedDocument } from '../retriever';
import { shelveDocument } from '../shelve-document';
import type { SegmentDocument } from './build-segment';
import type { QuantizedVector } from './forward';
import { hash32 } from './hash';
import { quantize, rotate } from './vectors';

/** Passages that are embedded at once. */
const STROKE = 64;

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
  const texts = documents.flatMap((entry) =>
    entry.passages.map((passage) => ({ key: entry.documentKey, text: textOf(entry, passage) })),
  );
  for (let at = 0; at < texts.length; at += STROKE) {
    const some = texts.slice(at, at + STROKE);
    const embedded = await embedder.embed(
      some.map(({ text }) => text),
      'passage',
    );
    for (const [index, { key }] of some.entries()) {
      const vector = embedded[index];
      const own = vectors.get(key) ?? [];
      vectors.set(key, own);
      own.push(vector ? quantize(rotate(vector)) : null);
    }
  }
  return vectors;
}

/** A passage says what it is about by the title and headings above it. */
function textOf({ document }: IndexedDocument, passage: IndexedDocument['passages'][number]): string {
  return [document.title, ...passage.headingPath, passage.text].join('\n');
}

function secondsOf(time: string): number {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : Math.min(0xffffffff, Math.max(0, Math.floor(milliseconds / 1000)));
}

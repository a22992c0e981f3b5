import type { Embedder } from '../../../lib/retrieval/embedder';
import type { IndexedDocument } from '../../../lib/retrieval/retriever';
import { isBetter, type Ranked } from './ranked';
import type { System } from './system';

/** Vectors alone: every passage is compared, and a document is as near as its nearest passage. */
export function openDense(embedder: Embedder): System {
  const passages: { documentKey: string; vector: Float32Array }[] = [];
  return {
    embedder: embedder.id,
    reranker: null,
    async add(documents) {
      const texts = documents.flatMap(passageTexts);
      const vectors = await embedder.embed(
        texts.map(({ text }) => text),
        'passage',
      );
      for (const [at, vector] of vectors.entries())
        passages.push({ documentKey: texts[at]?.documentKey ?? '', vector });
    },
    async search(query, k) {
      const [asked] = await embedder.embed([query.text], 'query');
      if (asked === undefined) return [];
      const best = new Map<string, number>();
      for (const { documentKey, vector } of passages) {
        const near = dot(asked, vector);
        if (near > (best.get(documentKey) ?? 0)) best.set(documentKey, near);
      }
      const ranked = [...best].map(([key, score]): Ranked => ({ key, score }));
      return ranked
        .sort(isBetter)
        .slice(0, k)
        .map(({ key }) => key);
    },
  };
}

/** As the engine gives them to its embedder: title and headings say what a passage is about. */
function passageTexts({ documentKey, document, passages }: IndexedDocument) {
  return passages.map(({ headingPath, text }) => ({
    documentKey,
    text: [document.title, ...headingPath, text].join('\n'),
  }));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

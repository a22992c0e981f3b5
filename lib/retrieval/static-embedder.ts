import type { Embedder } from './embedder';
import type { EmbeddingTable } from './embedding-table';
import { createWordPiece, type WordPiece } from './wordpiece';

/** Far more than a passage has; a longer text is one that nobody cut, and its beginning says what it is about. */
const longestText = 20_000;
/** Other work of the thread, and an abort, get their turn after so many texts. */
const textsBetweenTurns = 256;

/**
 * A text's vector is the sum of its tokens' vectors, made unit length. Queries and passages are treated alike.
 * Sums are kept in doubles and in the order of the text, so that every machine gives the same numbers.
 * @see https://github.com/MinishLab/model2vec for the idea
 */
export function createStaticEmbedder(table: EmbeddingTable): Embedder {
  const tokenize = createWordPiece(table.vocabulary);
  return {
    id: table.id,
    dimensions: table.dimensions,
    languages: table.languages,
    async embed(texts, _kind, signal) {
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        if (vectors.length % textsBetweenTurns === textsBetweenTurns - 1) await turn();
        signal?.throwIfAborted();
        vectors.push(embedText(text, table, tokenize));
      }
      return vectors;
    },
  };
}

function embedText(
  text: string,
  { dimensions, rows, scales }: EmbeddingTable,
  tokenize: WordPiece,
): Float32Array {
  const sum = new Float64Array(dimensions);
  for (const token of tokenize(text.slice(0, longestText))) {
    const scale = scales[token] ?? 0;
    const start = token * dimensions;
    for (let at = 0; at < dimensions; at += 1) sum[at] = (sum[at] ?? 0) + (rows[start + at] ?? 0) * scale;
  }
  return toUnitLength(sum);
}

function toUnitLength(sum: Float64Array): Float32Array {
  let squares = 0;
  for (const value of sum) squares += value * value;
  const length = Math.sqrt(squares);
  return length > 0 ? Float32Array.from(sum, (value) => value / length) : new Float32Array(sum.length);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * BM25F after S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
 * section 3.6: a term's frequencies in the fields are normalised by field length, weighted, summed, and only then
 * saturated:
 *
 *     tf'(t,d) = Σ_f w_f · tf(t,f,d) / (1 - b_f + b_f · len(f,d) / avglen(f))
 *     score(t,d) = idf(t) · tf'(t,d) · (k1 + 1) / (k1 + tf'(t,d))
 *     idf(t) = ln(1 + (N - n(t) + 0.5) / (n(t) + 0.5))      (never negative, as in Lucene)
 *
 * N, n(t) and avglen count the documents the search may see and no others: a document of another user or origin
 * changes nothing in a ranking, so rankings tell nothing about it.
 */
export const fields = ['title', 'headings', 'body', 'identifiers'] as const;
export type Field = (typeof fields)[number];

export interface Bm25Options {
  readonly k1: number;
  /** How much one occurrence in the field counts. */
  readonly weight: Readonly<Record<Field, number>>;
  /** How much a long field is held against an occurrence in it, 0 to 1. */
  readonly b: Readonly<Record<Field, number>>;
}

export const defaultBm25Options: Bm25Options = {
  k1: 1.2,
  weight: { title: 3, headings: 1.2, body: 1, identifiers: 1 },
  b: { title: 0.4, headings: 0.4, body: 0.7, identifiers: 0 },
};

export function inverseDocumentFrequency(documents: number, documentsWithTerm: number): number {
  return Math.log(1 + (documents - documentsWithTerm + 0.5) / (documentsWithTerm + 0.5));
}

export function saturate(weightedFrequency: number, k1: number): number {
  return (weightedFrequency * (k1 + 1)) / (k1 + weightedFrequency);
}

export function lengthNorm(length: number, averageLength: number, b: number): number {
  return averageLength === 0 ? 1 : 1 - b + (b * length) / averageLength;
}

import type { IndexedDocument } from '../../../lib/retrieval/retriever';
import { porterStem } from './porter-stem';
import { isBetter, type Ranked } from './ranked';
import type { System } from './system';

/** As Anserini and Pyserini set it, which most published figures come from. */
export const anseriniOptions = { k1: 0.9, b: 0.4 };
/** As the rank_bm25 package has it: .253 nDCG@10 on the rewritten questions of mtrag-cloud. */
export const rankBm25Options = { k1: 1.5, b: 0.75 };

/** Lucene's EnglishAnalyzer. */
const stopWords = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they ' +
    'this to was will with'
  ).split(' '),
);

/** A plain full-text search to measure against: BM25 of Lucene over title and text as one field, its English analysis. */
export function openLuceneBm25({ k1, b } = anseriniOptions): System {
  const keys: string[] = [];
  const lengths: number[] = [];
  const postings = new Map<string, { document: number; frequency: number }[]>();
  let totalLength = 0;

  const addOne = (entry: IndexedDocument): void => {
    const terms = analyze(wholeText(entry));
    const document = keys.push(entry.documentKey) - 1;
    lengths.push(terms.length);
    totalLength += terms.length;
    for (const [term, frequency] of countTerms(terms)) {
      const list = postings.get(term) ?? [];
      postings.set(term, list);
      list.push({ document, frequency });
    }
  };

  const score = (text: string): Map<number, number> => {
    const scores = new Map<number, number>();
    const average = totalLength / Math.max(1, keys.length);
    for (const [term, times] of countTerms(analyze(text))) {
      const list = postings.get(term) ?? [];
      // BM25Similarity since Lucene 8: no factor of k1 + 1, and never negative.
      const idf = Math.log(1 + (keys.length - list.length + 0.5) / (list.length + 0.5));
      for (const { document, frequency } of list) {
        const norm = k1 * (1 - b + (b * (lengths[document] ?? 0)) / average);
        const gain = (times * idf * frequency) / (frequency + norm);
        scores.set(document, (scores.get(document) ?? 0) + gain);
      }
    }
    return scores;
  };

  return {
    embedder: null,
    reranker: null,
    add(documents) {
      documents.forEach(addOne);
      return Promise.resolve();
    },
    search(query, k) {
      const ranked = [...score(query.text)].map(([document, value]): Ranked => ({
        key: keys[document] ?? '',
        score: value,
      }));
      const best = ranked.sort(isBetter).slice(0, k);
      return Promise.resolve(best.map(({ key }) => key));
    },
  };
}

/** Words in lower case without the possessive, stop words left out, stemmed. */
export function analyze(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*/gu) ?? [];
  return words
    .map((word) => word.replace(/['’]s$/, ''))
    .filter((word) => !stopWords.has(word))
    .map(stemOnce);
}

/** A corpus repeats its words. */
const stems = new Map<string, string>();

function stemOnce(word: string): string {
  const stem = stems.get(word) ?? porterStem(word);
  stems.set(word, stem);
  return stem;
}

function wholeText({ document, passages }: IndexedDocument): string {
  return [document.title, ...passages.map((passage) => passage.text)].join('\n');
}

function countTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

import type { Passage } from '../../../lib/core/suggestion';
import { seededRandom } from '../../../lib/retrieval/test-documents';

/** Words with how often they stand in real text, commonest first. */
export type WordCounts = readonly (readonly [word: string, count: number])[];

export interface BenchPassage {
  readonly id: string;
  readonly text: string;
}

/** One word in so many is a code of its own, as tickets have them: their number grows with the text. */
const codeShare = 1 / 50;
const leastWords = 60;
const mostWords = 100;

/** Text of about 80 words a passage; the same passage for the same number, whoever asks for it. */
export function createPassages(words: WordCounts) {
  const sums = new Float64Array(words.length);
  let total = 0;
  for (const [at, [, count]] of words.entries()) sums[at] = total += count;

  const draw = (random: () => number): string => {
    if (random() < codeShare) return `ws${Math.floor(random() * 1_000_000)}`;
    const wanted = random() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return words[low]?.[0] ?? '';
  };

  const passage = (number: number): BenchPassage => {
    const random = seededRandom(number + 1);
    const length = leastWords + Math.floor(random() * (mostWords - leastWords + 1));
    const drawn = Array.from({ length }, () => draw(random));
    return { id: `p${number}`, text: `${drawn.join(' ')}.` };
  };

  return {
    passage,
    range: (from: number, to: number) => Array.from({ length: to - from }, (_, at) => passage(from + at)),
    /** Four to ten words of one of the first `size` passages, in their order. */
    query(number: number, size: number): string {
      const random = seededRandom(1_000_000_007 + number);
      const all = passage(Math.floor(random() * size))
        .text.replace('.', '')
        .split(' ');
      const length = 4 + Math.floor(random() * 7);
      const picked = all.map((word) => ({ word, rank: random() })).sort((a, b) => a.rank - b.rank);
      const chosen = new Set(picked.slice(0, length));
      return picked
        .filter((one) => chosen.has(one))
        .map(({ word }) => word)
        .join(' ');
    },
  };
}

/** A passage as the chunker would cut it from a document of one paragraph. */
export function toPassage({ text }: BenchPassage, documentKey: string): Passage {
  const units = [{ kind: 'paragraph' as const, start: 0, end: text.length }];
  return { id: `${documentKey}#0`, documentKey, headingPath: [], text, units, ordinal: 0 };
}

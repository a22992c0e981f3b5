import type { Passage } from '../../core/suggestion';
import { findIdentifiers } from '../../retrieval/find-identifiers';
import { fold } from '../../retrieval/fold';
import { tokenize } from '../../retrieval/tokenize';
import { splitSentences } from '../split-sentences';
import type { Claim } from './read-claims';

/** A passage as the model saw it. */
export interface NumberedPassage {
  readonly number: number;
  readonly passage: Passage;
  readonly language: string | null;
}

/** What a claim rests on: the sentence or line of a passage that says it best. */
export interface Support {
  readonly source: NumberedPassage;
  readonly start: number;
  readonly end: number;
  /** Share of the claim's words that stand in the passage, 0 to 1. */
  readonly share: number;
}

/** So much of a claim has to stand in the passage that it names … */
const CITED_SHARE = 0.6;
/** … and so much where it names none, or another. */
const FOUND_SHARE = 0.75;
/** Of the words, so many have to stand close together: in one sentence or step. */
const TOGETHER_SHARE = 0.35;

export type ClaimCheck = (claim: Claim) => Support | null;

/**
 * Whether one of the passages says what a claim says: its words, every number and code in it, and no "not" that is on
 * one side only. Words alone cannot tell everything; what they can tell is never let through. The passages are read
 * once, here: an answer is checked anew with each of its sentences.
 */
export function createClaimCheck(passages: readonly NumberedPassage[]): ClaimCheck {
  const read = passages.map(readPassage);
  return (claim) => {
    const words = wordsOf(claim.text, passages[0]?.language ?? null);
    if (words.size === 0) return null;
    const exact = exactsOf(claim.text);
    const supports = read.flatMap((one): Support[] => {
      if (exact.some((each) => !one.folded.includes(each))) return [];
      const share = shareOf(words, one.words);
      const least = claim.cited.includes(one.source.number) ? CITED_SHARE : FOUND_SHARE;
      if (share < least) return [];
      const quote = nearestQuote(words, one.quotes);
      if (quote === null || shareOf(words, quote.words) < TOGETHER_SHARE) return [];
      if (isNegated(claim.text) !== quote.isNegated) return [];
      return [{ source: one.source, start: quote.start, end: quote.end, share }];
    });
    const cites = (one: Support) => (claim.cited.includes(one.source.number) ? 1 : 0);
    return supports.sort((a, b) => cites(b) - cites(a) || b.share - a.share)[0] ?? null;
  };
}

/** A sentence or step of a passage. */
interface Quote {
  readonly start: number;
  readonly end: number;
  readonly words: ReadonlySet<string>;
  readonly isNegated: boolean;
}

interface ReadPassage {
  readonly source: NumberedPassage;
  readonly folded: string;
  readonly words: ReadonlySet<string>;
  readonly quotes: readonly Quote[];
}

function readPassage(source: NumberedPassage): ReadPassage {
  const { passage, language } = source;
  const spans = passage.units
    .filter(({ kind }) => kind !== 'heading')
    .flatMap(({ kind, start, end }) =>
      kind === 'paragraph' || kind === 'note'
        ? splitSentences(passage.text, language, start, end)
        : [{ start, end }],
    );
  return {
    source,
    folded: fold(passage.text),
    words: wordsOf(passage.text, language),
    quotes: spans.map(({ start, end }) => {
      const text = passage.text.slice(start, end);
      return { start, end, words: wordsOf(text, language), isNegated: isNegated(text) };
    }),
  };
}

function wordsOf(text: string, language: string | null): Set<string> {
  return new Set(tokenize(text, language).map(({ term }) => term));
}

function shareOf(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let found = 0;
  for (const word of words) if (others.has(word)) found += 1;
  return found / words.size;
}

/** Numbers and codes: they are right or wrong. */
function exactsOf(text: string): string[] {
  const numbers = [...text.matchAll(/\d+(?:[.,:]\d+)*/g)].map(([number]) => number);
  const codes = findIdentifiers(text).map((found) => found.text);
  return [...new Set([...numbers, ...codes])].map(fold);
}

const negation =
  /\b(?:not|no|never|cannot|without|don['’]?t|doesn['’]?t|isn['’]?t|won['’]?t|can['’]?t|nicht|kein\w*|nie|ohne|pas|jamais|sans|aucune?)\b/i;

function isNegated(text: string): boolean {
  return negation.test(text);
}

/** The one that has most of the words. */
function nearestQuote(words: ReadonlySet<string>, quotes: readonly Quote[]): Quote | null {
  let best: Quote | null = null;
  let most = -1;
  for (const quote of quotes) {
    const share = shareOf(words, quote.words);
    if (share <= most) continue;
    most = share;
    best = quote;
  }
  return best;
}

import type { Passage, Span } from '../core/suggestion';
import type { Clause } from './query-clauses';
import { leavesOf } from './query-clauses';
import { tokenize } from './tokenize';

/** Spans of the passage's words that the query asked for; words that stand side by side are one span. */
export function findMarks(passage: Passage, clauses: readonly Clause[], language: string | null): Span[] {
  const wanted = new Set(leavesOf(clauses).flatMap((leaf) => leaf.terms));
  const spans = tokenize(passage.text, language)
    .filter((token) => wanted.has(token.term))
    .map(({ start, end }) => ({ start, end }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return mergeSpans(spans, passage.text);
}

/** Joins spans that overlap or have only white space of one line between them. Takes them by start. */
export function mergeSpans(spans: readonly Span[], text: string): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (
      last !== undefined &&
      (span.start <= last.end || /^[^\S\n]+$/.test(text.slice(last.end, span.start)))
    ) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      merged.push({ ...span });
    }
  }
  return merged;
}

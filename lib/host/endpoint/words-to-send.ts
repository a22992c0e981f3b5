import { redact } from '../../assist/redaction/redact';
import type { SearchQuery } from '../../core/query';

/** Less says more, to a search as to whoever reads along. */
const MOST_WORDS = 24;

/**
 * What of a query is sent to an endpoint: its telling words, strongest first, as far as they are still there once
 * people, addresses, numbers, secrets and the user's own words are taken out of the text they come from.
 */
export function wordsToSend(
  { terms, text = '', people = [] }: SearchQuery,
  words: readonly string[],
): string {
  const [left = ''] = redact([text], { people, words }).texts;
  const plain = left.toLowerCase();
  const kept = terms.map((term) => term.text).filter((term) => standsIn(plain, term.toLowerCase()));
  return [...new Set(kept)].slice(0, MOST_WORDS).join(' ');
}

/** Whole: what a placeholder stands for may be a part of another word. */
function standsIn(text: string, term: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + term.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}

/** Text as the source of a pattern that finds it as it stands. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Finds what the source of a pattern describes where it is no part of a longer word, all of it. */
export function wholeWord(source: string, flags: 'gu' | 'giu'): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`, flags);
}

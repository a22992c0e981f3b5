import { valueOf, type GlideRecord } from './record';
import type { Table } from './schema';

/** How a text query treats several words: every word, any word, or every word and else any. */
export type TextMode = 'all' | 'any' | 'all-else-any';

export interface TextMatch {
  record: GlideRecord;
  score: number;
}

const stopWords = new Set(
  'a an and are as at be but by for from if in into is it no not of on or so that the then there they this to was will with'.split(
    ' ',
  ),
);

/** Rows that hold the words, best first. An empty question finds nothing. */
export function textSearch(
  rows: readonly GlideRecord[],
  table: Table,
  words: string,
  mode: TextMode,
): TextMatch[] {
  const wanted = [...new Set(tokens(words))];
  if (wanted.length === 0) return [];
  const documents = rows.map((record) => ({
    record,
    title: new Set(titleTokens(record)),
    counts: countsOf(record, table),
  }));
  const rarity = new Map(
    wanted.map((word) => {
      const holding = documents.filter((document) => document.counts.has(word)).length;
      return [word, Math.log(1 + rows.length / (1 + holding))];
    }),
  );
  const scored = documents.map(({ record, title, counts }) => {
    const held = wanted.filter((word) => counts.has(word));
    const score = held.reduce((sum, word) => {
      const often = counts.get(word) ?? 0;
      return sum + (rarity.get(word) ?? 0) * (often / (often + 1.2) + (title.has(word) ? 1.5 : 0));
    }, 0);
    return { record, score: Math.round(score * 10_000) / 1000, held: held.length };
  });
  const all = scored.filter((match) => match.held === wanted.length);
  const any = scored.filter((match) => match.held > 0);
  const found = mode === 'all' ? all : mode === 'any' ? any : all.length > 0 ? all : any;
  return found.sort((a, b) => b.score - a.score || a.record.sysId.localeCompare(b.record.sysId));
}

/** Lower-case word stems; numbers and codes such as 0x80070643 stay whole. */
export function tokens(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
    .filter((word) => !stopWords.has(word))
    .map(stem);
}

/** Text without tags and with the commonest entities decoded. */
export function plainOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  return word.replace(/(ing|ed|es|s)$/, '');
}

function titleTokens(record: GlideRecord): string[] {
  return tokens(valueOf(record, 'short_description') || valueOf(record, 'name') || valueOf(record, 'title'));
}

function countsOf(record: GlideRecord, table: Table): Map<string, number> {
  const journal = record.journal
    .filter((entry) => table.indexed.includes(entry.element))
    .map((entry) => entry.text);
  const text = [...table.indexed.map((field) => plainOf(valueOf(record, field))), ...journal].join(' ');
  const counts = new Map<string, number>();
  for (const word of tokens(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

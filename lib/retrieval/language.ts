import { fold } from './fold';
import { stopWords } from './stop-words';

/** Enough to tell languages apart; the rest of a long text would only cost time. */
const sampleLength = 6000;

/** Scripts that name their language closely enough; Han without kana is taken for Chinese. */
const scripts: readonly (readonly [tag: string, pattern: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
];

/** Letters and endings that lift a guess where a short text holds hardly any stop word. */
const hints: readonly (readonly [tag: string, pattern: RegExp])[] = [
  ['de', /[äöüß]|(?:ung|keit|lich|sch)\b/gi],
  ['fr', /[éèêàçù]|\b(?:[ldjncs]|qu)['’]/gi],
  ['en', /(?:ing|tion|ed)\b/gi],
  ['es', /[ñ¿¡]|ción\b/gi],
  ['pt', /[ãõ]|ção\b/gi],
];

/**
 * Guesses a text's language from its stop words, or its script. `null` when nothing speaks clearly for one: a
 * product name and a number have no language.
 * @returns a BCP 47 primary tag
 */
export function detectLanguage(text: string): string | null {
  const sample = text.length > sampleLength ? text.slice(0, sampleLength) : text;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  for (const [tag, pattern] of scripts) {
    if ((sample.match(pattern)?.length ?? 0) > letters * 0.2) return tag;
  }
  return best(scoreLanguages(sample));
}

function scoreLanguages(sample: string): Map<string, number> {
  const scores = new Map<string, number>();
  const bump = (tag: string, by: number) => scores.set(tag, (scores.get(tag) ?? 0) + by);
  for (const word of fold(sample).match(/\p{L}+/gu) ?? []) {
    for (const [tag, list] of Object.entries(stopWords)) {
      // One-letter words are shared by too many languages to be worth a whole vote.
      if (list.has(word)) bump(tag, word.length === 1 ? 0.25 : 1);
    }
  }
  for (const [tag, pattern] of hints) bump(tag, 0.4 * (sample.match(pattern)?.length ?? 0));
  return scores;
}

function best(scores: ReadonlyMap<string, number>): string | null {
  const [first, second] = [...scores].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  if (first === undefined || first[1] < 0.75) return null;
  return second !== undefined && second[1] > first[1] * 0.85 ? null : first[0];
}

/** "de-CH" and "de_AT" are "de"; null stays null. */
export function primaryTag(language: string | null): string | null {
  const tag = language?.split(/[-_]/)[0]?.toLowerCase() ?? '';
  return /^[a-z]{2,3}$/.test(tag) ? tag : null;
}

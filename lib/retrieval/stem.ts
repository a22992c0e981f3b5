/**
 * Light stemming: enough that "certificates" finds "certificate" and "gesperrt" stays itself. The German and French
 * rules follow J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages"
 * (SAC 2006), cut down to endings of number, gender and case; the English ones are the S-stemmer of D. Harman,
 * "How effective is suffixing?" (1991), with -ed, -ing, -ly and final -e added.
 * All take a folded word (see fold.ts).
 */
export type Stemmer = (word: string) => string;

export const stemmers: Readonly<Record<'en' | 'de' | 'fr', Stemmer>> = {
  en: stemEnglish,
  de: stemGerman,
  fr: stemFrench,
};

const hasVowel = /[aeiouy]/;

function stemEnglish(word: string): string {
  if (word.length < 4) return word;
  return dropEnglishSuffix(dropEnglishPlural(word));
}

function dropEnglishPlural(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (/[^us]s$/.test(word)) return word.slice(0, -1);
  return word;
}

function dropEnglishSuffix(word: string): string {
  for (const suffix of ['ingly', 'edly', 'ing', 'ed', 'ly']) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, -suffix.length);
    // "apply" and "need" end so by nature.
    if (stem.length >= (suffix === 'ly' ? 4 : 3) && hasVowel.test(stem)) return tidyEnglish(stem);
  }
  return tidyEnglish(word);
}

/** "connect(ed)" and "connect", "setting" and "set", "remove" and "remov(ing)", "apply" and "appli(ed)" meet here. */
function tidyEnglish(stem: string): string {
  let rest = stem;
  if (/([bdgmnprt])\1$/.test(rest)) rest = rest.slice(0, -1);
  if (rest.endsWith('e') && rest.length > 4) rest = rest.slice(0, -1);
  if (rest.endsWith('y') && rest.length > 3) rest = `${rest.slice(0, -1)}i`;
  return rest;
}

/** Umlauts typed as two letters: "zuruecksetzen" is "zurücksetzen"; "neue" and "quelle" are left alone. */
function foldGermanDigraphs(word: string): string {
  return word
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/(?<![aeiouq])ue/g, 'u');
}

function stemGerman(raw: string): string {
  const word = foldGermanDigraphs(raw);
  for (const suffix of ['ern', 'em', 'en', 'er', 'es', 'e', 'n', 's']) {
    if (word.endsWith(suffix) && word.length - suffix.length >= 4) return word.slice(0, -suffix.length);
  }
  return word;
}

function stemFrench(raw: string): string {
  let word = raw;
  if (word.length < 4) return word;
  if (word.endsWith('aux') && word.length > 5) word = `${word.slice(0, -3)}al`;
  else if (/[^s][sx]$/.test(word)) word = word.slice(0, -1);
  for (const suffix of ['issement', 'ement', 'ment', 'ante', 'ant', 'ees', 'ee', 'er', 'ez', 'ir', 'e']) {
    if (word.endsWith(suffix) && word.length - suffix.length >= 4) return word.slice(0, -suffix.length);
  }
  return word;
}

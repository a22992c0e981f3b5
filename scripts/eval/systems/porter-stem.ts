/**
 * M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), in the form that Lucene has it. Words of other
 * letters than a to z, and of one or two, stay as they are.
 */
export function porterStem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  return [plural, past, yToI, doubleSuffix, fullSuffix, longSuffix, finalE, doubleL].reduce(
    (stem, step) => step(stem),
    word,
  );
}

type Rules = readonly (readonly [suffix: string, instead: string])[];

const doubleSuffixes: Rules = [
  ['ational', 'ate'], ['tional', 'tion'], ['enci', 'ence'], ['anci', 'ance'], ['izer', 'ize'], ['bli', 'ble'],
  ['alli', 'al'], ['entli', 'ent'], ['eli', 'e'], ['ousli', 'ous'], ['ization', 'ize'], ['ation', 'ate'],
  ['ator', 'ate'], ['alism', 'al'], ['iveness', 'ive'], ['fulness', 'ful'], ['ousness', 'ous'], ['aliti', 'al'],
  ['iviti', 'ive'], ['biliti', 'ble'], ['logi', 'log'],
]; // prettier-ignore

const fullSuffixes: Rules = [
  ['icate', 'ic'], ['ative', ''], ['alize', 'al'], ['iciti', 'ic'], ['ical', 'ic'], ['ful', ''], ['ness', ''],
]; // prettier-ignore

const longSuffixes: Rules = [
  'al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent', 'ion', 'ou', 'ism', 'ate', 'iti',
  'ous', 'ive', 'ize',
].map((suffix) => [suffix, ''] as const); // prettier-ignore

function plural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function past(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const stem = /^(.*)(?:ed|ing)$/.exec(word)?.[1];
  if (stem === undefined || !hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function yToI(word: string): string {
  return word.endsWith('y') && hasVowel(word.slice(0, -1)) ? `${word.slice(0, -1)}i` : word;
}

const doubleSuffix = (word: string): string => replace(word, doubleSuffixes, 0);
const fullSuffix = (word: string): string => replace(word, fullSuffixes, 0);

function longSuffix(word: string): string {
  return /[^st]ion$/.test(word) ? word : replace(word, longSuffixes, 1);
}

function finalE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  const size = measure(stem);
  return size > 1 || (size === 1 && !endsShort(stem)) ? stem : word;
}

function doubleL(word: string): string {
  return word.endsWith('ll') && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}

/** The longest suffix that fits decides, whether or not what is before it is long enough. */
function replace(word: string, rules: Rules, moreThan: number): string {
  const fitting = rules.filter(([suffix]) => word.endsWith(suffix));
  const [suffix, instead] = fitting.sort(([a], [b]) => b.length - a.length)[0] ?? ['', ''];
  const stem = word.slice(0, word.length - suffix.length);
  return suffix !== '' && measure(stem) > moreThan ? stem + instead : word;
}

/** A letter for each: c for consonants, v for vowels; y is a vowel after a consonant. */
function shape(word: string): string {
  let out = '';
  for (const letter of word) {
    const vowel = 'aeiou'.includes(letter) || (letter === 'y' && out.endsWith('c'));
    out += vowel ? 'v' : 'c';
  }
  return out;
}

/** Porter's m: how many times a vowel is followed by a consonant. */
function measure(stem: string): number {
  return shape(stem).match(/vc/g)?.length ?? 0;
}

function hasVowel(stem: string): boolean {
  return shape(stem).includes('v');
}

function endsDouble(stem: string): boolean {
  return stem.at(-1) === stem.at(-2) && shape(stem).endsWith('cc');
}

/** Porter's *o: consonant, vowel, consonant, the last not w, x or y. */
function endsShort(stem: string): boolean {
  return shape(stem).endsWith('cvc') && !/[wxy]$/.test(stem);
}

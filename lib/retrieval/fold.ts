const combiningMarks = /\p{M}+/gu;
// eslint-disable-next-line no-control-regex -- the whole point is to know the ASCII range
const asciiOnly = /^[\x00-\x7f]*$/;

/** Lower case without diacritics, as people type in a hurry: "Kennwörter" and "kennworter" are one word; ß is ss. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (asciiOnly.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(combiningMarks, '')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFC');
}

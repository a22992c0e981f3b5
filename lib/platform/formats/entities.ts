import type { FormatTools } from './format';

const basic = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

export type Decode = (text: string) => string;

/** Decodes character references; the names HTML knows are asked of the HTML parser, all of a source at once. */
export function entityDecoder(source: string, parseHtml?: FormatTools['parseHtml']): Decode {
  const names = new Map(basic);
  if (parseHtml) {
    const asked = new Set<string>();
    for (const [, name = ''] of source.matchAll(/&([a-z][a-z\d]{1,31});/gi))
      if (!names.has(name) && asked.size < 300) asked.add(name);
    if (asked.size > 0) {
      const all = [...asked];
      const document = parseHtml(all.map((name) => `<i>&${name};</i>`).join(''));
      all.forEach((name, index) => {
        const decoded = document.querySelectorAll('i')[index]?.textContent ?? '';
        if (decoded !== '' && decoded.length <= 2) names.set(name, decoded);
      });
    }
  }
  return (text) =>
    text.includes('&')
      ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,31}));/gi, (whole, ...groups) => {
          const [decimal, hex, name] = groups as (string | undefined)[];
          if (name !== undefined) return names.get(name) ?? whole;
          return fromCodePoint(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)) ?? whole;
        })
      : text;
}

function fromCodePoint(code: number): string | null {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : null;
}

/** `&` where what follows would make it a character reference. */
export function escapeAmpersands(text: string): string {
  return text.replace(/&(?=#\d|#x|[a-z][a-z\d]{0,31};)/gi, '&amp;');
}

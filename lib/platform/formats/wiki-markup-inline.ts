import type { ReadableNode } from '../html-shape';
import { entityDecoder } from './entities';
import type { InlineRule } from './inline-scan';
import { bareUrl, clings, scanInline, take } from './inline-scan';
import { textNode } from './tree';

/** One run of Jira's markup. What it does not know stays as the words it is. */
export function wikiMarkupInline(text: string): ReadableNode[] {
  return scanInline(text, /[^\\{}[!*_+^~?&hH-]+/y, rules);
}

/** Characters that a backslash makes plain. */
const ESCAPED = /\\([{}[\]*_+^~|!#?():;&-])/y;
const decode = entityDecoder('');

const rules: readonly InlineRule[] = [
  take(/\?\?|[*_+^~-]/y, (match, out) => out.mark(match[0], match[0], clings(match))),
  take(ESCAPED, ([, character = ''], out) => out.text(character)),
  // Only before white space: everywhere else two of them begin a network path.
  take(/\\\\(?=\s|$)/y, (_, out) => out.text(' ')),
  take(/&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos|nbsp);/iy, ([whole], out) => out.text(decode(whole))),
  take(/\{status:([^{}\n]{0,300})\}/iy, ([, parameters = ''], out) =>
    out.text(/(?:^|\|)title=([^|]*)/i.exec(parameters)?.[1] ?? ''),
  ),
  take(/\{(?:color|anchor|quote|panel|toc|status|expand)(?::[^{}\n]{0,300})?\}/iy, () => undefined),
  take(/\{(?:[*_+^~-]|\?\?)\}/y, ([mark], out) => out.mark(mark, mark, { opens: true, closes: true })),
  take(/\{\{/y, ([mark], out) => out.mark('mono', mark, { opens: true, closes: false })),
  take(/\}\}/y, ([mark], out) => out.mark('mono', mark, { opens: false, closes: true })),
  {
    start: /!([^!\s|]{1,200})(?:\|[^!\n]{0,200})?!/y,
    read: (match, out) => {
      if (!/\.\w{2,5}$/.test(match[1] ?? '')) return false;
      out.text(' ');
      return true;
    },
  },
  take(/\[~accountid:[^[\]\n]{1,200}\]/y, (_, out) => out.text('@user')),
  take(/\[~([^[\]\n]{1,200})\]/y, ([, name = ''], out) => out.text(name)),
  take(/\[\^([^[\]|\n]{1,300})\]/y, ([, file = ''], out) => out.text(file)),
  {
    start: /\[((?:\\.|[^[\]|\\\n]){1,1000})\|([^[\]|\n]{1,2000})(?:\|[^[\]|\n]{0,300})?\]/y,
    read: ([, label = '', target = ''], out) => {
      out.link(decode(target), wikiMarkupInline(label));
      return true;
    },
  },
  {
    start: /\[((?:https?:\/\/|mailto:)[^[\]|\s]{1,2000})\]/iy,
    read: ([, url = ''], out) => {
      out.link(decode(url), [textNode(url)]);
      return true;
    },
  },
  take(/\[((?:file|ftp):[^[\]|\s]{1,2000})\]/iy, ([, url = ''], out) => out.text(url)),
  bareUrl,
];

import type { InlineRule } from './inline-scan';
import { element } from './tree';

/** Tags that markup may hold and whose text stays; everything else in angle brackets is text, such as `<username>`. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'a abbr b bdi bdo big blockquote br center cite code data dd del details dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i ' +
    'img ins kbd li mark ol p pre q rb rp rt ruby s samp section small span strike strong sub summary sup table tbody td ' +
    'tfoot th thead tr tt u ul var wbr'
  ).split(' '),
);

/** Breaks of the text: what comes after stands on a new line. */
const BREAKS = /^(?:br|p|div|li|tr|h[1-6]|hr|ul|ol|table|details|summary|blockquote|pre|dd|dt|dl|section)$/;

/** HTML inside markup: known tags go, comments and what would run or style go with their content. */
export const htmlTag: InlineRule = {
  start: /<(?:!--|\/?([a-z][a-z\d]{0,15})(?=[\s/>]))([^<>]{0,2000}>)?/iy,
  read: (match, out) => {
    const tag = (match[1] ?? '').toLowerCase();
    if (!KNOWN.has(tag) || match[2] === undefined) return false;
    if (BREAKS.test(tag)) out.node(element('br'));
    return true;
  },
};

const LIVE = 'script|style|iframe|object|embed|template|noscript';

/** Comments, and elements that would run or style something, with what is in them. Without an end they are text. */
export function liveHtml(text: string): InlineRule {
  const gone = new Set<string>();
  return {
    start: new RegExp(`<(?:!--|(${LIVE})(?=[\\s/>]))`, 'iy'),
    read: (match) => {
      const end = match[1] === undefined ? '-->' : `</${match[1].toLowerCase()}`;
      const close = gone.has(end) ? null : endOf(text, end, match.index);
      if (close === null) {
        gone.add(end);
        return false;
      }
      match[0] = text.slice(match.index, close);
      return true;
    },
  };
}

/** The same at the start of a line: for notations where such a block goes over blank lines. */
export const LIVE_BLOCK = new RegExp(`^ {0,3}<(?:!--|(${LIVE})(?=[\\s/>]))`, 'i');

/** Behind the end of a comment or element; null where it has none. */
export function endOf(text: string, end: string, from: number): number | null {
  const pattern = end === '-->' ? /-->/g : new RegExp(`${end}\\s{0,20}>`, 'gi');
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found ? found.index + found[0].length : null;
}

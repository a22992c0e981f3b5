import { DesksideError } from '../core/errors';

/** One line of a sitemap: a page, or another sitemap where it is an index. https://www.sitemaps.org/protocol.html */
export interface SitemapEntry {
  readonly loc: string;
  /** Epoch milliseconds. */
  readonly changed: number | null;
}
export interface Sitemap {
  readonly kind: 'pages' | 'index';
  readonly entries: readonly SitemapEntry[];
}

/** The protocol's own limit for one file. */
const MOST_ENTRIES = 50_000;
const LONGEST_ADDRESS = 2_048;
/** Comments, style sheets and a document type stand before the root. */
const PROLOG = 20_000;

/**
 * Reads a sitemap by its marks, not as a document: fifty thousand entries cost one pass and no tree, and no entity
 * is ever expanded but the five of XML. Null for what is none; throws `bad-answer` for one that was cut short.
 */
export function parseSitemap(text: string): Sitemap | null {
  const root = /<(?:([\w-]+):)?(urlset|sitemapindex)(?=[\s>/])/.exec(text.slice(0, PROLOG));
  if (!root) return parseTextSitemap(text);
  const [, prefix, name = ''] = root;
  const mark = prefix === undefined ? '' : `${prefix}:`;
  const isEmpty = /^[^>]*\/>/.test(text.slice(root.index, root.index + 2_000));
  if (!isEmpty && !text.includes(`</${mark}${name}`, Math.max(0, text.length - 5_000)))
    throw new DesksideError('bad-answer', 'The sitemap was cut short');
  return { kind: name === 'urlset' ? 'pages' : 'index', entries: entriesOf(text.slice(root.index), mark) };
}

function entriesOf(text: string, mark: string): SitemapEntry[] {
  const entries: SitemapEntry[] = [];
  // The prefix is letters, digits and dashes. An image's or a video's own "loc" has another.
  const part = new RegExp(
    `<${mark}(loc|lastmod)>(?:\\s{0,20}<!\\[CDATA\\[([^\\]<]{0,4000})\\]\\]>|([^<]{0,4000})</)|</${mark}(?:url|sitemap)>`,
    'g',
  );
  let loc = '';
  let changed: number | null = null;
  for (let found = part.exec(text); found && entries.length < MOST_ENTRIES; found = part.exec(text)) {
    const [, name, raw, escaped = ''] = found;
    const value = (raw ?? decodeEntities(escaped)).trim();
    if (name === 'loc') loc = value;
    else if (name === 'lastmod') changed = timeOf(value);
    else {
      if (loc !== '' && loc.length <= LONGEST_ADDRESS) entries.push({ loc, changed });
      loc = '';
      changed = null;
    }
  }
  return entries;
}

/** One address a line, which the protocol allows too. */
function parseTextSitemap(text: string): Sitemap | null {
  const lines = text.slice(0, 8_000_000).split(/\r?\n/, MOST_ENTRIES + 1);
  const used = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (used.length === 0 || !used.every((line) => /^https?:\/\/\S{1,2048}$/.test(line))) return null;
  return { kind: 'pages', entries: used.slice(0, MOST_ENTRIES).map((loc) => ({ loc, changed: null })) };
}

/** The sitemaps that a robots.txt names; a site may name some of other hosts, which are not ours to ask. */
export function sitemapsInRobots(text: string, robots: URL): URL[] {
  const lines = text.slice(0, 500_000).matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2048})/gim);
  return [...lines]
    .map(([, address = '']) => (URL.canParse(address, robots) ? new URL(address, robots) : null))
    .filter((url) => url !== null)
    .filter((url) => url.origin === robots.origin);
}

function timeOf(value: string): number | null {
  const time = Date.parse(value.slice(0, 40));
  return Number.isNaN(time) ? null : time;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex as string, 16) : NaN;
    if (Number.isNaN(code)) return named[(name as string).toLowerCase()] ?? whole;
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

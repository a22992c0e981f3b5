import { DesksideError } from '../core/errors';

export interface CitationTabs {
  create(properties: {
    url: string;
    windowId: number;
    active: boolean;
  }): Promise<{ id?: number | undefined }>;
}

/**
 * A URL that scrolls to and marks a quote where the browser can do it (text fragments), for pages whose text is in
 * their first HTML; pages that build themselves later are marked by the highlight script.
 * https://wicg.github.io/scroll-to-text-fragment/
 */
export function withTextFragment(url: string, quote: string | null): string {
  if (quote === null || quote.trim() === '') return url;
  const directive = textDirective(quote);
  if (directive.length > LONGEST_DIRECTIVE) return url;
  const target = new URL(url);
  const hash = target.hash.split(':~:')[0] ?? '';
  target.hash = '';
  return `${target.href.replace(/#$/, '')}${hash === '' ? '#' : hash}:~:text=${directive}`;
}

/** Text without spaces can be a whole page long; the highlight script marks what no address should carry. */
const LONGEST_DIRECTIVE = 1_000;

/**
 * Long quotes are given by their first and last words: shorter, and safe against differences in between. So are quotes
 * that run over several blocks of the page (lines, cells of a table row): each end must lie within one block.
 */
function textDirective(quote: string): string {
  const blocks = quote
    .split(/\n| \| /)
    .map((block) => block.trim().split(/\s+/).filter(Boolean))
    .filter((words) => words.length > 0);
  const first = blocks[0] ?? [];
  const last = blocks.at(-1) ?? [];
  if (blocks.length <= 1 && first.length <= 8) return encodeFragment(first.join(' '));
  return `${encodeFragment(first.slice(0, 4).join(' '))},${encodeFragment(last.slice(-4).join(' '))}`;
}

/** "-", "," and "&" are syntax in a text directive; half a surrogate pair cannot be encoded at all. */
function encodeFragment(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '')).replace(/-/g, '%2D');
}

/** Opens the source in a new tab of the same window, then has the quote marked in it. */
export async function openCitation(options: {
  url: string;
  quote: string | null;
  windowId: number;
  tabs: CitationTabs;
  mark(tabId: number, quote: string): Promise<void>;
}): Promise<void> {
  const protocol = URL.canParse(options.url) ? new URL(options.url).protocol : null;
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new DesksideError('forbidden', 'Only web pages are opened');
  const tab = await options.tabs.create({
    url: withTextFragment(options.url, options.quote),
    windowId: options.windowId,
    active: true,
  });
  if (tab.id !== undefined && options.quote !== null) await options.mark(tab.id, options.quote);
}

import type { TicketComment } from '../../core/ticket';
import { htmlToText } from '../../platform/html-to-text';
import { MAX_COMMENTS, MAX_TEXT, lineAt } from '../../platform/page-reading';
import { firstElement } from '../../platform/wait-for-element';

/** How a page marks up the entries of a record's journal; each list newest first. */
export interface EntrySelectors {
  readonly entry: readonly string[];
  readonly author: readonly string[];
  /** Where the sort of an entry is named, in the viewer's language. */
  readonly sort: readonly string[];
  readonly text: readonly string[];
}

/** What the label of a customer-visible entry says, in the languages of the product. */
const PUBLIC_LABEL =
  /comment|kommentar|comentario|comentário|commenti|opmerking|komentar|コメント|评论|評論|댓글/i;
const INTERNAL_LABEL = /work|note|notiz|nota|intern|作業|工作/i;

/** Entries in the page's order. One whose label says neither is `unmarked`: a form hides more than a portal. */
export function entriesOf(
  root: ParentNode,
  selectors: EntrySelectors,
  unmarked: TicketComment['visibility'],
): TicketComment[] {
  const comments: TicketComment[] = [];
  const all = selectors.entry.join(',');
  let left = MAX_TEXT;
  for (const entry of root.querySelectorAll(all)) {
    if (comments.length >= MAX_COMMENTS || left <= 0) break;
    if (entry.parentElement?.closest(all) || entry.closest('.ng-hide')) continue;
    const body = firstElement(entry, selectors.text);
    const text = body ? htmlToText(body, { maxCharacters: left, keepLines: true }) : '';
    if (text === '') continue; // a field change
    left -= text.length;
    const author = lineAt(entry, selectors.author);
    // Written in the viewer's own zone and format: not a moment anyone else can use.
    comments.push({ author, created: null, visibility: visibilityOf(entry, selectors, unmarked), text });
  }
  return comments;
}

function visibilityOf(
  entry: Element,
  { sort }: EntrySelectors,
  unmarked: TicketComment['visibility'],
): TicketComment['visibility'] {
  const label = lineAt(entry, sort) ?? '';
  if (INTERNAL_LABEL.test(label) || /work[-_]?note/i.test(entry.getAttribute('class') ?? ''))
    return 'internal';
  return PUBLIC_LABEL.test(label) ? 'public' : unmarked;
}

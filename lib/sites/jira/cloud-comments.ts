import type { TicketComment } from '../../core/ticket';
import { htmlToText } from '../../platform/html-to-text';
import { MAX_COMMENTS, MAX_TEXT, lineAt, timeAt } from '../../platform/page-reading';

/** One comment each, newest name first; an older page's names are looked for only where there is none of a newer. */
const items: readonly string[] = [
  '[data-testid^="comment-base-item-"]',
  '[data-testid^="issue-comment-base.ui.comment.ak-comment."]:not([data-testid$="-header"], [data-testid$="-body"], [data-testid$="-content"], [data-testid$="-footer"])',
  '[data-testid^="issue.activity.comment"]',
  '[data-test-id^="issue.activity.comment"]',
];

const selectors = {
  body: ['[data-testid$="-body"]', '[data-testid$="-content"]', '.ak-renderer-document', 'p'],
  header: ['[data-testid$="-header"]'],
  author: ['h3', '[data-testid*="profilecard-trigger"]', '[data-testid*="author"]'],
  created: ['time[datetime]'],
  /** Restricted to a role or group, or the service desk's note. */
  internal:
    '[data-testid*="restricted-to"], [data-testid*="internal" i], [data-test-id*="internal" i], [aria-label*="internal note" i]',
  /** What is being written is no comment yet. */
  editor: '[contenteditable="true"], textarea',
} as const;

/** What the service desk writes over a note that customers do not see, in languages that Jira has. */
const INTERNAL =
  /internal (?:note|comment)|interne notiz|interner kommentar|note interne|commentaire interne|nota interna|comentario interno|nota interno|interne notitie|社内メモ|内部メモ|内部备注/i;

/** The comments of an issue as Jira Cloud shows them; older ones may wait behind a button. */
export function cloudComments(root: Element): TicketComment[] {
  const comments: TicketComment[] = [];
  let left = MAX_TEXT;
  for (const item of commentItems(root)) {
    if (comments.length >= MAX_COMMENTS || left <= 0) break;
    const body = ownElement(item, selectors.body);
    const text = body ? htmlToText(body, { maxCharacters: left, drop: ['.linenumber'] }) : '';
    if (text === '') continue;
    left -= text.length;
    const header = ownElement(item, selectors.header) ?? item;
    comments.push({
      author: lineAt(header, selectors.author),
      created: timeAt(header, selectors.created),
      visibility: isInternal(item, body) ? 'internal' : 'public',
      text,
    });
  }
  return comments;
}

function commentItems(root: Element): Element[] {
  for (const selector of items) {
    const found = [...root.querySelectorAll(selector)];
    // Newer items hold the replies to them; of the oldest names, the list of them has one, too, and so has the editor.
    const isOld = selector.includes('issue.activity');
    const comments = isOld
      ? found.filter((each) => !each.querySelector(selector) && !each.querySelector(selectors.editor))
      : found;
    if (comments.length > 0) return comments;
  }
  return [];
}

/** In this comment, not in a reply to it. */
function ownElement(item: Element, where: readonly string[]): Element | null {
  for (const selector of where) {
    for (const found of item.querySelectorAll(selector)) {
      if (found.closest('[data-testid^="comment-base-item-"]') === itemAround(item)) return found;
    }
  }
  return null;
}

function itemAround(item: Element): Element | null {
  return item.closest('[data-testid^="comment-base-item-"]');
}

/** By a mark in it, or by what stands in it beside what its author wrote. */
function isInternal(item: Element, body: Element | null): boolean {
  const marks = [...item.querySelectorAll(selectors.internal)];
  const isOwn = (mark: Element) => itemAround(mark) === itemAround(item) && !body?.contains(mark);
  const said = htmlToText(item, { drop: besideHeader, maxCharacters: 500 });
  return marks.some(isOwn) || INTERNAL.test(said);
}

const besideHeader = [...selectors.body, '[data-testid^="comment-base-item-"]', '[data-testid$="-footer"]'];

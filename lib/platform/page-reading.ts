import type { PageReading, SiteMatch } from '../core/page';
import type { TicketFields } from '../core/ticket';
import type { Block } from '../core/rich-text';
import { cutText, hashText } from './hash-text';
import { htmlToText } from './html-to-text';
import { firstElement, waitFor } from './wait-for-element';

/** What is read of one page at most, however long its texts are. */
export const MAX_TEXT = 200_000;
export const MAX_COMMENTS = 300;

/** How long pages that build themselves by script are given. Shorter than a reader's patience: edits are watched anyway. */
const LATE_MS = 4_000;

export interface ReadingParts {
  title: string;
  pageUser: string | null;
  ticket: TicketFields | null;
  blocks: Block[];
}

/** Puts a reading together within the limits of its schema, with the fingerprint of what was read. */
export function pageReading(
  page: { readonly url: URL; readonly document: Document },
  match: SiteMatch,
  parts: ReadingParts,
): PageReading {
  const title = cutText(parts.title.trim(), 2_000);
  const language = page.document.documentElement?.getAttribute('lang')?.trim() ?? '';
  return {
    match,
    url: page.url.href,
    title,
    language: /^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3}$/.test(language)
      ? language.replace(/_/g, '-')
      : null,
    pageUser: parts.pageUser === null ? null : cutText(parts.pageUser.trim(), 256),
    ticket: parts.ticket,
    blocks: parts.blocks,
    fingerprint: hashText(JSON.stringify([match.ref, title, parts.ticket, parts.blocks])),
  };
}

/** A ticket of which nothing but this is known. */
export function ticketOf(known: Partial<TicketFields>): TicketFields {
  return {
    key: '',
    title: '',
    description: '',
    comments: [],
    status: null,
    resolved: false,
    resolution: null,
    resolvedAt: null,
    priority: null,
    category: null,
    assignmentGroup: null,
    assignee: null,
    requester: null,
    created: null,
    updated: null,
    ...known,
  };
}

/**
 * What `find` yields once the document is parsed; on pages that build themselves late, once it yields anything, unless
 * the page asks for a password.
 */
export async function findOnPage<T>(
  document: Document,
  find: () => T | null,
  options: { signal: AbortSignal; late: boolean },
): Promise<T | null> {
  const { signal, late } = options;
  await waitFor(document, () => (document.readyState === 'loading' ? null : true), { signal });
  const found = find();
  if (found !== null || !late || asksForPassword(document)) return found;
  return waitFor(document, find, { signal, timeoutMs: LATE_MS });
}

/** A sign-in page answers 200 under any address. */
export function asksForPassword(document: Document): boolean {
  return document.querySelector('input[type="password"]') !== null;
}

/** Content of a meta tag by name; null when the page has none of that name. */
export function metaContent(document: Document, name: string): string | null {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? null;
}

/** One line of text of the first element found; null when there is none or it is empty. */
export function lineAt(root: ParentNode, selectors: readonly string[]): string | null {
  const element = firstElement(root, selectors);
  const line = element ? lineOf(element) : '';
  return line === '' ? null : line;
}

/** An element's text on one line, without the names of its pictures. */
export function lineOf(element: Element): string {
  return htmlToText(element, { drop: ['img'], maxCharacters: 2_000 }).replace(/\s+/g, ' ');
}

/** ISO 8601 UTC of the first `time` that says when; null when none does. */
export function timeAt(root: ParentNode, selectors: readonly string[]): string | null {
  const stamp = firstElement(root, selectors)?.getAttribute('datetime') ?? '';
  // Jira writes +0000 where the standard wants +00:00.
  const at = Date.parse(stamp.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  // A stamp without a zone is the viewer's wall clock: not a moment anyone else can use.
  return Number.isNaN(at) || !/(?:Z|[+-]\d\d:?\d\d)$/.test(stamp) ? null : new Date(at).toISOString();
}

import type { SiteMatch } from '../../core/page';
import type { TicketFields } from '../../core/ticket';
import { htmlToText } from '../../platform/html-to-text';
import { MAX_TEXT, lineOf, pageReading, ticketOf } from '../../platform/page-reading';
import type { SitePage } from '../site';

/** A record's number anywhere in a text; numbers of articles are none. */
export const NUMBER_IN_TEXT = /(?<![A-Z0-9])(?!KB)[A-Z]{2,10}\d{7,}(?!\d)/;

/** A ticket of which the page shows this much. */
export function ticketReading(page: SitePage, match: SiteMatch, known: Partial<TicketFields>) {
  const ticket = ticketOf(known);
  const title = ticket.title || ticket.key || page.document.title;
  return pageReading(page, match, { title, pageUser: null, ticket, blocks: [] });
}

/** What an element shows: a choice's words, a box's text, any other's own text. */
export function shownValue(element: Element): string {
  const tag = element.tagName.toUpperCase();
  if (tag === 'SELECT') {
    const chosen = chosenOption(element);
    return chosen ? lineOf(chosen) : '';
  }
  if (tag === 'INPUT' || tag === 'TEXTAREA') return (element as HTMLInputElement).value.slice(0, MAX_TEXT);
  return htmlToText(element, { maxCharacters: MAX_TEXT });
}

/** The choice as it was stored: one that was made but not saved yet is not the record's. */
export function chosenOption(select: Element): Element | null {
  const { options, selectedIndex } = select as HTMLSelectElement;
  return select.querySelector('option[selected]') ?? options[selectedIndex] ?? null;
}

import type { DocumentRef } from '../../core/document';
import type { SiteMatch } from '../../core/page';
import type { TicketFields } from '../../core/ticket';
import { cutText } from '../../platform/hash-text';
import { htmlToText } from '../../platform/html-to-text';
import { MAX_TEXT, asksForPassword, findOnPage, lineOf } from '../../platform/page-reading';
import { tableOfNumber } from '../../platform/servicenow-tables';
import { firstElement } from '../../platform/wait-for-element';
import type { SitePage } from '../site';
import { entriesOf, type EntrySelectors } from './entries';
import { streamCards } from './form';
import { NUMBER_IN_TEXT, shownValue, ticketReading } from './values';

/**
 * Portals are AngularJS pages of widgets that companies clone and restyle: ids of the form widget, classes of the
 * ticket widgets and the bindings that AngularJS leaves in the page (London on), then the page's headings and labels.
 */
const selectors = {
  portal: ['[ng-app]', '[data-ng-app]', 'sp-page-row', '.sp-page-root', '#sp-main-wrapper', '[class^="sp-"]'],
  content: ['.sp-page-root main', '.sp-page-root', 'main', 'body'],
  title: [
    '#sp_formfield_short_description',
    '.ticket-title',
    '[ng-bind*="short_description"]',
    '[ng-bind*="data.title"]',
  ],
  headings: 'h1, h2, h3, .panel-title',
  number: ['#sp_formfield_number', '.ticket-number', '[ng-bind*="data.number"]'],
  description: [
    '#sp_formfield_description',
    '.ticket-description',
    '[ng-bind-html*=".description"]',
    '[ng-bind*=".description"]',
  ],
  labels: 'label, dt, th, .text-muted',
} as const;

/** Headings of the portal itself and of the conversation, and what AngularJS keeps hidden. */
const elsewhere = 'header, nav, footer, [role="banner"], .timeline, .sr-only, .ng-hide';

const conversation: EntrySelectors = {
  entry: ['ul.timeline > li', '.timeline-item', ...streamCards.entry, 'li.h-card'],
  author: ['.timeline-title', ...streamCards.author],
  sort: ['.timeline-heading p', '.timeline-heading small', ...streamCards.sort],
  text: ['.timeline-body', ...streamCards.text],
};

/** Words of the labels that portals put beside a value, in the languages that share their beginnings. */
const LABELS = {
  description: /^(?:descri|beschreibung|omschrijving|opis|説明|说明)/i,
  status: /^(?:state|status|stato|statut|estado|état|zustand|状態|状态)\W*$/i,
  priority: /^(?:prio|優先|优先)/i,
};
const DONE_STATUS = /^(?:resolved|solved|closed(?: complete)?|completed?|gelöst|geschlossen|résolue?|clos)$/i;

interface Found {
  key: string;
  title: string;
  content: Element;
}

/** A record as a customer or an employee sees it in a portal, under whatever name the portal goes. */
export async function readPortalTicket(
  page: SitePage,
  match: SiteMatch,
  ref: DocumentRef,
  signal: AbortSignal,
) {
  const { document } = page;
  const found = await findOnPage(document, () => ticketOn(document, ref), { signal, late: true });
  return found && ticketReading(page, match, fieldsOf(found));
}

function ticketOn(document: Document, ref: DocumentRef): Found | null {
  const content = firstElement(document, selectors.content);
  if (!content || !firstElement(document, selectors.portal) || asksForPassword(document)) return null;
  const key = numberOn(document, content, ref);
  const title = key === '' ? '' : titleOn(content, key);
  return title === '' ? null : { key, title, content };
}

/** Among several numbers the one of the address's table: lists of other tickets stand beside the open one. */
function numberOn(document: Document, content: Element, ref: DocumentRef): string {
  const element = firstElement(content, selectors.number);
  const seen = element ? shownValue(element) : htmlToText(content, { maxCharacters: 20_000 });
  const text = `${seen}\n${document.title}`;
  if (ref.idType === 'number') return new RegExp(`(?<![A-Z0-9])${ref.id}(?!\\d)`).test(text) ? ref.id : '';
  const all = [...text.matchAll(new RegExp(NUMBER_IN_TEXT, 'g'))].map(([each]) => each);
  const isOfTable = (number: string) => {
    const [table, within] = [tableOfNumber(number), ref.within ?? ''];
    // Cases of HR and customer service are kept in tables below the one that their numbers name.
    return within === table || (table.startsWith('sn_') && within.startsWith(table));
  };
  return all.find(isOfTable) ?? all[0] ?? '';
}

function titleOn(content: Element, key: string): string {
  const titled = firstElement(content, selectors.title);
  const shown = titled ? shownValue(titled).trim() : '';
  if (shown !== '') return withoutNumber(shown, key);
  for (const heading of content.querySelectorAll(selectors.headings)) {
    const isElsewhere = heading.closest(elsewhere) !== null;
    const text = isElsewhere ? '' : withoutNumber(lineOf(heading), key);
    if (text !== '') return text;
  }
  return '';
}

/** "INC0010023 - VPN drops" is called "VPN drops". */
function withoutNumber(text: string, key: string): string {
  return (text.startsWith(key) ? text.slice(key.length).replace(/^[\s:|–—-]+/, '') : text).trim();
}

function fieldsOf({ key, title, content }: Found): Partial<TicketFields> {
  const labelled = labelledValues(content);
  const field = (name: keyof typeof LABELS): string => {
    const control = content.querySelector(`#sp_formfield_${name === 'status' ? 'state' : name}`);
    const own = control ? shownValue(control).trim() : '';
    return own || (labelled.find(([label]) => LABELS[name].test(label))?.[1] ?? '');
  };
  const described = firstElement(content, selectors.description);
  const status = field('status') || null;
  return {
    key,
    title,
    description: cutText((described ? shownValue(described).trim() : '') || field('description'), MAX_TEXT),
    comments: entriesOf(content, conversation, 'public'),
    status,
    resolved: status !== null && DONE_STATUS.test(status),
    priority: field('priority') || null,
  };
}

/** Label and value of what stands beside each other, as ticket widgets show fields. */
function labelledValues(content: Element): [label: string, value: string][] {
  return [...content.querySelectorAll(selectors.labels)].slice(0, 100).flatMap((label) => {
    const value = label.nextElementSibling;
    if (!value || label.closest(elsewhere)) return [];
    return [[lineOf(label), shownValue(value).trim()] as [string, string]];
  });
}

/*
 * Request Tracker: its addresses, what its pages show, and the addresses that prove it.
 */
import type { DocumentRef } from '../core/document';
import type { SiteHost } from '../core/page';
import type { TicketComment } from '../core/ticket';
import type { Block } from '../core/rich-text';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { htmlToText } from '../platform/html-to-text';
import {
  MAX_COMMENTS,
  MAX_TEXT,
  findOnPage,
  lineAt,
  pageReading,
  ticketOf,
  type ReadingParts,
} from '../platform/page-reading';
import { placeOf, ruleByPath, siteMatch, type PathRule } from '../platform/page-url';
import type { Site, SiteExample } from './site';

const rules: readonly PathRule[] = [
  { rule: 'ticket', kind: 'ticket', path: /^\/Ticket\/(?:Display|History)\.html$/, ref: refTo('ticket') },
  { rule: 'mobile-ticket', kind: 'ticket', path: /^\/m\/ticket\/show$/, ref: refTo('ticket') },
  {
    rule: 'self-service-ticket',
    kind: 'ticket',
    path: /^\/SelfService\/Display\.html$/,
    ref: refTo('ticket'),
    customerView: true,
  },
  { rule: 'article', kind: 'article', path: /^\/Articles\/Article\/Display\.html$/, ref: refTo('article') },
  {
    rule: 'self-service-article',
    kind: 'article',
    path: /^\/SelfService\/Article\/Display\.html$/,
    ref: refTo('article'),
    customerView: true,
  },
  {
    rule: 'edit',
    kind: 'edit',
    path: /^\/Ticket\/(?:Update|Modify\w*|Reminders)\.html$|^\/m\/ticket\/reply$|^\/SelfService\/Update\.html$|^\/Articles\/Article\/Edit\.html$/,
    when: (params) => idIn(params) !== null,
  },
  {
    rule: 'create',
    kind: 'new',
    path: /^\/Ticket\/Create\.html$|^\/m\/ticket\/(?:create|select_create_queue)$|^\/SelfService\/Create(?:TicketInQueue)?\.html$|^\/Articles\/Article\/(?:Edit|PreCreate)\.html$/,
  },
  {
    rule: 'search',
    kind: 'search',
    path: /^\/(?:Search\/(?:Simple|Build|Chart)|(?:SelfService\/Article|Articles\/Article)\/Search|SelfService\/Search\/\w+)\.html$/,
  },
  {
    rule: 'queue',
    kind: 'queue',
    path: /^\/Search\/(?:Results|Bulk)\.html$|^\/SelfService(?:\/(?:index|Open|Closed)\.html)?$|^\/m\/tickets\/search$/,
  },
];

/** RT 5.0.3, most of it the same since 4.0; the mobile pages name their rows otherwise. */
const selectors = {
  product: 'body[id^="comp-"] #header, #ticket-show',
  heading: ['#header h1', '#gohome ~ h1'],
  ticket: '.ticket-info-basics, .ticket-summary, .history.ticket, #delayed_ticket_history',
  article: '.article-content, .article-display-simple',
  /** Every text of an article is a custom field. The hidden form beside each holds the same once more. */
  articleTexts: '.custom-field:not(.unset-field) .value:not(.no-value)',
  message: '.transaction.message[data-transaction-id]',
  /** A stanza within a stanza is quoted. */
  quoted: ['.message-stanza .message-stanza'],
} as const;

export const site: Site = {
  id: 'request-tracker',
  name: 'Request Tracker',
  hostedPatterns: [],
  framed: false,

  match(url, hosts) {
    const place = placeOf(url, hosts, 'request-tracker');
    return place && siteMatch('request-tracker', place, ruleByPath(rules, place));
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    const { ref } = match;
    if (!isTop || ref === null) return null;
    const isRead = await findOnPage(document, () => document.querySelector(selectors.product), {
      signal,
      late: false,
    });
    if (!isRead || !document.querySelector(selectors[ref.kind])) return null;
    const shown = ref.kind === 'ticket' ? shownTicket(document, ref.id) : shownArticle(document, ref.id);
    if (!shown) return null;
    const parts =
      ref.kind === 'ticket' ? ticketParts(document, shown, match.customerView) : articleParts(document);
    const pageUser =
      lineAt(document, ['#main-navigation .current-user', '#app-nav .current-user']) ??
      (document.querySelector('#not-logged-in') ? '' : null);
    return pageReading(
      page,
      { ...match, ref: { ...ref, id: shown.id } },
      { title: shown.title, pageUser, ...parts },
    );
  },
};

function refTo(kind: 'ticket' | 'article') {
  return (_: readonly string[], params: URLSearchParams): DocumentRef | null => {
    const id = idIn(params);
    return id === null ? null : { kind, id, idType: 'id', within: null };
  };
}

/** RT's own menus part parameters by semicolons: `?Action=Respond;id=1`. */
function idIn(params: URLSearchParams): string | null {
  const pairs = [...params].flatMap(([name, value]) => `${name}=${value}`.split(';'));
  const found = pairs.find((pair) => pair.startsWith('id='))?.slice(3);
  return found !== undefined && /^[1-9]\d{0,14}$/.test(found) ? found : null;
}

interface Shown {
  readonly id: string;
  readonly title: string;
}

/** What the heading says: "#1: Subject", after a word in the page's language on some pages. "RT Error" is no ticket. */
function shownTicket(document: Document, asked: string): Shown | null {
  const [, id, title = ''] =
    /^[^#]*#([1-9]\d*)\s*:\s*(.*)$/.exec(lineAt(document, selectors.heading) ?? '') ?? [];
  if (id === undefined || (id !== asked && !isMerged(document, asked))) return null;
  return { id, title };
}

/**
 * The page of a merged ticket shows the one it was merged into, under a menu that still leads to the asked number. A
 * page that is put together by script may have an old heading under a new address for a moment.
 */
function isMerged(document: Document, asked: string): boolean {
  const links = [...document.querySelectorAll('#page-menu a[href*="id="]')];
  return (
    links.some((link) => new RegExp(`[?&;]id=${asked}(?!\\d)`).test(link.getAttribute('href') ?? '')) ||
    document.querySelector('[hx-boost], [data-hx-boost]') === null
  );
}

/** "Article #1: Name"; customers see the name alone. */
function shownArticle(document: Document, asked: string): Shown | null {
  const heading = lineAt(document, selectors.heading);
  const [, id, title] = /^[^#]*#([1-9]\d*)\s*:\s*(.*)$/.exec(heading ?? '') ?? [];
  if (
    heading === null ||
    (id !== undefined && id !== asked && document.body.id === 'comp-Articles-Article-Display')
  )
    return null;
  return id === asked ? { id, title: title ?? '' } : { id: asked, title: heading };
}

function articleParts(document: Document): Pick<ReadingParts, 'ticket' | 'blocks'> {
  const blocks: Block[] = [];
  for (const text of document.querySelectorAll(selectors.articleTexts)) {
    blocks.push(...htmlToBlocks(text, { maxCharacters: MAX_TEXT }));
  }
  return { ticket: null, blocks };
}

/** The page's dates are on the reader's clock without a zone: nobody else can use them. */
function ticketParts(
  document: Document,
  { id, title }: Shown,
  customerView: boolean,
): Pick<ReadingParts, 'ticket' | 'blocks'> {
  const basics = (name: string) =>
    lineAt(document, [
      `.ticket-info-basics .${name} .current-value`,
      `.ticket-info-basics .${name} .value`,
      `.ticket-info-basics .value.${name}`,
    ]);
  const person = (role: string) => {
    const name = lineAt(document, [`.ticket-info-people .${role} .current-value .user`]);
    return name === null || name.startsWith('Nobody') ? null : name;
  };
  const status = basics('status');
  const { description, comments } = history(document, customerView);
  const ticket = ticketOf({
    key: id,
    title,
    description,
    comments,
    status,
    resolved: /^(?:resolved|closed|erledigt|résolu)/i.test(status ?? ''),
    priority: basics('priority')?.split('/')[0] ?? null,
    assignmentGroup: basics('queue'),
    assignee: person('owner'),
    requester: person('requestors'),
  });
  return { ticket, blocks: [] };
}

/**
 * Messages as far as the page has fetched them, oldest first. The first is the request. Nothing on a page of the staff
 * tells a reply from a comment among themselves, so there all of them count as internal.
 */
function history(
  document: Document,
  customerView: boolean,
): { description: string; comments: TicketComment[] } {
  const numberOf = (element: Element) => Number(element.getAttribute('data-transaction-id'));
  const elements = [...document.querySelectorAll(selectors.message)].sort(
    (a, b) => numberOf(a) - numberOf(b),
  );
  let left = MAX_TEXT;
  const messages = elements.slice(0, MAX_COMMENTS).map((element): TicketComment => {
    const bodies = [...element.querySelectorAll('.messagebody')];
    const text = bodies
      .map((body) => htmlToText(body, { drop: selectors.quoted, maxCharacters: Math.max(left, 0) }))
      .join('\n');
    left -= text.length;
    return {
      author: lineAt(element, ['.description .user']),
      created: null,
      visibility: customerView ? 'public' : 'internal',
      text,
    };
  });
  const [request, ...comments] = messages;
  return { description: request?.text ?? '', comments: comments.filter(({ text }) => text !== '') };
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'request-tracker', origin: 'https://rt.acme.test', basePath: '' },
  { site: 'request-tracker', origin: 'https://desk.acme.test:8443', basePath: '/rt' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://rt.acme.test/Ticket/Display.html?id=1', kind: 'ticket', id: '1' },
  { url: 'https://rt.acme.test/Ticket/Display.html?id=1#txn-55', kind: 'ticket', id: '1' },
  { url: 'https://rt.acme.test/Ticket/Display.html?ForceShowHistory=1;ShowHeaders=1;id=12#ticket-12-history', kind: 'ticket', id: '12' },
  { url: 'https://rt.acme.test/Ticket/Display.html?id=12;results=abc', kind: 'ticket', id: '12' },
  { url: 'https://rt.acme.test/Ticket/History.html?id=1', kind: 'ticket', id: '1' },
  { url: 'https://desk.acme.test:8443/rt/Ticket/Display.html?id=4', kind: 'ticket', id: '4' },
  { url: 'https://desk.acme.test:8443/rt/SelfService/Display.html?id=4', kind: 'ticket', id: '4' },
  { url: 'https://rt.acme.test/SelfService/Display.html?id=1', kind: 'ticket', id: '1' },
  { url: 'https://rt.acme.test/m/ticket/show?id=1', kind: 'ticket', id: '1' },
  { url: 'https://rt.acme.test/Articles/Article/Display.html?id=1', kind: 'article', id: '1' },
  { url: 'https://rt.acme.test/SelfService/Article/Display.html?id=1', kind: 'article', id: '1' },
  { url: 'https://rt.acme.test/Ticket/Modify.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/ModifyAll.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/ModifyPeople.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/ModifyDates.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/ModifyLinks.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/Reminders.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/Update.html?Action=Respond;id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Ticket/Update.html?Action=Comment&DefaultStatus=resolved&id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/SelfService/Update.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/m/ticket/reply?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Articles/Article/Edit.html?id=1', kind: 'edit' },
  { url: 'https://rt.acme.test/Articles/Article/Edit.html?Class=2', kind: 'new' },
  { url: 'https://rt.acme.test/Ticket/Create.html?Queue=3', kind: 'new' },
  { url: 'https://rt.acme.test/SelfService/Create.html?Queue=3', kind: 'new' },
  { url: "https://rt.acme.test/Search/Results.html?Query=Queue%3D'Helpdesk'", kind: 'queue' },
  { url: 'https://rt.acme.test/Search/Build.html?Query=id%3D5', kind: 'search' },
  { url: 'https://rt.acme.test/SelfService/', kind: 'queue' },
  { url: 'https://rt.acme.test/SelfService/Closed.html', kind: 'queue' },
  { url: 'https://rt.acme.test/Search/Simple.html?q=vpn', kind: 'search' },
  { url: 'https://rt.acme.test/Search/Simple.html?q=1', kind: 'search' },
  { url: 'https://rt.acme.test/Articles/Article/Search.html?q=vpn', kind: 'search' },
  { url: 'https://rt.acme.test/Ticket/Attachment/40/1/', kind: 'other' },
  { url: 'https://rt.acme.test/Transaction/Display.html?id=55', kind: 'other' },
  { url: 'https://rt.acme.test/Ticket/Forward.html?id=1', kind: 'other' },
  { url: 'https://rt.acme.test/Asset/Display.html?id=1', kind: 'other' },
  { url: 'https://rt.acme.test/User/Summary.html?id=33', kind: 'other' },
  { url: 'https://rt.acme.test/Dashboards/5/Mine', kind: 'other' },
  { url: 'https://rt.acme.test/NoAuth/Login.html?next=21c1564810221212ba6ff00971f0a479', kind: 'other' },
  { url: 'https://rt.acme.test/Ticket/Display.html', kind: 'other' },
  { url: 'https://rt.acme.test/Ticket/Display.html?id=new', kind: 'other' },
  { url: 'https://rt.acme.test/Ticket/1', kind: 'other' },
  { url: 'https://rt.acme.test/t/1', kind: 'other' },
  { url: 'https://rt.acme.test/REST/2.0/ticket/1', kind: 'other' },
  { url: 'https://rt.acme.test/', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/Ticket/Display.html?id=1',
  'https://rt.acme.test@evil.example/Ticket/Display.html?id=1',
  'https://rt.acme.test.evil.example/Ticket/Display.html?id=1',
  'https://rt.acme.test:8080/Ticket/Display.html?id=1',
  'https://evil.example/?next=https://rt.acme.test/Ticket/Display.html?id=1',
  'https://desk.acme.test:8443/rtfm/Ticket/Display.html?id=1',
  'https://desk.acme.test:8443/Ticket/Display.html?id=1',
];

/*
 * ServiceNow: its addresses, what its pages show, and the addresses that prove it.
 * Long because a product is one file, and a third of it is tables: rules, selectors, examples.
 */
import type { DocumentRef } from '../core/document';
import type { SiteHost, SiteMatch } from '../core/page';
import type { TicketComment, TicketFields } from '../core/ticket';
import { cutText } from '../platform/hash-text';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { htmlToText } from '../platform/html-to-text';
import {
  MAX_COMMENTS,
  MAX_TEXT,
  asksForPassword,
  findOnPage,
  lineAt,
  lineOf,
  pageReading,
  ticketOf,
} from '../platform/page-reading';
import { placeOf, placeUnder, siteMatch } from '../platform/page-url';
import { firstElement } from '../platform/wait-for-element';
import { walkOpenTree } from '../platform/walk-open-tree';
import { isVendorHost, ruling, SYS_ID, TICKET_TABLE } from './servicenow/address';
import type { Site, SiteExample, SitePage } from './site';

const NUMBER_IN_TEXT = /(?<![A-Z0-9])(?!KB)[A-Z]{2,10}\d{7,}(?!\d)/;

/** Values of `state` that mean done, by table; resolved and closed ones. */
const DONE_STATES: Readonly<Record<string, RegExp>> = {
  incident: /^[67]$/,
  problem: /^(?:4|106|107)$/,
  change_request: /^3$/,
  sn_customerservice_case: /^[36]$/,
};
const DONE_ELSEWHERE = /^[3467]$/;

/** Element ids and classes: classic forms and kb_view (Xanadu and before), portals (London on), newest first. */
const selectors = {
  articleTitle: ['#articleTitleReadonly', '.kb-article-title', '.kb-title-header', '.kb-view-title', 'h1'],
  articleBody: ['#articleContent', '.kb-view-content', '.kb-article-content', '[itemprop="articleBody"]'],
  articleNumber: ['#articleNumberReadonly', '.kb-number-info', '.kb-article-number'],
  journal: ['ul.activities-form > li.h-card', '#sn_form_inline_stream_entries li.h-card'],
  journalAuthor: ['.sn-card-component-createdby'],
  journalSort: ['.sn-card-component-time > span', '.sn-card-component-time'],
  journalText: ['.sn-card-component_summary .sn-widget-textblock-body', '.sn-widget-textblock-body'],
  portal: ['[ng-app]', 'sp-page-root', '.sp-page-root', '#sp-main-wrapper', '[class^="sp-"]'],
  portalTitle: [
    '#sp_formfield_short_description',
    '.ticket-title',
    '.sp-page-root h1',
    'main h1',
    'h1',
    'h2',
  ],
  portalNumber: ['#sp_formfield_number', '.ticket-number'],
  portalEntry: ['ul.timeline > li .timeline-panel'],
} as const;

/** What the label of a customer-visible entry says, in the languages of the product; any other label is internal. */
const PUBLIC_LABEL =
  /comment|kommentar|comentario|comentário|commenti|opmerking|komentar|コメント|评论|評論|댓글/i;
const INTERNAL_LABEL = /work|note|notiz|nota|intern|作業|工作/i;

export const site: Site = {
  id: 'servicenow',
  name: 'ServiceNow',
  hostedPatterns: ['https://*.service-now.com/*', 'https://*.servicenowservices.com/*'],
  framed: true,

  match(url, hosts) {
    const place = isVendorHost(url) ? placeUnder(url, '') : placeOf(url, hosts, 'servicenow');
    return place && siteMatch('servicenow', place, ruling(place.path, place.params, place.origin, 0));
  },

  async read(page, match, signal) {
    const { ref, rule, wrapper } = match;
    // Other frames of an instance are lists, editors and pop-ups beside the record.
    if (ref === null || (!page.isTop && (page.frameName !== 'gsft_main' || wrapper))) return null;
    if (wrapper) return readWrapper(page, match, signal);
    if (ref.kind === 'article') return readArticle(page, match, ref, signal);
    if (rule === 'form') return readForm(page, match, ref, signal);
    return rule === 'portal'
      ? readPortalTicket(page, match, ref, signal)
      : readWorkspace(page, match, ref, signal);
  },
};

function reading(page: SitePage, match: SiteMatch, known: Partial<TicketFields>) {
  const ticket = ticketOf(known);
  const title = ticket.title || ticket.key || page.document.title;
  return pageReading(page, match, { title, pageUser: null, ticket, blocks: [] });
}

/** Around the record there is only its address: the frame inside has the rest. */
async function readWrapper(page: SitePage, match: SiteMatch, signal: AbortSignal) {
  const { document } = page;
  const shown = await findOnPage(document, () => (asksForPassword(document) ? null : true), {
    signal,
    late: false,
  });
  return (
    shown && pageReading(page, match, { title: document.title, pageUser: null, ticket: null, blocks: [] })
  );
}

// --- classic forms ---

async function readForm(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const form = await findOnPage(document, () => formIdentity(document), { signal, late: false });
  if (!form) return null;
  const key = fieldValue(document, form.table, ['number']);
  // The form's hidden fields say whose form it is; the address may be an old one.
  if (ref.idType === 'sys_id' ? ref.id !== form.sysId : ref.id !== key) return null;
  const resolved: DocumentRef = { kind: 'ticket', id: form.sysId, idType: 'sys_id', within: form.table };
  return reading(page, { ...match, ref: resolved }, formFields(document, form.table, key ?? ''));
}

function formIdentity(document: Document): { table: string; sysId: string } | null {
  const unique = document.querySelector('#sys_uniqueValue, [name="sys_uniqueValue"]');
  const target = (unique?.closest('form') ?? document).querySelector('#sys_target, [name="sys_target"]');
  const table = target ? valueOf(target) : '';
  const sysId = unique ? valueOf(unique) : '';
  return TICKET_TABLE.test(table) && SYS_ID.test(sysId) ? { table, sysId } : null;
}

function formFields(document: Document, table: string, key: string): Partial<TicketFields> {
  const field = (...names: string[]) => fieldValue(document, table, names);
  const state =
    document.getElementById(`${table}.state`) ?? document.getElementById(`${table}.incident_state`);
  const stateValue = (state?.tagName === 'SELECT' ? chosenOption(state) : state)?.getAttribute('value') ?? '';
  const resolved = (DONE_STATES[table] ?? DONE_ELSEWHERE).test(stateValue);
  return {
    key,
    title: field('short_description') ?? '',
    description: cutText(field('description') ?? '', MAX_TEXT),
    comments: journalOf(document),
    status: field('state', 'incident_state'),
    resolved,
    resolution: resolved ? field('close_notes') : null,
    priority: field('priority'),
    category: field('category'),
    assignmentGroup: field('assignment_group'),
    assignee: field('assigned_to'),
    requester: field('caller_id', 'requested_for', 'opened_for', 'contact', 'subject_person', 'opened_by'),
  };
}

/** Shown value of the first of these fields that has one: references and read-only fields keep it beside the stored one. */
function fieldValue(document: Document, table: string, names: readonly string[]): string | null {
  for (const name of names) {
    for (const prefix of ['sys_display.', 'sys_readonly.', '']) {
      const element = document.getElementById(`${prefix}${table}.${name}`);
      const value = element ? valueOf(element).trim() : '';
      // Without its shown text a reference is a bare sys_id: nothing for a reader.
      if (value !== '' && !(prefix === '' && SYS_ID.test(value))) return value;
    }
  }
  return null;
}

/** What a field shows: a choice's words, a box's text. */
function valueOf(element: Element): string {
  const tag = element.tagName.toUpperCase();
  if (tag === 'SELECT') {
    const chosen = chosenOption(element);
    return chosen ? lineOf(chosen) : '';
  }
  if (tag === 'INPUT' || tag === 'TEXTAREA') return (element as HTMLInputElement).value.slice(0, MAX_TEXT);
  return htmlToText(element, { maxCharacters: MAX_TEXT });
}

/** The choice as it was stored: one that was made but not saved yet is not the record's. */
function chosenOption(select: Element): Element | null {
  const { options, selectedIndex } = select as HTMLSelectElement;
  return select.querySelector('option[selected]') ?? options[selectedIndex] ?? null;
}

function journalOf(document: Document): TicketComment[] {
  const comments: TicketComment[] = [];
  let left = MAX_TEXT;
  for (const entry of document.querySelectorAll(selectors.journal.join(','))) {
    if (comments.length >= MAX_COMMENTS || left <= 0) break;
    const body = firstElement(entry, selectors.journalText);
    const text = body ? htmlToText(body, { maxCharacters: left, keepLines: true }) : '';
    if (text === '') continue; // a field change
    left -= text.length;
    comments.push({
      author: lineAt(entry, selectors.journalAuthor),
      // Written in the viewer's own zone and format: not a moment anyone else can use.
      created: null,
      visibility: isPublic(entry, lineAt(entry, selectors.journalSort) ?? '') ? 'public' : 'internal',
      text,
    });
  }
  return comments;
}

/** Customers see an entry only where the page says so: an unknown label counts as internal. */
function isPublic(entry: Element, label: string): boolean {
  const marks = entry.getAttribute('class') ?? '';
  return PUBLIC_LABEL.test(label) && !INTERNAL_LABEL.test(label) && !/work[-_]?note/i.test(marks);
}

// --- knowledge ---

async function readArticle(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const find = () => {
    const body = firstElement(document, selectors.articleBody);
    const shown = lineAt(document, selectors.articleNumber)?.match(/KB\d{5,}/)?.[0];
    const isOther = ref.idType === 'number' && shown !== undefined && shown !== ref.id;
    return !body || isOther ? null : htmlToBlocks(body, { maxCharacters: MAX_TEXT });
  };
  const blocks = await findOnPage(document, () => (find()?.length ? find() : null), {
    signal,
    late: match.rule === 'portal',
  });
  const title = lineAt(document, selectors.articleTitle) ?? document.title;
  return blocks && pageReading(page, match, { title, pageUser: null, ticket: null, blocks });
}

// --- portals ---

async function readPortalTicket(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const find = () => {
    const titleElement = firstElement(document, selectors.portalTitle);
    const title = titleElement ? valueOf(titleElement).trim() : '';
    const content = firstElement(document, ['.sp-page-root', 'main', 'body']);
    if (title === '' || !content || !firstElement(document, selectors.portal) || asksForPassword(document))
      return null;
    const numberElement = firstElement(document, selectors.portalNumber);
    const seen = numberElement ? valueOf(numberElement) : htmlToText(content, { maxCharacters: 20_000 });
    const key = NUMBER_IN_TEXT.exec(`${seen}\n${document.title}`)?.[0] ?? '';
    return key === '' || (ref.idType === 'number' && key !== ref.id) ? null : { key, title };
  };
  const found = await findOnPage(document, find, { signal, late: true });
  if (!found) return null;
  const description = document.getElementById('sp_formfield_description');
  return reading(page, match, {
    ...found,
    description: description ? cutText(valueOf(description).trim(), MAX_TEXT) : '',
    comments: portalEntries(document),
  });
}

function portalEntries(document: Document): TicketComment[] {
  return [...document.querySelectorAll(selectors.portalEntry.join(','))]
    .slice(0, MAX_COMMENTS)
    .flatMap((entry) => {
      const body = entry.querySelector('.timeline-body');
      const text = body ? htmlToText(body, { maxCharacters: MAX_TEXT / 20, keepLines: true }) : '';
      const author = lineAt(entry, ['.timeline-title']);
      return text === '' ? [] : [{ author, created: null, visibility: 'public' as const, text }];
    });
}

// --- workspaces ---

/** Enough for the layers of a workspace around its form, little enough to cost a few milliseconds. */
const WORKSPACE_NODES = 8_000;

/**
 * A workspace is layers of components that change with every release: taken are only its title and the two form
 * fields whose names are those of the table, and these only where a single record shows them.
 */
async function readWorkspace(page: SitePage, match: SiteMatch, ref: DocumentRef, signal: AbortSignal) {
  const { document } = page;
  const seen = await findOnPage(document, () => workspaceFields(document), { signal, late: true });
  if (!seen) return null;
  const key = seen.number ?? NUMBER_IN_TEXT.exec(document.title)?.[0] ?? '';
  if (ref.idType === 'number' && key !== '' && key !== ref.id) return null;
  return reading(page, match, { key, title: seen.title ?? '', description: seen.description ?? '' });
}

interface WorkspaceFields {
  number: string | null;
  title: string | null;
  description: string | null;
}

function workspaceFields(document: Document): WorkspaceFields | null {
  const values = {
    number: new Set<string>(),
    short_description: new Set<string>(),
    description: new Set<string>(),
  };
  let isWorkspace = false;
  if (!document.body) return null;
  walkOpenTree(document.body, WORKSPACE_NODES, (element) => {
    const tag = element.tagName.toLowerCase();
    if (/^(?:macroponent|sn|now)-/.test(tag) || element.hasAttribute('component-id')) isWorkspace = true;
    const name = element.getAttribute('name');
    if ((tag !== 'input' && tag !== 'textarea') || name === null || !Object.hasOwn(values, name)) return;
    const value = valueOf(element).trim();
    if (value !== '') values[name as keyof typeof values].add(value);
  });
  if (!isWorkspace) return null;
  const only = (set: ReadonlySet<string>) => (set.size === 1 ? ([...set][0] ?? null) : null);
  const isSingle = values.number.size <= 1 && values.short_description.size <= 1;
  return {
    number: only(values.number),
    title: isSingle ? only(values.short_description) : null,
    description: isSingle ? only(values.description) : null,
  };
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'servicenow', origin: 'https://support.acme.test', basePath: '' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://acme.service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/incident.do?sysparm_query=number=INC0010023', kind: 'ticket', id: 'INC0010023', within: 'incident' },
  { url: 'https://acme.service-now.com/incident.do?sysparm_query=active%3Dtrue%5Enumber%3DINC0010023', kind: 'ticket', id: 'INC0010023', within: 'incident' },
  { url: 'https://acme.service-now.com/incident.do?sys_id=INC0010023', kind: 'ticket', id: 'INC0010023', within: 'incident' },
  { url: 'https://acme.service-now.com/task.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'task' },
  { url: 'https://acme.service-now.com/sn_hr_core_case_payroll.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case_payroll' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=incident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400%26sysparm_view%3Dess', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%3Fsys_id%3D9c573169c611228700193229fff72400%26sysparm_record_list%3Dactive%253Dtrue', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/incident.do%253Fsys_id%253D9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400/params/selected-tab-index/2', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400/sub/record/problem/46e18c0fa9fe19810066a0083f76bd56', kind: 'ticket', id: '46e18c0fa9fe19810066a0083f76bd56', within: 'problem' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/9c573169c611228700193229fff72400/params/selected-tab-index/1/sub/record/sys_user/46e18c0fa9fe19810066a0083f76bd56', kind: 'other' },
  { url: 'https://acme.service-now.com/now/cwf/agent/record/sn_customerservice_case/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_customerservice_case' },
  { url: 'https://acme.service-now.com/now/workspace/agent/record/incident/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/now/hr/agent/record/sn_hr_core_case/9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'sn_hr_core_case' },
  { url: 'https://acme.service-now.com/sp?id=ticket&table=incident&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/sp?id=form&table=incident&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/sp?id=form&table=incident', kind: 'new' },
  { url: 'https://acme.service-now.com/sp?id=form&table=incident&sys_id=-1', kind: 'new' },
  { url: 'https://acme.service-now.com/esc?id=standard_ticket&table=incident&sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://acme.service-now.com/kb_view.do?sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/kb_view.do?sys_kb_id=9c573169c611228700193229fff72400', kind: 'article', id: '9c573169c611228700193229fff72400' },
  { url: 'https://acme.service-now.com/kb_article_view.do?sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/kb_knowledge.do?sys_id=9c573169c611228700193229fff72400', kind: 'edit' },
  { url: 'https://acme.service-now.com/kb_knowledge.do?sys_id=-1', kind: 'new' },
  { url: 'https://acme.service-now.com/sp?id=kb_article&sys_id=9c573169c611228700193229fff72400', kind: 'article', id: '9c573169c611228700193229fff72400' },
  { url: 'https://acme.service-now.com/sp?id=kb_article_view&sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/esc?id=kb_article&sysparm_article=KB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/now/nav/ui/classic/params/target/kb_view.do%3Fsysparm_article%3DKB0010012', kind: 'article', id: 'KB0010012' },
  { url: 'https://acme.service-now.com/incident_list.do?sysparm_query=active%3Dtrue', kind: 'queue' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=incident_list.do%3Fsysparm_query%3Dnumber%3DINC0010023', kind: 'queue' },
  { url: 'https://acme.service-now.com/now/sow/list/params/list-id/5f1b', kind: 'queue' },
  { url: 'https://acme.service-now.com/now/sow/home', kind: 'other' },
  { url: 'https://acme.service-now.com/sp?id=search&q=vpn', kind: 'search' },
  { url: 'https://acme.service-now.com/$sn_global_search_results.do?sysparm_search=vpn', kind: 'search' },
  { url: 'https://acme.service-now.com/kb_find.do', kind: 'search' },
  { url: 'https://acme.service-now.com/$knowledge.do', kind: 'search' },
  { url: 'https://acme.service-now.com/incident.do?sys_id=-1', kind: 'new' },
  { url: 'https://acme.service-now.com/incident.do', kind: 'new' },
  { url: 'https://acme.service-now.com/now/sow/record/incident/-1_uid_1', kind: 'new' },
  { url: 'https://acme.service-now.com/sc_cat_item.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/sp?id=sc_cat_item&sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/sys_user.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/cmdb_ci.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/sys_attachment.do?sys_id=9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/login.do', kind: 'other' },
  { url: 'https://acme.service-now.com/login_with_sso.do?glide_sso_id=1&sysparm_url=incident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/logout.do', kind: 'other' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=https%3A%2F%2Fevil.example%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/nav_to.do?uri=%2F%2Fevil.example%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400', kind: 'other' },
  { url: 'https://acme.service-now.com/now/nav/ui/home', kind: 'other' },
  { url: 'https://acme.service-now.com/', kind: 'other' },
  { url: 'https://agency.servicenowservices.com/incident.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
  { url: 'https://support.acme.test/incident.do?sys_id=9c573169c611228700193229fff72400', kind: 'ticket', id: '9c573169c611228700193229fff72400', within: 'incident' },
];

export const notExamples: readonly string[] = [
  'https://service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.service-now.com.evil.example/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.service-now.com@evil.example/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acmeservice-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.service-now.com:8443/incident.do?sys_id=9c573169c611228700193229fff72400',
  'http://acme.service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://evil.example/login?next=https%3A%2F%2Facme.service-now.com%2Fincident.do%3Fsys_id%3D9c573169c611228700193229fff72400',
  'https://evil.example/acme.service-now.com/incident.do?sys_id=9c573169c611228700193229fff72400',
  'https://acme.test/incident.do?sys_id=9c573169c611228700193229fff72400',
];

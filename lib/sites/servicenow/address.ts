import type { DocumentRef } from '../../core/document';
import { decodePart, withoutEndSlashes, type PageRuling } from '../../platform/page-url';

export const SYS_ID = /^[0-9a-f]{32}$/;
const NUMBER = /^[A-Z]{2,10}\d{5,}$/;

/** Tables whose records people work on; everything else with a sys_id (users, assets, catalogue items) is not a ticket. */
export const TICKET_TABLE =
  /^(?:incident|incident_task|problem|problem_task|change_request|change_task|sc_request|sc_req_item|sc_task|task|interaction|universal_request|sn_customerservice_(?:case|task)|sn_complaint_case|sn_hr_(?:core|le|er)_(?:case|task)\w*|sn_si_incident)$/;

export function isVendorHost({ protocol, hostname, port }: URL): boolean {
  return (
    protocol === 'https:' &&
    port === '' &&
    /^[a-z0-9-]+\.(?:service-now|servicenowservices)\.com$/.test(hostname)
  );
}

/** The grammar of ServiceNow addresses: classic pages, workspaces, portals, and the frame around classic pages. */
export function ruling(path: string, params: URLSearchParams, origin: string, depth: number): PageRuling {
  const inner = innerAddress(path, params);
  if (inner !== null) return { ...innerRuling(inner, origin, depth), wrapper: true };
  const [first = '', second = ''] = path.slice(1).split('/');
  const page = decodePart(first);
  if (second === '' && page.endsWith('.do')) return classicRuling(page.slice(0, -3), params);
  if (first === 'now') return workspaceRuling(path.slice(5).split('/'));
  const portalPage = params.get('id');
  return second === '' && /^[\w-]+$/.test(page) && portalPage ? portalRuling(portalPage, params) : elsewhere;
}

const elsewhere: PageRuling = { rule: 'elsewhere', kind: 'other' };

/** The address inside the navigation frame: as a parameter, or as an encoded piece of the path. */
function innerAddress(path: string, params: URLSearchParams): string | null {
  if (path === '/nav_to.do') return params.get('uri') ?? '';
  if (path === '/navpage.do') return '';
  const target = /^\/now\/nav\/ui\/classic(?:\/params\/target\/(.+))?$/.exec(path);
  return target && decodePart(target[1] ?? '');
}

function innerRuling(address: string, origin: string, depth: number): PageRuling {
  // Some links encode the inner address once more; beyond that it is nobody's address.
  const decoded = /^[^?]*%3F/i.test(address) ? decodePart(address) : address;
  if (decoded === '' || depth >= 2 || !URL.canParse(decoded, `${origin}/`)) return elsewhere;
  const url = new URL(decoded, `${origin}/`);
  return url.origin === origin
    ? ruling(withoutEndSlashes(url.pathname), url.searchParams, origin, depth + 1)
    : elsewhere;
}

function classicRuling(page: string, params: URLSearchParams): PageRuling {
  if (/^kb_(?:view|article_view|article)$/.test(page)) {
    const id = params.get('sysparm_article') ?? params.get('sys_kb_id') ?? params.get('sys_id') ?? '';
    return { rule: 'kb', kind: 'article', ref: refOf('article', id, null) };
  }
  if (/^(?:kb_find|\$knowledge|\$sn_global_search_results|text_search_exact_match|textsearch)$/.test(page)) {
    return { rule: 'search', kind: 'search' };
  }
  if (page === 'kb_knowledge') return { rule: 'kb-form', kind: isNew(params.get('sys_id')) ? 'new' : 'edit' };
  if (page.endsWith('_list') && TICKET_TABLE.test(page.slice(0, -5))) return { rule: 'list', kind: 'queue' };
  if (!TICKET_TABLE.test(page)) return elsewhere;
  const id = params.get('sys_id') || numberInQuery(params.get('sysparm_query'));
  if (isNew(id)) return { rule: 'form', kind: 'new' };
  return { rule: 'form', kind: 'ticket', ref: refOf('ticket', id ?? '', page) };
}

/** A form opened by query shows the first record found: only a plain `number=` names it. */
function numberInQuery(query: string | null): string | null {
  if (query === null || /\^(?:OR|NQ)/.test(query)) return query;
  return query.split('^').flatMap((condition) => /^number=(\w+)$/.exec(condition)?.[1] ?? [])[0] ?? query;
}

function workspaceRuling(segments: readonly string[]): PageRuling {
  // Records open as tabs inside tabs: the last one in the address is the one in front.
  for (let at = segments.length - 3; at > 0; at -= 1) {
    const [marker, table = '', id = ''] = segments.slice(at, at + 3).map(decodePart);
    if (marker !== 'record' || !/^[a-z]\w+$/.test(table)) continue;
    if (!TICKET_TABLE.test(table))
      return { rule: 'workspace', kind: table === 'kb_knowledge' ? 'edit' : 'other' };
    if (isNew(id)) return { rule: 'workspace', kind: 'new' };
    return { rule: 'workspace', kind: 'ticket', ref: refOf('ticket', id, table) };
  }
  if (segments.includes('list')) return { rule: 'workspace-list', kind: 'queue' };
  return segments.includes('search') ? { rule: 'workspace-search', kind: 'search' } : elsewhere;
}

/** Ticket pages of portals that are linked to without a table. */
const TABLE_OF_PAGE: ReadonlyMap<string, string> = new Map([
  ['hrm_ticket_page', 'sn_hr_core_case'],
  ['csm_ticket', 'sn_customerservice_case'],
]);

function portalRuling(page: string, params: URLSearchParams): PageRuling {
  // Customers get links by number.
  const id = params.get('sys_id') ?? params.get('number');
  const table = params.get('table') ?? TABLE_OF_PAGE.get(page) ?? '';
  if (/^kb_article(?:_view)?$/.test(page)) {
    const article = params.get('sysparm_article') ?? params.get('sys_kb_id') ?? id ?? '';
    return { rule: 'portal', kind: 'article', ref: refOf('article', article, null), customerView: true };
  }
  if (/^(?:search|kb_search)$/.test(page)) return { rule: 'portal-search', kind: 'search' };
  if (/^(?:list|requests|my_requests?|my_cases|csm_cases\w*)$/.test(page))
    return { rule: 'portal-list', kind: 'queue' };
  if (!TICKET_TABLE.test(table)) return elsewhere;
  if (isNew(id)) return page === 'form' ? { rule: 'portal', kind: 'new' } : elsewhere;
  return { rule: 'portal', kind: 'ticket', ref: refOf('ticket', id ?? '', table), customerView: true };
}

function isNew(id: string | null): boolean {
  return id === null || id === '' || id.startsWith('-1');
}

function refOf(kind: 'article' | 'ticket', id: string, within: string | null): DocumentRef | null {
  if (SYS_ID.test(id)) return { kind, id, idType: 'sys_id', within };
  return NUMBER.test(id) ? { kind, id, idType: 'number', within } : null;
}

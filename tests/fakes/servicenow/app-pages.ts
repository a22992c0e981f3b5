import { articleFor } from './article-view';
import { bent, hostileMode } from './hostile';
import type { Call, Instance } from './instance';
import { page } from './layout';
import { lookUp } from './look-up';
import { valueOf, type GlideRecord } from './record';
import { viewOf } from './record-view';
import { queryRows } from './table-api';
import { plainOf } from './text-index';

/** `/now/nav/…` and `/nav_to.do`: the frame around classic pages, in shadow roots or in the light. */
export function shell(instance: Instance, call: Call): Response {
  const isClassic = call.url.pathname === '/nav_to.do';
  return page(call, {
    title: 'ServiceNow',
    styles: ['shell.css'],
    scripts: ['shell.js'],
    bodyClass: isClassic ? 'navpage classic-shell' : 'navpage polaris',
    boot: {
      shadow: !isClassic,
      target: isClassic ? (call.url.searchParams.get('uri') ?? '') : targetOf(call.url.pathname),
      person: call.person.name,
      tickets: ticketList(instance, call),
      styles: ['/styles/base.css', '/styles/shell.css'],
    },
    body: isClassic
      ? '<div id="shell-root"></div>'
      : '<macroponent-f51912f4c700201072b211d4d8c26010 component-id="f51912f4c700201072b211d4d8c26010" app-id="a84adaf4c700201072b211d4d8c260b7"></macroponent-f51912f4c700201072b211d4d8c26010>',
  });
}

/** Which workspace an address is in. */
const workspaces: readonly (readonly [RegExp, string])[] = [
  [/^\/now\/hr\/agent\b/, 'HR Agent Workspace'],
  [/^\/now\/cwf\/agent\b/, 'CSM Configurable Workspace'],
  [/^\/now\/workspace\/agent\b/, 'Agent Workspace'],
];

/** `/now/sow/…` and every other workspace: one page, its records drawn by script in nested shadow roots. */
export function workspace(instance: Instance, call: Call): Response {
  const name = workspaces.find(([path]) => path.test(call.url.pathname))?.[1];
  return page(call, {
    title: name ?? 'Service Operations Workspace',
    styles: ['shell.css'],
    scripts: ['workspace.js'],
    bodyClass: 'polaris',
    hostile: hostileMode(call.url),
    boot: {
      person: call.person.name,
      tickets: ticketList(instance, call),
      styles: ['/styles/base.css', '/styles/shell.css', '/styles/workspace.css'],
    },
    body: '<macroponent-c276387cc331101080d6d3658940ddd2 component-id="c276387cc331101080d6d3658940ddd2" app-id="aa881cad73c4301045216238edf6a716"></macroponent-c276387cc331101080d6d3658940ddd2>',
  });
}

const portalNames: Record<string, string> = { esc: 'Employee Center', csm: 'Customer Support' };
const ticketPages = ['ticket', 'standard_ticket', 'form', 'hrm_ticket_page', 'csm_ticket', 'sc_request'];

/** `/sp`, `/esc` and `/csm`: a portal, its content drawn by script a moment after the page. */
export function portal(instance: Instance, call: Call): Response {
  return page(call, {
    title: portalNames[call.url.pathname.split('/')[1] ?? ''] ?? 'Service Portal',
    styles: ['portal.css'],
    scripts: ['ticket.js', 'portal.js'],
    bodyClass: 'sp-page',
    hostile: hostileMode(call.url),
    boot: { person: call.person.name, base: call.url.pathname.split('/').slice(0, 2).join('/') },
    body: '<div id="sp-main" ng-app="sn.$sp"><header class="sp-header"></header><main id="uiNotificationContainer" class="sp-page-root"></main></div>',
  });
}

/** What the workspace's script draws: a record as JSON. Its own path, so that it never counts as an API call. */
export function workspaceData(instance: Instance, call: Call): Response {
  const { searchParams } = call.url;
  const record = lookUp(instance, call, searchParams.get('table') ?? '', searchParams.get('sys_id') ?? '');
  if (typeof record === 'string') return Response.json({ kind: 'missing' });
  const view = bent(viewOf(instance, call.person, record), hostileMode(call.url));
  return Response.json({ kind: 'record', view });
}

/** What the portal's script draws: a ticket in the customer's view, an article, or a list of hits. */
export function portalData(instance: Instance, call: Call): Response {
  const { searchParams } = call.url;
  const id = searchParams.get('id') ?? 'index';
  if (id.startsWith('kb_article')) {
    const view = articleFor(instance, call);
    return Response.json(
      typeof view === 'string' ? { kind: 'missing', message: view } : { kind: 'article', view },
    );
  }
  if (id === 'search') return Response.json(portalSearch(instance, call));
  if (!ticketPages.includes(id)) {
    return Response.json({ kind: 'home', tickets: ticketList(instance, call).slice(0, 8) });
  }
  // The customer portal is linked to by number as well.
  const sysId = searchParams.get('sys_id') ?? searchParams.get('number') ?? '-1';
  if (sysId === '-1') return Response.json({ kind: 'new', table: searchParams.get('table') });
  const record = lookUp(instance, call, searchParams.get('table') ?? '', sysId);
  if (typeof record === 'string') return Response.json({ kind: 'missing', message: 'Record not found' });
  const view = bent(viewOf(instance, call.person, record, 'customer'), hostileMode(call.url));
  return Response.json({ kind: 'ticket', view });
}

function portalSearch(instance: Instance, call: Call): unknown {
  const words = (call.url.searchParams.get('q') ?? '').replaceAll('^', ' ').trim();
  const table = instance.store.table('kb_knowledge');
  const query = `workflow_state=published^latest=true^IR_AND_OR_QUERY=${words}`;
  const hits = table && words ? queryRows(instance, call, table, query).slice(0, 20) : [];
  return {
    kind: 'search',
    words,
    hits: hits.map((hit) => ({
      number: valueOf(hit, 'number'),
      sysId: hit.sysId,
      title: valueOf(hit, 'short_description'),
      text: plainOf(valueOf(hit, 'text')).slice(0, 200),
    })),
  };
}

interface TicketLine {
  table: string;
  sysId: string;
  number: string;
  title: string;
  state: string;
  priority: string;
  caller: string;
  updated: string;
}

/** Tickets this person may read, open ones first. */
function ticketList(instance: Instance, call: Call): TicketLine[] {
  const table = instance.store.table('task');
  const rows = table ? queryRows(instance, call, table, 'ORDERBYstate^ORDERBYDESCsys_updated_on') : [];
  const line = (record: GlideRecord): TicketLine => {
    const shown = (field: string) => instance.store.display(record, field, call.person);
    return {
      table: record.table,
      sysId: record.sysId,
      number: valueOf(record, 'number'),
      title: valueOf(record, 'short_description'),
      state: shown('state'),
      priority: shown('priority'),
      caller: shown('caller_id'),
      updated: shown('sys_updated_on'),
    };
  };
  return rows.map(line);
}

/** The classic URL inside a Next Experience URL: everything after `target/`, decoded once. */
function targetOf(path: string): string {
  const encoded = /\/params\/target\/(.*)$/.exec(path)?.[1];
  if (encoded === undefined) return '/home.do';
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    // A stray percent sign is the visitor's typing: the product shows its home then.
    if (error instanceof URIError) return '/home.do';
    throw error;
  }
}

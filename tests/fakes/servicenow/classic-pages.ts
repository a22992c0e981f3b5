import { escapeHtml } from '../markdown';
import type { Call, Instance } from './instance';
import { page } from './layout';
import { valueOf, type GlideRecord } from './record';
import type { Table } from './schema';
import { queryRows } from './table-api';
import { plainOf } from './text-index';

const listColumns: Record<string, readonly string[]> = {
  kb_knowledge: [
    'number',
    'short_description',
    'kb_knowledge_base',
    'author',
    'workflow_state',
    'sys_updated_on',
  ],
  sys_user: ['name', 'user_name', 'email', 'title'],
};
const ticketColumns = [
  'number',
  'opened_at',
  'short_description',
  'caller_id',
  'priority',
  'state',
  'category',
].concat(['assignment_group', 'assigned_to', 'sys_updated_on']);

/** `/incident_list.do?sysparm_query=…`: a list names one table and is no ticket. */
export function classicList(instance: Instance, call: Call, table: Table): Response {
  const query = call.url.searchParams.get('sysparm_query') ?? '';
  const rows = queryRows(instance, call, table, query);
  const columns = (listColumns[table.name] ?? ticketColumns).filter((name) => table.fields.has(name));
  const head = columns
    .map((name) => `<th name="${name}" scope="col">${escapeHtml(table.fields.get(name)?.label ?? name)}</th>`)
    .join('');
  const line = (record: GlideRecord) => {
    const cells = columns.map((name, index) => {
      const shown = escapeHtml(instance.store.display(record, name, call.person));
      const href = `/${record.table}.do?sys_id=${record.sysId}&sysparm_record_list=${encodeURIComponent(query)}`;
      return `<td class="vt">${index === 0 ? `<a class="linked formlink" href="${escapeHtml(href)}">${shown}</a>` : shown}</td>`;
    });
    return `<tr class="list_row" sys_id="${record.sysId}" record_class="${record.table}">${cells.join('')}</tr>`;
  };
  return page(call, {
    title: `${table.plural} | ServiceNow`,
    styles: ['classic.css'],
    bodyClass: 'classic list2_body',
    body: `
<nav class="navbar navbar-default"><h1 class="navbar-title"><div class="navbar-title-caption">${escapeHtml(table.plural)}</div></h1></nav>
<div class="breadcrumb_container">All${query ? ` &gt; ${escapeHtml(query)}` : ''}</div>
<table class="list_table" id="${table.name}_table" data-list_id="${table.name}"><thead><tr>${head}</tr></thead>
<tbody class="list2_body">${rows.slice(0, 50).map(line).join('')}</tbody></table>
<div class="list_nav">1 to ${Math.min(50, rows.length)} of ${rows.length}</div>`,
  });
}

/** `/home.do`: a dashboard with counts and nobody's ticket. */
export function dashboard(instance: Instance, call: Call): Response {
  const table = instance.store.table('incident');
  const count = (query: string) => (table ? queryRows(instance, call, table, query).length : 0);
  const tiles: [string, string][] = [
    ['Open', 'stateIN1,2,3'],
    ['Assigned to me', 'stateIN1,2,3^assigned_to=javascript:gs.getUserID()'],
    ['On hold', 'state=3'],
    ['Resolved', 'stateIN6,7'],
  ];
  return page(call, {
    title: 'Home | ServiceNow',
    styles: ['classic.css'],
    bodyClass: 'classic',
    body: `<nav class="navbar navbar-default"><h1 class="navbar-title"><div class="navbar-title-caption">IT Service Desk</div></h1></nav>
<div class="homepage">${tiles
      .map(
        ([label, query]) =>
          `<a class="tile" href="/incident_list.do?sysparm_query=${encodeURIComponent(query)}"><span class="tile-number">${count(query)}</span><span>${label}</span></a>`,
      )
      .join('')}</div>`,
  });
}

/** `/kb_find.do`, `/$knowledge.do` and the global search: cards of what matched. */
export function classicSearch(instance: Instance, call: Call): Response {
  const words = call.url.searchParams.get('sysparm_search') ?? '';
  const table = instance.store.table('kb_knowledge');
  const text = words.replaceAll('^', ' ').trim();
  const query = `workflow_state=published^latest=true${text ? `^IR_AND_OR_QUERY=${text}` : ''}`;
  const found = table ? queryRows(instance, call, table, query) : [];
  const card = (record: GlideRecord) => `<div class="kb-card">
  <a class="kb-title" href="/kb_view.do?sysparm_article=${valueOf(record, 'number')}">${escapeHtml(valueOf(record, 'short_description'))}</a>
  <div class="kb-meta">${escapeHtml(valueOf(record, 'number'))} · ${escapeHtml(instance.store.display(record, 'sys_updated_on', call.person))}</div>
  <p>${escapeHtml(plainOf(valueOf(record, 'text')).slice(0, 180))}</p></div>`;
  return page(call, {
    title: 'Search | ServiceNow',
    styles: ['classic.css'],
    bodyClass: 'classic',
    body: `<nav class="navbar navbar-default"><h1 class="navbar-title"><div class="navbar-title-caption">Knowledge</div></h1></nav>
<form class="kb-search" action="${escapeHtml(call.url.pathname)}"><input class="form-control" name="sysparm_search" value="${escapeHtml(words)}" aria-label="Search"></form>
<div class="kb-results">${found.slice(0, 20).map(card).join('')}</div>`,
  });
}

import { escapeHtml } from '../markdown';
import { redirect } from './answers';
import { bent, hostileMode } from './hostile';
import type { Call, Instance } from './instance';
import { page } from './layout';
import { activityStream, composer } from './activity';
import { lookUp } from './look-up';
import { noticePage } from './notices';
import { sysIdOf, type GlideRecord } from './record';
import { newView, viewOf, type FieldView, type RecordView } from './record-view';
import { queryRows } from './table-api';
import type { Table } from './schema';

/** `/incident.do?sys_id=…` and its like for every table. */
export async function classicForm(instance: Instance, call: Call, table: Table): Promise<Response> {
  if (call.request.method === 'POST') return save(instance, call, table);
  const id = call.url.searchParams.get('sys_id');
  const hostile = hostileMode(call.url);
  if (id === '-1') return form(instance, call, newView(table));
  const record = id === null ? queried(instance, call, table) : lookUp(instance, call, table.name, id);
  if (record === null) return form(instance, call, newView(table));
  if (record === 'not-found') return noticePage(call, 'Record not found');
  if (record === 'forbidden')
    return noticePage(call, 'Security constraints prevent access to requested page');
  // A parent table's form leads to the form of the record's own class.
  if (table.name !== record.table) return redirect(`/${record.table}.do?sys_id=${record.sysId}`);
  return form(instance, call, bent(viewOf(instance, call.person, record), hostile), hostile);
}

function queried(instance: Instance, call: Call, table: Table): GlideRecord | null {
  const query = call.url.searchParams.get('sysparm_query');
  return query ? (queryRows(instance, call, table, query)[0] ?? null) : null;
}

/** Saves comments and work notes, as the form's own buttons do: only with the page's token. */
async function save(instance: Instance, call: Call, table: Table): Promise<Response> {
  const sent = new URLSearchParams(await call.request.text());
  const record = lookUp(instance, call, table.name, sent.get('sys_uniqueValue') ?? '');
  if (sent.get('sysparm_ck') !== call.session.token) return noticePage(call, 'Invalid token', 403);
  if (typeof record === 'string') return noticePage(call, 'Record not found');
  const text = sent.get(`${table.name}.comments`)?.trim();
  const notes = sent.get(`${table.name}.work_notes`)?.trim();
  const number = instance.store.raw(record, 'number', call.person);
  if (text) instance.store.edit(number, { comments: text }, call.person);
  if (notes) instance.store.edit(number, { work_notes: notes }, call.person);
  return redirect(`/${table.name}.do?sys_id=${record.sysId}`);
}

function form(
  instance: Instance,
  call: Call,
  view: RecordView,
  hostile: ReturnType<typeof hostileMode> = null,
): Response {
  const unsaved = view.sysId === '';
  const uniqueValue = unsaved ? sysIdOf('unsaved', call.session.id) : view.sysId;
  const caption = unsaved ? 'New record' : view.number;
  const at = (place: FieldView['place']) => view.fields.filter((field) => field.place === place);
  const rows = (place: FieldView['place']) =>
    at(place)
      .map((field) => row(view.table, field))
      .join('');
  const isTask = instance.store.table(view.table)?.isTicket === true;
  return page(call, {
    title: hostile === 'notitle' ? '' : `${caption} | ServiceNow`,
    styles: ['classic.css'],
    scripts: ['classic.js'],
    bodyClass: 'classic',
    ...view.page,
    hostile,
    body: `
<nav class="navbar navbar-default" role="navigation">
  <button type="button" class="btn btn-icon" aria-label="Back">‹</button>
  <h1 class="navbar-title form-title"><div class="navbar-title-caption">${escapeHtml(view.tableLabel)}</div>
  <div class="navbar-title-display-value">${escapeHtml(caption)}</div></h1>
  <div class="navbar-right">
    <button type="submit" form="${view.table}.do" id="sysverb_update" class="btn">Update</button>
    <button type="button" id="resolve_incident" class="btn">Resolve</button>
  </div>
</nav>
<form id="${view.table}.do" name="${view.table}.do" method="post" action="/${view.table}.do" class="form_body">
  <input type="hidden" name="sys_target" id="sys_target" value="${view.table}">
  <input type="hidden" name="sys_uniqueValue" id="sys_uniqueValue" value="${uniqueValue}">
  <input type="hidden" name="sys_row" id="sys_row" value="${unsaved ? '-1' : '0'}">
  <input type="hidden" name="sysparm_ck" id="sysparm_ck" value="${call.session.token}">
  <div class="section" id="section-main">
    <div class="columns"><div class="column">${rows('left')}</div><div class="column">${rows('right')}</div></div>
    ${rows('wide')}
  </div>
  ${at('resolution').length > 0 && !unsaved ? `<div class="tabs2_strip" role="tablist"><span class="tab active">Notes</span><span class="tab">Related Records</span><span class="tab">Resolution Information</span></div>` : ''}
  ${isTask && !unsaved ? composer(view, instance.settings.journalBoxes) : ''}
  <div class="section" id="section-resolution">${unsaved ? '' : rows('resolution')}</div>
</form>
${isTask && !unsaved ? activityStream(view) : ''}`,
  });
}

/** One field: its row, its label and the widgets the product draws for its type. */
function row(table: string, field: FieldView): string {
  const id = `${table}.${field.name}`;
  const target =
    field.type === 'reference' ? `sys_display.${id}` : field.readOnly ? `sys_readonly.${id}` : id;
  return `
<div class="form-group" id="element.${id}">
  <div class="control-label" id="label.${id}"><label for="${target}"><span class="label-text">${escapeHtml(field.label)}</span></label></div>
  <div class="form-field input_controls">${widget(id, field)}</div>
</div>`;
}

function widget(id: string, field: FieldView): string {
  const value = escapeHtml(field.value);
  const display = escapeHtml(field.display);
  const hidden = `<input type="hidden" id="${id}" name="${id}" value="${value}">`;
  if (field.readOnly) {
    return `<input id="sys_readonly.${id}" class="form-control disabled" readonly value="${display}">${hidden}`;
  }
  switch (field.type) {
    case 'reference':
      return `<input id="sys_display.${id}" name="sys_display.${id}" class="form-control" type="search" autocomplete="off" value="${display}">${hidden}`;
    case 'choice':
      return `<select id="${id}" name="${id}" class="form-control">${field.choices.map((choice) => option(choice, field.value)).join('')}</select>`;
    case 'html':
      return `<textarea id="${id}" name="${id}" class="tinymce-source" hidden>\n${value}</textarea>
<iframe title="Rich Text Area" class="tox-edit-area__iframe" srcdoc="${escapeHtml(`<body id="tinymce" class="mce-content-body" contenteditable="true">${field.value}</body>`)}"></iframe>`;
    default:
      return isLong(field.name)
        ? `<textarea id="${id}" name="${id}" class="form-control" rows="${field.name === 'close_notes' ? 4 : 8}">\n${value}</textarea>`
        : `<input id="${id}" name="${id}" class="form-control" value="${field.type === 'datetime' ? display : value}">`;
  }
}

function isLong(name: string): boolean {
  return name === 'description' || name.endsWith('_notes');
}

function option([code, label]: [string, string], chosen: string): string {
  return `<option value="${escapeHtml(code)}"${code === chosen ? ' selected="SELECTED"' : ''}>${escapeHtml(label)}</option>`;
}

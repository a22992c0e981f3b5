import { apiError, apiResult, linkHeader, noRecord, notAuthorized, numberParameter } from './answers';
import { runEncodedQuery } from './encoded-query';
import type { Call, Instance } from './instance';
import { refusal } from './look-up';
import type { GlideRecord } from './record';
import type { Table } from './schema';
import { isFulfiller } from './store';

type DisplayMode = 'true' | 'false' | 'all';

/** `/api/now[/vN]/table/NAME[/SYS_ID]`, reading only. */
export function tableApi(instance: Instance, call: Call): Response {
  const path = /^\/api\/now(?:\/v\d)?\/table\/([^/]+)(?:\/([^/]+))?\/?$/.exec(call.url.pathname);
  const name = path?.[1] ?? '';
  const table = instance.store.table(name);
  if (!table || instance.settings.tables[name] === 'absent')
    return apiError(400, `Invalid table ${name}`, null);
  if (isClosed(instance, call, name)) return notAuthorized();
  if (call.request.method !== 'GET') return apiError(405, 'Method not supported', null);
  const id = path?.[2];
  return id === undefined ? list(instance, call, table) : one(instance, call, table, id);
}

/** REST gives nothing of a closed table, by a table above it neither; pages show people what is theirs. */
function isClosed(instance: Instance, call: Pick<Call, 'person'>, name: string): boolean {
  if (instance.settings.tables[name] !== undefined) return true;
  return instance.store.table(name)?.isForAgents === true && !isFulfiller(call.person);
}

/** Rows of a table that answer an encoded query, as this person may see them. */
export function queryRows(
  instance: Instance,
  call: Pick<Call, 'person'>,
  table: Table,
  query: string,
): GlideRecord[] {
  const rows = instance.store
    .rows(table.name, call.person)
    .filter((record) => refusal(instance, call, record) === null);
  return runEncodedQuery(query, rows, {
    store: instance.store,
    table,
    person: call.person,
    invalidReturnsNoRows: instance.settings.invalidQueryReturnsNoRows,
    onScript: (script) => instance.scripts.push(script),
  });
}

function list(instance: Instance, call: Call, table: Table): Response {
  const { url } = call;
  const limit = Math.max(1, numberParameter(url, 'sysparm_limit', 10_000));
  const offset = numberParameter(url, 'sysparm_offset', 0);
  const query = url.searchParams.get('sysparm_query') ?? '';
  const found = queryRows(instance, call, table, query).filter(
    (record) => !isClosed(instance, call, record.table),
  );
  const rows = found.slice(offset, offset + limit).map((record) => shaped(instance, call, table, record));
  const counted = url.searchParams.get('sysparm_no_count') !== 'true';
  return apiResult(rows, {
    ...(counted ? { 'x-total-count': String(found.length) } : {}),
    ...(url.searchParams.get('sysparm_suppress_pagination_header') === 'true'
      ? {}
      : { link: linkHeader(url, offset, limit, found.length) }),
  });
}

function one(instance: Instance, call: Call, table: Table, id: string): Response {
  const record = instance.store
    .rows(table.name, call.person)
    .find((row) => row.sysId === id && !isClosed(instance, call, row.table));
  const refused = record ? refusal(instance, call, record) : 'not-found';
  if (refused === 'forbidden') return notAuthorized();
  if (!record || refused) return noRecord();
  return apiResult(shaped(instance, call, table, record));
}

/** The fields asked for, each as the display mode wants it; unknown ones are left out, as the product does. */
function shaped(instance: Instance, call: Call, table: Table, record: GlideRecord): Record<string, unknown> {
  const { searchParams } = call.url;
  const asked = searchParams.get('sysparm_fields');
  const names = asked ? asked.split(',').map((name) => name.trim()) : [...table.fields.keys()];
  const mode = displayMode(searchParams.get('sysparm_display_value'));
  const links = searchParams.get('sysparm_exclude_reference_link') !== 'true';
  const pairs = names.flatMap((name): [string, unknown][] => {
    // Asked by its parent table, a record has that table's fields only.
    const isKnown = table.fields.has(name.split('.')[0] ?? '');
    const at = isKnown ? instance.store.walk(record, name) : null;
    if (at === null) return [];
    if (at === 'empty') return [[name, mode === 'all' ? { display_value: '', value: '' } : '']];
    const value = instance.store.raw(at.record, at.field.name, call.person);
    const display = instance.store.display(at.record, at.field.name, call.person);
    const isLinked = links && at.field.type === 'reference' && value !== '';
    const link = `${instance.origin}/api/now/table/${at.field.to ?? ''}/${value}`;
    return [[name, cell(mode, value, display, isLinked ? link : null)]];
  });
  return Object.fromEntries(pairs);
}

function cell(mode: DisplayMode, value: string, display: string, link: string | null): unknown {
  if (mode === 'all') return { display_value: display, ...(link ? { link } : {}), value };
  if (mode === 'true') return link ? { display_value: display, link } : display;
  return link ? { link, value } : value;
}

function displayMode(value: string | null): DisplayMode {
  return value === 'all' || value === 'true' ? value : 'false';
}

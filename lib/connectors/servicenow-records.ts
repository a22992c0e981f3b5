import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { tableOfNumber } from '../platform/servicenow-tables';
import type { ConnectorIo } from './connector';
import { encodedValue } from './encoded-query';
import { pathSegment } from './path-segment';
import { ask, askRows, isRefusedTable, sysIdPattern, tableUrl } from './servicenow-api';
import type { Row } from './servicenow-row';
import { oneRowSchema, valueOf } from './servicenow-row';
import { classOf, ticketFields, ticketToDocument } from './servicenow-ticket';

/** Any record of a ticket table, as the class it turns out to be. */
export async function fetchTicket(
  ref: DocumentRef,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const table = ref.within ?? tableOfNumber(ref.id);
  if (!/^[a-z][a-z0-9_]{0,79}$/.test(table)) throw new DesksideError('not-found', 'This is not a table');
  const row = await recordOf(ref, table, source, io);
  const id = valueOf(row, 'sys_id');
  if (id === '') throw new DesksideError('not-found', 'No such record in ServiceNow');
  if (!sysIdPattern.test(id)) throw new DesksideError('bad-answer', 'The record has no sys_id');
  // Field rules blank what a user may not read, and the row itself comes all the same.
  if (valueOf(row, 'number') === '' && valueOf(row, 'short_description') === '') {
    throw new DesksideError('forbidden', 'The fields of this record may not be read');
  }
  return ticketToDocument(row, table, source, io);
}

async function recordOf(
  ref: DocumentRef,
  table: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Row> {
  try {
    return await asItsClass(await rowOf(ref, table, source, io), table, source, io);
  } catch (error) {
    // The number's prefix was a guess: an instance may use it otherwise, or not have the table.
    const isGuess = ref.within === null && table !== 'task';
    if (!isGuess || !isRefusedTable(error) || error.kind === 'forbidden') throw error;
    return asItsClass(await rowOf(ref, 'task', source, io), 'task', source, io);
  }
}

function rowOf(ref: DocumentRef, table: string, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  return ref.idType === 'sys_id' && sysIdPattern.test(ref.id)
    ? rowById(table, ref.id, source, io)
    : rowByNumber(table, ref.id, source, io);
}

async function rowById(table: string, id: string, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  const url = tableUrl(source, `${table}/${pathSegment(id)}`, ticketFields, {});
  return (await ask(io, url, oneRowSchema)).result;
}

async function rowByNumber(table: string, id: string, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  const number = encodedValue(id);
  const rows = await askRows(table, `number=${number}`, 2, ticketFields, source, io);
  const row = rows.find((each) => valueOf(each, 'number').toLowerCase() === number.toLowerCase());
  if (!row) throw new DesksideError('not-found', 'No such record in ServiceNow');
  return row;
}

/** `task` knows only what all tickets share: who called and what helped are fields of the class. */
async function asItsClass(row: Row, table: string, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  const own = classOf(row);
  const id = valueOf(row, 'sys_id');
  if (table !== 'task' || own === null || own === 'task' || !sysIdPattern.test(id)) return row;
  return rowById(own, id, source, io).catch((error: unknown) => {
    // What the parent table shows may be read, even where the class is closed.
    if (isRefusedTable(error)) return row;
    throw error;
  });
}

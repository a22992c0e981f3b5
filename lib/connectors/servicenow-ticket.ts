import type { SourceDocument } from '../core/document';
import type { SourceConfig } from '../core/source';
import type { TicketComment, TicketFields } from '../core/ticket';
import type { ConnectorIo } from './connector';
import { fragmentToText } from './html-text';
import { isoDate } from './iso-date';
import { plainTextToBlocks } from './plain-text-to-blocks';
import { parseJournal } from './servicenow-journal';
import type { Row } from './servicenow-row';
import { displayOf, valueOf } from './servicenow-row';
import { closingComment, fromTicket, ticketBlocks } from './ticket-document';

/** Of any task table; the ones a table does not have are left out of the answer. */
export const ticketFields: readonly string[] = [
  'sys_id',
  'sys_class_name',
  'number',
  'short_description',
  'description',
  'state',
  'active',
  'close_notes',
  'fix_notes',
  'close_code',
  'resolved_at',
  'closed_at',
  'opened_at',
  'priority',
  'category',
  'assignment_group',
  'assigned_to',
  'caller_id',
  'requested_for',
  'opened_for',
  'requested_by',
  'opened_by',
  'sys_created_on',
  'sys_updated_on',
  'comments',
  'work_notes',
];

/** Tables by the prefix of their numbers, for a number without its table. */
const tableByPrefix: Readonly<Record<string, string>> = {
  INC: 'incident',
  PRB: 'problem',
  CHG: 'change_request',
  RITM: 'sc_req_item',
  REQ: 'sc_request',
  SCTASK: 'sc_task',
  HRC: 'sn_hr_core_case',
  CS: 'sn_customerservice_case',
  IMS: 'interaction',
};

/** The table a ticket's number belongs to; `task`, the parent of all, where the prefix says nothing. */
export function tableOfNumber(number: string): string {
  const prefix = /^[A-Z]+/.exec(number.toUpperCase())?.[0] ?? '';
  return tableByPrefix[prefix] ?? 'task';
}

/** True for resolved and closed records, never for cancelled ones where the table says so by state. */
export function isResolved(row: Row, table: string): boolean {
  const state = valueOf(row, 'state');
  if (table === 'incident') return state === '6' || state === '7';
  if (/cancel|withdrawn|incomplete|skipped/i.test(displayOf(row, 'state') ?? '')) return false;
  return valueOf(row, 'active') === 'false' || valueOf(row, 'resolved_at') !== '';
}

/** A record of a task table as a document. `table` is the record's own class where the answer names it. */
export function ticketToDocument(
  row: Row,
  asked: string,
  source: SourceConfig,
  io: ConnectorIo,
): SourceDocument {
  const table = classOf(row) ?? asked;
  const sysId = valueOf(row, 'sys_id');
  const ticket = toTicket(row, table, io);
  return {
    ...fromTicket(ticket),
    id: `${table}:${sysId}`,
    sourceId: source.id,
    ref: { kind: 'ticket', id: sysId, idType: 'sys_id', within: table },
    url: `${source.baseUrl}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${sysId}`)}`,
    blocks: ticketBlocks(plainTextToBlocks(ticket.description), plainTextToBlocks(ticket.resolution ?? '')),
    version: ticket.updated ?? '',
    space: null,
    labels: [],
    restricted: false,
  };
}

function classOf(row: Row): string | null {
  const name = valueOf(row, 'sys_class_name');
  return /^[a-z][a-z0-9_]*$/.test(name) ? name : null;
}

function toTicket(row: Row, table: string, io: ConnectorIo): TicketFields {
  const comments = commentsOf(row);
  const resolved = isResolved(row, table);
  const resolvedAt =
    isoDate(valueOf(row, 'resolved_at')) ?? (resolved ? isoDate(valueOf(row, 'closed_at')) : null);
  const notes = textOf(displayOf(row, 'close_notes', 'fix_notes'), io);
  return {
    key: valueOf(row, 'number'),
    title: displayOf(row, 'short_description') ?? valueOf(row, 'number'),
    description: textOf(displayOf(row, 'description'), io) ?? '',
    comments,
    status: displayOf(row, 'state'),
    resolved,
    // A reopened record keeps its old notes: they did not resolve it.
    resolution: resolved ? (notes ?? closingComment(comments, resolvedAt)?.text ?? null) : null,
    resolvedAt,
    priority: displayOf(row, 'priority'),
    category: displayOf(row, 'category'),
    assignmentGroup: displayOf(row, 'assignment_group'),
    assignee: displayOf(row, 'assigned_to'),
    requester: displayOf(row, 'caller_id', 'requested_for', 'opened_for', 'requested_by', 'opened_by'),
    created: isoDate(valueOf(row, 'sys_created_on')),
    updated: isoDate(valueOf(row, 'sys_updated_on')),
  };
}

/** Both journals in order of time; an entry without a time stays after the ones before it in its journal. */
function commentsOf(row: Row): TicketComment[] {
  const samples = ['sys_created_on', 'sys_updated_on', 'resolved_at', 'opened_at', 'closed_at'].map(
    (field) => ({
      value: valueOf(row, field),
      display: displayOf(row, field) ?? '',
    }),
  );
  const all = [
    ...parseJournal(row['comments']?.display ?? '', 'public', samples),
    ...parseJournal(row['work_notes']?.display ?? '', 'internal', samples),
  ];
  return all.every(({ created }) => created !== null)
    ? all.sort((a, b) => (a.created ?? '').localeCompare(b.created ?? ''))
    : all;
}

/** Plain text of a field that some tables keep as HTML. */
function textOf(text: string | null, io: ConnectorIo): string | null {
  if (text === null || !/^\s*<(?:p|div|br|ul|ol|span|table|h[1-6])\b[\s\S]*>/i.test(text)) return text;
  return fragmentToText(text, io.parseHtml);
}

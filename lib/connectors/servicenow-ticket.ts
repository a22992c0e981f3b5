import type { SourceDocument } from '../core/document';
import type { SourceConfig } from '../core/source';
import type { TicketComment, TicketFields } from '../core/ticket';
import { REQUESTER_FIELDS, RESOLUTION_FIELDS, isDoneState } from '../platform/servicenow-tables';
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
  'rich_description',
  'state',
  'active',
  ...RESOLUTION_FIELDS,
  'cause',
  'cause_notes',
  'workaround',
  'close_code',
  'resolution_code',
  'resolved_at',
  'closed_at',
  'opened_at',
  'priority',
  'category',
  'assignment_group',
  'assigned_to',
  'hr_service',
  ...REQUESTER_FIELDS,
  'sys_created_on',
  'sys_updated_on',
  'comments',
  'work_notes',
];

/**
 * True for resolved and closed records, never for cancelled ones. States of an instance's own are told by their label
 * and by the record's being over.
 */
export function isResolved(row: Row, table: string): boolean {
  const known = isDoneState(table, valueOf(row, 'state'));
  if (known !== null) return known;
  if (/cancel|withdrawn|incomplete|skipped|abandon|reject/i.test(displayOf(row, 'state') ?? '')) return false;
  return valueOf(row, 'active') === 'false' || valueOf(row, 'resolved_at') !== '';
}

/** False where the resolution code says that nothing was solved: a duplicate, a void case, a change that failed. */
export function isSolution(row: Row): boolean {
  const codes = ['close_code', 'resolution_code'].flatMap((field) => [
    valueOf(row, field),
    displayOf(row, field) ?? '',
  ]);
  return !codes.some((code) =>
    /not.?solved|unsuccessful|duplicate|cancel|\bvoid\b|no resolution/i.test(code),
  );
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
    // Cases of HR and of security are for those who work on them, whoever else is signed in.
    restricted: /^sn_(?:hr|si)_/.test(table),
  };
}

/** The record's own table, which may be one below the table that was asked. */
export function classOf(row: Row): string | null {
  const name = valueOf(row, 'sys_class_name');
  return /^[a-z][a-z0-9_]{0,79}$/.test(name) ? name : null;
}

function toTicket(row: Row, table: string, io: ConnectorIo): TicketFields {
  const comments = commentsOf(row);
  const resolved = isResolved(row, table);
  const resolvedAt =
    isoDate(valueOf(row, 'resolved_at')) ?? (resolved ? isoDate(valueOf(row, 'closed_at')) : null);
  return {
    key: valueOf(row, 'number'),
    title: displayOf(row, 'short_description') ?? valueOf(row, 'number'),
    description: textOf(displayOf(row, 'description', 'rich_description'), io) ?? '',
    comments,
    status: displayOf(row, 'state'),
    resolved,
    // A reopened record keeps its old notes: they did not resolve it.
    resolution: resolved ? (whatHelped(row, io) ?? closingComment(comments, resolvedAt)?.text ?? null) : null,
    resolvedAt,
    priority: displayOf(row, 'priority'),
    category: displayOf(row, 'category', 'hr_service'),
    assignmentGroup: displayOf(row, 'assignment_group'),
    assignee: displayOf(row, 'assigned_to'),
    requester: displayOf(row, ...REQUESTER_FIELDS),
    created: isoDate(valueOf(row, 'sys_created_on')),
    updated: isoDate(valueOf(row, 'sys_updated_on')),
  };
}

/** Why it happened and what was done, each as its table calls it. A cause alone helps nobody. */
function whatHelped(row: Row, io: ConnectorIo): string | null {
  const fix = textOf(displayOf(row, ...RESOLUTION_FIELDS, 'workaround'), io);
  const cause = textOf(displayOf(row, 'cause', 'cause_notes'), io);
  return fix === null || cause === null || cause === fix ? fix : `${cause}\n\n${fix}`;
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

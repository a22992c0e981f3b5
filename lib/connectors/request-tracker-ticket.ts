import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { TicketFields } from '../core/ticket';
import type { ConnectorIo } from './connector';
import { isoDate } from './iso-date';
import {
  confirmUser,
  idSchema,
  nameOf,
  numberSchema,
  personSchema,
  restUrl,
  type RtUser,
} from './request-tracker-api';
import { readThread, type StatusChange, type ThreadMessage } from './request-tracker-thread';
import { closingComment, fromTicket, ticketBlocks } from './ticket-document';

const customFieldsSchema = z
  .array(z.object({ name: z.string().nullish(), values: z.array(z.unknown()).nullish() }))
  .nullish()
  // RT writes "" where a list would be empty.
  .catch(null);

const ticketSchema = z.object({
  /** Of a merged ticket: the number of the one it was merged into. */
  id: numberSchema,
  Subject: z.string().nullish(),
  Status: z.string().nullish(),
  Priority: idSchema.nullish(),
  Queue: z.object({ id: idSchema.nullish(), Name: z.string().nullish() }).nullish(),
  Owner: personSchema,
  Requestor: z.array(personSchema).nullish().catch(null),
  Creator: personSchema,
  Created: z.string().nullish(),
  LastUpdated: z.string().nullish(),
  Resolved: z.string().nullish(),
  CustomFields: customFieldsSchema,
});
type RtTicket = z.infer<typeof ticketSchema>;

export function ticketRef(id: string): DocumentRef {
  return { kind: 'ticket', id, idType: 'id', within: null };
}

/** Closed without help: refused, deleted, or not a request at all. Names of statuses are the company's own. */
export function isRefusal(status: string | null | undefined): boolean {
  return /reject|delete|cancel|spam|duplicate|declin|invalid|abgelehnt|gel[oö]scht|rejet|annul/i.test(
    status ?? '',
  );
}

/** One ticket with its thread; `confirmUser` last, so that all of it is known to be the same user's. */
export async function fetchTicket(
  id: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const named = {
    'fields[Queue]': 'Name',
    'fields[Owner]': 'Name,RealName',
    'fields[Creator]': 'Name,RealName',
  };
  const { data: ticket } = await io.request.json(restUrl(source, `ticket/${id}`, named), ticketSchema);
  // Deleted tickets are answered like any other.
  if (ticket.Status === 'deleted') throw new DesksideError('not-found', 'The ticket was deleted');
  const thread = await readThread(ticket.id, source, io);
  const user = await confirmUser(source, io);
  return toDocument(ticket, thread, source, user);
}

function toDocument(
  ticket: RtTicket,
  thread: Awaited<ReturnType<typeof readThread>>,
  source: SourceConfig,
  user: RtUser,
): SourceDocument {
  const { messages, statuses } = thread;
  // The first message of all is the request; of a merged ticket there are several.
  const request = messages.find(({ type }) => type === 'Create');
  const replies = messages.filter((message) => message !== request);
  const resolvedAt = resolvedTime(ticket, statuses);
  const closing = resolvedAt === null ? null : resolvingReply(replies, ticket, resolvedAt);
  const fields = toFields(ticket, request?.blocks ?? [], replies, { resolvedAt, closing });
  const page = user.isCustomer ? 'SelfService/Display.html' : 'Ticket/Display.html';
  return {
    ...fromTicket(fields),
    id: ticket.id,
    sourceId: source.id,
    ref: ticketRef(ticket.id),
    url: `${source.baseUrl}/${page}?id=${ticket.id}`,
    blocks: ticketBlocks(request?.blocks ?? [], closing?.blocks ?? []),
    version: fields.updated ?? '',
    space: fields.assignmentGroup,
    labels: [],
    restricted: false,
  };
}

/**
 * When the ticket was closed; null while it is open. RT keeps the date of the last closing when a ticket is opened
 * again, so a change of status after it counts for more.
 */
function resolvedTime(ticket: RtTicket, statuses: readonly StatusChange[]): string | null {
  const at = realDate(ticket.Resolved);
  const active = ['new', 'open', 'stalled'];
  if (at === null || isRefusal(ticket.Status) || active.includes(ticket.Status ?? '')) return null;
  const last = statuses.at(-1)?.created ?? null;
  // Written one after the other, so a second may lie between them.
  return last !== null && Date.parse(last) > Date.parse(at) + 5_000 ? null : at;
}

/** The unset date is the beginning of 1970. */
function realDate(text: string | null | undefined): string | null {
  const date = isoDate(text);
  return date === null || Date.parse(date) <= 0 ? null : date;
}

/** Thanks from the customer come last as often as not: what helped was said by somebody else. */
function resolvingReply(
  replies: readonly ThreadMessage[],
  ticket: RtTicket,
  resolvedAt: string,
): ThreadMessage | null {
  const requestors = new Set((ticket.Requestor ?? []).map((person) => person?.id));
  const byStaff = replies.filter(({ login }) => !requestors.has(login));
  return closingComment(byStaff, resolvedAt) ?? closingComment(replies, resolvedAt);
}

function toFields(
  ticket: RtTicket,
  request: readonly Block[],
  replies: readonly ThreadMessage[],
  { resolvedAt, closing }: { resolvedAt: string | null; closing: ThreadMessage | null },
): TicketFields {
  return {
    key: ticket.id,
    title: ticket.Subject?.trim() || `#${ticket.id}`,
    description: blocksToText(request),
    comments: replies.map(({ author, created, visibility, text }) => ({ author, created, visibility, text })),
    status: ticket.Status ?? null,
    resolved: resolvedAt !== null,
    resolution: closing?.text ?? null,
    resolvedAt,
    priority: ticket.Priority ?? null,
    category: categoryOf(ticket),
    assignmentGroup: ticket.Queue?.Name ?? null,
    assignee: nameOf(ticket.Owner),
    requester: requesterName(ticket, replies),
    created: realDate(ticket.Created),
    updated: realDate(ticket.LastUpdated),
  };
}

/** RT names requestors by login only; whoever wrote in the thread is known by name too. */
function requesterName({ Requestor, Creator }: RtTicket, replies: readonly ThreadMessage[]): string | null {
  const [first] = Requestor ?? [];
  if (first?.id == null) return nameOf(first);
  if (Creator?.id === first.id) return nameOf(Creator);
  return replies.find(({ login }) => login === first.id)?.author ?? nameOf(first);
}

/** RT has no categories of its own; many desks have a custom field of that name. */
function categoryOf({ CustomFields }: RtTicket): string | null {
  const field = CustomFields?.find(({ name }) => /^(?:category|kategorie|cat[ée]gorie)$/i.test(name ?? ''));
  const [value] = field?.values ?? [];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

import type { Company, Person, Ticket } from '../company';
import { escapeHtml } from '../markdown';
import { isPrivileged, rtTickets } from './desk';

/** A text as it lies in RT: one part, or a plain and an HTML one of the same mail. */
export interface TextPart {
  readonly type: 'text/plain' | 'text/html';
  readonly content: string;
}

/** What happened to a ticket, in order of time. RT itself adds transactions of its own (mails, "new" becoming "open"). */
export interface DeskEvent {
  readonly ticketId: string;
  readonly at: string;
  /** Person id. */
  readonly by: string;
  readonly type: 'create' | 'correspond' | 'comment' | 'owner' | 'status' | 'merge';
  /** New owner or status, or the ticket it was merged into. */
  readonly value: string | null;
  readonly parts: readonly TextPart[];
}

/** What somebody sent a second time, and what the desk made one of. */
export interface MergedTicket {
  readonly id: string;
  readonly into: string;
  readonly queue: string;
  readonly subject: string;
  readonly requester: string;
  readonly created: string;
  readonly description: string;
  readonly mergedBy: string;
  readonly mergedAt: string;
}

export const mergedTickets: readonly MergedTicket[] = [
  {
    id: '1051',
    into: '1048',
    queue: 'Facilities',
    subject: 'Goods lift B, second try',
    requester: 'ella.brooks',
    created: '2026-11-20T07:28:00Z',
    description: 'I do not know whether my first mail arrived. The reader of goods lift B is red.',
    mergedBy: 'dana.reyes',
    mergedAt: '2026-11-20T07:33:00Z',
  },
];

/** Everything that happened at the desk, oldest first. */
export function deskEvents(company: Company): DeskEvent[] {
  const all = [
    ...rtTickets(company).flatMap((ticket) => eventsOf(ticket, company)),
    ...mergedTickets.flatMap((merged) => mergedEvents(merged, company)),
  ];
  return all.sort((a, b) => a.at.localeCompare(b.at));
}

function eventsOf(ticket: Ticket, company: Company): DeskEvent[] {
  const event = (more: Omit<DeskEvent, 'ticketId' | 'value' | 'parts'> & Partial<DeskEvent>): DeskEvent => ({
    ticketId: ticket.id,
    value: null,
    parts: [],
    ...more,
  });
  const created = event({
    at: ticket.created,
    by: ticket.requester,
    type: 'create',
    parts: partsOf(ticket.description, company.person(ticket.requester)),
  });
  const taken = ticket.assignee
    ? [event({ at: ticket.created, by: ticket.assignee, type: 'owner', value: ticket.assignee })]
    : [];
  const said = ticket.comments.map(({ author, created: at, internal, body }) =>
    event({
      at,
      by: author,
      type: internal ? 'comment' : 'correspond',
      parts: partsOf(body.trim(), company.person(author)),
    }),
  );
  const staff = ticket.assignee ?? ticket.comments.find(({ author }) => isStaff(company, author))?.author;
  const ended =
    ticket.status === 'new' || staff === undefined
      ? []
      : [event({ at: ticket.resolved ?? ticket.updated, by: staff, type: 'status', value: ticket.status })];
  return [created, ...taken, ...said, ...ended];
}

function mergedEvents(merged: MergedTicket, company: Company): DeskEvent[] {
  const { id: ticketId, requester } = merged;
  return [
    {
      ticketId,
      at: merged.created,
      by: requester,
      type: 'create',
      value: null,
      parts: partsOf(merged.description, company.person(requester)),
    },
    { ticketId, at: merged.mergedAt, by: merged.mergedBy, type: 'merge', value: merged.into, parts: [] },
  ];
}

function isStaff(company: Company, personId: string): boolean {
  return isPrivileged(company.person(personId));
}

/** Staff write in RT's editor, which makes HTML; customers write mails, some of whose programs send both. */
function partsOf(text: string, by: Person): TextPart[] {
  if (isPrivileged(by)) return [{ type: 'text/html', content: htmlOf(text) }];
  const plain: TextPart = { type: 'text/plain', content: `${text}\n` };
  return by.id === 'jonas.keller' ? [plain, { type: 'text/html', content: htmlOf(text) }] : [plain];
}

function htmlOf(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.split('\n');
      if (!lines.every((line) => /^\d+\. /.test(line)))
        return `<p>${lines.map(escapeHtml).join('<br />')}</p>`;
      return `<ol>${lines.map((line) => `<li>${escapeHtml(line.replace(/^\d+\. /, ''))}</li>`).join('')}</ol>`;
    })
    .join('\n');
}

const priorities: Readonly<Record<string, number>> = { Low: 0, Medium: 50, High: 100 };

/** RT keeps a number and shows a word. */
export function priorityNumber(priority: string | null): number {
  return priorities[priority ?? ''] ?? 0;
}

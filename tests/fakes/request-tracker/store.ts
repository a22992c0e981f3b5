import type { Company } from '../company';
import { companyLinks } from '../markdown';
import { articleSummary, articleText } from './article-text';
import { classesOf, fieldsOf, queues, rtArticles, rtTickets, type DeskQueue } from './desk';
import { deskEvents, mergedTickets, priorityNumber, type DeskEvent, type TextPart } from './events';
import type { Reader } from './rights';

export interface RtTransaction {
  readonly id: number;
  readonly ticketId: string;
  readonly type: 'Create' | 'Correspond' | 'Comment' | 'Status' | 'Set' | 'EmailRecord' | 'AddLink';
  readonly at: string;
  /** Person id, or RT_System. */
  readonly by: string;
  readonly oldValue: string;
  readonly newValue: string;
  readonly attachments: readonly RtAttachment[];
}

export interface RtAttachment {
  readonly id: number;
  readonly type: string;
  readonly content: string;
}

export interface RtTicket {
  readonly id: string;
  /** Its own number, or that of the ticket it was merged into. */
  effectiveId: string;
  readonly queue: DeskQueue;
  readonly subject: string;
  readonly requester: string;
  readonly priority: number;
  readonly created: string;
  /** Person id, or Nobody. */
  owner: string;
  status: string;
  updated: string;
  updatedBy: string;
  resolved: string | null;
  readonly transactions: RtTransaction[];
}

export interface RtArticle {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly classId: number;
  readonly className: string;
  readonly author: string;
  readonly created: string;
  updated: string;
  readonly fieldName: string;
  text: string;
}

const inactive: ReadonlySet<string> = new Set(['resolved', 'rejected', 'deleted']);
export function isInactive(status: string): boolean {
  return inactive.has(status);
}

/** Acme's desk after everything that happened there. */
export function createStore(company: Company) {
  const tickets = new Map<string, RtTicket>();
  const numbers = { transaction: 27, attachment: 0 };
  for (const head of heads(company)) tickets.set(head.id, head);
  for (const event of deskEvents(company)) {
    const ticket = tickets.get(event.ticketId);
    if (ticket) happen(event, ticket, tickets, numbers);
  }
  return {
    tickets: [...tickets.values()].filter(({ id, effectiveId }) => id === effectiveId),
    articles: articlesOf(company),
    classes: classesOf(company),
    /** Merged tickets lead to the one they were merged into. */
    ticket: (id: string): RtTicket | null => tickets.get(tickets.get(id)?.effectiveId ?? '') ?? null,
  };
}
export type RtStore = ReturnType<typeof createStore>;

function heads(company: Company): RtTicket[] {
  const plain = rtTickets(company).map((ticket) => ({
    id: ticket.id,
    queue: ticket.project ?? '',
    subject: ticket.title,
    requester: ticket.requester,
    created: ticket.created,
    priority: priorityNumber(ticket.priority),
  }));
  return [...plain, ...mergedTickets.map((merged) => ({ ...merged, priority: 0 }))].map((head) => {
    const queue = queues.find(({ name }) => name === head.queue);
    if (!queue) throw new Error(`Ticket ${head.id} is in no queue of the desk: ${head.queue}`);
    const { id, subject, requester, priority, created } = head;
    return {
      id,
      effectiveId: id,
      queue,
      subject,
      requester,
      priority,
      created,
      owner: 'Nobody',
      status: 'new',
      updated: created,
      updatedBy: requester,
      resolved: null,
      transactions: [],
    };
  });
}

type Numbers = { transaction: number; attachment: number };

function happen(
  event: DeskEvent,
  ticket: RtTicket,
  tickets: ReadonlyMap<string, RtTicket>,
  numbers: Numbers,
): void {
  const record = (
    type: RtTransaction['type'],
    more: Partial<RtTransaction> & { parts?: readonly TextPart[] } = {},
  ) => {
    const { parts = [], ...facts } = more;
    const id = (numbers.transaction += 1);
    const attachments = toAttachments(parts, numbers);
    const { at, by } = event;
    const named = { id, ticketId: ticket.id, type, at, by, oldValue: '', newValue: '', attachments };
    ticket.transactions.push({ ...named, ...facts });
    Object.assign(ticket, { updated: at, updatedBy: by });
  };
  const mail = (parts: readonly TextPart[]) => {
    const lead = `Ticket URL: http://rt.invalid/Ticket/Display.html?id=${ticket.id}`;
    record('EmailRecord', { by: 'RT_System', parts: [{ type: 'text/plain', content: lead }, ...parts] });
  };
  const setStatus = (status: string) => {
    if (ticket.status === status) return;
    record('Status', { oldValue: ticket.status, newValue: status });
    ticket.status = status;
    if (isInactive(status)) ticket.resolved = event.at;
  };
  const { parts, value } = event;
  if (event.type === 'create') {
    record('Create', { parts });
    mail([{ type: 'text/plain', content: 'This message has been automatically generated.' }]);
  } else if (event.type === 'owner') {
    record('Set', { oldValue: ticket.owner, newValue: value ?? '' });
    ticket.owner = value ?? 'Nobody';
  } else if (event.type === 'comment') {
    record('Comment', { parts });
  } else if (event.type === 'correspond') {
    record('Correspond', { parts });
    mail(parts);
    // RT opens a ticket when somebody of the staff answers.
    if (ticket.status === 'new' && event.by !== ticket.requester) setStatus('open');
  } else if (event.type === 'status') {
    setStatus(value ?? ticket.status);
  } else {
    merge(ticket, tickets.get(value ?? ''), event);
  }
}

function merge(ticket: RtTicket, into: RtTicket | undefined, { at, by }: DeskEvent): void {
  if (!into) throw new Error(`Ticket ${ticket.id} is merged into nothing`);
  ticket.effectiveId = into.id;
  into.transactions.push(...ticket.transactions);
  Object.assign(into, { updated: at, updatedBy: by });
}

/** Several texts of one mail lie in a container without a text of its own. */
function toAttachments(parts: readonly TextPart[], numbers: Numbers): RtAttachment[] {
  const texts = parts.length > 1 ? [{ type: 'multipart/alternative', content: '' }, ...parts] : parts;
  return texts.map(({ type, content }) => ({ id: (numbers.attachment += 1), type, content }));
}

function articlesOf(company: Company): RtArticle[] {
  const linkFor = companyLinks(company.articles);
  return rtArticles(company).map((article) => ({
    id: article.id,
    name: article.title,
    summary: articleSummary(article),
    classId: classesOf(company).find(({ name }) => name === article.space)?.id ?? 0,
    className: article.space,
    author: article.author,
    created: article.created,
    updated: article.updated,
    fieldName: fieldsOf(company).find(({ classes }) => classes.includes(article.space))?.name ?? '',
    text: articleText(article, company, linkFor),
  }));
}

/** What of a ticket's history somebody may see, oldest first. */
export function visibleHistory(ticket: RtTicket, reader: Reader): RtTransaction[] {
  if (!reader.may('ShowTicket', ticket)) return [];
  return [...ticket.transactions]
    .filter(({ type }) => type !== 'Comment' || reader.may('ShowTicketComments', ticket))
    .filter(({ type }) => type !== 'EmailRecord' || reader.may('ShowOutgoingEmail', ticket))
    .sort((a, b) => a.at.localeCompare(b.at) || a.id - b.id);
}

export function personName(company: Company, id: string): string {
  if (id === 'Nobody') return 'Nobody in particular';
  if (id === 'RT_System') return 'The RT System itself';
  return company.person(id).name;
}

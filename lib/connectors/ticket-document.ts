import type { SourceDocument } from '../core/document';
import type { Block } from '../core/rich-text';
import type { TicketComment, TicketFields } from '../core/ticket';

/** A ticket's own words as a document: what was wrong and what helped, each under a heading that a citation can name. */
export function ticketBlocks(description: readonly Block[], resolution: readonly Block[]): Block[] {
  const section = (text: string, blocks: readonly Block[]): Block[] =>
    blocks.length === 0 ? [] : [{ kind: 'heading', level: 2, text }, ...blocks];
  return [...section('Description', description), ...section('Resolution', resolution)];
}

/**
 * The last public comment made before the ticket was resolved, or within ten minutes after: people close first and
 * explain then. Internal notes are never taken, since a resolution may be quoted to a customer.
 */
export function closingComment<Comment extends TicketComment>(
  comments: readonly Comment[],
  resolvedAt: string | null,
): Comment | null {
  const latest = resolvedAt === null ? Infinity : Date.parse(resolvedAt) + 10 * 60_000;
  const before = comments.filter(
    (comment) =>
      comment.visibility === 'public' &&
      comment.text.trim() !== '' &&
      (comment.created === null || Date.parse(comment.created) <= latest),
  );
  return before.reduce<Comment | null>(
    (last, comment) => (last === null || (comment.created ?? '') >= (last.created ?? '') ? comment : last),
    null,
  );
}

/** The parts of a document that follow from its ticket. */
export function fromTicket(
  ticket: TicketFields,
): Pick<
  SourceDocument,
  'kind' | 'title' | 'author' | 'created' | 'updated' | 'state' | 'language' | 'ticket'
> {
  return {
    kind: 'ticket',
    title: ticket.title,
    author: ticket.requester,
    created: ticket.created,
    updated: ticket.updated,
    state: 'current',
    language: null,
    ticket,
  };
}

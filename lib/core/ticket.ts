import { z } from 'zod';

export const commentSchema = z.object({
  author: z.string().nullable(),
  /** ISO 8601, UTC. */
  created: z.string().nullable(),
  /** `internal` are work notes and restricted comments: never quoted to a customer. */
  visibility: z.enum(['public', 'internal']),
  text: z.string(),
});
export type TicketComment = z.infer<typeof commentSchema>;

/** A ticket's fields, the same for every product. Dates are ISO 8601 UTC; null means the product did not say. */
export const ticketFieldsSchema = z.object({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  comments: z.array(commentSchema),
  status: z.string().nullable(),
  resolved: z.boolean(),
  /** How it was resolved, in words: close notes, or the last comment before resolution. */
  resolution: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  priority: z.string().nullable(),
  category: z.string().nullable(),
  assignmentGroup: z.string().nullable(),
  assignee: z.string().nullable(),
  requester: z.string().nullable(),
  created: z.string().nullable(),
  updated: z.string().nullable(),
});
export type TicketFields = z.infer<typeof ticketFieldsSchema>;

/** Whom a ticket's fields name, each once. */
export function peopleOf(ticket: TicketFields | null): string[] {
  const { assignee = null, requester = null, comments = [] } = ticket ?? {};
  const named = [assignee, requester, ...comments.map(({ author }) => author)];
  return [...new Set(named.filter((name) => name !== null))];
}

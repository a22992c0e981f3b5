import { z } from 'zod';
import { documentRefSchema } from './document';
import { errorKinds } from './errors';

/** Documents that could not be read are named, so many of one run; more are only counted. */
export const MOST_NAMED_FAILURES = 50;

const failedDocumentSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(errorKinds),
  /** To read it again in the next run. */
  ref: documentRefSchema,
});
export type FailedDocument = z.infer<typeof failedDocumentSchema>;

const count = z.number().int().min(0);
/** Epoch milliseconds. */
const moment = z.number();

/**
 * How far the copying of one part of a source for one user is. Written after every page, so that whoever finds it goes
 * on there.
 */
export const syncRowSchema = z.object({
  /** Of source, owner, scope and what. */
  jobKey: z.string().min(1),
  sourceId: z.string(),
  /** Whose documents these are: the owner that they are kept under. */
  owner: z.string(),
  /** One of the source's scopes; null for all of it. */
  scope: z.string().nullable(),
  what: z.enum(['articles', 'tickets']),
  /** A row found `running` at the start of a process is of one that was killed. */
  state: z.enum(['running', 'paused', 'done', 'failed']),
  /** Why it is paused or failed; `user`: somebody paused it. */
  reason: z.enum([...errorKinds, 'user']).nullable(),
  /** The source asked us to wait until then. */
  waitingUntil: moment.nullable(),
  /** `changes`: what has changed since `since`; only `everything` tells what is gone. */
  mode: z.enum(['everything', 'changes']),
  /** First what failed the last time, then the pages, then what is gone. */
  phase: z.enum(['retrying', 'listing', 'sweeping']),
  /** The connector's word for where to go on; null for the first page. */
  cursor: z.string().nullable(),
  /** ISO 8601; null for everything. */
  since: z.string().nullable(),
  startedAt: moment,
  finishedAt: moment.nullable(),
  /** Documents of the pages, repetitions included. */
  seen: count,
  kept: count,
  unchanged: count,
  /** No longer there, or no longer this user's to read. */
  forgotten: count,
  failures: count,
  failed: z.array(failedDocumentSchema).max(MOST_NAMED_FAILURES),
  /** Documents of the whole listing, where the source says. */
  total: count.nullable(),
  /** Counts the listings of everything: a document of an older one is gone. */
  generation: count,
  /** Times that this run began again because its cursor was refused. */
  restarts: count,
  /** There are more documents than we copy. */
  truncated: z.boolean(),
  /** When the last complete run began; the next one asks for changes since then. */
  syncedAt: moment.nullable(),
  /** Likewise of the last complete and believable listing of everything. */
  everythingAt: moment.nullable(),
  /** Since when listings have missed so much that nothing was forgotten for it. */
  doubtedAt: moment.nullable(),
});
export type SyncRow = z.infer<typeof syncRowSchema>;

import { z } from 'zod';
import { errorKinds } from './errors';
import { engineUsageSchema } from './model';
import { answerSchema, suggestionSchema } from './suggestion';

export const errorKindSchema = z.enum(errorKinds);

/** One line a source under the suggestions: what it did in this look-up. */
export const sourceStatusSchema = z.object({
  sourceId: z.string(),
  name: z.string(),
  product: z.string(),
  /** Where "open it" goes: the source's own front door. */
  openUrl: z.string(),
  state: z.enum(['waiting', 'searching', 'done', 'failed']),
  /** Documents it brought in this look-up. */
  found: z.number().int(),
  error: errorKindSchema.nullable(),
  /** Epoch milliseconds before which it will not be asked again. */
  retryAt: z.number().nullable(),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

/** What the panel sits beside, or why it has nothing to sit beside. */
export const subjectSchema = z.discriminatedUnion('state', [
  /** Nothing to sit beside in this tab. */
  z.object({
    state: z.literal('none'),
    reason: z.enum(['not-supported', 'nothing-to-read', 'signed-out', 'edit']),
  }),
  z.object({ state: z.literal('reading'), title: z.string(), url: z.string() }),
  z.object({
    state: z.literal('ready'),
    contextId: z.string(),
    revision: z.string(),
    site: z.string(),
    kind: z.enum(['ticket', 'article']),
    key: z.string(),
    title: z.string(),
    url: z.string(),
    readBy: z.enum(['api', 'page']),
  }),
]);
export type Subject = z.infer<typeof subjectSchema>;

/** A supported site that is open and not a source yet. The record was read by its API, so it can be searched too. */
export const sourceOfferSchema = z.object({
  product: z.string(),
  productName: z.string(),
  baseUrl: z.url({ protocol: /^https?$/ }).max(512),
});
export type SourceOffer = z.infer<typeof sourceOfferSchema>;

/** What a model wrote, as it came, and what became of its sentences. */
const draftSchema = z.object({
  raw: z.string(),
  /** Borne out by a source, and shown. */
  kept: z.number().int(),
  /** Of those, how many named that source themselves. */
  cited: z.number().int(),
  /** Named no source at all. */
  uncited: z.number().int(),
  /** Borne out by none: not shown. */
  dropped: z.number().int(),
  /** What it took; null before the end, or where it was stopped. */
  usage: engineUsageSchema.nullable(),
});
export type Draft = z.infer<typeof draftSchema>;

/** A model that can write the answer, or is at it. */
const writerSchema = z.object({
  /** What the model is called. */
  model: z.string(),
  state: z.enum(['offered', 'writing', 'done', 'failed']),
  /** While it is writing: it waits for another request to end, it is being loaded, it reads or writes. */
  phase: z.enum(['waiting', 'loading', 'writing']),
  /** What went wrong, in words: why it failed, or why those before it did. */
  problem: z.string().nullable(),
  /** Null before the first sentence. */
  draft: draftSchema.nullable(),
  /** Where what it writes from is sent; null where nothing leaves the device. */
  remote: z.object({ host: z.string(), isAgreed: z.boolean() }).nullable(),
});
export type Writer = z.infer<typeof writerSchema>;

/** What is sent to an endpoint, and what was taken out of it before. */
export const sentTextSchema = z.object({
  host: z.string(),
  model: z.string(),
  /** With placeholders where something was taken out. */
  texts: z.array(z.string()),
  taken: z.array(z.object({ placeholder: z.string(), value: z.string() })),
});
export type SentText = z.infer<typeof sentTextSchema>;

/** Everything the panel shows for one tab. Whole on every update: small, and nothing to miss. */
export const assistStateSchema = z.object({
  tabId: z.number().int(),
  subject: subjectSchema,
  /** `cache` then `live` then `done`; `idle` while there is nothing to look up. */
  stage: z.enum(['idle', 'cache', 'live', 'done']),
  articles: z.array(suggestionSchema),
  tickets: z.array(suggestionSchema),
  answer: answerSchema.nullable(),
  /** Null where no model is chosen, or there is nothing to write from. */
  writer: writerSchema.nullable(),
  sources: z.array(sourceStatusSchema),
  /** Null where there is nothing to offer, or it was declined. */
  offer: sourceOfferSchema.nullable(),
  /** True when no source could be reached and what is shown comes from the cache. */
  offline: z.boolean(),
  /**
   * BCP 47 tag of the page's language where nobody here knows what its words mean, so that it was looked up by the words
   * themselves; else null.
   */
  wordsOnly: z.string().max(35).nullable(),
  /** Milliseconds from the page report to the first cached and first live suggestion; null until then. */
  timings: z.object({ cachedMs: z.number().nullable(), liveMs: z.number().nullable() }),
});
export type AssistState = z.infer<typeof assistStateSchema>;

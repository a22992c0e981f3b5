import { z } from 'zod';
import { documentStateSchema } from './document';

/** Character offsets into a text, end exclusive. */
export const spanSchema = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });
export type Span = z.infer<typeof spanSchema>;

/**
 * A piece of a document small enough to read at a glance. `text` is the document's own text for
 * `units` (see blockUnits), joined by line feeds: never reworded.
 */
export const passageSchema = z.object({
  id: z.string(),
  documentKey: z.string(),
  headingPath: z.array(z.string()),
  text: z.string(),
  /** Spans of the units in `text`: list items, sentences' paragraphs, table rows, whole code blocks. */
  units: z.array(
    spanSchema.extend({ kind: z.enum(['paragraph', 'step', 'bullet', 'row', 'code', 'note', 'heading']) }),
  ),
  /** Position in the document, from 0. */
  ordinal: z.number().int().min(0),
});
export type Passage = z.infer<typeof passageSchema>;

/** What is known of a document beside its text: enough for a row in the panel. */
export const documentFactsSchema = z.object({
  documentKey: z.string(),
  documentId: z.string(),
  sourceId: z.string(),
  kind: z.enum(['article', 'ticket']),
  title: z.string(),
  url: z.string(),
  version: z.string(),
  author: z.string().nullable(),
  updated: z.string().nullable(),
  space: z.string().nullable(),
  language: z.string().nullable(),
  state: documentStateSchema,
  restricted: z.boolean(),
  ticketKey: z.string().nullable(),
  ticketResolved: z.boolean(),
  ticketResolvedAt: z.string().nullable(),
  ticketResolution: z.string().nullable(),
  /** Epoch milliseconds of the read this row comes from. */
  fetchedAt: z.number(),
});
export type DocumentFacts = z.infer<typeof documentFactsSchema>;

/** One document worth looking at, with the passage that says why. */
export const suggestionSchema = documentFactsSchema.extend({
  passage: passageSchema,
  /** Spans of `passage.text` that matched the query. */
  marks: z.array(spanSchema),
  score: z.number(),
  /** How sure the ranking is, in words; no percentages without a calibration. */
  strength: z.enum(['likely', 'possible']),
  /** `cache`: not yet confirmed by its source in this look-up. */
  origin: z.enum(['cache', 'live']),
  /** True where the live copy's version differs from the cached one. */
  changed: z.boolean(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const citationSchema = z.object({
  /** The number shown, from 1. */
  number: z.number().int().min(1),
  documentKey: z.string(),
  documentId: z.string(),
  sourceId: z.string(),
  passageId: z.string(),
  title: z.string(),
  url: z.string(),
  /** Where in its document the quote stands. */
  headingPath: z.array(z.string()),
  /** Exactly `passage.text.slice(span.start, span.end)`. */
  quote: z.string(),
  span: spanSchema,
});
export type Citation = z.infer<typeof citationSchema>;

/** An answer is statements, each resting on one citation; or an abstention that says what is missing. */
export const answerSchema = z.object({
  outcome: z.enum(['answered', 'abstained']),
  /** Which path wrote it. */
  writtenBy: z.enum(['extracts', 'model']),
  statements: z.array(z.object({ text: z.string(), step: z.boolean(), citation: z.number().int() })),
  citations: z.array(citationSchema),
  /** Facts that would be needed, as questions to ask or words no source knows. */
  missing: z.array(z.string()),
});
export type Answer = z.infer<typeof answerSchema>;

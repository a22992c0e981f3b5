import { z } from 'zod';
import { readerPattern } from '../auth/principal';
import type { Page } from '../stores/page';

/** What requests and answers are made of. https://platform.openai.com/docs/api-reference */
export const idSchema = z.string().min(1).max(100);
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  order: z.enum(['asc', 'desc']).default('desc'),
  after: idSchema.optional(),
  before: idSchema.optional(),
});

/** NUL is no character of a PostgreSQL text. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\u0000]*$/, 'holds a NUL character'); // eslint-disable-line no-control-regex -- what is refused
export const nameSchema = text(300);
export const metadataSchema = z
  .record(text(64), text(512))
  .refine((metadata) => Object.keys(metadata).length <= 16, 'more than 16 entries');
export const attributesSchema = z
  .record(text(64), z.union([text(512), z.number(), z.boolean()]))
  .refine((attributes) => Object.keys(attributes).length <= 16, 'more than 16 entries');
export const readersSchema = z
  .array(z.string().regex(readerPattern, 'not "everyone", "group:NAME" or "user:ID"'))
  .max(200)
  .describe('Beside OpenAI’s protocol: who finds it. "everyone", "group:NAME" or "user:ID".');

export function listOf<Row extends { id: string }>({ hasMore }: Page<unknown>, data: readonly Row[]) {
  return {
    object: 'list' as const,
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}

export const textSchema = text;

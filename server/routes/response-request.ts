import { z } from 'zod';
import { filterSchema } from '../search/filters';
import { idSchema, metadataSchema, textSchema } from './shapes';

/** What of a request counts here; other members of the protocol are taken and not looked at. */
const MOST_TEXT = 100_000;
const partSchema = z.union([
  z.looseObject({ type: z.enum(['input_text', 'output_text', 'text']), text: textSchema(MOST_TEXT) }),
  z.looseObject({ type: z.string() }),
]);
const turnSchema = z.object({
  type: z.literal('message').nullish(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([textSchema(MOST_TEXT), z.array(partSchema).max(100)]),
});
const fileSearchSchema = z.object({
  type: z.literal('file_search'),
  vector_store_ids: z.array(idSchema).min(1).max(10),
  max_num_results: z.number().int().min(1).max(50).nullish(),
  filters: filterSchema.nullish(),
  ranking_options: z.looseObject({ score_threshold: z.number().min(0).max(1).nullish() }).nullish(),
});

export const responseRequestSchema = z.object({
  model: z.string().min(1).max(300),
  input: z.union([textSchema(MOST_TEXT).min(1), z.array(turnSchema).min(1).max(200)]),
  instructions: textSchema(MOST_TEXT).nullish(),
  tools: z.array(fileSearchSchema).max(1, 'one file_search tool at most').nullish(),
  include: z.array(z.string().max(100)).max(20).nullish(),
  stream: z.boolean().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  max_output_tokens: z.number().int().min(1).max(32_000).nullish(),
  metadata: metadataSchema.nullish(),
  previous_response_id: z
    .null('nothing is kept of earlier answers here: send the turns in "input"')
    .optional(),
  background: z.literal(false, 'answers are not written in the background here').nullish(),
});
export type ResponseRequest = z.infer<typeof responseRequestSchema>;

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export function turnsOf({ input }: ResponseRequest): Turn[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return input.map(({ role, content }) => ({
    role: role === 'developer' ? 'system' : role,
    content: typeof content === 'string' ? content : content.map(textOf).join('\n'),
  }));
}

function textOf(part: z.infer<typeof partSchema>): string {
  return 'text' in part && typeof part.text === 'string' ? part.text : '';
}

/** What is to be answered: the last thing that the user said. */
export function questionOf(turns: readonly Turn[]): string {
  return turns.findLast(({ role }) => role === 'user')?.content ?? turns.at(-1)?.content ?? '';
}

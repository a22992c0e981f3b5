import { z } from 'zod';
import { Problem } from '../problem';
import type { Route } from './route';
import { textSchema } from './shapes';

const MOST_TEXTS = 2_048;
const MOST_TEXT = 40_000;

export const embeddings: Route =
  ({ embedder }) =>
  async (app) => {
    app.post(
      '/embeddings',
      {
        schema: {
          summary: 'Texts as vectors, by the extension’s own embedder',
          body: z.object({
            input: z.union([textSchema(MOST_TEXT), z.array(textSchema(MOST_TEXT)).min(1).max(MOST_TEXTS)]),
            model: z.string().max(300),
            encoding_format: z.enum(['float', 'base64']).default('float'),
            dimensions: z.number().int().nullish(),
            user: z.string().max(300).nullish(),
          }),
        },
      },
      async ({ body }) => {
        const { dimensions } = body;
        if (dimensions != null && dimensions !== embedder.dimensions)
          throw new Problem(
            400,
            `The vectors have ${embedder.dimensions} dimensions.`,
            'bad_dimensions',
            'dimensions',
          );
        const texts = [body.input].flat();
        const vectors = await embedder.embed(texts, 'passage');
        const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
        return {
          object: 'list' as const,
          model: embedder.id,
          data: vectors.map((vector, index) => ({
            object: 'embedding' as const,
            index,
            embedding: body.encoding_format === 'base64' ? base64Of(vector) : Array.from(vector),
          })),
          usage: { prompt_tokens: tokens, total_tokens: tokens },
        };
      },
    );
  };

function base64Of({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

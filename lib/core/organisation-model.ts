import { z } from 'zod';
import type { modelFileSchema } from './model';
import { modelRecordSchema, type ModelRecord } from './model';

/** A model that an administrator offers by policy: plain types only, as policies have them. */
export const organisationModelSchema = z.object({
  id: z.string().min(1).max(80),
  title: z.string().min(1).max(200),
  /** `wllama` for a GGUF file, `web-llm` for a model compiled for WebGPU. */
  engine: z.enum(['wllama', 'web-llm']),
  files: z
    .array(
      z.object({
        name: z.string().min(1),
        url: z.string().max(2000),
        bytes: z.number().int().min(1),
        /** In hex; without it the model is called unverified. */
        sha256: z.string().optional(),
      }),
    )
    .min(1)
    .max(500),
  contextTokens: z.number().int().min(512).optional(),
  licence: z.string().max(100).optional(),
  /** `web-llm`: the library's name, packed into the extension or among the files. */
  library: z.string().optional(),
  memoryMegabytes: z.number().int().min(1).optional(),
  gpuFeatures: z.array(z.string()).optional(),
  /** `weights`: the model was tuned to the house's tone, so that the prompt does not ask for it. */
  tone: z.enum(['prompt', 'weights']).optional(),
});
export type OrganisationModel = z.infer<typeof organisationModelSchema>;

const DEFAULT_CONTEXT = 4096;

/** The same as a record; null for what no record can be, as an address that is none. */
export function organisationRecord(model: OrganisationModel): ModelRecord | null {
  const { library, memoryMegabytes, files } = model;
  const isFile = files.some(({ name }) => name === library);
  const record = modelRecordSchema.safeParse({
    ...model,
    files: files.map(({ sha256, ...file }): z.input<typeof modelFileSchema> => ({
      ...file,
      sha256: sha256?.toLowerCase() ?? null,
    })),
    contextTokens: model.contextTokens ?? DEFAULT_CONTEXT,
    licence: model.licence ?? null,
    library: library === undefined ? null : isFile ? { file: library } : { packed: library },
    memoryBytes: memoryMegabytes === undefined ? null : memoryMegabytes * 1_000_000,
  });
  return record.data ?? null;
}

import { z } from 'zod';
import { builtInModel, type modelFileSchema, modelRecordSchema, type ModelRecord } from './model';

/**
 * A model that an administrator offers by policy: plain types only, as policies have them, and hardly any bounds.
 * The browser withholds a key whole where one value breaks its schema; so each model is looked at by itself, below.
 */
/** Integers of a policy have 32 bits. */
const whole = z.number().int().min(1).max(2_147_483_647);
const said = <T extends z.ZodType>(schema: T, description: string): T => schema.meta({ description });

export const organisationModelSchema = z.object({
  id: said(z.string(), 'Unique: letters, digits, dots and dashes. A new version of a model keeps it.'),
  title: said(z.string(), 'As users read it.'),
  engine: said(z.string(), '"wllama" for a GGUF file, "web-llm" for a model compiled for WebGPU.'),
  files: said(
    z.array(
      z.object({
        name: said(z.string(), 'As it is called in the model’s folder.'),
        url: said(z.string(), 'Where it is downloaded from.'),
        bytes: said(whole, 'Its size; a policy’s numbers end at 2 GiB.'),
        sha256: said(z.string().optional(), 'In hex; without it the model is called unverified.'),
      }),
    ),
    'Everything that belongs to the model.',
  ),
  contextTokens: said(whole.optional(), 'Prompt and answer together; 4096 when left out.'),
  licence: said(z.string().optional(), 'SPDX id or name.'),
  library: said(
    z.string().optional(),
    'For "web-llm": the library’s name, packed into the extension or among the files.',
  ),
  memoryMegabytes: said(whole.optional(), 'What it takes while it runs.'),
  gpuFeatures: said(z.array(z.string()).optional(), 'Features of WebGPU that it needs, such as shader-f16.'),
  tone: said(
    z.string().optional(),
    '"weights" where the model was tuned to the house’s tone, so that the prompt does not ask for it; else "prompt".',
  ),
});
export type OrganisationModel = z.infer<typeof organisationModelSchema>;

const DEFAULT_CONTEXT = 4096;

/** The same as a record; null for what no record can be: without files, with an address that is none. */
export function organisationRecord(model: OrganisationModel): ModelRecord | null {
  const { engine, library, memoryMegabytes, files } = model;
  if (files.length === 0 || engine === builtInModel.engine) return null;
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

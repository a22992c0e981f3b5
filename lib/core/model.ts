import { z } from 'zod';

/** What engines are called; each is one file in `lib/engines`. */
export const engineNames = { wllama: 'llama.cpp' } as const;
export type EngineId = keyof typeof engineNames;
export const engineIds = Object.keys(engineNames) as [EngineId];

export const modelFileSchema = z.object({
  /** As it is called in the model's folder. */
  name: z.string().regex(/^[\w][\w.-]{0,120}$/),
  /** Where it is downloaded from; null for a file of this computer. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  bytes: z.number().int().min(1),
  /** In hex, of the whole file; null where nobody published one: such a file is called unverified. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type ModelFile = z.infer<typeof modelFileSchema>;

/** What an engine counted while it wrote. */
export const engineUsageSchema = z.object({
  /** Null where the engine does not count. */
  promptTokens: z.number().nullable(),
  tokens: z.number(),
  /** Milliseconds from the request to the first text, and to the end. */
  firstTokenMs: z.number(),
  totalMs: z.number(),
});
export type EngineUsage = z.infer<typeof engineUsageSchema>;

/** A model that an engine can run: what its files are, and what it needs. */
export const modelRecordSchema = z.object({
  id: z.string().regex(/^[\w][\w.-]{0,80}$/),
  engine: z.enum(engineIds),
  title: z.string().min(1).max(200),
  files: z.array(modelFileSchema).min(1).max(500),
  /** Prompt and answer together. */
  contextTokens: z.number().int().min(512),
  /** SPDX id or name; null where the model does not say. */
  licence: z.string().max(100).nullable(),
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;

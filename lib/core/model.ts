import { z } from 'zod';

/** What engines are called, best first; each is one file in `lib/engines`. */
export const engineNames = {
  'web-llm': 'WebLLM',
  wllama: 'llama.cpp',
  'chrome-ai': 'The browser’s own model',
} as const;
export type EngineId = keyof typeof engineNames;
export const engineIds = Object.keys(engineNames) as [EngineId, ...EngineId[]];

/** No folder, and not the file in which we keep what we know of the model. */
const fileName = /^(?!model\.json$)[\w][\w.-]{0,120}$/;

export const modelFileSchema = z.object({
  /** As it is called in the model's folder. */
  name: z.string().regex(fileName),
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

/** A compiled program that a model runs by. It is code: packed into the extension, or among the model's files. */
const modelLibrarySchema = z.union([
  z.object({ packed: z.string().regex(fileName) }),
  z.object({ file: z.string().regex(fileName) }),
]);
export type ModelLibrary = z.infer<typeof modelLibrarySchema>;

/** A model that an engine can run: what its files are, and what it needs. */
export const modelRecordSchema = z.object({
  id: z.string().regex(/^[\w][\w.-]{0,80}$/),
  engine: z.enum(engineIds),
  /** What it does with text: answers it, or turns it into numbers that are alike where texts are. */
  task: z.enum(['chat', 'embedding']).default('chat'),
  title: z.string().min(1).max(200),
  /** None for a model that the browser keeps itself. */
  files: z
    .array(modelFileSchema)
    .max(500)
    .refine(
      (files) => new Set(files.map(({ name }) => name)).size === files.length,
      'two files have one name',
    ),
  /** Prompt and answer together. */
  contextTokens: z.number().int().min(512),
  /** SPDX id or name; null where the model does not say. */
  licence: z.string().max(100).nullable(),
  /** Null for engines that need none. */
  library: modelLibrarySchema.nullable().default(null),
  /** What it takes while it runs; null where nobody says. */
  memoryBytes: z.number().int().min(1).nullable().default(null),
  /** Features that a graphics processor must have, by their names in WebGPU. */
  gpuFeatures: z.array(z.string().max(60)).max(20).default([]),
  /** Where the house's tone comes from: it is asked for in the prompt, or the weights were tuned to it. */
  tone: z.enum(['prompt', 'weights']).default('prompt'),
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;

/** What a download says on its way; of all files, what came before included. */
export const downloadProgressSchema = z.object({ bytes: z.number(), total: z.number() });
export type DownloadProgress = z.infer<typeof downloadProgressSchema>;

/** A model that can be downloaded with one click. */
export interface ModelOffer {
  readonly record: ModelRecord;
  /** What to expect of it. */
  readonly note: string;
}

/** The model that some browsers bring along. */
export const builtInModel: ModelRecord = {
  id: 'built-in',
  engine: 'chrome-ai',
  task: 'chat',
  title: engineNames['chrome-ai'],
  files: [],
  contextTokens: 4096,
  licence: null,
  library: null,
  memoryBytes: null,
  gpuFeatures: [],
  tone: 'prompt',
};

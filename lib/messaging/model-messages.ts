import { z } from 'zod';
import { errorKindSchema } from '../core/assist-state';
import { engineIds, engineUsageSchema, modelRecordSchema } from '../core/model';

/** What the models page asks and gets. */

const modelFailureSchema = z.object({ kind: errorKindSchema, message: z.string() });

/** What a model was asked on the models page, and what it says. */
const trialSchema = z.object({
  modelId: z.string(),
  state: z.enum(['waiting', 'writing', 'done', 'stopped', 'failed']),
  text: z.string(),
  /** Null until the end. */
  usage: engineUsageSchema.nullable(),
  /** Whether it had more to say than it was asked for. */
  isCutOff: z.boolean(),
  /** Of an embedding model: how alike each other line is to the first, by the cosine of their vectors. */
  comparison: z
    .object({
      dimensions: z.number().int(),
      /** Milliseconds for all lines. */
      totalMs: z.number(),
      rows: z.array(z.object({ text: z.string(), likeness: z.number() })),
    })
    .nullable(),
  failure: modelFailureSchema.nullable(),
});
export type ModelTrial = z.infer<typeof trialSchema>;

/** How fast a model was the last time. Milliseconds. */
const measuredSchema = z.object({
  loadMs: z.number(),
  firstTokenMs: z.number(),
  tokensPerSecond: z.number(),
});

/** What the engines' worker is about. */
const runningSchema = z.object({
  modelId: z.string().nullable(),
  phase: z.enum(['idle', 'loading', 'ready', 'writing']),
  /** Milliseconds that loading took; null until it is loaded. */
  loadMs: z.number().nullable(),
});
export type RunningModel = z.infer<typeof runningSchema>;

/** A model on its way to this device. Sizes in bytes. */
const downloadSchema = z.object({
  modelId: z.string(),
  title: z.string(),
  state: z.enum(['running', 'paused', 'failed']),
  bytes: z.number(),
  total: z.number(),
  /** Null while nobody knows. */
  bytesPerSecond: z.number().nullable(),
  /** What it failed with, in words. */
  problem: z.string().nullable(),
});
export type ModelDownload = z.infer<typeof downloadSchema>;

export const modelsOverviewSchema = z.object({
  engines: z.array(
    z.object({
      id: z.enum(engineIds),
      state: z.enum(['available', 'downloadable', 'unavailable']),
      /** What it runs on, or why it does not run. */
      words: z.string(),
    }),
  ),
  models: z.array(
    z.object({
      record: modelRecordSchema,
      state: z.enum(['ready', 'incomplete']),
      isVerified: z.boolean(),
      bytes: z.number(),
      addedAt: z.number(),
      measured: measuredSchema.nullable(),
    }),
  ),
  downloads: z.array(downloadSchema),
  /** Those that can be downloaded with one click. */
  offers: z.array(
    z.object({
      record: modelRecordSchema,
      /** What to expect of it. */
      note: z.string(),
      isOrganisations: z.boolean(),
      /** Why it cannot run on this machine, in words; null where nothing is against it. */
      problem: z.string().nullable(),
    }),
  ),
  /** Bytes; null where the browser does not say. */
  storage: z.object({ models: z.number(), free: z.number().nullable() }),
  running: runningSchema,
  trial: trialSchema.nullable(),
});
export type ModelsOverview = z.infer<typeof modelsOverviewSchema>;

export const modelTrialRequestSchema = z.object({
  modelId: z.string(),
  prompt: z.string().min(1).max(4000),
  seed: z.number().int().min(0).optional(),
});

/** What to download: one of those offered, or a GGUF file at an address. */
export const modelToAddSchema = z.union([
  z.object({ offered: z.string() }),
  z.object({
    url: z.url({ protocol: /^https?$/ }).max(2000),
    /** In hex, where somebody knows it. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
]);

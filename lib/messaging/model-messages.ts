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
  failure: modelFailureSchema.nullable(),
});
export type ModelTrial = z.infer<typeof trialSchema>;

/** What the engines' worker is about. */
const runningSchema = z.object({
  modelId: z.string().nullable(),
  phase: z.enum(['idle', 'loading', 'ready', 'writing']),
  /** Milliseconds that loading took; null until it is loaded. */
  loadMs: z.number().nullable(),
});
export type RunningModel = z.infer<typeof runningSchema>;

export const modelsOverviewSchema = z.object({
  engines: z.array(
    z.object({
      id: z.enum(engineIds),
      isAvailable: z.boolean(),
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
    }),
  ),
  running: runningSchema,
  trial: trialSchema.nullable(),
});
export type ModelsOverview = z.infer<typeof modelsOverviewSchema>;

export const modelTrialRequestSchema = z.object({
  modelId: z.string(),
  prompt: z.string().min(1).max(4000),
  seed: z.number().int().min(0).optional(),
});

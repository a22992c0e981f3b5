import { isAbort } from '../../core/errors';
import { builtInModel, type EngineId, type ModelRecord } from '../../core/model';
import type { Settings } from '../../core/settings';
import type { Engine } from '../../engines/engine';
import type { ModelStore, StoredModel } from '../../models/model-store';
import type { AnswerPath } from '../answer-writer';
import type { ModelRunner } from './model-runner';

export interface AnswerPathsOptions {
  readonly store: Pick<ModelStore, 'list'>;
  readonly engines: readonly Engine[];
  readonly runner: Pick<ModelRunner, 'write'>;
  /** Epoch milliseconds. */
  now(): number;
}

const SMALL_BYTES = 400_000_000;
/** A model that broke down is asked after the others for so long. */
const UNWELL_MS = 10 * 60_000;

/**
 * Who may write an answer on this device, best first: the chosen model, then the others, the fastest of them first;
 * one that failed a moment ago comes last. None where policy or the user wants none, or the chosen one is not here.
 */
export function createAnswerPaths({ store, engines, runner, now }: AnswerPathsOptions) {
  const failedAt = new Map<string, number>();
  const isUnwell = ({ id }: ModelRecord) => now() - (failedAt.get(id) ?? -Infinity) < UNWELL_MS;

  const toPath = (record: ModelRecord): AnswerPath => ({
    title: record.title,
    contextTokens: record.contextTokens,
    tone: record.tone,
    isSmall: isSmall(record),
    async write(request, options) {
      try {
        await runner.write(record.id, request, options);
        failedAt.delete(record.id);
      } catch (error) {
        if (!isAbort(error)) failedAt.set(record.id, now());
        throw error;
      }
    },
  });

  return async (
    { answerModel, answerRoute }: Pick<Settings, 'answerModel' | 'answerRoute'>,
    which: 'first' | 'all',
  ): Promise<readonly AnswerPath[]> => {
    if (answerModel === '' || answerRoute === 'no-model' || answerRoute === 'remote-only') return [];
    const ready = (await store.list()).filter(
      ({ state, record }) => state === 'ready' && record.task === 'chat',
    );
    const chosen = answerModel === builtInModel.id ? builtInModel : recordOf(ready, answerModel);
    if (!chosen) return [];
    // Asking engines starts their worker: not for every ticket that is looked at.
    if (which === 'first' && !isUnwell(chosen)) return [toPath(chosen)];
    const others = ready
      .filter(({ record }) => record.id !== chosen.id)
      .sort((a, b) => speedOf(b) - speedOf(a))
      .map(({ record }) => record);
    const builtIn = chosen.id === builtInModel.id ? [] : [builtInModel];
    const able = new Set<EngineId>();
    for (const engine of engines) {
      const { state } = await engine.availability().catch(() => ({ state: 'unavailable' as const }));
      if (state === 'available') able.add(engine.id);
    }
    const fallbacks = [...others, ...builtIn].filter(({ engine }) => able.has(engine));
    const all = [chosen, ...fallbacks];
    return [...all.filter((record) => !isUnwell(record)), ...all.filter(isUnwell)].map(toPath);
  };
}

/** Files of models with less than half a billion parameters; they would make up what the sources do not say. */
function isSmall({ files }: ModelRecord): boolean {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return files.length > 0 && bytes < SMALL_BYTES;
}

function recordOf(models: readonly StoredModel[], id: string): ModelRecord | undefined {
  return models.find(({ record }) => record.id === id)?.record;
}

function speedOf({ measured }: StoredModel): number {
  return measured?.tokensPerSecond ?? 0;
}

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
  /** The endpoint that may write; null where none is set up. */
  remote(): AnswerPath | null;
  /** Epoch milliseconds. */
  now(): number;
}

const SMALL_BYTES = 400_000_000;
/** A model that broke down is asked after the others for so long. */
const UNWELL_MS = 10 * 60_000;

/**
 * Who may write an answer, best first. On this device: the chosen model, then the others, the fastest of them first; one
 * that failed a moment ago comes last; none where the chosen one is not here. An endpoint comes before or after them, as
 * the route says, and where nobody agreed to it yet it is offered and never fallen back on.
 */
export function createAnswerPaths({ store, engines, runner, remote, now }: AnswerPathsOptions) {
  const failedAt = new Map<string, number>();
  const isUnwell = ({ id }: ModelRecord) => now() - (failedAt.get(id) ?? -Infinity) < UNWELL_MS;

  const toPath = (record: ModelRecord): AnswerPath => ({
    title: record.title,
    contextTokens: record.contextTokens,
    tone: record.tone,
    isSmall: isSmall(record),
    remote: null,
    async write(request, { people: _people, ...options }) {
      try {
        await runner.write(record.id, request, options);
        failedAt.delete(record.id);
      } catch (error) {
        if (!isAbort(error)) failedAt.set(record.id, now());
        throw error;
      }
    },
  });

  const onDevice = async (answerModel: string, which: 'first' | 'all'): Promise<readonly AnswerPath[]> => {
    if (answerModel === '') return [];
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

  return async (
    { answerModel, answerRoute }: Pick<Settings, 'answerModel' | 'answerRoute'>,
    which: 'first' | 'all',
  ): Promise<readonly AnswerPath[]> => {
    if (answerRoute === 'no-model') return [];
    const endpoint = answerRoute === 'local-only' ? null : remote();
    const isFirst = answerRoute === 'prefer-remote' || answerRoute === 'remote-only';
    if (endpoint && isFirst && which === 'first') return [endpoint];
    const own = answerRoute === 'remote-only' ? [] : await onDevice(answerModel, which);
    if (!endpoint) return own;
    if (which === 'first') return own.length > 0 ? own : [endpoint];
    if (endpoint.remote?.isAgreed !== true) return own;
    return isFirst ? [endpoint, ...own] : [...own, endpoint];
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

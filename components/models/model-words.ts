import type { ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { counted } from '../library/library-words';

/** How a trial stands, and how fast it was. */
export function speedSentence(trial: ModelTrial, running: ModelsOverview['running'], locale: string): string {
  const { state, usage, failure, isCutOff } = trial;
  if (failure) return `${failure.message}.`;
  if (state === 'waiting') return 'Reading the prompt…';
  if (state === 'writing') return 'Writing…';
  if (state === 'stopped') return 'Stopped.';
  if (!usage) return '';
  const seconds = (ms: number) =>
    `${(ms / 1000).toLocaleString(locale, { maximumFractionDigits: ms < 10_000 ? 1 : 0 })} s`;
  const writingMs = usage.totalMs - usage.firstTokenMs;
  const rate = writingMs > 0 ? ((usage.tokens - 1) * 1000) / writingMs : 0;
  const parts = [
    ...(running.modelId === trial.modelId && running.loadMs !== null
      ? [`loaded in ${seconds(running.loadMs)}`]
      : []),
    `first word after ${seconds(usage.firstTokenMs)}`,
    ...(usage.tokens > 1 && rate > 0
      ? [`${rate.toLocaleString(locale, { maximumFractionDigits: rate < 10 ? 1 : 0 })} tokens a second`]
      : []),
    counted(usage.tokens, 'token', 'tokens', locale),
    ...(isCutOff ? ['cut off there'] : []),
  ];
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

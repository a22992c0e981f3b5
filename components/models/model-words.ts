import type { ModelDownload, ModelsOverview, ModelTrial } from '../../lib/queries/models';
import { counted } from '../library/library-words';
import { formatBytes } from '../when';

/** How a trial stands, and how fast it was. */
export function speedSentence(trial: ModelTrial, running: ModelsOverview['running'], locale: string): string {
  const { state, usage, failure, isCutOff, comparison } = trial;
  if (failure) return `${failure.message}.`;
  if (state === 'waiting') return 'Reading the prompt…';
  if (state === 'writing') return 'Writing…';
  if (state === 'stopped') return 'Stopped.';
  const seconds = (ms: number) =>
    `${(ms / 1000).toLocaleString(locale, { maximumFractionDigits: ms < 10_000 ? 1 : 0 })} s`;
  const { modelId, loadMs } = running;
  const loaded = modelId === trial.modelId && loadMs !== null ? [`loaded in ${seconds(loadMs)}`] : [];
  if (comparison) {
    const { totalMs, dimensions, rows } = comparison;
    const compared = `${counted(rows.length, 'line', 'lines', locale)} compared in ${seconds(totalMs)}`;
    return sentenceOf([...loaded, compared, counted(dimensions, 'number a line', 'numbers a line', locale)]);
  }
  if (!usage) return '';
  const writingMs = usage.totalMs - usage.firstTokenMs;
  const rate = writingMs > 0 ? ((usage.tokens - 1) * 1000) / writingMs : 0;
  const parts = [
    ...loaded,
    `first word after ${seconds(usage.firstTokenMs)}`,
    ...(usage.tokens > 1 && rate > 0
      ? [`${rate.toLocaleString(locale, { maximumFractionDigits: rate < 10 ? 1 : 0 })} tokens a second`]
      : []),
    counted(usage.tokens, 'token', 'tokens', locale),
    ...(isCutOff ? ['cut off there'] : []),
  ];
  return sentenceOf(parts);
}

function sentenceOf(parts: readonly string[]): string {
  const sentence = parts.join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** How a download stands: how much, how fast, how long. */
export function downloadSentence(download: ModelDownload, locale: string): string {
  const { state, bytes, total, bytesPerSecond, problem } = download;
  const soFar = `${formatBytes(bytes, locale)} of ${formatBytes(total, locale)}`;
  if (state === 'failed')
    return `${problem ?? 'The download broke off'}.${bytes > 0 ? ` ${soFar} came.` : ''}`;
  if (state === 'paused') return `Paused at ${soFar}.`;
  if (bytesPerSecond === null || bytesPerSecond <= 0) return `${soFar}…`;
  const left = leftWords((total - bytes) / bytesPerSecond, locale);
  return `${soFar}, ${formatBytes(bytesPerSecond, locale)} a second, ${left} left.`;
}

function leftWords(seconds: number, locale: string): string {
  if (seconds < 90) return counted(Math.max(1, Math.round(seconds)), 'second', 'seconds', locale);
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return counted(minutes, 'minute', 'minutes', locale);
  return counted(Math.round(minutes / 60), 'hour', 'hours', locale);
}

/** How fast a model was the last time. */
export function measuredWords(
  { firstTokenMs, tokensPerSecond }: NonNullable<ModelsOverview['models'][number]['measured']>,
  locale: string,
): string {
  const number = (value: number) =>
    value.toLocaleString(locale, { maximumFractionDigits: value < 10 ? 1 : 0 });
  return `${number(tokensPerSecond)} tokens a second here, first word after ${number(firstTokenMs / 1000)} s`;
}

import { seededRandom } from '../../lib/retrieval/test-documents';
import { mean } from './measures';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A measured value and what it belongs to: values of one group are drawn together. */
export interface GroupedValue {
  readonly group: string;
  readonly value: number;
}

export const bootstrapOptions = { resamples: 2_000, share: 0.95, seed: 20_260_101 };

/**
 * Between which bounds the mean lies, by the percentile bootstrap (Efron and Tibshirani, "An Introduction to the
 * Bootstrap", 1993, chapter 13). Whole groups are drawn: ten wordings of one question are not ten questions.
 */
export function meanInterval(values: readonly GroupedValue[], options = bootstrapOptions): Interval {
  const groups = toGroups(values);
  if (groups.length === 0) return { low: 0, high: 0 };
  const random = seededRandom(options.seed);
  const means = Float64Array.from({ length: options.resamples }, () => drawMean(groups, random)).sort();
  const tail = (1 - options.share) / 2;
  const at = (quantile: number) =>
    means[Math.min(means.length - 1, Math.floor(quantile * means.length))] ?? 0;
  return { low: at(tail), high: at(1 - tail) };
}

interface Group {
  sum: number;
  size: number;
}

function toGroups(values: readonly GroupedValue[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { group, value } of values) {
    const own = groups.get(group) ?? { sum: 0, size: 0 };
    groups.set(group, own);
    own.sum += value;
    own.size += 1;
  }
  return [...groups.values()];
}

function drawMean(groups: readonly Readonly<Group>[], random: () => number): number {
  let sum = 0;
  let size = 0;
  for (let draw = 0; draw < groups.length; draw += 1) {
    const group = groups[Math.floor(random() * groups.length)];
    sum += group?.sum ?? 0;
    size += group?.size ?? 0;
  }
  return sum / size;
}

/** How much better the one is than the other on the same questions, in the same order. */
export function pairedGain(
  better: readonly GroupedValue[],
  base: readonly GroupedValue[],
  options = bootstrapOptions,
): Interval & { readonly value: number } {
  const differences = better.map(({ group, value }, at) => {
    const other = base[at];
    if (other?.group !== group) throw new Error('A paired comparison needs the same questions on both sides');
    return { group, value: value - other.value };
  });
  return { value: mean(differences.map(({ value }) => value)), ...meanInterval(differences, options) };
}

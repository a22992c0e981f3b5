import { meanInterval, pairedGain, type GroupedValue } from './bootstrap';
import { halfOf } from './halves';
import { mean } from './measures';
import { metrics, type Measured, type Metric } from './run-system';
import type { System } from './systems/system';

export interface Row {
  readonly case: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: 'fraction';
  /** Bounds that hold the mean with 95 % confidence. */
  readonly low?: number;
  readonly high?: number;
  readonly embedder: string | null;
  readonly reranker: string | null;
}

type Models = Pick<System, 'embedder' | 'reranker'>;

/** Which questions a case is about, by what stands behind its name. */
const parts = { '': () => true, '/tuned': isIn('tuned'), '/held-out': isIn('held-out') };

/** Rows of one system on one set of questions: of all of them, and of each half that has any. */
export function systemRows(name: string, models: Models, measured: readonly Measured[]): Row[] {
  return eachPart(measured, (suffix, isPart, metric) => {
    const values = valuesOf(measured.filter(isPart), metric);
    const value = mean(values.map((one) => one.value));
    return toRow(`${name}${suffix}`, metric, { value, ...meanInterval(values) }, models);
  });
}

/** How much better one system is than another on the same questions. */
export function gainRows(
  name: string,
  models: Models,
  better: readonly Measured[],
  base: readonly Measured[],
): Row[] {
  return eachPart(better, (suffix, isPart, metric) => {
    const gain = pairedGain(valuesOf(better.filter(isPart), metric), valuesOf(base.filter(isPart), metric));
    return toRow(`${name}${suffix}`, `${metric}_gain`, gain, models);
  });
}

function eachPart(
  measured: readonly Measured[],
  row: (suffix: string, isPart: (one: Measured) => boolean, metric: Metric) => Row,
): Row[] {
  return Object.entries(parts)
    .filter(([, isPart]) => measured.some(isPart))
    .flatMap(([suffix, isPart]) => metrics.map((metric) => row(suffix, isPart, metric)));
}

function toRow(
  case_: string,
  metric: string,
  { value, low, high }: { value: number; low: number; high: number },
  { embedder, reranker }: Models,
): Row {
  return { case: case_, metric, value, unit: 'fraction', low, high, embedder, reranker };
}

function isIn(half: ReturnType<typeof halfOf>) {
  return ({ fact }: Measured) => halfOf(fact) === half;
}

function valuesOf(measured: readonly Measured[], metric: Metric): GroupedValue[] {
  return measured.map(({ fact, values }) => ({ group: fact, value: values[metric] }));
}

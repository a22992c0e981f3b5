import { quantile, type createReport } from '../report';

/** What was measured of one system at one size; null where it was not. Times in ms, sizes in bytes. */
export interface Results {
  readonly spent: number;
  readonly tidied: number | null;
  readonly warm: readonly number[];
  readonly disk: number | null;
  readonly cold: readonly number[];
  readonly memory: number | null;
}

export function reportCase(
  report: ReturnType<typeof createReport>,
  name: string,
  size: number,
  { spent, tidied, disk, cold, warm, memory }: Results,
): void {
  report.value(name, 'add_per_s', Math.round((size * 1000) / spent), '1/s');
  if (tidied !== null) report.value(name, 'idle_s', rounded(tidied / 1000), 's');
  if (disk !== null) report.value(name, 'disk_mb', rounded(disk / 1e6), 'MB');
  if (cold.length > 0) report.value(name, 'cold_ms', rounded(at(cold, 0.5)), 'ms');
  report.value(name, 'warm_p50_ms', rounded(at(warm, 0.5)), 'ms');
  report.value(name, 'warm_p95_ms', rounded(at(warm, 0.95)), 'ms');
  if (memory !== null) report.value(name, 'memory_mb', rounded(memory / 1e6), 'MB');
}

function at(values: readonly number[], q: number): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    q,
  );
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

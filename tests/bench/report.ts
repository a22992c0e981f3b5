import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

interface Row {
  case: string;
  metric: string;
  value: number;
  unit: string;
  /** Why there is no value. */
  reason?: string;
}

/** Value of a command line option, or undefined. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

export function quantile(sorted: readonly number[], q: number): number {
  // Nearest rank: always a value that was measured.
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** Collects samples, prints a table of medians and 95th percentiles, and writes them as JSON with `--json FILE`. */
export function createReport(name: string) {
  const samples = new Map<string, { case: string; metric: string; values: number[] }>();
  const rows: Row[] = [];
  return {
    /** Milliseconds; null is a round in which it did not happen, and is said so. */
    sample(case_: string, metric: string, value: number | null): void {
      const key = `${case_} ${metric}`;
      const entry = samples.get(key) ?? { case: case_, metric, values: [] };
      samples.set(key, entry);
      if (value === null) console.error(`${key}: nothing was seen in one round`);
      else entry.values.push(value);
    },
    value(case_: string, metric: string, value: number, unit: string): void {
      rows.push({ case: case_, metric, value, unit });
    },
    /** A case that did not come to its end. */
    unfinished(case_: string, reason: string): void {
      rows.push({ case: case_, metric: 'unfinished', value: 1, unit: 'count', reason });
    },
    finish(): void {
      for (const { case: case_, metric, values } of samples.values()) {
        const sorted = [...values].sort((a, b) => a - b);
        if (sorted.length === 0) continue;
        rows.push({ case: case_, metric, value: round(quantile(sorted, 0.5)), unit: 'ms' });
        rows.push({ case: case_, metric: `${metric}_p95`, value: round(quantile(sorted, 0.95)), unit: 'ms' });
      }
      console.table(rows);
      const file = option('--json');
      const machine = `${platform()} ${arch()}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
      const result = { name, at: new Date().toISOString(), machine, rows };
      if (file) writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

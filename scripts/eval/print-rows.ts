import type { Row } from './row';

/** One row a line: what was measured, its value, and between which bounds it lies. */
export function printRows(rows: readonly Row[], log: (line: string) => void): void {
  const width = Math.max(0, ...rows.map((row) => row.case.length));
  const metricWidth = Math.max(0, ...rows.map((row) => row.metric.length));
  for (const { case: case_, metric, value, low, high, embedder, reranker } of rows) {
    const bounds = low === undefined || high === undefined ? '' : `[${number(low)}, ${number(high)}]`;
    const models = [embedder, reranker].filter((model) => model !== null).join(' + ');
    log(
      `${case_.padEnd(width)}  ${metric.padEnd(metricWidth)} ${number(value)}  ${bounds.padEnd(18)} ${models}`.trimEnd(),
    );
  }
}

/** Gains carry their sign by its place. */
function number(value: number): string {
  return value.toFixed(3).padStart(6);
}

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What is counted, for Prometheus. Never by user, store or query. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'deskside_request_seconds',
    help: 'Time of requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const searches = new Histogram({
    name: 'deskside_search_seconds',
    help: 'Time of searches, from the query to the texts',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const files = new Counter({
    name: 'deskside_files_indexed_total',
    help: 'Files that were read, or could not be',
    labelNames: ['outcome'],
    registers,
  });
  const passages = new Counter({
    name: 'deskside_passages_indexed_total',
    help: 'Passages that were written',
    registers,
  });
  const streams = new Gauge({
    name: 'deskside_open_streams',
    help: 'Answers that are being written',
    registers,
  });
  return {
    registry,
    requested: (method: string, route: string, status: number, ms: number) =>
      requests.observe({ method, route, status: String(status) }, ms / 1000),
    searched: (ms: number) => searches.observe(ms / 1000),
    indexed(outcome: 'completed' | 'failed', count: number) {
      files.inc({ outcome });
      passages.inc(count);
    },
    streamed: (change: 1 | -1) => streams.inc(change),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;

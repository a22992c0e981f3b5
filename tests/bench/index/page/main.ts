import { z } from 'zod';
import { fill, openSystem, searchAll, type Filled } from '../measure';
import type { WordCounts } from '../passages';

// Before anything else that takes time: a cold start is counted from here.
const started = performance.now();

export interface BenchPage {
  fill(mostMs: number): Promise<Filled>;
  /** Milliseconds from the start of this script to the first results. */
  cold(): Promise<number>;
  /** Milliseconds of each query. */
  warm(): Promise<number[]>;
  /** Bytes that the page's own memory takes; null where the browser does not say. */
  memory(): Promise<number | null>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

interface MemoryMeasuring {
  measureUserAgentSpecificMemory?(): Promise<{ bytes: number }>;
}

const asked = z
  .object({ system: z.string(), size: z.coerce.number(), query: z.string().optional() })
  .parse(Object.fromEntries(new URLSearchParams(location.search)));
const storage = { indexedDB, IDBKeyRange };
const index = openSystem(asked.system, storage);
const first = asked.query === undefined ? null : firstResults(asked.query);

async function firstResults(query: string): Promise<number> {
  const found = await (await index).search(query);
  if (found.length === 0) throw new Error(`nothing was found for "${query}"`);
  return performance.now() - started;
}

async function readTask() {
  const words = (await (await fetch('/words.json')).json()) as WordCounts;
  return { ...asked, words };
}

window.bench = {
  fill: async (mostMs) => fill(await index, await readTask(), mostMs),
  cold: () => first ?? Promise.reject(new Error('The address names no query')),
  warm: async () => searchAll(await index, await readTask()),
  async memory() {
    const measuring = performance as MemoryMeasuring;
    if (!crossOriginIsolated || !measuring.measureUserAgentSpecificMemory) return null;
    return (await measuring.measureUserAgentSpecificMemory()).bytes;
  },
};

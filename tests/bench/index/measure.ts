import { hashEmbedder } from './hash-embedder';
import { createPassages, type WordCounts } from './passages';
import type { BenchIndex, Storage } from './system';
import { systems } from './systems/list';

export interface Task {
  readonly system: string;
  readonly size: number;
  readonly words: WordCounts;
}

/** Passages that come in together, as a sync brings them. */
const stroke = 200;
/** Searches before the clock runs; their words are others. */
const warmUp = 10;
export const queryCount = 100;

export async function openSystem(name: string, storage: Storage): Promise<BenchIndex> {
  const load = systems[name];
  if (load === undefined) throw new Error(`There is no system ${name}`);
  return (await load())(storage, hashEmbedder);
}

export interface Filled {
  /** Milliseconds until everything can be found and is kept. */
  readonly spent: number;
  /** Milliseconds of what is done later, while nothing else is; null where there is nothing. */
  readonly tidied: number | null;
}

/** Takes in and keeps all passages; making their text is not counted. */
export async function fill(index: BenchIndex, { size, words }: Task, mostMs: number): Promise<Filled> {
  const passages = createPassages(words);
  let spent = 0;
  const timed = async (work: () => Promise<void>) => {
    const started = performance.now();
    await work();
    spent += performance.now() - started;
  };
  for (let from = 0; from < size; from += stroke) {
    const some = passages.range(from, Math.min(size, from + stroke));
    await timed(() => index.add(some));
    if (spent > mostMs)
      throw new Error(`only ${from + some.length} passages in ${Math.round(spent / 1000)} s`);
  }
  await timed(() => index.save());
  const started = performance.now();
  await index.tidy?.();
  return { spent, tidied: index.tidy ? performance.now() - started : null };
}

/** Milliseconds of each of the hundred queries, one after the other, after some others. */
export async function searchAll(index: BenchIndex, { size, words }: Task): Promise<number[]> {
  const passages = createPassages(words);
  const spent: number[] = [];
  for (let number = -warmUp; number < queryCount; number += 1) {
    const query = passages.query(number, size);
    const started = performance.now();
    const found = await index.search(query);
    if (number >= 0) spent.push(performance.now() - started);
    if (found.length === 0) throw new Error(`nothing was found for "${query}"`);
  }
  return spent;
}

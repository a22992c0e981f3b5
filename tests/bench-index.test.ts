import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { fill, openSystem, searchAll } from './bench/index/measure';
import { createPassages, type WordCounts } from './bench/index/passages';
import { systems } from './bench/index/systems/list';

const words: WordCounts = Array.from({ length: 500 }, (_, at) => [
  `word${String.fromCharCode(97 + (at % 26), 97 + ((at / 26) | 0))}`,
  Math.round(10_000 / (at + 1)),
]);
const passages = createPassages(words);

describe('the passages of the index benchmark', () => {
  it('are the same for the same number, whoever asks', () => {
    expect(passages.range(5, 8)).toEqual(createPassages(words).range(5, 8));
    expect(passages.passage(5)).not.toEqual(passages.passage(6));
    expect(passages.query(3, 100)).toBe(createPassages(words).query(3, 100));
  });

  it('have about 80 words, common ones often', () => {
    const text = passages.range(0, 200).map((passage) => passage.text.replace('.', '').split(' '));
    const all = text.flat();
    expect(all.length / text.length).toBeGreaterThan(75);
    expect(all.length / text.length).toBeLessThan(85);
    const share = (word: string) => all.filter((one) => one === word).length / all.length;
    expect(share('wordaa')).toBeGreaterThan(4 * share('wordja'));
  });
});

describe.each(Object.keys(systems))('%s in the index benchmark', (system) => {
  it('finds a passage by its own words after a restart, with its text', async () => {
    const storage = { indexedDB: new IDBFactory(), IDBKeyRange };
    const task = { system, size: 250, words };
    const first = await openSystem(system, storage);
    expect((await fill(first, task, 60_000)).spent).toBeGreaterThan(0);
    first.close();
    const again = await openSystem(system, storage);
    const { text } = passages.passage(123);
    const found = await again.search(text);
    expect(found[0]?.text).toBe(text);
    expect(found.length).toBe(10);
    expect(await searchAll(again, task)).toHaveLength(100);
    again.close();
  });

  it('says how far it came when its time is over', async () => {
    const storage = { indexedDB: new IDBFactory(), IDBKeyRange };
    const index = await openSystem(system, storage);
    await expect(fill(index, { system, size: 1_000, words }, 0)).rejects.toThrow('only 200 passages');
    index.close();
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FoundDocument } from '../assist/assist';
import type { SearchQuery } from '../core/query';
import type { Embedder } from '../retrieval/embedder';
import { documentFacts, sourceDocument } from '../retrieval/test-documents';
import { createReadingOrders } from './reading-order';

/** Two dimensions: how many a's and how many b's. */
const read: string[] = [];
const letters: Embedder = {
  id: 'letters',
  dimensions: 2,
  languages: ['en'],
  async embed(texts, _kind, signal) {
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    return texts.map((text) => {
      read.push(text);
      const counts = ['a', 'b'].map((letter) => text.split(letter).length - 1);
      const length = Math.hypot(...counts) || 1;
      return Float32Array.from(counts, (count) => count / length);
    });
  },
};
beforeEach(() => read.splice(0));

type Rows = Awaited<ReturnType<Parameters<typeof createReadingOrders>[0]['store']['read']>>;

function setUp(change: Partial<Parameters<typeof createReadingOrders>[0]> = {}) {
  const disk = new Map<string, Rows[number]>();
  const warn = vi.fn();
  const store = {
    read: (keys: readonly string[]) => Promise.resolve(keys.flatMap((key) => disk.get(key) ?? [])),
    write: (rows: Rows) => Promise.resolve(rows.forEach((row) => disk.set(row.key, row))),
  };
  const start = () =>
    createReadingOrders({ encoder: letters, store, isKept: () => true, logger: { warn }, ...change });
  return { disk, warn, start };
}

function found(key: string, score: number, text: string, ordinal = 0): FoundDocument {
  const document = sourceDocument({ id: key, title: '' });
  const passage = { id: `${key}#${ordinal}`, documentKey: key, headingPath: [], text, units: [], ordinal };
  return {
    hit: { documentKey: key, passage, score, coverage: 0.5, marks: [] },
    facts: documentFacts(document),
    passages: [passage],
  };
}
const query: SearchQuery = { terms: [], language: 'en', limit: 10, excludeIds: [], text: 'aaa' };
const signal = new AbortController().signal;
const keys = (list: readonly FoundDocument[] | null) => list?.map(({ hit }) => hit.documentKey) ?? null;
const both = [found('b', 10, 'bbb'), found('a', 8, 'aa')];

describe('the order that reading gives', () => {
  it('puts first what is nearest, and knows it at once from then on', async () => {
    const { start } = setUp();
    const orders = start();
    const first = orders.of(query);
    expect(first.known(both)).toBeNull();
    expect(keys(await first.read(both, signal))).toEqual(['a', 'b']);
    expect(keys(first.known(both))).toEqual(['a', 'b']);
    read.splice(0);
    await orders.of(query).read(both, signal);
    expect(read).toEqual(['aaa']);
  });

  it('is brought back before the next reading, without reading anything', async () => {
    const { start } = setUp();
    await start().of(query).read(both, signal);
    // Another process, which has nothing in memory.
    const later = start().of(query);
    read.splice(0);
    await later.recall(both, signal);
    expect(keys(later.known(both))).toEqual(['a', 'b']);
    expect(read).toEqual(['aaa']);

    const unknown = start().of(query);
    read.splice(0);
    await unknown.recall([found('c', 12, 'bbbb'), found('d', 11, 'abab')], signal);
    expect(read).toEqual([]);
    expect(unknown.known([found('c', 12, 'bbbb'), found('d', 11, 'abab')])).toBeNull();
  });

  it('takes what is not read yet for as near as the rest, once half is read', async () => {
    const orders = setUp().start().of(query);
    await orders.read(both, signal);
    const more = [found('c', 12, 'bbbb'), ...both];
    expect(keys(orders.known(more))).toEqual(['a', 'c', 'b']);
    const most = [found('c', 12, 'bbbb'), found('d', 11, 'abab'), found('e', 11, 'b'), ...both];
    expect(orders.known(most)).toBeNull();
  });

  it('is kept on disk with the document, and read anew when the text is another', async () => {
    const { disk, start } = setUp();
    await start().of(query).read(both, signal);
    expect([...disk.keys()]).toEqual(['b', 'a']);
    read.splice(0);
    expect(keys(await start().of(query).read(both, signal))).toEqual(['a', 'b']);
    expect(read).toEqual(['aaa']);
    await start()
      .of(query)
      .read([found('b', 10, 'aaaa'), found('a', 8, 'aa', 3)], signal);
    expect(read.slice(2)).toEqual(['\naaaa', '\naa']);
    expect(disk.get('b')?.passages).toHaveLength(1);
    expect(disk.get('a')?.passages.map(({ ordinal }) => ordinal)).toEqual([0, 3]);
  });

  it('takes what another encoder left for nothing', async () => {
    const { disk, start } = setUp();
    await start().of(query).read(both, signal);
    for (const [key, row] of disk) disk.set(key, { ...row, encoder: 'older' });
    read.splice(0);
    await start().of(query).read(both, signal);
    expect(read).toHaveLength(3);
    expect(disk.get('a')?.encoder).toBe('letters');
  });

  it('keeps nothing while nothing may be kept, and forgets when told', async () => {
    const { disk, start } = setUp({ isKept: () => false });
    const orders = start();
    await orders.of(query).read(both, signal);
    expect(disk.size).toBe(0);
    orders.clear();
    const order = orders.of(query);
    expect(order.known(both)).toBeNull();
  });

  it('leaves alone what the encoder cannot read, and single documents', async () => {
    const orders = setUp().start();
    expect(await orders.of({ ...query, language: 'de' }).read(both, signal)).toBeNull();
    expect(await orders.of({ ...query, text: ' ' }).read(both, signal)).toBeNull();
    expect(await orders.of(query).read(both.slice(0, 1), signal)).toBeNull();
    expect(read).toEqual([]);
  });

  it('leaves the order as it was when the encoder or the disk fails, and says so', async () => {
    const broken = { ...letters, embed: () => Promise.reject(new Error('out of memory')) };
    const { start, warn } = setUp({ encoder: broken });
    expect(await start().of(query).read(both, signal)).toBeNull();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('ends with whoever leaves, and what was read by then is not read again', async () => {
    const controller = new AbortController();
    const encoder: Embedder = {
      ...letters,
      embed(texts, kind, aborts) {
        if (texts[0] === '\naa') controller.abort();
        return letters.embed(texts, kind, aborts);
      },
    };
    const orders = setUp({ encoder }).start();
    await expect(orders.of(query).read(both, controller.signal)).rejects.toThrow(/abort/i);
    expect(keys(await orders.of(query).read(both, signal))).toEqual(['a', 'b']);
    expect(read.filter((text) => text === '\nbbb')).toHaveLength(1);
  });

  it('reads a passage once for two who ask at the same time', async () => {
    const orders = setUp().start();
    await Promise.all([orders.of(query).read(both, signal), orders.of(query).read(both, signal)]);
    expect(read.filter((text) => text === '\naa')).toHaveLength(1);
  });
});

import { describe, expect, test, vi } from 'vitest';
import { browser, source } from '../../tests/library-world';
import { wordEmbedder } from '../../tests/word-embedder';
import { sampleDocument } from '../../tests/storage-samples';
import { DesksideError } from '../core/errors';
import { documentKey } from '../storage/keys';
import { pinnedVersions } from './pinned-versions';

/** A step that waits until the test lets it go on. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe('rows', () => {
  test('are found for the user they were read for, and for nobody else', async () => {
    const { keep, found, ann, bob } = browser().start();
    await keep(ann, 'a');
    await keep(bob, 'b');
    expect(await found(ann)).toEqual(['a']);
    expect(await found(bob)).toEqual(['b']);
    expect(await found()).toEqual([]);
  });

  test('are there again after a restart, once their user is asked for', async () => {
    const { start } = browser();
    const before = start();
    await before.keep(before.ann, 'a', 'b');
    const after = start();
    expect(await after.found(after.bob)).toEqual([]);
    expect(await after.found(after.ann)).toEqual(['a', 'b']);
  });

  test('are embedded once: what comes again as it was costs no second reading', async () => {
    const embed = vi.fn(wordEmbedder.embed.bind(wordEmbedder));
    const { start } = browser(undefined, undefined, { ...wordEmbedder, embed });
    const { keep, ann, library } = start();
    await library.open(ann);
    await keep(ann, 'a', 'b');
    const texts = () => embed.mock.calls.flatMap(([some]) => some).length;
    const once = texts();
    expect(once).toBeGreaterThan(0);
    await keep(ann, 'a', 'b');
    await library.consolidate();
    expect(texts()).toBe(once);
    await keep(ann, 'c');
    expect(texts()).toBe(once * 1.5);
  });

  test('of a user are loaded once, however many ask', async () => {
    let loads = 0;
    const { start } = browser(undefined, (index) => ({
      segments(owner) {
        loads += 1;
        return index.segments(owner);
      },
    }));
    const { library, ann } = start();
    await Promise.all([library.open(ann), library.open(ann)]);
    await library.open(ann);
    expect(loads).toBe(1);
  });

  test('that could not be loaded are tried again by the next look-up', async () => {
    let broken = true;
    const { start, warnings } = browser(undefined, (index) => ({
      segments(owner) {
        if (broken) throw new DesksideError('unsupported', 'The disk is busy');
        return index.segments(owner);
      },
    }));
    const { library, keep, found, ann } = start();
    await library.open(ann);
    expect(await found(ann)).toEqual([]);
    expect(warnings.length).toBeGreaterThan(0);
    broken = false;
    await keep(ann, 'a');
    expect(await found(ann)).toEqual(['a']);
  });

  test('read while the disk is read are not overwritten by what is on it', async () => {
    const read = gate();
    const slow = gate();
    const { start, clock } = browser((store) => ({
      async getMany(keys) {
        const rows = await store.getMany(keys);
        read.open();
        await slow.opened;
        return rows;
      },
    }));
    const before = start();
    await before.keep(before.ann, 'a');
    const { library, found, ann } = start();
    const finding = found(ann);
    await read.opened;
    clock.advance(1000);
    await library.keep(ann, source, [sampleDocument('a', { version: '2' })], clock.now());
    slow.open();
    await finding;
    expect(library.document(library.keyOf(ann, 'kb', 'a'))?.version).toBe('2');
  });

  test('that a kill left out of the index get into it with the next start', async () => {
    const { start } = browser(undefined, (index) => ({
      commit: (change) => (isKilled ? new Promise(() => undefined) : index.commit(change)),
    }));
    let isKilled = false;
    const before = start();
    await before.keep(before.ann, 'a');
    isKilled = true;
    void before.keep(before.ann, 'b');
    void before.library.forget([before.library.keyOf(before.ann, 'kb', 'a')]);
    await expect.poll(async () => (await before.store.stats()).sources[0]?.newest).toBeDefined();
    await expect.poll(() => before.store.get(before.library.keyOf(before.ann, 'kb', 'b'))).not.toBeNull();
    await expect.poll(() => before.store.get(before.library.keyOf(before.ann, 'kb', 'a'))).toBeNull();
    isKilled = false;
    const after = start();
    expect(await after.found(after.ann)).toEqual(['b']);
  });

  test('kept at another version are named as changed', async () => {
    const { library, keep, ann, store } = browser().start();
    expect(await keep(ann, 'a', 'b')).toEqual([]);
    const changed = await library.keep(
      ann,
      source,
      [sampleDocument('a', { version: '2' })],
      Date.UTC(2026, 1),
    );
    expect(changed).toEqual([library.keyOf(ann, 'kb', 'a')]);
    expect((await store.get(library.keyOf(ann, 'kb', 'a')))?.document.version).toBe('2');
  });

  test('beyond what memory may hold leave the oldest out', async () => {
    const { library, keep, found, ann } = browser().start({ mostInMemory: 2 });
    await library.configure({ enabled: false });
    await keep(ann, 'a', 'b');
    await keep(ann, 'a');
    await keep(ann, 'c');
    expect(await found(ann)).toEqual(['a', 'c']);
  });

  test('beyond what memory may hold are found on the disk', async () => {
    const { keep, found, ann } = browser().start({ mostInMemory: 2 });
    await keep(ann, 'a', 'b');
    await keep(ann, 'c');
    expect(await found(ann)).toContain('c');
    expect((await found(ann)).length).toBeGreaterThan(1);
  });

  test('that the disk would not take are shown all the same', async () => {
    const { start, warnings } = browser(() => ({ put: () => Promise.reject(new Error('no disk')) }));
    const { keep, found, ann } = start();
    await keep(ann, 'a');
    expect(await found(ann)).toEqual(['a']);
    expect(warnings).toHaveLength(1);
  });

  test('that made room for a new copy of themselves stay', async () => {
    const { start } = browser((store) => ({
      put: async (entries) => ({
        ...(await store.put(entries)),
        evicted: [documentKey(entries[0]?.owner ?? '', 'kb', 'a')],
      }),
    }));
    const { keep, found, ann } = start();
    await keep(ann, 'a');
    expect(await found(ann)).toEqual(['a']);
  });
});

describe('what was removed', () => {
  test.each([
    ['a user', (owner: string) => ({ owner }), ['b']],
    ['a source', () => ({ sourceId: 'kb' }), []],
    ['everything', () => ({ all: true as const }), []],
  ])('by %s is gone from memory and disk', async (_what, filterOf, left) => {
    const { start } = browser();
    const { library, keep, found, ann, bob } = start();
    await keep(ann, 'a');
    await keep(bob, 'b');
    await library.purge(filterOf(ann));
    expect(await found(ann, bob)).toEqual(left);
    const after = start();
    await after.library.open(ann);
    await after.library.open(bob);
    expect(await after.found(ann, bob)).toEqual(left);
  });

  test('is gone from memory before the disk has answered', async () => {
    const { library, keep, ann } = browser(() => ({ purge: () => new Promise(() => undefined) })).start();
    await keep(ann, 'a');
    void library.purge({ owner: ann });
    expect(library.document(library.keyOf(ann, 'kb', 'a'))).toBeNull();
  });

  test.each(['purge', 'forget'] as const)(
    'by %s does not come back with a read that was under way',
    async (how) => {
      const slow = gate();
      const { start, clock } = browser((store) => ({
        async getMany(keys) {
          const read = await store.getMany(keys);
          await slow.opened;
          return read;
        },
      }));
      const before = start();
      await before.keep(before.ann, 'a');
      const { library, found, ann } = start();
      const key = library.keyOf(ann, 'kb', 'a');
      const reading = library.load([key]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(1);
      await (how === 'purge' ? library.purge({ owner: ann }) : library.forget([key]));
      slow.open();
      expect([...(await reading).keys()]).toEqual([]);
      expect(library.document(key)).toBeNull();
      expect(await found(ann)).toEqual([]);
    },
  );

  test.each([true, false])(
    'does not come back with an answer asked for before (cache on disk: %s)',
    async (enabled) => {
      const { start, clock } = browser();
      const { library, keep, found, ann } = start();
      await library.configure({ enabled });
      await keep(ann, 'a');
      const askedAt = clock.now();
      clock.advance(500);
      await library.forget([library.keyOf(ann, 'kb', 'a')]);
      await library.keep(ann, source, [sampleDocument('a')], askedAt);
      expect(await found(ann)).toEqual([]);
      clock.advance(500);
      await keep(ann, 'a');
      expect(await found(ann)).toEqual(['a']);
    },
  );

  test('is told to whoever shows it, when a source took it back', async () => {
    const told: (readonly string[])[] = [];
    const { library, keep, ann } = browser().start({ onForgotten: (keys) => void told.push(keys) });
    await keep(ann, 'a');
    const key = library.keyOf(ann, 'kb', 'a');
    await library.forget([key]);
    expect(told).toEqual([[key]]);
  });

  test('that a failing disk still holds is heard of, and goes with the next upkeep', async () => {
    let broken = true;
    const { start } = browser((store) => ({
      purge: (filter) => (broken ? Promise.reject(new Error('no disk')) : store.purge(filter)),
    }));
    const { library, keep, ann, store } = start();
    await keep(ann, 'a');
    await expect(library.purge({ owner: ann })).rejects.toThrow('no disk');
    expect(await store.get(library.keyOf(ann, 'kb', 'a'))).not.toBeNull();
    broken = false;
    await library.maintain({ maxAgeDays: 30, maxBytes: 1e9, sourceIds: ['kb'] });
    expect(await store.get(library.keyOf(ann, 'kb', 'a'))).toBeNull();
  });
});

describe('what is kept on purpose', () => {
  const onPurpose = { pinned: true };
  const limits = { maxAgeDays: 30, maxBytes: 0, sourceIds: ['kb'] };
  const noDisk = () => Promise.reject(new Error('no disk'));

  test('is found, and stays when upkeep takes the rest', async () => {
    const { start, clock } = browser();
    const { library, keep, found, ann } = start();
    await library.keep(ann, source, [sampleDocument('import')], clock.now(), onPurpose);
    await keep(ann, 'passing');
    expect(await found(ann)).toEqual(['import', 'passing']);
    clock.advance(31 * 24 * 60 * 60_000);
    await library.maintain(limits);
    expect(await found(ann)).toEqual(['import']);
    expect(await start().found(ann)).toEqual(['import']);
  });

  test('is not kept in memory alone: a disk that fails is heard of, and nothing says that it is there', async () => {
    const { library, found, ann } = browser(() => ({ put: noDisk })).start();
    await expect(library.keep(ann, source, [sampleDocument('a')], 1, onPurpose)).rejects.toThrow('no disk');
    expect(await found(ann)).toEqual([]);
    expect(await pinnedVersions(library, ann, 'kb', ['a'])).toEqual(new Map());
  });

  test('is refused while nothing may be kept', async () => {
    const { library, ann } = browser().start();
    await library.configure({ enabled: false });
    await expect(library.keep(ann, source, [sampleDocument('a')], 1, onPurpose)).rejects.toThrow(
      'cache is off',
    );
  });

  test('has its versions known; what only passed by has not', async () => {
    const { library, keep, ann } = browser().start();
    await keep(ann, 'passing');
    await library.keep(ann, source, [sampleDocument('import')], 2, onPurpose);
    expect(await pinnedVersions(library, ann, 'kb', ['passing', 'import', 'none'])).toEqual(
      new Map([['import', '1']]),
    );
  });

  test('replaces what memory held of it', async () => {
    const { start, clock } = browser();
    const { library, keep, ann } = start();
    await keep(ann, 'a');
    clock.advance(1);
    const next = sampleDocument('a', { title: 'Copied' });
    await library.keep(ann, source, [next], clock.now(), onPurpose);
    expect(library.document(library.keyOf(ann, 'kb', 'a'))?.title).toBe('Copied');
  });
});

describe('upkeep', () => {
  const limits = { maxAgeDays: 30, maxBytes: 1e9, sourceIds: ['kb'] };

  test('removes what is too old, on disk and in memory', async () => {
    const { start, clock } = browser();
    const { library, keep, found, ann, store } = start();
    await keep(ann, 'old');
    clock.advance(31 * 24 * 60 * 60_000);
    await keep(ann, 'new');
    await library.maintain(limits);
    expect(await found(ann)).toEqual(['new']);
    expect((await store.stats()).sources[0]?.documents).toBe(1);
  });

  test('removes rows of sources that are not there any more', async () => {
    const { library, keep, found, ann, store } = browser().start();
    await keep(ann, 'a');
    await library.maintain({ ...limits, sourceIds: ['another'] });
    expect(await found(ann)).toEqual([]);
    expect((await store.stats()).sources).toEqual([]);
  });

  test('keeps the cache within its size', async () => {
    const { library, keep, found, ann } = browser().start();
    await keep(ann, 'a', 'b');
    await library.maintain({ ...limits, maxBytes: 0 });
    expect(await found(ann)).toEqual([]);
  });
});

describe('a cache that is switched off', () => {
  test('is emptied at once, and neither written nor read from then on', async () => {
    const { start } = browser();
    const before = start();
    await before.keep(before.ann, 'a');
    const { library, keep, found, ann, store } = start();
    await library.configure({ enabled: false });
    expect((await store.stats()).sources).toEqual([]);
    await library.open(ann);
    expect(await found(ann)).toEqual([]);
    await keep(ann, 'b');
    await library.touch([library.keyOf(ann, 'kb', 'b')]);
    expect((await store.stats()).sources).toEqual([]);
    // What was read a moment ago still makes the answer.
    expect(await found(ann)).toEqual(['b']);
    expect(library.isKept()).toBe(false);
  });

  test('and on again keeps what is read from then on', async () => {
    const { library, keep, ann, store } = browser().start();
    await library.configure({ enabled: false });
    await keep(ann, 'a');
    await library.configure({ enabled: true });
    const hit = { id: 'a', ref: sampleDocument('a').ref, title: 'a', version: '1', document: null };
    // In memory only: read anew, or it would never reach the disk.
    expect(await library.sameVersion(ann, 'kb', [hit])).toEqual(new Set());
    await keep(ann, 'a');
    expect(await library.sameVersion(ann, 'kb', [hit])).toEqual(new Set(['a']));
    expect((await store.stats()).sources[0]?.documents).toBe(1);
  });
});

import { describe, expect, test } from 'vitest';
import { browser, source, user } from '../../tests/library-world';
import { sampleDocument } from '../../tests/storage-samples';
import { wordEmbedder } from '../../tests/word-embedder';
import type { BackupRecord } from '../core/backup';
import { FILES_SOURCE_ID } from '../core/files-source';
import type { Embedder } from '../retrieval/embedder';
import { createBackup, type Readable } from './backup';
import { filesSource } from './file-import';

const file = (id: string) => sampleDocument(id, { sourceId: FILES_SOURCE_ID, url: '' });
const at = { ...source, id: 'kb' };

/** One profile: what it holds, and a backup of what `who` may read in it. */
function profile(who: readonly string[] = ['ann'], embedder: Embedder = wordEmbedder) {
  const { start, clock, warnings } = browser(undefined, undefined, embedder);
  const { library, found, ann, bob } = start();
  const readable = async (): Promise<Readable[]> =>
    who.map((userId) => ({ owner: library.ownerOf(source, user(userId)), source: at }));
  const backup = createBackup({ library, readable, now: clock.now });
  const fill = async (count = 3) => {
    const ids = Array.from({ length: count }, (_, index) => `a${String(index).padStart(3, '0')}`);
    await library.keep(
      ann,
      at,
      ids.map((id) => sampleDocument(id)),
      clock.now(),
    );
    await library.keep(bob, at, [sampleDocument('secret')], clock.now());
    await library.keep(library.filesOwner, filesSource, [file('vpn.pdf'), file('faq.md')], clock.now(), {
      pinned: true,
    });
    clock.advance(1_000);
  };
  const readAll = async () => {
    const records: BackupRecord[] = [];
    let pages = 0;
    for (let after: string | null = null, isEnd = false; !isEnd;) {
      const page: Awaited<ReturnType<typeof backup.read>> = await backup.read(after);
      records.push(...page.records);
      after = page.next;
      isEnd = after === null;
      pages += 1;
    }
    return { records, pages };
  };
  return { library, found, ann, bob, backup, fill, readAll, clock, warnings };
}

describe('a backup', () => {
  test('holds files and what the person may read, with vectors, and nothing of anybody else', async () => {
    const { fill, readAll, ann, library } = profile();
    await fill(120);
    const { records, pages } = await readAll();
    expect(records).toHaveLength(122);
    expect(pages).toBeGreaterThan(2);
    expect(new Set(records.map(({ owner }) => owner))).toEqual(new Set([ann, library.filesOwner]));
    expect(records.every(({ vectors }) => vectors?.embedder === wordEmbedder.id)).toBe(true);
    const files = records.filter(({ document }) => document.sourceId === FILES_SOURCE_ID);
    expect(files.map(({ pinned, document }) => [document.id, pinned])).toEqual([
      ['faq.md', true],
      ['vpn.pdf', true],
    ]);
  });

  test('is empty where nothing is', async () => {
    expect(await profile().readAll()).toEqual({ records: [], pages: 1 });
  });
});

describe('restored', () => {
  test('into an empty profile it finds the same, without asking the embedder again', async () => {
    const before = profile();
    await before.fill();
    const { records } = await before.readAll();
    let embedded = 0;
    const counted: Embedder = {
      ...wordEmbedder,
      embed: (texts, kind, signal) => {
        if (kind === 'passage') embedded += texts.length;
        return wordEmbedder.embed(texts, kind, signal);
      },
    };
    const after = profile(['ann'], counted);
    const sent: unknown[] = JSON.parse(JSON.stringify(records)) as unknown[];
    expect(await after.backup.restore(sent)).toEqual({ restored: 5, kept: 0, refused: 0 });
    expect(embedded).toBe(0);
    const owners = [after.ann, after.library.filesOwner];
    expect(await after.found(...owners)).toEqual(await before.found(...owners));
    expect((await after.readAll()).records.map(({ vectors, pinned }) => ({ vectors, pinned }))).toEqual(
      records.map(({ vectors, pinned }) => ({ vectors, pinned })),
    );
  });

  test('after everything was emptied it is all there again, and doing it twice changes nothing', async () => {
    const { fill, readAll, backup, library, found, ann, clock } = profile();
    await fill();
    const { records } = await readAll();
    await library.purge({ all: true });
    clock.advance(1_000);
    expect((await backup.restore(records)).restored).toBe(5);
    expect(await found(ann)).toHaveLength(3);
    const again = await backup.restore(records);
    expect(again).toEqual({ restored: 0, kept: 5, refused: 0 });
    expect(await found(ann)).toHaveLength(3);
  });

  test('leaves what was read later as it is', async () => {
    const { fill, readAll, backup, library, ann, clock } = profile();
    await fill();
    const { records } = await readAll();
    await library.keep(ann, at, [sampleDocument('a000', { title: 'Newer', version: '9' })], clock.now());
    expect(await backup.restore(records)).toMatchObject({ kept: 1, refused: 0 });
    expect(library.document(library.keyOf(ann, 'kb', 'a000'))?.title).toBe('Newer');
  });

  test('goes to the same user only, at whatever name the source has here', async () => {
    const before = profile(['ann', 'bob']);
    await before.fill();
    const { records } = await before.readAll();
    const after = profile(['bob']);
    const renamed = records.map((record) =>
      record.document.sourceId === 'kb'
        ? { ...record, document: { ...record.document, sourceId: 'old-name' } }
        : record,
    );
    expect(await after.backup.restore(renamed)).toEqual({ restored: 3, kept: 0, refused: 3 });
    expect(await after.found(after.ann)).toEqual([]);
    expect(await after.found(after.bob)).toEqual(['secret']);
  });

  test('hostile records go nowhere, the others go in', async () => {
    const before = profile();
    await before.fill(1);
    const good = (await before.readAll()).records.find(({ document }) => document.sourceId === 'kb');
    if (!good) throw new Error('no record');
    const change = (document: object) => ({ ...good, document: { ...good.document, ...document } });
    const after = profile();
    const outcome = await after.backup.restore([
      good,
      null,
      'text',
      { ...good, document: null },
      change({ url: 'javascript:alert(1)' }),
      change({ url: 'https://elsewhere.example/a' }),
      { ...good, owner: '__proto__' },
      { ...good, owner: after.library.filesOwner },
    ]);
    expect(outcome).toEqual({ restored: 1, kept: 0, refused: 7 });
  });

  test.each([
    ['of another length', { embedder: wordEmbedder.id, passages: [btoa('four and more')] }],
    ['of no length', { embedder: wordEmbedder.id, passages: [btoa('\0\0\0\0')] }],
    ['too few', { embedder: wordEmbedder.id, passages: [] }],
    ['of another embedder', { embedder: 'other', passages: [null, null] }],
  ])('vectors %s are made anew', async (_, vectors) => {
    const before = profile();
    await before.fill(1);
    const good = (await before.readAll()).records.find(({ document }) => document.sourceId === 'kb');
    if (!good) throw new Error('no record');
    const after = profile();
    expect(await after.backup.restore([{ ...good, vectors }])).toMatchObject({ restored: 1 });
    expect((await after.readAll()).records.map((record) => record.vectors)).toEqual([good.vectors]);
    expect(after.warnings).toEqual([]);
  });
});

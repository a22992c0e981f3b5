import { describe, expect, it } from 'vitest';
import type { QueryTerm, SearchQuery } from '../../core/query';
import { chunkDocument } from '../chunk';
import { DiskRetriever } from '../disk-retriever';
import { wordEmbedder as embedder } from '../../../tests/word-embedder';
import type { Embedder } from '../embedder';
import type { IndexedDocument, PendingDocument } from '../retriever';
import { seededRandom, sourceDocument } from '../test-documents';
import type { IndexStore } from './index-store';
import { createMemoryIndexStore } from './memory-index-store';

/*
 * Whatever came and went, in whatever order, and however often the process died in between: what is found is what an
 * index built of the same documents in one go would find.
 */
const words = Array.from({ length: 120 }, (_, at) => `word${at.toString(36)}`);
const random = seededRandom(5);
const below = (most: number) => Math.floor(random() * most);
const text = (length: number) =>
  Array.from({ length }, () => words[Math.floor(words.length * random() ** 2)]).join(' ');

function entry(key: string, owner: string): IndexedDocument {
  const document = sourceDocument({
    id: `id-${key}`,
    title: text(4),
    updated: `2026-01-${10 + below(18)}T10:00:00.000Z`,
    state: below(5) === 0 ? 'outdated' : 'current',
    language: below(4) === 0 ? 'de' : 'en',
    blocks: [
      { kind: 'heading', level: 2, text: text(2) },
      { kind: 'paragraph', text: text(20 + below(100)) },
      { kind: 'heading', level: 2, text: text(2) },
      { kind: 'paragraph', text: `${text(90)} ERR-${below(50)}` },
    ],
  });
  return { documentKey: key, owner, document, passages: chunkDocument(document, key) };
}

const term = (one: string, kind: QueryTerm['kind'] = 'word'): QueryTerm => ({ text: one, weight: 1, kind });
const queries: SearchQuery[] = Array.from({ length: 12 }, (_, at) => ({
  terms: [
    term(text(1)),
    term(text(1)),
    ...(at % 3 === 0 ? [term(`${words[1]} ${words[2]}`, 'phrase')] : []),
    ...(at % 4 === 0 ? [term(`ERR-${below(50)}`, 'identifier')] : []),
  ],
  language: 'en',
  limit: 10,
  excludeIds: at % 5 === 0 ? ['id-3'] : [],
  text: text(6),
}));

/** A disk: documents and notes of what the index has yet to learn, and segments. `cut` decides which commit dies. */
function createDisk() {
  const documents = new Map<string, IndexedDocument>();
  const notes = new Map<string, PendingDocument>();
  const segments = createMemoryIndexStore();
  let dies = () => false;
  const store: IndexStore = {
    ...segments,
    async commit(change) {
      if (dies()) throw new Error('killed');
      await segments.commit(change);
      for (const { documentKey, mark } of change.settled) {
        if (notes.get(documentKey)?.mark === mark) notes.delete(documentKey);
      }
    },
    pending: (owner, most) =>
      Promise.resolve([...notes.values()].filter((note) => note.owner === owner).slice(0, most)),
    async rebuild(owner) {
      await segments.rebuild(owner);
      for (const [documentKey, one] of documents) {
        if (one.owner === owner) notes.set(documentKey, { documentKey, owner, mark: 'stored' });
      }
    },
  };
  let names = 0;
  const troubles: string[] = [];
  return {
    troubles,
    segments: () => segments.segments('me'),
    store,
    dieWhen: (next: () => boolean) => void (dies = next),
    /** A process on this disk. */
    start: (by: Embedder | null = embedder) =>
      new DiskRetriever({
        store,
        embedder: by,
        newId: () => `${(names += 1)}`.padStart(6, '0'),
        onTrouble: (what) => void troubles.push(what),
        documents: (keys) =>
          Promise.resolve(
            new Map(keys.flatMap((key) => (documents.has(key) ? [[key, documents.get(key)!] as const] : []))),
          ),
      }),
    async add(retriever: DiskRetriever, entries: readonly IndexedDocument[]) {
      const settled = entries.map(({ documentKey, owner }, at) => ({
        documentKey,
        owner,
        mark: `${names} ${at}`,
      }));
      for (const [at, one] of entries.entries()) {
        documents.set(one.documentKey, one);
        notes.set(one.documentKey, settled[at]!);
      }
      await retriever.add(entries, settled);
    },
    async remove(retriever: DiskRetriever, keys: readonly string[]) {
      const settled = keys.map((documentKey) => ({ documentKey, owner: 'me', mark: 'removed' }));
      for (const note of settled) {
        documents.delete(note.documentKey);
        notes.set(note.documentKey, note);
      }
      await retriever.remove(keys, settled);
    },
    documents,
  };
}
type Disk = ReturnType<typeof createDisk>;

const owners = new Set(['me']);
async function answers(retriever: DiskRetriever) {
  const all = [];
  for (const query of queries) {
    const hits = await retriever.search(query, { k: 8, owners });
    all.push(
      hits.map(({ documentKey, passage, score, why }) => ({ documentKey, passage: passage.id, score, why })),
    );
  }
  return all;
}

/** One index of all that the disk holds. */
async function cleanBuild(disk: Disk, by: Embedder | null = embedder) {
  const clean = createDisk();
  const retriever = clean.start(by);
  await clean.add(retriever, [...disk.documents.values()]);
  return answers(retriever);
}

async function live(disk: Disk, steps: number, restart: (step: number) => boolean): Promise<DiskRetriever> {
  let retriever = disk.start();
  for (let step = 0; step < steps; step += 1) {
    if (restart(step)) retriever = disk.start();
    const keys = Array.from({ length: 1 + below(12) }, () => `${below(150)}`);
    if (below(3) === 0) await disk.remove(retriever, keys);
    else
      await disk.add(
        retriever,
        [...new Set(keys)].map((key) => entry(key, 'me')),
      );
    if (below(4) === 0) await disk.add(retriever, [entry(`other-${below(20)}`, 'you')]);
    if (below(9) === 0) await retriever.consolidate();
  }
  return retriever;
}

describe('an index after many changes', () => {
  it('finds what a clean build finds, and so does the next process', async () => {
    const disk = createDisk();
    const retriever = await live(disk, 80, () => false);
    const mine = createDisk();
    for (const [key, one] of disk.documents) if (one.owner === 'me') mine.documents.set(key, one);
    const clean = await cleanBuild(mine);
    expect(clean.flat().length).toBeGreaterThan(50);
    expect(await answers(retriever)).toEqual(clean);
    expect(await answers(disk.start())).toEqual(clean);
    // Eighty changes leave a handful of segments, and little of what was removed.
    expect((await disk.segments()).length).toBeLessThan(9);
    expect(disk.troubles).toEqual([]);
  });

  it('put together while nothing else is done has fewer segments and the same answers', async () => {
    const disk = createDisk();
    const retriever = disk.start();
    for (let at = 0; at < 5; at += 1)
      await disk.add(
        retriever,
        Array.from({ length: 20 }, (_, more) => entry(`${at * 20 + more}`, 'me')),
      );
    const before = await answers(retriever);
    expect((await disk.segments()).length).toBe(5);
    // Whatever is to be written meanwhile goes first.
    const interrupted = retriever.consolidate();
    await disk.add(retriever, [entry('late', 'me')]);
    await interrupted;
    expect((await disk.segments()).length).toBe(6);
    await disk.remove(retriever, ['late']);
    await retriever.consolidate();
    expect((await disk.segments()).length).toBe(1);
    expect(await answers(retriever)).toEqual(before);
    expect(await answers(disk.start())).toEqual(before);
  });

  it('killed at any change loses nothing and doubles nothing', async () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const disk = createDisk();
      let commits = 0;
      const deadly = 2 + seed * 3;
      disk.dieWhen(() => (commits += 1) % deadly === 0);
      await live(disk, 30, (step) => step % 4 === 3);
      disk.dieWhen(() => false);
      const mine = createDisk();
      for (const [key, one] of disk.documents) if (one.owner === 'me') mine.documents.set(key, one);
      expect(await answers(disk.start()), `killed at every ${deadly}th`).toEqual(await cleanBuild(mine));
    }
  });

  it('that could not be kept is searched all the same until the process ends', async () => {
    const disk = createDisk();
    disk.dieWhen(() => true);
    const retriever = await live(disk, 20, () => false);
    const mine = createDisk();
    for (const [key, one] of disk.documents) if (one.owner === 'me') mine.documents.set(key, one);
    expect(await answers(retriever)).toEqual(await cleanBuild(mine));
    expect(await disk.segments()).toEqual([]);
  });
});

describe('an index that is not what it should be', () => {
  it.each(['c', 'v', 'b0', 'f0'])(
    'has block %s damaged: it is built anew from the documents',
    async (name) => {
      const disk = createDisk();
      await disk.add(
        disk.start(),
        Array.from({ length: 30 }, (_, at) => entry(`${at}`, 'me')),
      );
      const before = await cleanBuild(disk);
      const read = disk.store.read.bind(disk.store);
      const bad = (await disk.segments())[0]?.id;
      disk.store.read = async (id, names) =>
        (await read(id, names)).map((block, at) =>
          id === bad && names[at] === name
            ? block?.map((byte, place) => (place === 9 ? byte ^ 1 : byte))
            : block,
        );
      expect(await answers(disk.start())).toEqual(before);
      expect(disk.troubles).toEqual(['the index is damaged and is built anew']);
    },
  );

  it('was made by another embedder, or by none: it is built anew', async () => {
    const disk = createDisk();
    await disk.add(
      disk.start(null),
      Array.from({ length: 30 }, (_, at) => entry(`${at}`, 'me')),
    );
    expect(await answers(disk.start())).toEqual(await cleanBuild(disk));
    const other = { ...embedder, id: 'another' };
    expect(await answers(disk.start(other))).toEqual(await cleanBuild(disk, other));
    expect((await disk.segments()).map((row) => row.embedder)).toEqual(['another']);
  });
});

it('documents of several owners are found in one order, and nobody else’s', async () => {
  const disk = createDisk();
  const retriever = disk.start();
  await disk.add(
    retriever,
    Array.from({ length: 40 }, (_, at) => entry(`${at}`, ['me', 'you', 'they'][at % 3]!)),
  );
  for (const query of queries) {
    const hits = await retriever.search(query, { k: 40, owners: new Set(['me', 'you']) });
    expect(hits.every((hit) => disk.documents.get(hit.documentKey)?.owner !== 'they')).toBe(true);
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
  }
});

it('a language that the embedder does not know goes by words alone', async () => {
  const disk = createDisk();
  const retriever = disk.start();
  await disk.add(
    retriever,
    Array.from({ length: 40 }, (_, at) => entry(`${at}`, 'me')),
  );
  const [query] = queries;
  if (!query) throw new Error('no query');
  const hits = await retriever.search({ ...query, language: 'fr' }, { k: 10, owners });
  expect(hits.length).toBeGreaterThan(0);
  expect(hits.every(({ why }) => why?.byMeaning === null)).toBe(true);
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEmbeddingTable } from './embedding-table';
import { createStaticEmbedder } from './static-embedder';
import { tableBytes } from './test-embedding-table';
import { createWordPiece } from './wordpiece';

const root = resolve(import.meta.dirname, '../..');
const embedder = createStaticEmbedder(
  readEmbeddingTable(tableBytes({ printer: [100, 0], toner: [0, 100], low: [0, 10], no: [-100, 0] })),
);
const embed = async (text: string) => [...((await embedder.embed([text], 'query'))[0] ?? [])];

describe('createStaticEmbedder', () => {
  it('weighs a word by the length of its vector', async () => {
    expect(await embed('printer low')).toEqual(
      [10 / Math.hypot(10, 1), 1 / Math.hypot(10, 1)].map(Math.fround),
    );
  });

  it('gives zeros where it knows no word, or where the words cancel out', async () => {
    expect(await embed('принтер')).toEqual([0, 0]);
    expect(await embed('')).toEqual([0, 0]);
    expect(await embed('no printer')).toEqual([0, 0]);
  });

  it('answers in the order of the texts, queries and passages alike', async () => {
    const texts = Array.from({ length: 600 }, (_, at) => (at % 3 === 0 ? 'printer' : 'toner'));
    const vectors = await embedder.embed(texts, 'passage');
    expect(vectors.map((vector) => vector[0])).toEqual(texts.map((text) => (text === 'printer' ? 1 : 0)));
    expect(await embedder.embed(texts, 'query')).toEqual(vectors);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const running = embedder.embed(new Array<string>(5000).fill('toner'), 'passage', stop.signal);
    stop.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});

interface Golden {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly vector: readonly number[];
}

describe('the table that ships', () => {
  const file = readFileSync(resolve(root, 'public/embeddings/deskside-en.bin'));
  const table = readEmbeddingTable(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
  const golden = JSON.parse(
    readFileSync(resolve(root, 'tests/fixtures/embeddings/golden.json'), 'utf8'),
  ) as Golden[];
  const tokenize = createWordPiece(table.vocabulary);
  const shipped = createStaticEmbedder(table);

  it.each(golden)('is read as its maker reads it: $text', async ({ text, pieces, vector }) => {
    expect(tokenize(text).map((at) => table.vocabulary[at])).toEqual(pieces);
    const [made] = await shipped.embed([text], 'query');
    const start = [...(made ?? [])].slice(0, vector.length);
    expect(start.map((value, at) => Math.abs(value - (vector[at] ?? 9)) < 2e-6)).toEqual(
      vector.map(() => true),
    );
  });
});

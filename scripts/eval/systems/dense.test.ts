import { expect, it } from 'vitest';
import { chunkDocument } from '../../../lib/retrieval/chunk';
import type { Embedder } from '../../../lib/retrieval/embedder';
import { sourceDocument } from '../../../lib/retrieval/test-documents';
import { setOwner } from '../evaluation-set';
import { openDense } from './dense';

/** Two dimensions: how many a's and how many b's. */
const letters: Embedder = {
  id: 'letters',
  dimensions: 2,
  languages: ['en'],
  embed: (texts) =>
    Promise.resolve(
      texts.map((text) => {
        const counts = ['a', 'b'].map((letter) => text.split(letter).length - 1);
        const length = Math.hypot(...counts) || 1;
        return Float32Array.from(counts, (count) => count / length);
      }),
    ),
};

it('ranks a document by its nearest passage, and leaves out what has nothing in common', async () => {
  const system = openDense(letters);
  const add = (id: string, ...texts: string[]) => {
    const blocks = texts.map((text) => ({ kind: 'paragraph' as const, text }));
    const document = sourceDocument({ id, title: '', blocks });
    const passages = chunkDocument(document, id, { enoughWords: 1, targetWords: 1, mostWords: 1 });
    return system.add([{ documentKey: id, owner: setOwner, document, passages }]);
  };
  await add('half', 'ab');
  await add('mixed', 'bbb', 'aaa');
  await add('other', 'bb');
  const query = { terms: [], language: 'en', limit: 10, excludeIds: [], text: 'aa' };
  expect(await system.search(query, 10)).toEqual(['mixed', 'half']);
  expect(await system.search(query, 1)).toEqual(['mixed']);
});

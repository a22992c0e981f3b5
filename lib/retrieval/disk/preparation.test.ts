import { describe, expect, it, vi } from 'vitest';
import { wordEmbedder } from '../../../tests/word-embedder';
import { chunkDocument } from '../chunk';
import type { IndexedDocument } from '../retriever';
import { sourceDocument } from '../test-documents';
import { Preparation } from './preparation';
import { toSegmentDocuments } from './to-segment-documents';

const documents: IndexedDocument[] = Array.from({ length: 40 }, (_, at) => {
  const document = sourceDocument({ id: `${at}`, title: `Article ${at} of the team` });
  return { documentKey: `${at}`, owner: 'me', document, passages: chunkDocument(document, `${at}`) };
});

describe('documents on their way into a segment', () => {
  it('are the same whether they were begun with or not, and as often as they are asked for', async () => {
    const plain = await toSegmentDocuments(documents, wordEmbedder);
    const preparation = new Preparation(wordEmbedder);
    expect(await preparation.take(documents)).toEqual(plain);
    const begun = new Preparation(wordEmbedder);
    await begun.begin(documents.slice(0, 20), () => Promise.resolve());
    expect(await begun.take(documents)).toEqual(plain);
    expect(await begun.take(documents)).toEqual(plain);
  });

  it('are made once, and no further once they were asked for', async () => {
    const embed = vi.fn(wordEmbedder.embed.bind(wordEmbedder));
    const preparation = new Preparation({ ...wordEmbedder, embed });
    await preparation.begin(documents, () => Promise.resolve());
    const calls = embed.mock.calls.length;
    await preparation.take(documents);
    expect(embed.mock.calls.flatMap(([texts]) => texts).length).toBe(
      embed.mock.calls.slice(0, calls).flatMap(([texts]) => texts).length,
    );

    const late = new Preparation({ ...wordEmbedder, embed });
    embed.mockClear();
    await late.take(documents);
    const taken = embed.mock.calls.flatMap(([texts]) => texts).length;
    await late.begin(documents, () => Promise.resolve());
    expect(embed.mock.calls.flatMap(([texts]) => texts).length).toBe(taken);
  });
});

import { expect, it } from 'vitest';
import { chunkDocument } from '../../../lib/retrieval/chunk';
import type { IndexedDocument } from '../../../lib/retrieval/retriever';
import { sourceDocument } from '../../../lib/retrieval/test-documents';
import { setOwner } from '../evaluation-set';
import { analyze, openLuceneBm25 } from './lucene-bm25';

function entry(id: string, text: string): IndexedDocument {
  const document = sourceDocument({ id, title: '', blocks: [{ kind: 'paragraph', text }] });
  return { documentKey: id, owner: setOwner, document, passages: chunkDocument(document, id) };
}
const ask = (text: string) => ({ terms: [], language: 'en', limit: 10, excludeIds: [], text });

it("analyses as Lucene's English does", () => {
  expect(analyze("The printer's drivers are NOT installed on WS-01.")).toEqual([
    'printer',
    'driver',
    'instal',
    'ws',
    '01',
  ]);
});

it('ranks rarer words higher and shorter documents before longer, with additions in between', async () => {
  const system = openLuceneBm25();
  await system.add([entry('long', `printer ${'word '.repeat(50)}`), entry('short', 'printer')]);
  expect(await system.search(ask('printer'), 10)).toEqual(['short', 'long']);
  await system.add([entry('rare', `toner ${'word '.repeat(50)}`)]);
  expect((await system.search(ask('printer toner'), 10))[0]).toBe('rare');
  expect(await system.search(ask('the'), 10)).toEqual([]);
});

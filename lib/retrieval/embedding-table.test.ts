import { describe, expect, it } from 'vitest';
import { BadTableError, readEmbeddingTable } from './embedding-table';
import { tableBytes, tableHeader } from './test-embedding-table';

const pieces = { printer: [127, 0], toner: [64, -64] };

describe('readEmbeddingTable', () => {
  it('reads what was written', () => {
    const table = readEmbeddingTable(tableBytes(pieces, 0.5));
    expect(table).toMatchObject({
      id: 'test',
      dimensions: 2,
      languages: ['en'],
      vocabulary: ['printer', 'toner'],
    });
    expect([...table.rows]).toEqual([127, 0, 64, -64]);
    expect([...table.scales]).toEqual([0.5, 0.5]);
  });

  it('refuses a table cut at any byte, and one with a byte too many', () => {
    const whole = tableBytes(pieces);
    for (let length = 0; length < whole.byteLength; length += 1) {
      expect(() => readEmbeddingTable(whole.slice(0, length)), `${length} bytes`).toThrow(BadTableError);
    }
    const longer = new Uint8Array(whole.byteLength + 1);
    longer.set(new Uint8Array(whole));
    expect(() => readEmbeddingTable(longer.buffer)).toThrow(BadTableError);
  });

  it.each([
    ['of a later version', { version: 2 }],
    ['for another tokenizer', { tokenizer: 'sentencepiece' }],
    ['without dimensions', { dimensions: 0 }],
    ['with more rows than bytes', { pieces: 900_000 }],
    ['with another number of pieces in the same bytes', { pieces: 1, dimensions: 8 }],
    ['with more vocabulary than bytes', { vocabularyBytes: 60_000_000 }],
    ['with a language that is no tag', { languages: ['<b>'] }],
  ])('refuses a header %s', (_, change) => {
    const header = { ...tableHeader(pieces), ...change };
    expect(() => readEmbeddingTable(tableBytes(pieces, 1, header))).toThrow(BadTableError);
  });

  it('refuses bytes that are something else', () => {
    const text = new TextEncoder().encode('DSET\u0004\u0000\u0000\u0000{no}').buffer;
    expect(() => readEmbeddingTable(text)).toThrow('not JSON');
    const image = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff, 0xff, 0xff, 0]).buffer;
    expect(() => readEmbeddingTable(image)).toThrow(BadTableError);
    const endless = new Uint8Array([0x44, 0x53, 0x45, 0x54, 0xff, 0xff, 0xff, 0xff, 0x7b]).buffer;
    expect(() => readEmbeddingTable(endless)).toThrow('cut short');
  });

  it('refuses a scale that is no number', () => {
    expect(() => readEmbeddingTable(tableBytes(pieces, Number.NaN))).toThrow('scale');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEmbeddingTable } from './embedding-table';
import { createShippedEmbedder, shippedTable } from './shipped-embedder';

const file = join(import.meta.dirname, '../../public', shippedTable.path);
const bytes = () => new Uint8Array(readFileSync(file)).buffer;
const inner = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

describe('the table that ships', () => {
  it('is the one that the code names, and at most 16 MB', () => {
    const { id, dimensions, languages } = readEmbeddingTable(bytes());
    expect({ id, dimensions, languages }).toEqual({
      id: shippedTable.id,
      dimensions: shippedTable.dimensions,
      languages: shippedTable.languages,
    });
    expect(bytes().byteLength).toBeLessThan(16_000_000);
  });

  it.each([
    ['the laptop will not start', 'notebook does not boot', 'book a meeting room'],
    ['forgot my password', 'reset your login credentials', 'order a new chair'],
    ['printer out of toner', 'replace the cartridge', 'parental leave policy'],
  ])('puts “%s” nearer to “%s” than to “%s”', async (query, near, far) => {
    const embedder = createShippedEmbedder(() => Promise.resolve(bytes()));
    const [a, b, c] = await embedder.embed([query, near, far], 'query');
    if (!a || !b || !c) throw new Error('not three vectors');
    expect(inner(a, b)).toBeGreaterThan(inner(a, c) + 0.1);
  });

  it('is read once, when it is first needed, and again after a failure', async () => {
    let reads = 0;
    const embedder = createShippedEmbedder(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve(bytes());
    });
    expect(reads).toBe(0);
    await expect(embedder.embed(['a'], 'query')).rejects.toThrow('not yet');
    await embedder.embed(['vpn'], 'query');
    await embedder.embed(['vpn'], 'query');
    expect(reads).toBe(2);
  });
});

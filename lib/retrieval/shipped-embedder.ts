import type { Embedder } from './embedder';
import { readEmbeddingTable } from './embedding-table';
import { createStaticEmbedder } from './static-embedder';

/** The table that ships with the extension; a test compares this with the file's own header. */
export const shippedTable = {
  /** In the extension's package. */
  path: 'embeddings/deskside-en.bin',
  id: 'deskside-en-2026-11',
  dimensions: 256,
  languages: ['en'],
} as const;

/** Reads the table when it is first needed, once; a read that failed is tried again. */
export function createShippedEmbedder(readTable: () => Promise<ArrayBuffer>): Embedder {
  let opening: Promise<Embedder> | null = null;
  const open = async () => createStaticEmbedder(readEmbeddingTable(await readTable()));
  return {
    id: shippedTable.id,
    dimensions: shippedTable.dimensions,
    languages: shippedTable.languages,
    async embed(texts, kind, signal) {
      const opened = (opening ??= open());
      opened.catch(() => (opening = null));
      return (await opened).embed(texts, kind, signal);
    },
  };
}

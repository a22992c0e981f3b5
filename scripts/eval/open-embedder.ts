import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Embedder } from '../../lib/retrieval/embedder';
import { readEmbeddingTable } from '../../lib/retrieval/embedding-table';
import { createStaticEmbedder } from '../../lib/retrieval/static-embedder';

/** The embedder whose table lies in the folder; null where there is none. */
export function openEmbedder(folder: string): Embedder | null {
  const [table] = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bin')) : [];
  if (table === undefined) return null;
  const bytes = readFileSync(join(folder, table));
  return createStaticEmbedder(readEmbeddingTable(new Uint8Array(bytes).buffer));
}

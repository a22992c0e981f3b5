import { z } from 'zod';
import type { DesksideDatabase } from './database';

/** What an encoder said of passages of one document: rows go with their document. */
export const encodingRowSchema = z.object({
  key: z.string(),
  /** Id of the encoder. */
  encoder: z.string(),
  passages: z.array(
    z.object({
      ordinal: z.number().int().min(0),
      /** Of the text that was read. */
      hash: z.string(),
      scale: z.number(),
      values: z.instanceof(Int8Array),
    }),
  ),
});
export type EncodingRow = z.infer<typeof encodingRowSchema>;

/** Vectors of passages, by document. A damaged row is none. */
export function createEncodingStore(database: DesksideDatabase) {
  return {
    async read(keys: readonly string[]): Promise<EncodingRow[]> {
      const rows = await database.run((tables) => tables.encodings.bulkGet([...keys]));
      return rows.flatMap((row) => encodingRowSchema.safeParse(row).data ?? []);
    },
    /** Only of documents that are stored: what was removed while it was read must not come back in any form. */
    write: (rows: readonly EncodingRow[]): Promise<void> =>
      database.run((tables) =>
        tables.transaction('rw', tables.documents, tables.encodings, async () => {
          const keys = rows.map(({ key }) => key);
          const stored = new Set(await tables.documents.where('key').anyOf(keys).primaryKeys());
          await tables.encodings.bulkPut(rows.filter(({ key }) => stored.has(key)));
        }),
      ),
  };
}

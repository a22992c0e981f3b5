import type { Transaction } from 'dexie';
import { z } from 'zod';
import { notesOf } from './index-rows';

const ROWS_AT_ONCE = 200;

const rowSchema = z.looseObject({ key: z.string() });
const passageSchema = z.object({ documentKey: z.string(), passage: z.unknown() });
const pendingSchema = z.object({ documentKey: z.string() });

/** Version 4: passages had rows of their own, and so had each document's note. What is damaged is dropped when read. */
export async function passagesIntoDocuments(transaction: Transaction): Promise<void> {
  const documents = transaction.table<unknown, string>('documents');
  for (let after = ''; ;) {
    const rows = await documents.where('key').above(after).limit(ROWS_AT_ONCE).toArray();
    const found = rows.flatMap((row) => rowSchema.safeParse(row).data ?? []);
    const last = found.at(-1)?.key;
    if (last === undefined) break;
    const passages = await transaction
      .table<unknown>('passages')
      .where('documentKey')
      .between(found[0]?.key ?? '', last, true, true)
      .sortBy('id');
    const byDocument = new Map<string, unknown[]>();
    for (const row of passages) {
      const { data } = passageSchema.safeParse(row);
      if (data) byDocument.set(data.documentKey, [...(byDocument.get(data.documentKey) ?? []), data.passage]);
    }
    await documents.bulkPut(found.map((row) => ({ ...row, passages: byDocument.get(row.key) ?? [] })));
    after = last;
  }
  const pending = await transaction.table<unknown>('pending').toArray();
  const keys = pending.flatMap((row) => pendingSchema.safeParse(row).data?.documentKey ?? []);
  await transaction.table('notes').bulkPut(notesOf(keys));
}

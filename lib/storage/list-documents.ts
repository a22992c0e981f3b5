import type { DesksideTables } from './database';
import { documentKey } from './keys';
import { LAST_CHARACTER } from './purge-documents';
import { documentRowSchema, type DocumentRow } from './rows';

export interface ListRequest {
  readonly owner: string;
  readonly sourceId: string;
  /** Only ids that begin so. */
  readonly idPrefix?: string;
  /** The last key of the page before; null for the first page. */
  readonly after: string | null;
  readonly limit: number;
  /** Every word has to be in the title, the id, the space or the ticket's key; none for all. */
  readonly words?: readonly string[];
}

export interface DocumentList {
  /** In the order of their ids. */
  readonly rows: DocumentRow[];
  /** Where the next page begins; null after the last one. */
  readonly next: string | null;
}

/** Rows that are looked at for one page, so that rare words do not keep anybody waiting; the next page goes on. */
const MOST_LOOKED_AT = 2_000;

/** Damaged rows are left out: whoever reads them drops them. */
export async function listDocuments(
  tables: DesksideTables,
  { owner, sourceId, idPrefix = '', after, limit, words = [] }: ListRequest,
): Promise<DocumentList> {
  const first = documentKey(owner, sourceId, idPrefix);
  const wanted = words.map((word) => word.toLowerCase());
  const rows: DocumentRow[] = [];
  let lookedAt = 0;
  let next: string | null = null;
  await tables.documents
    .where('key')
    .between(after ?? first, `${first}${LAST_CHARACTER}`, after === null, false)
    .until(() => rows.length >= limit || lookedAt >= MOST_LOOKED_AT)
    .each((value, cursor) => {
      lookedAt += 1;
      next = String(cursor.primaryKey);
      const row = documentRowSchema.safeParse(value).data;
      if (row && holds(row, wanted)) rows.push(row);
    });
  const isWhole = rows.length < limit && lookedAt < MOST_LOOKED_AT;
  return { rows, next: isWhole ? null : next };
}

function holds({ document }: DocumentRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { title, id, space, ticket } = document;
  const text = [title, id, space ?? '', ticket?.key ?? ''].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

import type { PendingDocument } from '../retriever';
import type { IndexChange, IndexStore, SegmentRow } from './index-store';

/** An index that lives as long as the page: where the browser keeps no data, or nobody wants it kept. */
export function createMemoryIndexStore(): IndexStore {
  const rows = new Map<string, SegmentRow>();
  const blocks = new Map<string, ReadonlyMap<string, Uint8Array>>();
  const drop = (id: string) => {
    rows.delete(id);
    blocks.delete(id);
  };
  return {
    segments: (owner) => Promise.resolve([...rows.values()].filter((row) => row.owner === owner)),
    read: (segmentId, names) => Promise.resolve(names.map((name) => blocks.get(segmentId)?.get(name))),
    commit({ add, update, drop: gone }: IndexChange) {
      for (const { row, blocks: named } of add) {
        rows.set(row.id, row);
        blocks.set(row.id, named);
      }
      for (const row of update) rows.set(row.id, row);
      gone.forEach(drop);
      return Promise.resolve();
    },
    pending: () => Promise.resolve<PendingDocument[]>([]),
    rebuild(owner) {
      for (const row of [...rows.values()]) if (row.owner === owner) drop(row.id);
      return Promise.resolve();
    },
  };
}

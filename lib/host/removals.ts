import type { SourceDocument } from '../core/document';

export type PurgeFilter = { owner: string } | { sourceId: string } | { all: true };

interface Row {
  readonly documentKey: string;
  readonly owner: string;
  readonly document: Pick<SourceDocument, 'sourceId'>;
  /** When its source was asked for it, in epoch milliseconds. */
  readonly fetchedAt: number;
}

/** Longer than any read takes, second chances included: until then an answer may come in that was asked for before. */
const REMOVAL_COUNTS_MS = 2 * 60_000;

/** What was removed lately: answers that were asked for before do not bring it back. */
export function createRemovals(now: () => number) {
  let removals: { at: number; covers(row: Row): boolean }[] = [];
  const remember = (covers: (row: Row) => boolean) => {
    const at = now();
    removals = [...removals.filter((removal) => at - removal.at < REMOVAL_COUNTS_MS), { at, covers }];
  };
  return {
    purged(filter: PurgeFilter): void {
      remember((row) => isCovered(row, filter));
    },
    forgotten(documentKeys: readonly string[]): void {
      const gone = new Set(documentKeys);
      remember(({ documentKey }) => gone.has(documentKey));
    },
    mayStay: (row: Row): boolean => !removals.some(({ at, covers }) => at > row.fetchedAt && covers(row)),
  };
}

export function isCovered(row: Pick<Row, 'owner' | 'document'>, filter: PurgeFilter): boolean {
  if ('all' in filter) return true;
  if ('owner' in filter) return row.owner === filter.owner;
  return row.document.sourceId === filter.sourceId;
}

import type { SyncRow } from '../../core/sync';
import type { SyncMember, SyncOptions, SyncPolicy } from './sync-contract';
import { forget } from './take-page';

/** Keys of one removal. */
const TOGETHER = 200;
/** A listing may miss so many, whatever their share, without being doubted. */
const FEW = 20;

/**
 * After the last page of a listing of everything: decides what is gone. That decision is written down before anything
 * is forgotten, so that a sweep that was interrupted is finished.
 */
export async function beginSweep(
  row: SyncRow,
  { store, now }: Pick<SyncOptions, 'store' | 'now'>,
  policy: SyncPolicy,
): Promise<SyncRow> {
  const members = await store.members(row.jobKey);
  const missing = missingOf(members, row).length;
  if (missing === 0) return { ...row, phase: 'sweeping', doubtedAt: null };
  const doubtedAt = row.doubtedAt ?? now();
  // An index that is being rebuilt answers with little or nothing, and so does a right that was lost for an hour.
  if (isDoubtful(missing, members.length) && now() - doubtedAt < policy.doubtMs) return { ...row, doubtedAt };
  return { ...row, phase: 'sweeping', doubtedAt: null, forgotten: row.forgotten + missing };
}

/** Forgets the members that the listing did not have. May be done twice. */
export async function sweep(
  row: SyncRow,
  signal: AbortSignal,
  options: Pick<SyncOptions, 'store' | 'target'>,
): Promise<void> {
  const missing = missingOf(await options.store.members(row.jobKey), row);
  for (let at = 0; at < missing.length; at += TOGETHER) {
    signal.throwIfAborted();
    await forget(missing.slice(at, at + TOGETHER), row, options);
  }
}

function missingOf(members: readonly SyncMember[], { generation }: SyncRow): string[] {
  return members.filter((member) => member.generation < generation).map(({ id }) => id);
}

/** True for nothing at all, and for less than half of what was there. */
function isDoubtful(missing: number, members: number): boolean {
  return missing === members || (missing > FEW && missing > members / 2);
}

import { revoked } from '../modes';
import type { Call, Instance } from './instance';
import { valueOf, type GlideRecord } from './record';

export type Refusal = 'not-found' | 'forbidden';

/** A record by sys_id or number, as far as this person may see it now. */
export function lookUp(
  instance: Instance,
  call: Pick<Call, 'person'>,
  tableName: string,
  id: string,
): GlideRecord | Refusal {
  const record = instance.store.find(tableName, id);
  return record ? (refusal(instance, call, record) ?? record) : 'not-found';
}

/** Why this person may not see the record; null when they may. */
export function refusal(instance: Instance, call: Pick<Call, 'person'>, record: GlideRecord): Refusal | null {
  const changed = revoked(instance.modes, ...idsOf(record));
  if (changed) return changed;
  return instance.store.mayRead(record, call.person) ? null : 'forbidden';
}

export function idsOf(record: GlideRecord): string[] {
  return [record.sysId, valueOf(record, 'number')].filter((id) => id !== '');
}

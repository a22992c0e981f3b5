import { createHash } from 'node:crypto';
import type { Visibility } from '../company';

/** One row. Values are strings as the database holds them: codes, sys_ids, UTC times. */
export interface GlideRecord {
  readonly table: string;
  readonly sysId: string;
  readonly values: Map<string, string>;
  readonly visibility: Visibility;
  /** Comments and work notes, oldest first. */
  readonly journal: JournalEntry[];
}

export interface JournalEntry {
  readonly sysId: string;
  readonly element: 'comments' | 'work_notes';
  readonly author: string;
  /** UTC, as stored. */
  readonly at: string;
  readonly text: string;
}

/** A stable sys_id for something the data gives none. */
export function sysIdOf(...parts: string[]): string {
  return createHash('md5').update(parts.join('\u0000')).digest('hex');
}

export function valueOf(record: GlideRecord, field: string): string {
  return record.values.get(field) ?? '';
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '../database/database';
import { newId, nowSeconds } from '../new-id';
import type { Principal } from './principal';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly operator: boolean;
  readonly revoked: boolean;
}

const keyPattern = /^dsk_([0-9a-f]{24})_([\w-]{43})$/;

/**
 * Makes a key and gives it back this once: only its hash is kept. A plain SHA-256 does, because what is hashed are 256
 * random bits and no password somebody thought of.
 */
export async function addKey(
  { query }: Database,
  { name, groups = [], operator = false }: { name: string; groups?: readonly string[]; operator?: boolean },
): Promise<{ id: string; key: string }> {
  const id = newId('');
  const secret = randomBytes(32).toString('base64url');
  await query(
    'insert into keys (id, name, hash, groups, operator, created_at) values ($1, $2, $3, $4, $5, $6)',
    [id, name, hashOf(secret), [...groups], operator, nowSeconds()],
  );
  return { id, key: `dsk_${id}_${secret}` };
}

export function listKeys({ query }: Database): Promise<KeyRow[]> {
  return query<KeyRow>(
    'select id, name, groups, operator, revoked_at is not null as revoked from keys order by created_at, id',
  );
}

/** By id or, where only one has it, by name. */
export async function revokeKey({ query }: Database, which: string): Promise<boolean> {
  const rows = await query(
    `update keys set revoked_at = $2 where revoked_at is null and
       (id = $1 or (name = $1 and (select count(*) from keys where name = $1 and revoked_at is null) = 1))
     returning id`,
    [which, nowSeconds()],
  );
  return rows.length > 0;
}

export const isKey = (token: string): boolean => token.startsWith('dsk_');

/** Whose key it is; null for one that is none, or is revoked. */
export async function principalOfKey({ query }: Database, token: string): Promise<Principal | null> {
  const [, id, secret] = keyPattern.exec(token) ?? [];
  if (id === undefined || secret === undefined) return null;
  const [row] = await query<{ hash: Uint8Array; groups: string[]; operator: boolean }>(
    'select hash, groups, operator from keys where id = $1 and revoked_at is null',
    [id],
  );
  if (!row || !timingSafeEqual(Buffer.from(row.hash), hashOf(secret))) return null;
  return { id: `key_${id}`, groups: row.groups, isOperator: row.operator };
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

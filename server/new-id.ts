import { randomBytes } from 'node:crypto';

/** 96 random bits, behind a prefix that says what it names: "vs_", "file-". */
export function newId(prefix: string): string {
  return `${prefix}${randomBytes(12).toString('hex')}`;
}

/** Seconds since 1970, as the protocol counts. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

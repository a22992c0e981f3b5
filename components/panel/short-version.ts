/** A version that people would say aloud ("v12", "v2.1"); revision hashes and timestamps say nothing and are left out. */
export function shortVersion(version: string): string | null {
  const match = /^v?(\d{1,5}(?:\.\d{1,4}){0,2})$/i.exec(version.trim());
  return match?.[1] === undefined ? null : `v${match[1]}`;
}

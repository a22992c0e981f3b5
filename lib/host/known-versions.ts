interface Wanted {
  readonly documentKey: string;
  readonly owner: string;
  readonly sourceId: string;
  readonly id: string;
}

/** Versions of what is here already, by document key: from memory, and of what is not there from the store. */
export async function readVersions(
  wanted: readonly Wanted[],
  inMemory: (documentKey: string) => string | undefined,
  fromStore: (missing: readonly Wanted[]) => Promise<ReadonlyMap<string, { version: string }> | null>,
): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  for (const { documentKey } of wanted) {
    const version = inMemory(documentKey);
    if (version !== undefined) versions.set(documentKey, version);
  }
  const missing = wanted.filter(({ documentKey }) => !versions.has(documentKey));
  const stored = missing.length === 0 ? null : await fromStore(missing);
  for (const [key, { version }] of stored ?? []) versions.set(key, version);
  return versions;
}

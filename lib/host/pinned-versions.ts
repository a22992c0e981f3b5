import type { Library } from './library';

/** Versions of what is kept on purpose, by id: what only passed by may be gone tomorrow. */
export async function pinnedVersions(
  library: Pick<Library, 'keyOf' | 'storedVersions'>,
  owner: string,
  sourceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const stored = await library.storedVersions(ids.map((id) => ({ owner, sourceId, id })));
  return new Map(
    ids.flatMap((id) => {
      const found = stored.get(library.keyOf(owner, sourceId, id));
      return found?.pinned ? [[id, found.version] as const] : [];
    }),
  );
}

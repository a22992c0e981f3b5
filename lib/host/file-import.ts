import { FILES_SOURCE_ID } from '../core/files-source';
import type { FileBatch, FileOutcome } from '../messaging/library-messages';
import type { Library } from './library';
import { pinnedVersions } from './pinned-versions';

/** As the library wants a source. Nobody is asked again for a file, so how long it is fresh does not matter. */
export const filesSource = { id: FILES_SOURCE_ID, baseUrl: 'about:blank', ttlMinutes: 43_200 };
const PAGE = 500;

/**
 * Keeps what was read of files, some documents at a time; each time is whole or not at all. The same path again is the
 * same file: what has changed is written, and parts that it holds no more go with the last batch. Nothing is
 * remembered in between: a part is gone when this reading did not bring it.
 */
export function createFileImport(
  library: Pick<Library, 'filesOwner' | 'keep' | 'keyOf' | 'storedVersions' | 'list' | 'remove'>,
) {
  const owner = library.filesOwner;

  /** Keys of the file's documents that were read before `startedAt`. */
  const leftOver = async (path: string, startedAt: number): Promise<string[]> => {
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Library['list']>> = await library.list({
        owner,
        sourceId: FILES_SOURCE_ID,
        idPrefix: path,
        after,
        limit: PAGE,
      });
      const old = page.rows.filter(({ document, fetchedAt }) => {
        return fetchedAt < startedAt && (document.id === path || document.id.startsWith(`${path}#`));
      });
      keys.push(...old.map(({ key }) => key));
      after = page.next;
    } while (after !== null);
    return keys;
  };

  return {
    /** Takes the file out again. Resolves with the number of its documents. */
    async remove(path: string): Promise<number> {
      const keys = await leftOver(path, Infinity);
      if (keys.length > 0) await library.remove(keys);
      return keys.length;
    },
    async take(batch: FileBatch): Promise<FileOutcome> {
      const documents = batch.documents.map((document) => ({ ...document, sourceId: FILES_SOURCE_ID }));
      const ids = documents.map(({ id }) => id);
      const before = await pinnedVersions(library, owner, FILES_SOURCE_ID, ids);
      await library.keep(owner, filesSource, documents, batch.startedAt, { pinned: true });
      const gone = batch.isLast ? await leftOver(batch.path, batch.startedAt) : [];
      if (gone.length > 0) await library.remove(gone);
      const unchanged = documents.filter(({ id, version }) => before.get(id) === version).length;
      return {
        added: documents.filter(({ id }) => !before.has(id)).length,
        updated: documents.filter(({ id }) => before.has(id)).length - unchanged,
        unchanged,
        removed: gone.length,
      };
    },
  };
}
export type FileImport = ReturnType<typeof createFileImport>;

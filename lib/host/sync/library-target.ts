import type { Library } from '../library';
import { pinnedVersions } from '../pinned-versions';
import type { SyncTarget } from './sync-contract';

/** The library as copies of sources need it: what they bring is kept on purpose, or it is heard that it was not. */
export function libraryTarget(library: Library): SyncTarget {
  return {
    ownerOf: library.ownerOf,
    keyOf: library.keyOf,
    keep: (owner, source, documents, fetchedAt) =>
      library.keep(owner, source, documents, fetchedAt, { pinned: true }),
    versions: (owner, sourceId, ids) => pinnedVersions(library, owner, sourceId, ids),
    forget: library.remove,
  };
}

import type { Connector } from '../connectors/connector';
import { DesksideError, type ErrorKind } from '../core/errors';
import type { SourceConfig } from '../core/source';
import type { Library } from './library';
import { isOutOfReach, type Sessions } from './sessions';
import { kindOf } from './source-setup';

/** A page that waits for this shows what the others have; nobody waits for one source for ever. */
const LONGEST_ANSWER_MS = 4_000;

export interface ReadableOwner {
  /** Whose rows of the source may be shown now; null for nobody's. */
  readonly owner: string | null;
  readonly error: ErrorKind | null;
}

/**
 * Whose rows of a source the person at the desk may see: those of the user that the source confirms, as in a look-up.
 * `recent` does not ask: null where the source has not said so lately.
 */
export function createReadableOwners(parts: {
  connectors: readonly Connector[];
  sessions: Pick<Sessions, 'recent' | 'verify' | 'last' | 'strangerSeen'>;
  library: Pick<Library, 'ownerOf'>;
}) {
  const { connectors, sessions, library } = parts;
  const recent = (source: SourceConfig): string | null => {
    const user = sessions.recent(source);
    return user && library.ownerOf(source, user);
  };
  const ask = async (source: SourceConfig): Promise<ReadableOwner> => {
    const connector = connectors.find(({ id }) => id === source.product);
    if (!connector) return { owner: null, error: 'unsupported' };
    try {
      const user = await sessions.verify(connector, source, AbortSignal.timeout(LONGEST_ANSWER_MS));
      return { owner: library.ownerOf(source, user), error: null };
    } catch (cause) {
      const error = kindOf(cause);
      // Out of reach: what the user confirmed last may see is all there is to go by.
      const isAway = isOutOfReach(new DesksideError(error, 'Who is signed in is not known', { cause }));
      const user = isAway && !sessions.strangerSeen(source) ? await sessions.last(source) : null;
      return { owner: user && library.ownerOf(source, user), error };
    }
  };
  return { ask, recent };
}
export type ReadableOwners = ReturnType<typeof createReadableOwners>;

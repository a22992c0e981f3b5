import { isAbort } from '../core/errors';
import type { Identity } from '../core/source';
import type { Logger } from '../platform/logger';
import type { IdentityStore } from './sessions';

/**
 * Who was signed in last, on disk only where a cache may be kept, and without the disk where the browser offers none:
 * sources are asked anew then, and nothing is known of anybody while they are out of reach.
 */
export function keepIdentities(options: {
  store: IdentityStore;
  /** Whether the settings let anything be kept on disk now. */
  isKept(): boolean;
  logger: Logger;
}): IdentityStore {
  const { store, isKept, logger } = options;
  const tryTo = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isAbort(error)) throw error;
      logger.warn('who is signed in is not on disk', error);
      return otherwise;
    }
  };
  return {
    async load(sessionKey) {
      if (isKept()) return tryTo<Identity | null>(store.load(sessionKey), null);
      // Written before the cache was switched off.
      await tryTo(store.remove(sessionKey), undefined);
      return null;
    },
    async save(sessionKey, identity) {
      if (isKept()) await tryTo(store.save(sessionKey, identity), undefined);
    },
    remove: (sessionKey) => tryTo(store.remove(sessionKey), undefined),
  };
}

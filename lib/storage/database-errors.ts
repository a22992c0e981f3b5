import { Dexie } from 'dexie';
import { DesksideError } from '../core/errors';

/** Names of an error and of what is wrapped in it: Dexie's `inner`, or the first failure of a bulk operation. */
function names(error: unknown): string[] {
  const found: string[] = [];
  let current = error;
  while (current instanceof Error && found.length < 5) {
    found.push(current.name);
    if ('failures' in current && Array.isArray(current.failures)) current = current.failures[0];
    else current = 'inner' in current ? current.inner : current.cause;
  }
  return found;
}

/** The connection or its transaction ended before the work was done: nothing was written, so it can be done again. */
export function wasClosed(error: unknown): boolean {
  if (error instanceof DesksideError) return false;
  return names(error).some((name) => name === 'DatabaseClosedError' || name === 'InvalidStateError');
}

export function isQuotaExceeded(error: unknown): boolean {
  return names(error).includes('QuotaExceededError');
}

export function outOfRoom(cause: unknown): DesksideError {
  return new DesksideError(
    'no-room',
    'There is no room left on this device to keep more. Free some, or remove what is not needed from the library.',
    { cause },
  );
}

/** What browsers say on opening where there is no IndexedDB, in a private window, and where site data is blocked. */
const unavailableNames: ReadonlySet<string> = new Set([
  'MissingAPIError',
  'InvalidStateError',
  'SecurityError',
]);

export function isUnavailable(error: unknown): boolean {
  return names(error).some((name) => unavailableNames.has(name));
}

export function unavailable(cause?: unknown): DesksideError {
  return new DesksideError(
    'unsupported',
    'This browser window keeps no local data, so nothing is cached. Suggestions come from the sources alone.',
    { cause },
  );
}

/**
 * A browser's error as ours. A transaction that was cut is called AbortError too: it must not pass for a user's
 * abort. Errors of our own and want of room stay as they are.
 */
export function toDesksideError(error: unknown): unknown {
  if (error instanceof DesksideError || isQuotaExceeded(error)) return error;
  if (!(error instanceof Dexie.DexieError || error instanceof DOMException)) return error;
  return new DesksideError('unsupported', 'The local cache could not be read or written.', { cause: error });
}

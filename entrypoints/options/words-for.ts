import { DesksideError } from '../../lib/core/errors';

/** A failure in words that say what to do. */
export function wordsFor(error: unknown): string {
  if (error instanceof DesksideError) return error.message;
  return 'That did not work. Close this page and open it again.';
}

import type { ErrorKind } from '../core/errors';
import { DesksideError } from '../core/errors';

/** Failures that say nothing about which product answers: asking again later may. */
const undecided: ReadonlySet<ErrorKind> = new Set([
  'unreachable',
  'timeout',
  'rate-limited',
  'server',
  'no-permission',
]);

/** Null for an error that means "something else answers here"; any other error is thrown on. */
export function somethingElse(error: unknown): null {
  if (error instanceof DesksideError && !undecided.has(error.kind)) return null;
  throw error;
}

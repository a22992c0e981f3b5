import { DesksideError } from '../core/errors';

export interface Logger {
  warn(what: string, error?: unknown): void;
}

/**
 * Console lines that help a developer and tell nobody anything: error kinds, statuses and places, never a query,
 * a ticket's text, a token or a user name.
 */
export function createLogger(scope: string, console: Pick<Console, 'warn'>): Logger {
  return {
    warn(what, error) {
      console.warn(`[deskside:${scope}] ${what}${error === undefined ? '' : `: ${describe(error)}`}`);
    },
  };
}

function describe(error: unknown): string {
  if (error instanceof DesksideError) {
    return [error.kind, error.status, error.at].filter((part) => part !== undefined).join(' ');
  }
  return error instanceof Error ? error.name : typeof error;
}

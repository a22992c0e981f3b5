import type { Person } from '../company';
import type { FakeModes } from '../fake';
import type { Sessions } from '../sessions';
import type { SharepointStore } from './store';

export interface SharepointSettings {
  /** What REST says to nobody: all three have been seen, by browser, header and day. */
  loggedOut: 401 | 403 | 302;
  /** Answers in `odata=verbose` whatever is asked. */
  alwaysVerbose: boolean;
  /** Milliseconds from a change until the search knows of it. */
  indexLag: number;
}

/** The running tenant that pages and REST share. */
export interface SharepointInstance {
  readonly store: SharepointStore;
  readonly origin: string;
  readonly sessions: Sessions;
  readonly settings: SharepointSettings;
  readonly modes: FakeModes;
  now(): number;
}

export interface SharepointCall {
  readonly request: Request;
  readonly url: URL;
  /** The server-relative path of the site that was asked, "" for the root. */
  readonly web: string;
  readonly person: Person | null;
}

/** A REST error with what SharePoint says of it. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const accessDenied = () =>
  new RestError(
    403,
    '-2147024891, System.UnauthorizedAccessException',
    'Access denied. You do not have permission to perform this action or access this resource.',
  );
export const fileNotFound = () =>
  new RestError(404, '-2130575338, System.IO.FileNotFoundException', 'File Not Found.');
export const badQuery = (message: string) =>
  new RestError(400, '-1, Microsoft.SharePoint.Client.InvalidClientQueryException', message);

/** The sign-in host, another one than the tenant's. */
export const signInHost = 'login.microsoftonline.test';

export function loginNameOf({ email }: Person): string {
  return `i:0#.f|membership|${email}`;
}

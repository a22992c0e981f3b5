import { z } from 'zod';
import type { ErrorKind } from '../core/errors';
import { DesksideError } from '../core/errors';
import type { ConnectorIo } from './connector';

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

/** Module errors by code; they come with HTTP status 200. https://www.mediawiki.org/wiki/API:Errors_and_warnings */
const kindByCode: Readonly<Record<string, ErrorKind>> = {
  assertuserfailed: 'signed-out',
  assertnameduserfailed: 'signed-out',
  assertanonfailed: 'signed-out',
  notloggedin: 'signed-out',
  mustbeloggedin: 'signed-out',
  permissiondenied: 'forbidden',
  blocked: 'forbidden',
  missingtitle: 'not-found',
  nosuchpageid: 'not-found',
  nosuchrevid: 'not-found',
  invalidtitle: 'not-found',
  pagecannotexist: 'not-found',
  ratelimited: 'rate-limited',
  maxlag: 'rate-limited',
  readonly: 'server',
  badvalue: 'invalid-query',
  badinteger: 'invalid-query',
  missingparam: 'invalid-query',
  nosrsearch: 'invalid-query',
  'search-title-disabled': 'unsupported',
};

export type ApiParameters = Readonly<Record<string, string>>;

/** What `api.php` said: data, or the code of its error. */
export interface WikiAnswer {
  readonly data: unknown;
  readonly errorCode: string | null;
  readonly headers: Headers;
}

/**
 * One GET of `api.php`, answered for the user that `identify` verified or not at all: `assertuser` (1.28) and
 * `assert=anon` (1.35) turn a lost or changed session into an error instead of fewer hits.
 */
export async function requestWiki(
  io: ConnectorIo,
  baseUrl: string,
  parameters: ApiParameters,
): Promise<WikiAnswer> {
  const query = new URLSearchParams({ ...parameters, ...assertion(io), format: 'json', formatversion: '2' });
  const { data, headers } = await io.request.json(`${baseUrl}/api.php?${query.toString()}`, z.unknown());
  const failed = errorSchema.safeParse(data);
  return { data, headers, errorCode: failed.success ? failed.data.error.code : null };
}

/** `requestWiki` for an answer of a known shape; the wiki's errors become DesksideErrors. */
export async function askWiki<T>(
  io: ConnectorIo,
  baseUrl: string,
  parameters: ApiParameters,
  schema: z.ZodType<T>,
): Promise<T> {
  const { data, errorCode, headers } = await requestWiki(io, baseUrl, parameters);
  if (errorCode !== null) throw wikiError(errorCode, io, headers);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new DesksideError('bad-answer', 'The answer has another shape', {
    at: `${baseUrl}/api.php`,
    cause: parsed.error,
  });
}

function assertion({ user }: ConnectorIo): ApiParameters {
  if (user === null) return {};
  return user.userId === 'anonymous' ? { assert: 'anon' } : { assertuser: user.userId };
}

function wikiError(code: string, io: ConnectorIo, headers: Headers): DesksideError {
  const message = `The wiki refused: ${code.slice(0, 60)}`;
  // With the asserted user the session is sound, so the right is missing; without one the sign-in is.
  if (code === 'readapidenied') {
    const isKnown = io.user !== null && io.user.userId !== 'anonymous';
    return new DesksideError(isKnown ? 'forbidden' : 'signed-out', message);
  }
  const kind = kindByCode[code] ?? (code.startsWith('internal_api_error') ? 'server' : 'bad-answer');
  const seconds = Number(headers.get('retry-after') ?? NaN);
  const isWait = kind === 'rate-limited' && Number.isFinite(seconds);
  return new DesksideError(kind, message, isWait ? { retryAfterMs: seconds * 1000 } : {});
}

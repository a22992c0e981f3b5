import { z } from 'zod';
import { DesksideError, type ErrorKind } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import type { ConnectorIo, ProductAnswer } from './connector';

const userSchema = z.object({
  type: z.string(),
  accountId: z.string().nullish(),
  displayName: z.string().nullish(),
  publicName: z.string().nullish(),
});
const anySpacesSchema = z.object({ results: z.array(z.unknown()) });

/** Asks who the session belongs to; any refusal of that comes through as it is. */
export function askUser(baseUrl: string, io: ConnectorIo) {
  return io.request.json(`${baseUrl}/rest/api/user/current`, userSchema);
}

/** Who is signed in. Sites that show something to everybody have an anonymous user; all others refuse or say so. */
export async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  // Without a session, and with one that has no seat in Confluence, the answer is the same 403.
  const { data } = await askUser(source.baseUrl, io).catch(signedOutWhere('forbidden'));
  if (data.type === 'known' && data.accountId) {
    return { userId: data.accountId, displayName: data.displayName || data.publicName || null };
  }
  const spaces = await io.request
    .json(`${source.baseUrl}/api/v2/spaces?limit=1`, anySpacesSchema)
    .catch(signedOutWhere('forbidden', 'not-found'));
  if (spaces.data.results.length === 0) {
    throw new DesksideError('signed-out', 'Nobody is signed in to Confluence');
  }
  return { userId: 'anonymous', displayName: null };
}

/**
 * JSON for the user that the caller verified. An answer that names another account is refused; the cloud's products
 * name the session's account in X-AAccountId where they name it at all.
 */
export async function cloudJson<T>(
  io: ConnectorIo,
  url: string,
  schema: z.ZodType<T>,
): Promise<ProductAnswer<T>> {
  const answer = await io.request.json(url, schema);
  const named = accountIn(answer.headers);
  if (named !== null && io.user !== null && named !== io.user.userId) {
    throw new DesksideError('signed-out', 'Another user is signed in than before');
  }
  return answer;
}

function accountIn(headers: Headers): string | null {
  const account = headers.get('x-aaccountid')?.trim();
  if (!account) return null;
  // Colons come percent-encoded.
  return /^(?:unidentified|anonymous)$/i.test(account) ? 'anonymous' : account.replace(/%3A/gi, ':');
}

function signedOutWhere(...kinds: ErrorKind[]): (error: unknown) => never {
  return (error) => {
    if (error instanceof DesksideError && kinds.includes(error.kind)) {
      throw new DesksideError('signed-out', 'Confluence knows nobody in this session', { cause: error });
    }
    throw error;
  };
}

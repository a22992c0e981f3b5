import type { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { ConnectorIo, ProductAnswer, RequestOptions } from './connector';

/**
 * JSON from one of the vendor's products, refused when it was made for another user than the one the caller verified:
 * Data Center names the session's user on every answer in X-AUSERNAME, the cloud names the account in X-AAccountId,
 * both percent-encoded. Without this check a change of user in another tab would store one person's rows under
 * another's name.
 */
export async function atlassianJson<T>(
  io: ConnectorIo,
  url: string,
  schema: z.ZodType<T>,
  options?: RequestOptions,
): Promise<ProductAnswer<T>> {
  const answer = await io.request.json(url, schema, options);
  const named = answeringUser(answer.headers);
  const expected = io.user?.userId;
  if (named !== null && expected !== undefined && named.toLowerCase() !== expected.toLowerCase()) {
    throw new DesksideError('signed-out', 'Another user is signed in than before', {
      at: pathOf(answer.url),
    });
  }
  return answer;
}

/** The user an answer was made for, "anonymous" for nobody; null when it does not say. */
export function answeringUser(headers: Headers): string | null {
  const name = (headers.get('x-ausername') ?? headers.get('x-aaccountid'))?.trim();
  if (!name) return null;
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a bare percent sign: older lines do not encode
  }
}

function pathOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

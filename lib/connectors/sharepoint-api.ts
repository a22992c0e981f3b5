import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';

/** Without it SharePoint answers in Atom. */
const headers = { Accept: 'application/json;odata=nometadata' };

const userSchema = z.object({
  LoginName: z.string().min(1),
  Title: z.string().nullish(),
});

/** A site under an address, as far as asking it needs to know. */
type Asked = Pick<SourceConfig, 'baseUrl'>;

/**
 * JSON from SharePoint's REST API. A lost session is answered like a missing right (403) or like a site that was
 * renamed (a redirect), so both are told apart by asking who is signed in.
 */
export async function askSharePoint<T>(
  url: string,
  schema: z.ZodType<T>,
  source: Asked,
  io: ConnectorIo,
): Promise<T> {
  try {
    return await getJson(url, schema, io);
  } catch (error) {
    const isRedirect = error instanceof DesksideError && error.kind === 'signed-out' && error.status !== 401;
    if (!isRedirect && !isForbidden(error)) throw error;
    const user = await whoIsSignedIn(source, io);
    if (user !== null && io.user !== null && user.userId !== io.user.userId) {
      throw new DesksideError('signed-out', 'Another user is signed in than before', { cause: error });
    }
    throw isRedirect ? new DesksideError('not-found', 'The site has moved', { cause: error }) : error;
  }
}

/** The signed-in user; null when there is one who has no right to the source's site. Throws `signed-out`. */
export async function whoIsSignedIn(source: Asked, io: ConnectorIo): Promise<Identity | null> {
  try {
    const user = await getJson(
      `${source.baseUrl}/_api/web/currentuser?$select=Id,LoginName,Title`,
      userSchema,
      io,
    );
    return { userId: accountOf(user.LoginName), displayName: user.Title || null };
  } catch (error) {
    if (!isForbidden(error)) throw error;
    await requireSession(source.baseUrl, io);
    return null;
  }
}

/** Throws `signed-out` when nobody is signed in: only then even the page that explains a refusal is refused. */
async function requireSession(baseUrl: string, io: ConnectorIo): Promise<void> {
  try {
    await io.request.text(`${baseUrl}/_layouts/15/AccessDenied.aspx`);
  } catch (error) {
    if (isForbidden(error)) {
      throw new DesksideError('signed-out', 'Nobody is signed in to SharePoint', { cause: error });
    }
    if (!(error instanceof DesksideError) || error.kind !== 'not-found') throw error;
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof DesksideError && error.kind === 'forbidden';
}

/** A claim such as `i:0#.f|membership|ann@acme.example` ends in the account, which pages name their user by too. */
function accountOf(loginName: string): string {
  return (loginName.split('|').at(-1) || loginName).toLowerCase();
}

export async function getJson<T>(url: string, schema: z.ZodType<T>, io: ConnectorIo): Promise<T> {
  const answer = await io.request.json(url, z.unknown(), { headers }).catch(withoutArguments);
  const parsed = schema.safeParse(withoutWrappers(answer.data));
  if (parsed.success) return parsed.data;
  const { origin, pathname } = new URL(answer.url);
  throw new DesksideError('bad-answer', 'The answer has another shape', {
    at: plainPlace(origin + pathname),
    status: answer.status,
    cause: parsed.error,
  });
}

/** Here paths name files and hold sharing links, which let in whoever has them: no error carries those along. */
function withoutArguments(error: unknown): never {
  if (!(error instanceof DesksideError) || error.at === undefined) throw error;
  const { kind, message, cause, status, retryAfterMs } = error;
  throw new DesksideError(kind, message, {
    cause,
    at: plainPlace(error.at),
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function plainPlace(at: string): string {
  return at.replace(/(?:\(|\/shares\/).*$/s, '');
}

/** Some proxies and old farms answer `odata=verbose` whatever is asked: `d` around all, `results` around lists. */
function withoutWrappers(data: unknown): unknown {
  return isRecord(data) && isRecord(data.d) ? unwrapped(data.d, 0) : data;
}

function unwrapped(value: unknown, depth: number): unknown {
  if (depth > 12) return value;
  if (Array.isArray(value)) return value.map((each) => unwrapped(each, depth + 1));
  if (!isRecord(value)) return value;
  if (Array.isArray(value.results)) return unwrapped(value.results, depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, unwrapped(member, depth + 1)]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

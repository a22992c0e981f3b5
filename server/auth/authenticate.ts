import type { Config } from '../config';
import type { Database } from '../database/database';
import { Problem } from '../problem';
import { isKey, principalOfKey } from './keys';
import { createOidc } from './oidc';
import type { Principal } from './principal';

export interface AuthenticateOptions {
  readonly config: Config;
  readonly database: Database;
  readonly fetch: typeof globalThis.fetch;
}

/** @throws Problem 401 for whoever cannot be told, 503 where that cannot be found out */
export type Authenticate = (header: string | undefined) => Promise<Principal>;

const LONGEST = 16_000;
/** A key that was good a moment ago is good: a revoked one stays so for no longer than this. */
const KNOWN_MS = 10_000;
const MOST_KNOWN = 10_000;

/** By the bearer token of a request: one of our keys, or one of the OpenID provider that is set up. */
export function createAuthenticate({ config, database, fetch }: AuthenticateOptions): Authenticate {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_GROUPS_CLAIM: groupsClaim } = config;
  const oidc =
    issuer === undefined || audience === undefined
      ? null
      : createOidc({ issuer, audience, groupsClaim, fetch });
  const known = new Map<string, { principal: Principal; until: number }>();

  const look = async (token: string): Promise<Principal | null> => {
    if (isKey(token)) return principalOfKey(database, token);
    if (!oidc) return null;
    return oidc(token).catch((error: unknown) => {
      if (error instanceof Problem) throw error;
      throw new Problem(503, 'The OpenID provider cannot be asked.', 'no_provider');
    });
  };
  return async (header) => {
    const [, token] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
    if (token === undefined || token.length > LONGEST)
      throw new Problem(401, 'Send a key: "Authorization: Bearer …".', 'no_key');
    const now = performance.now();
    const cached = known.get(token);
    if (cached && cached.until > now) return cached.principal;
    known.delete(token);
    const principal = await look(token);
    if (!principal) throw new Problem(401, 'The key is not known here, or was revoked.', 'invalid_api_key');
    if (known.size >= MOST_KNOWN) known.clear();
    // Tokens of a provider say themselves until when they are good: each is looked at.
    if (isKey(token)) known.set(token, { principal, until: now + KNOWN_MS });
    return principal;
  };
}

import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Principal } from './principal';

export interface OidcOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Which claim names the groups. */
  readonly groupsClaim: string;
  readonly fetch: typeof globalThis.fetch;
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const groupsSchema = z.array(z.string().min(1).max(200)).max(500);
/** None that is made with a secret both sides share: the server has none. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const DISCOVERY_MS = 10_000;

/**
 * Reads bearer tokens of an OpenID provider: signed by it, for this audience, in their time.
 * https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export function createOidc({ issuer, audience, groupsClaim, fetch }: OidcOptions) {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
      redirect: 'error',
      signal: AbortSignal.timeout(DISCOVERY_MS),
    });
    if (!response.ok) throw new Error(`The OpenID provider answers ${response.status}`);
    const found = discoverySchema.parse(await response.json());
    if (found.issuer.replace(/\/+$/, '') !== issuer)
      throw new Error('The OpenID provider names another issuer');
    return createRemoteJWKSet(new URL(found.jwks_uri));
  };

  /** Null for a token that does not hold. @throws where the provider cannot be asked */
  return async function principalOfToken(token: string): Promise<Principal | null> {
    const known = (keys ??= discover());
    known.catch(() => (keys = null));
    const getKey = await known;
    const verified = await jwtVerify(token, getKey, {
      issuer: [issuer, `${issuer}/`],
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp'],
    }).catch((error: unknown) => {
      // A key set that cannot be read says nothing about the token.
      if (/^ERR_J(?:OSE_GENERIC|WKS_TIMEOUT)/.test(String(Reflect.get(Object(error), 'code')))) throw error;
      return null;
    });
    if (!verified) return null;
    const { payload } = verified;
    const groups = groupsSchema.safeParse(payload[groupsClaim]);
    return {
      id: `oidc:${issuer}#${payload.sub ?? ''}`,
      groups: groups.success ? groups.data : [],
      isOperator: false,
    };
  };
}

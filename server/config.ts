import { join } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

/** The server's settings, by the names of their environment variables. docs/server.md says what each is for. */
const environmentSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8321),
  /** PostgreSQL with pgvector; without one, a database in a folder of its own. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, 'not a postgres:// address')
    .optional(),
  DATA_DIR: z.string().min(1).default('.deskside-server'),
  /** Connections to PostgreSQL, of one process. */
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(20),
  UPSTREAM_BASE_URL: httpUrl.optional(),
  UPSTREAM_API_KEY: z.string().min(1).optional(),
  UPSTREAM_MODEL: z.string().min(1).optional(),
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  MOST_JSON_BYTES: z.coerce.number().int().min(1_000).default(1_000_000),
  MOST_FILE_BYTES: z.coerce.number().int().min(1_000).default(50_000_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Whether a proxy in front says who asks (X-Forwarded-For). */
  TRUST_PROXY: flag.default(false),
});

export type Config = z.infer<typeof environmentSchema>;

export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

/** @throws ConfigProblem naming every variable that is wrong, and never its value */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigProblem(`The settings cannot be used.\n${wrong.join('\n')}`);
  }
  const { OIDC_ISSUER, OIDC_AUDIENCE } = parsed.data;
  if ((OIDC_ISSUER === undefined) !== (OIDC_AUDIENCE === undefined))
    throw new ConfigProblem('OIDC_ISSUER and OIDC_AUDIENCE are set together, or neither of them');
  return parsed.data;
}

/** Where the embedded database lies. */
export function databaseFolder({ DATA_DIR }: Config): string {
  return join(DATA_DIR, 'database');
}

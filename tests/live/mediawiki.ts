import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Company } from '../fakes/company';
import type { FakeCookie } from '../fakes/fake';
import { CookieJar } from './cookie-jar';
import { ensureMediawiki, mediawikiFolder } from './mediawiki/packages';
import { copyDatabases, seededWiki } from './mediawiki/seed';
import { endServer, freePort, launchServer, untilItAnswers, type ServerProcess } from './server-process';

export interface MediawikiOptions {
  company: Company;
  /** A free one by default. */
  port?: number;
  /** Where the running wiki keeps its files; a temporary folder by default, deleted at the end. */
  dir?: string;
  /** The address people use, where a resolver maps a name to this machine: "http://wiki.acme.test:8081". */
  serverUrl?: string;
  /** Nobody reads without an account. */
  isPrivate?: boolean;
  /** Seeded wikis by content. */
  cacheDir?: string;
}

export interface RunningMediawiki {
  /** Where it answers and what it calls itself. */
  baseUrl: string;
  port: number;
  /** Cookies of a session signed in as this person through the wiki's own API. */
  signInCookies(personId: string): Promise<FakeCookie[]>;
  stop(): Promise<void>;
}

/** A real MediaWiki with Acme's pages and accounts, or why there is none on this machine. */
export async function startMediawiki(
  options: MediawikiOptions,
): Promise<RunningMediawiki | { skipped: string }> {
  const why = await ensureMediawiki();
  if (why !== null) return { skipped: why };
  const cache = options.cacheDir ?? join(import.meta.dirname, '..', '..', '.cache', 'mediawiki');
  const seeded = await seededWiki(options.company, cache);
  const port = options.port || (await freePort());
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'acme-wiki-'));
  const baseUrl = options.serverUrl ?? `http://127.0.0.1:${port}`;
  mkdirSync(dir, { recursive: true });
  copyDatabases(seeded, join(dir, 'db'));
  writeFileSync(
    join(dir, 'LocalSettings.php'),
    startSettings(seeded.settingsFor(join(dir, 'db')), baseUrl, options),
  );
  const server = launch(dir, port);
  const stop = async () => {
    await endServer(server);
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(`http://127.0.0.1:${port}/api.php?action=query&meta=siteinfo&format=json`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  const signInCookies = (personId: string) => {
    const { name, password } = options.company.person(personId);
    return signIn(`http://127.0.0.1:${port}`, name, password);
  };
  return { baseUrl, port, signInCookies, stop };
}

/** Instead of the placeholder that every new wiki has. */
const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 135 135"><circle cx="67" cy="67" r="52" fill="#1f4f7a"/>' +
    '<text x="67" y="76" font-family="sans-serif" font-size="26" font-weight="700" fill="#fff" text-anchor="middle">acme</text></svg>',
)}`;

function startSettings(seeded: string, baseUrl: string, { isPrivate }: MediawikiOptions): string {
  return `${seeded}
$wgServer = ${phpString(baseUrl)};
$wgCanonicalServer = ${phpString(baseUrl)};
$wgLogos = ['1x' => ${phpString(logo)}];
${isPrivate ? "$wgGroupPermissions['*']['read'] = false;" : ''}
`;
}

function phpString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function launch(dir: string, port: number): ServerProcess {
  const router = join(import.meta.dirname, 'mediawiki', 'router.php');
  const php = ['php', '-d', 'opcache.enable_cli=1', '-S', `127.0.0.1:${port}`, '-t', mediawikiFolder, router];
  return launchServer(php, {
    log: join(dir, 'server.log'),
    env: {
      MW_CONFIG_FILE: join(dir, 'LocalSettings.php'),
      MEDIAWIKI_FOLDER: mediawikiFolder,
      PHP_CLI_SERVER_WORKERS: '4',
    },
  });
}

const tokenSchema = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) });
const loginSchema = z.object({
  clientlogin: z.object({ status: z.string(), message: z.string().optional() }),
});

async function signIn(base: string, username: string, password: string): Promise<FakeCookie[]> {
  const jar = new CookieJar();
  const ask = async (init: RequestInit, query: string): Promise<unknown> => {
    const response = await jar.fetch(`${base}/api.php${query}`, init);
    return response.json();
  };
  const tokens = tokenSchema.parse(
    await ask({}, '?action=query&meta=tokens&type=login&format=json&formatversion=2'),
  );
  const body = new URLSearchParams({
    action: 'clientlogin',
    username,
    password,
    loginreturnurl: `${base}/`,
    logintoken: tokens.query.tokens.logintoken,
    format: 'json',
    formatversion: '2',
  });
  const { clientlogin } = loginSchema.parse(await ask({ method: 'POST', body }, ''));
  if (clientlogin.status !== 'PASS')
    throw new Error(`${username} could not sign in: ${clientlogin.message ?? ''}`);
  return jar.all();
}

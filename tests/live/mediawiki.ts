import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Company } from '../fakes/company';
import type { FakeCookie } from '../fakes/fake';
import { cookieHeader } from '../fakes/sessions';
import { ensureMediawiki, mediawikiFolder } from './mediawiki/packages';
import { copyDatabases, seededWiki } from './mediawiki/seed';

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
    await end(server);
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(port, server, join(dir, 'server.log'));
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

/**
 * In a process group of its own, so that its workers end with it. The shell waits on a pipe that closes when this
 * process is gone, however it went: nothing keeps running after whoever started it.
 */
function launch(dir: string, port: number): ChildProcess {
  const log = openSync(join(dir, 'server.log'), 'a');
  const router = join(import.meta.dirname, 'mediawiki', 'router.php');
  const php = ['php', '-d', 'opcache.enable_cli=1', '-S', `127.0.0.1:${port}`, '-t', mediawikiFolder, router];
  const server = spawn('sh', ['-c', '"$@" & cat > /dev/null; kill -TERM 0', 'sh', ...php], {
    detached: true,
    stdio: ['pipe', log, log],
    env: {
      ...process.env,
      MW_CONFIG_FILE: join(dir, 'LocalSettings.php'),
      MEDIAWIKI_FOLDER: mediawikiFolder,
      PHP_CLI_SERVER_WORKERS: '4',
    },
  });
  closeSync(log);
  return server;
}

async function untilItAnswers(port: number, server: ChildProcess, log: string): Promise<void> {
  const address = `http://127.0.0.1:${port}/api.php?action=query&meta=siteinfo&format=json`;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) break;
    const answer = await fetch(address).catch((error: unknown) => {
      // Not listening yet; anything else is worth knowing at once.
      if (error instanceof TypeError) return null;
      throw error;
    });
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`MediaWiki did not start: ${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** Ends the whole group and waits until nobody of it is left. */
async function end(server: ChildProcess): Promise<void> {
  const { pid } = server;
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  for (let attempt = 0; attempt < 100 && signalGroup(pid, 0); attempt += 1) {
    if (attempt === 60) signalGroup(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** False when there is nobody to signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

const tokenSchema = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) });
const loginSchema = z.object({
  clientlogin: z.object({ status: z.string(), message: z.string().optional() }),
});

async function signIn(base: string, username: string, password: string): Promise<FakeCookie[]> {
  const jar = new Map<string, FakeCookie>();
  const ask = async (init: RequestInit, query: string): Promise<unknown> => {
    const headers = { cookie: cookieHeader([...jar.values()]) };
    const response = await fetch(`${base}/api.php${query}`, { ...init, headers });
    for (const line of response.headers.getSetCookie()) remember(jar, line);
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
  return [...jar.values()];
}

function remember(jar: Map<string, FakeCookie>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', ...value] = pair.split('=');
  const lower = attributes.map((attribute) => attribute.toLowerCase());
  if (value.join('=') === 'deleted' || lower.includes('max-age=0')) {
    jar.delete(name);
    return;
  }
  const sameSite = lower.includes('samesite=strict')
    ? 'Strict'
    : lower.includes('samesite=none')
      ? 'None'
      : 'Lax';
  jar.set(name, { name, value: value.join('='), httpOnly: lower.includes('httponly'), sameSite });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Company } from '../fakes/company';
import type { FakeCookie } from '../fakes/fake';
import { CookieJar } from './cookie-jar';
import { ensureRequestTracker, rtServer } from './request-tracker/packages';
import { seededDatabase } from './request-tracker/seed';
import { writeSettings } from './request-tracker/settings';
import { endServer, freePort, launchServer, untilItAnswers } from './server-process';

export interface RequestTrackerOptions {
  company: Company;
  /** A free one by default. */
  port?: number;
  /** Where the running RT keeps its files; a temporary folder by default, deleted at the end. */
  dir?: string;
  /** The address people use, where a resolver maps a name to this machine: "http://rt.acme.test". */
  serverUrl?: string;
  /** Below the server's address: "/rt". */
  webPath?: string;
  /** False by default, as RT comes: conditions on the content of tickets find nothing. */
  searchesTexts?: boolean;
  /** Seeded databases by content. */
  cacheDir?: string;
}

export interface RunningRequestTracker {
  /** Where it answers and what it calls itself, without a slash at the end. */
  baseUrl: string;
  port: number;
  /** Cookies of a session signed in as this person through RT's own form. */
  signInCookies(personId: string): Promise<FakeCookie[]>;
  stop(): Promise<void>;
}

/**
 * A real Request Tracker with Acme's desk, or why there is none on this machine. It has settings and a database of its
 * own: several run side by side, and the machine's own RT is neither read nor changed.
 */
export async function startRequestTracker(
  options: RequestTrackerOptions,
): Promise<RunningRequestTracker | { skipped: string }> {
  const why = await ensureRequestTracker();
  if (why !== null) return { skipped: why };
  const { company, webPath = '', searchesTexts = false } = options;
  const cache = options.cacheDir ?? join(import.meta.dirname, '..', '..', '.cache', 'request-tracker');
  const database = await seededDatabase(company, cache);
  const port = options.port || (await freePort());
  const local = `http://127.0.0.1:${port}`;
  const address = new URL(options.serverUrl ?? local);
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'acme-rt-'));
  mkdirSync(dir, { recursive: true });
  const env = writeSettings(dir, { address, webPath, searchesTexts });
  copyFileSync(database, join(dir, 'rt.sqlite'));
  const below = webPath === '' ? [] : ['--webpath', webPath];
  const server = launchServer(
    ['perl', rtServer, '--host', '127.0.0.1', '--port', String(port), '--max-workers', '4', ...below],
    { log: join(dir, 'server.log'), env },
  );
  const stop = async () => {
    await endServer(server);
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(`${local}${webPath}/NoAuth/Login.html`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    baseUrl: address.origin + webPath,
    port,
    signInCookies: (personId) => signIn(local + webPath, personId, company.person(personId).password),
    stop,
  };
}

/** RT answers the form with 200 whether it liked it or not: what follows tells. */
async function signIn(base: string, user: string, pass: string): Promise<FakeCookie[]> {
  const jar = new CookieJar();
  await jar.fetch(`${base}/NoAuth/Login.html`, { method: 'POST', body: new URLSearchParams({ user, pass }) });
  const answer = await jar.fetch(`${base}/REST/2.0/rt`);
  if (answer.status !== 200) throw new Error(`${user} could not sign in`);
  return jar.all();
}

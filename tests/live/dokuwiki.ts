import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Company } from '../fakes/company';
import type { FakeCookie } from '../fakes/fake';
import { CookieJar } from './cookie-jar';
import { dokuwikiFolder, ensureDokuwiki } from './dokuwiki/packages';
import {
  configure,
  delivered,
  phpOptions,
  seedWiki,
  wikiEnvironment,
  type DokuwikiSettings,
} from './dokuwiki/seed';
import { endServer, freePort, launchServer, untilItAnswers } from './server-process';

export interface DokuwikiOptions extends Partial<DokuwikiSettings> {
  company: Company;
  /** A free one by default. */
  port?: number;
  /** Where the running wiki keeps its files; a temporary folder by default, deleted at the end. */
  dir?: string;
  /** The address people use, where a resolver maps a name to this machine: "http://doku.acme.test". */
  serverUrl?: string;
}

export interface RunningDokuwiki {
  /** Where it answers and what it calls itself. */
  baseUrl: string;
  port: number;
  /** Changes settings of the running wiki; those not named are as delivered. */
  configure(settings: Partial<DokuwikiSettings>): void;
  /** Every request so far, oldest first: "GET /doku.php?id=start". */
  asked(): string[];
  /** Cookies of a session signed in as this person through the wiki's own form. */
  signInCookies(personId: string): Promise<FakeCookie[]>;
  stop(): Promise<void>;
}

/**
 * A real DokuWiki with Acme's pages and accounts, or why there is none on this machine. It has configuration and data of
 * its own: several run side by side, and the machine's own wiki is neither read nor changed.
 */
export async function startDokuwiki(
  options: DokuwikiOptions,
): Promise<RunningDokuwiki | { skipped: string }> {
  const why = await ensureDokuwiki();
  if (why !== null) return { skipped: why };
  const { company, serverUrl } = options;
  const port = options.port || (await freePort());
  const own = `http://127.0.0.1:${port}`;
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'acme-doku-'));
  mkdirSync(dir, { recursive: true });
  const settings = { ...delivered, ...options };
  await seedWiki(dir, company, settings);
  const log = join(dir, 'requests.log');
  const router = join(import.meta.dirname, 'dokuwiki', 'router.php');
  const sessions = ['-d', `session.save_path=${join(dir, 'sessions')}`];
  const server = launchServer(
    ['php', ...phpOptions, ...sessions, '-S', `127.0.0.1:${port}`, '-t', dokuwikiFolder, router],
    {
      log: join(dir, 'server.log'),
      env: {
        ...wikiEnvironment(dir),
        DOKUWIKI_REWRITE: String(settings.rewrite),
        DOKUWIKI_LOG: log,
        PHP_CLI_SERVER_WORKERS: '4',
      },
    },
  );
  const stop = async () => {
    await endServer(server);
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(`${own}/doku.php?do=revisions`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    baseUrl: serverUrl ?? own,
    port,
    configure: (more) => {
      configure(dir, company, { ...delivered, ...more });
    },
    asked: () => readFileSync(log, 'utf8').trim().split('\n'),
    signInCookies: (personId) => signIn(own, personId, company.person(personId).password),
    stop,
  };
}

async function signIn(base: string, user: string, password: string): Promise<FakeCookie[]> {
  const jar = new CookieJar();
  await jar.fetch(`${base}/doku.php?do=login`);
  const body = new URLSearchParams({ do: 'login', u: user, p: password, r: '1' });
  const answer = await jar.fetch(`${base}/doku.php?id=start&do=login`, { method: 'POST', body });
  if (answer.status !== 302) throw new Error(`${user} could not sign in`);
  return jar.all();
}

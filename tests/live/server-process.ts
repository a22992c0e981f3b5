import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

export interface ServerProcess {
  readonly child: ChildProcess;
  /** File with what the server says. */
  readonly log: string;
}

/**
 * Starts a server in a process group of its own, so that its workers end with it. The shell waits on a pipe that closes
 * when this process is gone, however it went: nothing keeps running after whoever started it.
 */
export function launchServer(
  command: readonly string[],
  options: { readonly log: string; readonly env?: Readonly<Record<string, string>> },
): ServerProcess {
  const log = openSync(options.log, 'a');
  const child = spawn('sh', ['-c', '"$@" & cat > /dev/null; kill -TERM 0', 'sh', ...command], {
    detached: true,
    stdio: ['pipe', log, log],
    env: { ...process.env, ...options.env },
  });
  closeSync(log);
  return { child, log: options.log };
}

/** Waits until `address` answers with any status below 500; throws with the end of the server's log when it never does. */
export async function untilItAnswers(address: string, { child, log }: ServerProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(address, { redirect: 'manual' }).catch((error: unknown) => {
      // Not listening yet; anything else is worth knowing at once.
      if (error instanceof TypeError) return null;
      throw error;
    });
    if (answer && answer.status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No answer from ${address}: ${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** Ends the whole group and waits until nobody of it is left. */
export async function endServer({ child }: ServerProcess): Promise<void> {
  const { pid } = child;
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

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
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

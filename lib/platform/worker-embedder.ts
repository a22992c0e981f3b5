import { z } from 'zod';

/** What of an embedder crosses to a worker; `retrieval/embedder` has the whole contract. */
interface Embeds {
  embed(texts: readonly string[], kind: 'query' | 'passage', signal?: AbortSignal): Promise<Float32Array[]>;
}

/** The side of a worker that we need, on either end. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}
export interface WorkerHandle extends WorkerPort {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
  terminate(): void;
}

const requestSchema = z.union([
  z.object({ id: z.number(), texts: z.array(z.string()), kind: z.enum(['query', 'passage']) }),
  z.object({ cancel: z.number() }),
]);
const replySchema = z.union([
  z.object({ id: z.number(), vectors: z.array(z.instanceof(Float32Array)) }),
  z.object({ id: z.number(), failed: z.string() }),
]);

/** The worker's end: one request after the other, opened with the first; a cancelled one stops between two texts. */
export function serveEmbedder(port: WorkerPort, open: () => Promise<Embeds>): void {
  let opening: Promise<Embeds> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const running = new Map<number, AbortController>();
  const answer = async ({ id, texts, kind }: { id: number; texts: string[]; kind: 'query' | 'passage' }) => {
    const signal = running.get(id)?.signal;
    try {
      signal?.throwIfAborted();
      opening ??= open();
      opening.catch(() => (opening = null));
      const vectors = await (await opening).embed(texts, kind, signal);
      port.postMessage({ id, vectors });
    } catch (error) {
      port.postMessage({ id, failed: error instanceof Error ? error.name : typeof error });
    } finally {
      running.delete(id);
    }
  };
  port.addEventListener('message', ({ data }) => {
    const request = requestSchema.parse(data);
    if ('cancel' in request) return running.get(request.cancel)?.abort();
    running.set(request.id, new AbortController());
    turn = turn.then(() => answer(request));
  });
}

interface Waiting {
  resolve(vectors: Float32Array[]): void;
  reject(error: unknown): void;
}

export interface WorkerEmbedderOptions {
  start(): WorkerHandle;
  /** The worker ends, and gives its memory back, when nothing was asked for so long. */
  idleMs: number;
}

/**
 * An embedder that works in a worker, started with the first request. A worker that dies fails what it was asked, and
 * the next request starts another.
 */
export function createWorkerEmbedder({ start, idleMs }: WorkerEmbedderOptions): Embeds & { close(): void } {
  const waiting = new Map<number, Waiting>();
  let worker: WorkerHandle | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  const end = (error: Error) => {
    clearTimeout(idle);
    worker?.terminate();
    worker = null;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  const rest = () => {
    clearTimeout(idle);
    if (waiting.size === 0) idle = setTimeout(() => end(new Error('idle')), idleMs);
  };
  const started = (): WorkerHandle => {
    if (worker !== null) return worker;
    const fresh = (worker = start());
    const died = () => {
      if (worker === fresh) end(new Error('The worker ended'));
    };
    fresh.addEventListener('error', died);
    fresh.addEventListener('messageerror', died);
    fresh.addEventListener('message', ({ data }) => {
      const { data: reply } = replySchema.safeParse(data);
      if (!reply) return died();
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ('vectors' in reply) asked?.resolve(reply.vectors);
      else asked?.reject(new Error(reply.failed));
      rest();
    });
    return fresh;
  };

  return {
    embed(texts, kind, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const id = (last += 1);
      clearTimeout(idle);
      return new Promise((resolve, reject) => {
        const port = started();
        waiting.set(id, { resolve, reject });
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          reject(signal.reason as Error);
          if (worker === port) port.postMessage({ cancel: id });
          rest();
        });
        port.postMessage({ id, texts, kind });
      });
    },
    close: () => end(new Error('closed')),
  };
}

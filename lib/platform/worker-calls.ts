import { z } from 'zod';
import { DesksideError, errorKinds } from '../core/errors';

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
  z.object({ id: z.number(), name: z.string(), input: z.unknown() }),
  z.object({ cancel: z.number() }),
]);
const failureSchema = z.object({
  kind: z.enum(errorKinds).nullable(),
  name: z.string(),
  message: z.string(),
});
const replySchema = z.union([
  z.object({ id: z.number(), failed: failureSchema }),
  z.object({ id: z.number(), event: z.unknown().nonoptional() }),
  z.object({ id: z.number(), done: z.literal(true), output: z.unknown() }),
]);

export interface CallContext {
  /** Aborted when whoever asked no longer wants it. */
  readonly signal: AbortSignal;
  /** Says something before the end. */
  emit(event: unknown): void;
}
export type CallHandlers = Readonly<
  Record<string, (input: unknown, context: CallContext) => Promise<unknown>>
>;

/** The worker's end: each call as it comes, side by side. */
export function serveCalls(port: WorkerPort, handlers: CallHandlers): void {
  const running = new Map<number, AbortController>();
  const answer = async (id: number, name: string, input: unknown) => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const handler = handlers[name];
      if (!handler) throw new TypeError(`There is no ${name}`);
      const emit = (event: unknown) => port.postMessage({ id, event });
      port.postMessage({ id, done: true, output: await handler(input, { signal: abort.signal, emit }) });
    } catch (error) {
      port.postMessage({ id, failed: failureOf(error) });
    } finally {
      running.delete(id);
    }
  };
  port.addEventListener('message', ({ data }) => {
    const request = requestSchema.parse(data);
    if ('cancel' in request) running.get(request.cancel)?.abort();
    else void answer(request.id, request.name, request.input);
  });
}

/** Words of others may quote what they failed at, and end up in a log: only ours go along. */
function failureOf(error: unknown): z.infer<typeof failureSchema> {
  if (error instanceof DesksideError) return { kind: error.kind, name: error.name, message: error.message };
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: null, name, message: name };
}

interface Waiting {
  onEvent: ((event: unknown) => void) | undefined;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

export interface WorkerCallsOptions {
  start(): WorkerHandle;
  /** The worker ends, and gives its memory back, when nothing was asked for so long. */
  idleMs: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: (event: unknown) => void;
}

export interface WorkerCalls {
  /** @throws DesksideError as the worker threw it; Error where the worker ended; AbortError */
  call(name: string, input: unknown, options?: CallOptions): Promise<unknown>;
  /** Ends the worker, and fails what was asked of it; the next call starts another. */
  close(reason?: string): void;
}

/**
 * Calls to a worker, started with the first of them. A worker that dies fails what it was asked, and the next call
 * starts another.
 */
export function createWorkerCalls({ start, idleMs }: WorkerCallsOptions): WorkerCalls {
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
  const hear = (data: unknown): boolean => {
    const { data: reply } = replySchema.safeParse(data);
    if (!reply) return false;
    const asked = waiting.get(reply.id);
    if ('event' in reply) {
      asked?.onEvent?.(reply.event);
      return true;
    }
    waiting.delete(reply.id);
    if ('failed' in reply) asked?.reject(errorOf(reply.failed));
    else asked?.resolve(reply.output);
    rest();
    return true;
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
      if (worker === fresh && !hear(data)) died();
    });
    return fresh;
  };

  return {
    call(name, input, { signal, onEvent } = {}) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const id = (last += 1);
      clearTimeout(idle);
      return new Promise((resolve, reject) => {
        const port = started();
        waiting.set(id, { onEvent, resolve, reject });
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(id)) return;
          reject(signal.reason as Error);
          if (worker === port) port.postMessage({ cancel: id });
          rest();
        });
        port.postMessage({ id, name, input });
      });
    },
    close: (reason = 'closed') => end(new Error(reason)),
  };
}

function errorOf({ kind, name, message }: z.infer<typeof failureSchema>): Error {
  if (kind !== null) return new DesksideError(kind, message);
  return Object.assign(new Error(message), { name });
}

import { vi } from 'vitest';
import type { WorkerHandle, WorkerPort } from './worker-calls';

type Listener = (event: { readonly data: unknown }) => void;

/** Two ends of one wire, as a worker and whoever started it have them. */
export function wire() {
  const inside: Listener[] = [];
  const outside = new Map<string, Listener[]>();
  const tell = (listeners: readonly Listener[], data: unknown) =>
    queueMicrotask(() => listeners.forEach((listener) => listener({ data: structuredClone(data) })));
  const terminate = vi.fn();
  const handle: WorkerHandle = {
    postMessage: (message) => tell(inside, message),
    addEventListener: (type: string, listener: Listener) =>
      void outside.set(type, [...(outside.get(type) ?? []), listener]),
    terminate,
  };
  const port: WorkerPort = {
    postMessage: (message) => tell(outside.get('message') ?? [], message),
    addEventListener: (_type, listener) => void inside.push(listener),
  };
  const die = () => (outside.get('error') ?? []).forEach((listener) => listener({ data: null }));
  return { handle, port, terminate, die };
}

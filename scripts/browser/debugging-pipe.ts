import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';

const answerSchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/**
 * The DevTools protocol over file descriptors 3 and 4, messages ended by a zero byte. Some commands
 * (Extensions.loadUnpacked) exist only here. https://chromedevtools.github.io/devtools-protocol/
 */
export function createPipe(child: ChildProcess) {
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let buffered = '';
  let lastId = 0;

  // Decoded by the stream: a character may be split between two chunks.
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const parts = (buffered + chunk).split('\0');
    buffered = parts.pop() ?? '';
    for (const part of parts) {
      const answer = answerSchema.safeParse(JSON.parse(part));
      if (!answer.success) continue; // an event
      const caller = waiting.get(answer.data.id);
      waiting.delete(answer.data.id);
      if (answer.data.error) caller?.reject(new Error(answer.data.error.message));
      else caller?.resolve(answer.data.result);
    }
  });
  // A browser that ends takes the pipe with it; whoever waits hears it from the exit, not from the stream.
  for (const stream of [input, output]) stream.on('error', () => undefined);
  let ended = false;
  const end = () => {
    ended = true;
    for (const caller of waiting.values()) caller.reject(new Error('The browser ended'));
    waiting.clear();
  };
  child.once('exit', end);
  child.once('error', end); // it could not even be started

  return {
    send(method: string, params: Record<string, unknown>): Promise<unknown> {
      if (ended) return Promise.reject(new Error('The browser ended'));
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        input.write(`${JSON.stringify({ id, method, params })}\0`);
      });
    },
  };
}

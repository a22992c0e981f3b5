import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { hashText } from '../../lib/platform/hash-text';
import type { WorkerHandle } from '../../lib/platform/worker-calls';
import { createWorkerEmbedder } from '../../lib/platform/worker-embedder';
import type { Embedder } from '../../lib/retrieval/embedder';
import { shippedEncoder } from '../../lib/retrieval/shipped-encoder';

/** Of a text's hash, padded. */
const nameBytes = 16;
const recordBytes = nameBytes + shippedEncoder.dimensions * 4;
/** Between two lines about how far it is. */
const texts = 1_000;

/** Workers end a moment after the last text: nobody waits for them. */
const idleMs = 2_000;

/**
 * The encoder that ships, on as many threads as there are cores, each started when it is first needed; null where its
 * files are not there. What it said of a text is kept in `cacheFile`, so that the next run does not wait for it again.
 */
export function openEncoderHere(
  folder: string,
  cacheFile: string,
  log: (line: string) => void,
): Embedder | null {
  if (!existsSync(join(folder, shippedEncoder.modelPath))) return null;
  const known = readCache(cacheFile);
  const threads = cpus().map(() => createWorkerEmbedder({ start: () => startThread(folder), idleMs }));
  let encoded = 0;
  const encode = async (lane: number, text: string, kind: 'query' | 'passage'): Promise<void> => {
    const [vector] = (await threads[lane]?.embed([text], kind)) ?? [];
    if (vector === undefined) throw new Error('The encoder gave nothing');
    known.set(hashText(text), vector);
    appendFileSync(cacheFile, record(hashText(text), vector));
    encoded += 1;
    if (encoded % texts === 0) log(`The encoder has read ${encoded} texts; they are kept in ${cacheFile}.`);
  };
  return {
    ...shippedEncoder,
    async embed(all, kind) {
      const missing = [...new Set(all)].filter((text) => !known.has(hashText(text)));
      let next = 0;
      const work = async (_thread: unknown, lane: number) => {
        for (let text = missing[next++]; text !== undefined; text = missing[next++])
          await encode(lane, text, kind);
      };
      await Promise.all(threads.map(work));
      return all.map((text) => known.get(hashText(text)) ?? new Float32Array(shippedEncoder.dimensions));
    },
  };
}

function startThread(folder: string): WorkerHandle {
  const file = new URL('./encoder-thread.ts', import.meta.url).href;
  // A thread starts without the loader that lets this one read TypeScript.
  const loader = import.meta.resolve('tsx/esm/api');
  const start = `import('${loader}').then(({ register }) => { register(); return import('${file}'); });`;
  const worker = new Worker(start, { eval: true, workerData: { folder } });
  return {
    postMessage: (message) => worker.postMessage(message),
    addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) =>
      void worker.on(type, (data: unknown) => listener({ data })),
    terminate: () => void worker.terminate(),
  };
}

function record(name: string, vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(recordBytes);
  bytes.write(name, 'latin1');
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, nameBytes + at * 4);
  return bytes;
}

/** A record that a kill cut short is left out, and out of the file. */
function readCache(file: string): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>();
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    return known;
  }
  const bytes = readFileSync(file);
  const whole = bytes.length - (bytes.length % recordBytes);
  if (whole < bytes.length) writeFileSync(file, bytes.subarray(0, whole));
  for (let at = 0; at < whole; at += recordBytes) {
    const name = bytes.toString('latin1', at, at + nameBytes).replace(/\0+$/, '');
    const vector = Float32Array.from({ length: shippedEncoder.dimensions }, (_, place) =>
      bytes.readFloatLE(at + nameBytes + place * 4),
    );
    known.set(name, vector);
  }
  return known;
}

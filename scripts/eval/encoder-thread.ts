import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { serveEmbedder } from '../../lib/platform/worker-embedder';
import { openEncoder } from '../../lib/retrieval/encoder';
import { shippedEncoder } from '../../lib/retrieval/shipped-encoder';

/** The encoder that ships, on a thread of Node: as entrypoints/engine-host/encoder-worker is in a browser. */
const { folder } = z.object({ folder: z.string() }).parse(workerData);
const packages = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));

if (parentPort === null) throw new Error('This runs in a worker thread');
const port = parentPort;
serveEmbedder(
  {
    postMessage: (message) => port.postMessage(message),
    addEventListener: (_type, listener) => port.on('message', (data: unknown) => listener({ data })),
  },
  () =>
    openEncoder(
      {
        model: readFileSync(join(folder, shippedEncoder.modelPath)),
        vocabulary: readFileSync(join(folder, shippedEncoder.vocabularyPath), 'utf8'),
      },
      { runtime: readFileSync(join(packages, 'ort-wasm-simd-threaded.wasm')) },
    ),
);

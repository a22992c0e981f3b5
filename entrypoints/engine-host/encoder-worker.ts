import { z } from 'zod';
import { serveEmbedder } from '../../lib/platform/worker-embedder';
import { openEncoder } from '../../lib/retrieval/encoder';
import { shippedEncoder } from '../../lib/retrieval/shipped-encoder';

// As in the host: nothing may be compiled from strings here.
z.config({ jitless: true });

/** The encoder on a thread of its own: what it takes must not hold up a search. */
const open = async () => {
  const read = async (path: string) => {
    const answer = await fetch(new URL(`/${path}`, self.location.href));
    if (!answer.ok) throw new Error('A file of the extension is missing');
    return answer;
  };
  const [model, vocabulary] = await Promise.all([
    read(shippedEncoder.modelPath).then((answer) => answer.arrayBuffer()),
    read(shippedEncoder.vocabularyPath).then((answer) => answer.text()),
  ]);
  return openEncoder({ model: new Uint8Array(model), vocabulary });
};

serveEmbedder(self, open);

import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import type { Embedder } from './embedder';
import { shippedEncoder } from './shipped-encoder';
import { createWordPiece } from './wordpiece';

export interface EncoderFiles {
  /** ONNX: inputs input_ids, attention_mask and token_type_ids, output last_hidden_state [1, tokens, dimensions]. */
  readonly model: Uint8Array;
  /** One piece a line; its place is its id. */
  readonly vocabulary: string;
}

export interface EncoderOptions {
  /** More than one needs a page that is cross-origin isolated, or Node. */
  readonly threads?: number;
  /** The runtime's own code, where it cannot be fetched from beside the script. */
  readonly runtime?: Uint8Array;
}

/** What the model was trained with; the rest of a longer text is not read. Tokens, the two marks included. */
const mostTokens = 256;

/**
 * A small transformer that reads a text as a whole: word order, "not", and words that mean something else beside
 * others. It takes a thousand times what the table takes, so it judges the few that the table and the words found.
 * @see https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2: mean of all tokens, unit length
 */
export async function openEncoder(files: EncoderFiles, options: EncoderOptions = {}): Promise<Embedder> {
  env.wasm.numThreads = options.threads ?? 1;
  if (options.runtime) env.wasm.wasmBinary = options.runtime;
  const session = await InferenceSession.create(files.model, { executionProviders: ['wasm'] });
  const vocabulary = files.vocabulary.trimEnd().split(/\r?\n/);
  const tokenize = createWordPiece(vocabulary);
  const [first, last] = [vocabulary.indexOf('[CLS]'), vocabulary.indexOf('[SEP]')];
  const { id, dimensions, languages } = shippedEncoder;

  const encode = async (text: string): Promise<Float32Array> => {
    // No token is longer than all its letters are many, and none is shorter than one.
    const tokens = tokenize(text.slice(0, mostTokens * 40)).slice(0, mostTokens - 2);
    if (tokens.length === 0) return new Float32Array(dimensions);
    const ids = BigInt64Array.from([first, ...tokens, last], BigInt);
    const shape = [1, ids.length];
    const { last_hidden_state: states } = await session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    });
    if (!(states?.data instanceof Float32Array)) throw new TypeError('The encoder gave no states');
    return meanOf(states.data, dimensions);
  };

  return {
    id,
    dimensions,
    languages,
    async embed(texts, _kind, signal) {
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        vectors.push(await encode(text));
        // A run holds the thread; a message that ends the work has to be heard in between.
        await new Promise((resolve) => setTimeout(resolve));
      }
      return vectors;
    },
  };
}

/** Of unit length. */
function meanOf(states: Float32Array, dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  for (let at = 0; at < states.length; at += 1)
    sum[at % dimensions] = (sum[at % dimensions] ?? 0) + (states[at] ?? 0);
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => (length > 0 ? value / length : 0));
}

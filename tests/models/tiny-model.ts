import { writeGguf, type F32Tensor } from './write-gguf';

export interface TinyModelOptions {
  /** What it answers to whatever it is asked; with several, a seed chooses. */
  readonly answers: readonly string[];
  readonly contextTokens?: number;
  /** It never says that it is done: after its answer it begins again. */
  readonly endless?: boolean;
  /** What it says last where it is kept from saying what it would. */
  readonly otherwise?: string;
  /** It was trained to embed: its vectors count which letters a text has. */
  readonly embeds?: boolean;
}

const DIMENSIONS = 128;
const END = '<|end|>';
const BEGIN = '<|assistant|>';
const normal = 1;
const unknown = 2;
const control = 3;
const byte = 6;
/** Id of the token for the byte 0. */
const FIRST_BYTE = 3;

/**
 * A language model of the llama family small enough to be made by a test: what comes next depends on the last token
 * alone, by weights that were set and not trained. Runtimes take it for any other model.
 */
export function tinyModel(options: TinyModelOptions): Uint8Array<ArrayBuffer> {
  const answers = options.answers.map(distinctPieces(new Set([END, BEGIN])));
  const tokens = [
    { text: '<unk>', type: unknown },
    { text: END, type: control },
    { text: BEGIN, type: control },
    ...Array.from({ length: 256 }, (_, value) => ({
      text: `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`,
      type: byte,
    })),
    ...[...answers.flat(), ...(options.otherwise === undefined ? [] : [options.otherwise])].map((text) => ({
      text: text.replaceAll(' ', '▁'),
      type: normal,
    })),
  ];
  const idOf = (text: string) => tokens.findIndex((token) => token.text === text.replaceAll(' ', '▁'));
  const follows = new Map<number, number[]>();
  const lead = (from: number, to: number) => follows.set(from, [...(follows.get(from) ?? []), to]);
  for (const answer of answers) {
    const ids = answer.map(idOf);
    const ends = options.endless ? (ids[0] ?? 1) : idOf(END);
    [idOf(BEGIN), ...ids].forEach((id, at) => lead(id, ids[at] ?? ends));
  }
  if (options.otherwise !== undefined) lead(idOf(options.otherwise), idOf(END));
  const states = [...follows.keys()];
  if (states.length >= DIMENSIONS) throw new Error(`A tiny model says at most ${DIMENSIONS} pieces`);
  const embedding = new Float32Array(tokens.length * DIMENSIONS);
  const output = new Float32Array(tokens.length * DIMENSIONS);
  for (let id = 0; id < tokens.length; id += 1) {
    // What no answer leads through shares the last place, which leads to nothing.
    const place = options.embeds
      ? Math.max(0, id - FIRST_BYTE) % DIMENSIONS
      : states.includes(id)
        ? states.indexOf(id)
        : DIMENSIONS - 1;
    embedding[id * DIMENSIONS + place] = 1;
    for (const next of follows.get(id) ?? []) output[next * DIMENSIONS + place] = 2;
    if (options.otherwise === undefined || id === idOf(options.otherwise)) continue;
    output[idOf(options.otherwise) * DIMENSIONS + place] = 1;
  }
  const ones = () => new Float32Array(DIMENSIONS).fill(1);
  const square = () => new Float32Array(DIMENSIONS * DIMENSIONS);
  const wide = DIMENSIONS * 2;
  const matrix = (name: string, columns: number, rows: number, values: Float32Array): F32Tensor => ({
    name: `${name}.weight`,
    shape: [columns, rows],
    values,
  });
  const vector = (name: string): F32Tensor => ({
    name: `${name}.weight`,
    shape: [DIMENSIONS],
    values: ones(),
  });
  return writeGguf(
    {
      'general.architecture': { type: 'string', value: 'llama' },
      'general.name': { type: 'string', value: 'Tiny' },
      'general.license': { type: 'string', value: 'cc0-1.0' },
      'llama.context_length': { type: 'uint32', value: options.contextTokens ?? 8192 },
      'llama.embedding_length': { type: 'uint32', value: DIMENSIONS },
      'llama.block_count': { type: 'uint32', value: 1 },
      'llama.feed_forward_length': { type: 'uint32', value: wide },
      'llama.attention.head_count': { type: 'uint32', value: 4 },
      'llama.attention.head_count_kv': { type: 'uint32', value: 4 },
      'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-5 },
      'llama.rope.dimension_count': { type: 'uint32', value: DIMENSIONS / 4 },
      // Mean of a text's tokens. https://github.com/ggml-org/llama.cpp/blob/master/include/llama.h
      ...(options.embeds && { 'llama.pooling_type': { type: 'uint32' as const, value: 1 } }),
      'llama.vocab_size': { type: 'uint32', value: tokens.length },
      'tokenizer.ggml.model': { type: 'string', value: 'llama' },
      'tokenizer.ggml.tokens': { type: 'array', of: 'string', values: tokens.map(({ text }) => text) },
      'tokenizer.ggml.scores': { type: 'array', of: 'float32', values: tokens.map(() => -1) },
      'tokenizer.ggml.token_type': { type: 'array', of: 'int32', values: tokens.map(({ type }) => type) },
      'tokenizer.ggml.unknown_token_id': { type: 'uint32', value: 0 },
      'tokenizer.ggml.bos_token_id': { type: 'uint32', value: 1 },
      'tokenizer.ggml.eos_token_id': { type: 'uint32', value: 1 },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
      'tokenizer.ggml.add_space_prefix': { type: 'bool', value: false },
      'tokenizer.chat_template': {
        type: 'string',
        value: `{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}{% if add_generation_prompt %}${BEGIN}{% endif %}`,
      },
    },
    [
      matrix('token_embd', DIMENSIONS, tokens.length, embedding),
      vector('blk.0.attn_norm'),
      matrix('blk.0.attn_q', DIMENSIONS, DIMENSIONS, square()),
      matrix('blk.0.attn_k', DIMENSIONS, DIMENSIONS, square()),
      matrix('blk.0.attn_v', DIMENSIONS, DIMENSIONS, square()),
      matrix('blk.0.attn_output', DIMENSIONS, DIMENSIONS, square()),
      vector('blk.0.ffn_norm'),
      matrix('blk.0.ffn_gate', DIMENSIONS, wide, new Float32Array(DIMENSIONS * wide)),
      matrix('blk.0.ffn_up', DIMENSIONS, wide, new Float32Array(DIMENSIONS * wide)),
      matrix('blk.0.ffn_down', wide, DIMENSIONS, new Float32Array(DIMENSIONS * wide)),
      vector('output_norm'),
      matrix('output', DIMENSIONS, tokens.length, output),
    ],
  );
}

/** Cuts a text into words, and joins a word that was there before with the next: each piece stands for one place. */
function distinctPieces(seen: Set<string>): (text: string) => string[] {
  return (text) => {
    const pieces: string[] = [];
    let piece = '';
    for (const word of text.match(/\s*\S+/g) ?? []) {
      piece += word;
      if (seen.has(piece)) continue;
      seen.add(piece);
      pieces.push(piece);
      piece = '';
    }
    if (piece !== '') throw new Error(`A tiny model cannot end with what it said before: ${piece}`);
    return pieces;
  };
}

import { gguf } from '@huggingface/gguf';
import { DesksideError } from '../core/errors';
import type { ModelRecord } from '../core/model';

export interface GgufFacts {
  readonly architecture: string;
  /** What the model was trained for; null where the file does not say. */
  readonly contextTokens: number | null;
  readonly licence: string | null;
  readonly hasChatTemplate: boolean;
  readonly task: ModelRecord['task'];
}

/** Families of models that only embed. */
const encoders = /bert|^t5encoder$|^gemma-embedding$/i;

/**
 * What a GGUF file says of its model. Reads the head of the file only.
 * @throws DesksideError `bad-answer` for what is no GGUF
 */
export async function readGguf(file: Blob): Promise<GgufFacts> {
  const magic = new TextDecoder().decode(await file.slice(0, 4).arrayBuffer());
  if (magic !== 'GGUF') throw notAModel(magic);
  const { metadata, tensorInfos, tensorDataOffset } = await gguf('https://file.invalid/model.gguf', {
    fetch: fetchFrom(file),
  }).catch((cause: unknown) => {
    throw damaged(cause);
  });
  // The reader takes what is missing at the end of a file for zeros.
  const last = tensorInfos.reduce((most, { offset }) => (offset > most ? offset : most), 0n);
  if (tensorInfos.length === 0 || tensorDataOffset + last >= BigInt(file.size)) throw damaged(null);
  const facts = new Map<string, unknown>(Object.entries(metadata));
  const text = (key: string) => {
    const value = facts.get(key);
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null;
  };
  const architecture = text('general.architecture') ?? '';
  const context = Number(facts.get(`${architecture}.context_length`));
  return {
    architecture,
    contextTokens: Number.isInteger(context) && context > 0 ? context : null,
    licence: text('general.license')?.slice(0, 100) ?? null,
    // Models of other families say by this that they were trained to embed.
    task: encoders.test(architecture) || facts.has(`${architecture}.pooling_type`) ? 'embedding' : 'chat',
    hasChatTemplate: text('tokenizer.chat_template') !== null,
  };
}

/** A longer context takes memory for every token, whether it is used or not. */
const MOST_CONTEXT = 4096;

/** How much of a model's context is used: tokens of prompt and answer together. */
export function usedContext({ contextTokens }: Pick<GgufFacts, 'contextTokens'>): number {
  return Math.min(MOST_CONTEXT, Math.max(512, contextTokens ?? MOST_CONTEXT));
}

function damaged(cause: unknown): DesksideError {
  return new DesksideError(
    'bad-answer',
    'The file is damaged: it does not hold the model that it says it holds',
    {
      cause,
    },
  );
}

function notAModel(magic: string): DesksideError {
  const isPage = /^\s*<|^\{/.test(magic);
  return new DesksideError(
    'bad-answer',
    isPage ? 'The file is a web page, not a model' : 'The file is not a model in GGUF format',
  );
}

/** More is not read, whatever the file says: heads take a few megabytes. */
const MOST_ASKED = 64;

/** The reader asks for ranges of an address: this gives it those of the file. */
function fetchFrom(file: Blob): typeof fetch {
  let asked = 0;
  return async (_url, init) => {
    asked += 1;
    if (asked > MOST_ASKED) throw new RangeError('The head of the file does not end');
    const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get('range') ?? '');
    const [start, end] = [Number(range?.[1] ?? 0), Number(range?.[2] ?? file.size - 1)];
    return new Response(await file.slice(start, end + 1).arrayBuffer(), {
      status: 206,
      headers: { 'content-range': `bytes ${start}-${end}/${file.size}` },
    });
  };
}

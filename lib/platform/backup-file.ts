import { z } from 'zod';
import { DesksideError, isAbort } from '../core/errors';
import { parseJson } from './formats/parse-json';

/** What a backup file begins with, so that nothing else is taken for one. */
const FORMAT = 'deskside-library';
const VERSION = 1;
const headSchema = z.object({ format: z.literal(FORMAT), version: z.number().int().min(1) });
const endSchema = z.strictObject({ end: z.number().int().min(0) });

/** A record with a book of text and its vectors stays below this. */
const LONGEST_LINE = 64_000_000;

/** The file: JSON lines, a head, the records, and their number as last line, all behind gzip with its checksum. */
export async function writeBackup(
  records: AsyncIterable<unknown>,
  { createdAt }: { createdAt: string },
): Promise<Blob> {
  const encoder = new TextEncoder();
  async function* lines() {
    yield { format: FORMAT, version: VERSION, createdAt };
    let end = 0;
    for await (const record of records) {
      yield record;
      end += 1;
    }
    yield { end };
  }
  const source = lines();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: () => source.return(undefined).then(() => undefined),
  });
  return new Response(stream.pipeThrough(new CompressionStream('gzip'))).blob();
}

/**
 * The records of a backup, as they come; what each holds is for its reader to check. Throws `bad-answer`, in words, for
 * a file that is none, is cut short or was changed, and `unsupported` for one of a later version.
 */
export async function* readBackup(
  file: Blob,
  signal: AbortSignal,
): AsyncGenerator<{ record: unknown; characters: number }> {
  let isHead = true;
  let end: number | null = null;
  let count = 0;
  for await (const line of linesOf(file, signal)) {
    signal.throwIfAborted();
    const value = parseJson(line);
    if (isHead) {
      readHead(value);
      isHead = false;
      continue;
    }
    if (end !== null) throw damaged();
    const last = endSchema.safeParse(value);
    if (last.success) end = last.data.end;
    else {
      count += 1;
      yield { record: value, characters: line.length };
    }
  }
  if (isHead) throw notABackup();
  if (end !== count) throw damaged();
}

function readHead(value: unknown): void {
  const { success, data } = headSchema.safeParse(value);
  if (!success) throw notABackup();
  if (data.version > VERSION)
    throw new DesksideError(
      'unsupported',
      'This backup was made by a later version of Deskside. Update it first.',
    );
}

async function* linesOf(file: Blob, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  let rest = '';
  let hasBegun = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) throw hasBegun ? damaged() : notABackup();
      hasBegun ||= lines.length > 0;
      yield* lines;
      if (done) break;
    }
    if (rest !== '') throw hasBegun ? damaged() : notABackup();
  } catch (error) {
    if (isAbort(error) || error instanceof DesksideError) throw error;
    // The unpacker's own: no gzip at all, or one whose bytes do not add up.
    throw hasBegun ? damaged(error) : notABackup(error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function notABackup(cause?: unknown): DesksideError {
  return new DesksideError('bad-answer', 'This file is not a backup of a Deskside library.', { cause });
}

function damaged(cause?: unknown): DesksideError {
  return new DesksideError(
    'bad-answer',
    'This backup is damaged or incomplete. What came before the damage is restored.',
    {
      cause,
    },
  );
}

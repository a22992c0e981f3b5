/** The body was larger than its reader allowed; nothing of it was kept. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

export interface ReadBodyOptions {
  readonly maxBytes: number;
  /** Over the limit: keep what was read instead of throwing. */
  readonly truncate?: boolean;
  /** Lets the caller's signal win over a server that never ends its answer. */
  readonly race: <T>(work: Promise<T>) => Promise<T>;
}

/**
 * Reads a body as UTF-8 text, never holding more than one chunk over `maxBytes`: the stream is cancelled there.
 * Throws BodyTooLargeError unless told to truncate.
 */
export async function readBody(response: Response, options: ReadBodyOptions): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  const announced = Number(response.headers.get('content-length') ?? 0);
  let size = 0;
  try {
    if (announced > options.maxBytes && !options.truncate) throw new BodyTooLargeError('Body too large');
    for (;;) {
      const { done, value } = await options.race(reader.read());
      if (done) return parts.join('') + decoder.decode();
      size += value.byteLength;
      if (size > options.maxBytes && !options.truncate) throw new BodyTooLargeError('Body too large');
      parts.push(decoder.decode(value, { stream: true }));
      if (size > options.maxBytes) break;
    }
  } catch (error) {
    discard(reader.cancel(error));
    throw error;
  }
  discard(reader.cancel());
  return parts.join('');
}

/** Tells the server that the rest is not wanted; whether it hears so changes nothing for the caller. */
export function discard(cancelled: Promise<void> | undefined): void {
  void cancelled?.catch(() => undefined);
}

import { DesksideError } from '../core/errors';

export interface GuardOptions {
  /** Milliseconds without a byte after which an answer counts as lost. */
  readonly stallMs: number;
  /** Of one answer; what is longer is cut off with an error. */
  readonly mostBytes: number;
}

/**
 * A fetch that is safe to give to a client library: no cookies, no redirects, no web pages for answers, and no answer
 * that goes on for ever. What it refuses is found in `refused`, because libraries wrap what is thrown.
 */
export function guardFetch(fetch: typeof globalThis.fetch, { stallMs, mostBytes }: GuardOptions) {
  let refused: DesksideError | null = null;
  const refuse = (error: DesksideError): DesksideError => (refused = error);
  /** Looks like an answer that is not worth asking for again. */
  const noAnswer = () => new Response(null, { status: 400, headers: { 'x-should-retry': 'false' } });

  const guarded: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, {
      ...init,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    });
    // A browser shows nothing of a redirect but that it is one.
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      refuse(
        new DesksideError('bad-answer', 'The endpoint sends requests on to another address: enter that one'),
      );
      return noAnswer();
    }
    const type = response.headers.get('content-type') ?? '';
    if (response.ok && /\bhtml\b/i.test(type)) {
      await response.body?.cancel().catch(() => undefined);
      refuse(
        new DesksideError(
          'bad-answer',
          'A web page answers there, no endpoint: its address often ends in /v1',
        ),
      );
      return noAnswer();
    }
    if (!response.body) return response;
    const body = response.body.pipeThrough(bounded(mostBytes, stallMs, refuse));
    return new Response(body, response);
  };
  return { fetch: guarded, refused: () => refused };
}

function bounded(
  mostBytes: number,
  stallMs: number,
  refuse: (error: DesksideError) => DesksideError,
): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  let stall: ReturnType<typeof setTimeout> | undefined;
  const watch = (controller: TransformStreamDefaultController<Uint8Array>) => {
    clearTimeout(stall);
    stall = setTimeout(
      () => controller.error(refuse(new DesksideError('timeout', 'The endpoint stopped in mid-answer'))),
      stallMs,
    );
  };
  return new TransformStream({
    start: watch,
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) {
        clearTimeout(stall);
        return controller.error(
          refuse(new DesksideError('bad-answer', 'The endpoint’s answer does not end')),
        );
      }
      watch(controller);
      controller.enqueue(chunk);
    },
    flush: () => clearTimeout(stall),
    cancel: () => clearTimeout(stall),
  } as Transformer<Uint8Array, Uint8Array>);
}

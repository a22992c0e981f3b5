import { DesksideError } from '../core/errors';
import { modelRecordSchema, type ModelRecord } from '../core/model';
import { ggufId } from './gguf-id';

/** Prompt and answer of a model whose file has not been read yet. */
const FIRST_CONTEXT = 4096;

/**
 * What lies at the address of a GGUF file, by its first bytes: nothing is downloaded yet.
 * @param sha256 in hex, where somebody knows it
 * @throws DesksideError `unreachable`, `not-found`, `forbidden`; `bad-answer` for what is no model
 */
export async function inspectAddress(
  url: string,
  sha256: string | null,
  { fetch, signal }: { readonly fetch: typeof globalThis.fetch; readonly signal: AbortSignal },
): Promise<ModelRecord> {
  const response = await fetch(url, {
    signal,
    headers: { range: 'bytes=0-3' },
    credentials: 'omit',
    cache: 'no-store',
  }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new DesksideError(
      'unreachable',
      'The server could not be reached, or does not let other pages read it',
      {
        cause,
      },
    );
  });
  const { status, headers } = response;
  try {
    if (status === 404 || status === 410)
      throw new DesksideError('not-found', 'There is no such file on the server');
    if (status === 401 || status === 403)
      throw new DesksideError('forbidden', 'The server does not give the file to everybody');
    if (!response.ok)
      throw new DesksideError('server', 'The server does not answer as it should', { status });
    if (!(await beginsAsGguf(response)))
      throw new DesksideError('bad-answer', 'What lies at that address is not a model in GGUF format');
    const bytes = Number(
      status === 206 ? headers.get('content-range')?.split('/')[1] : headers.get('content-length'),
    );
    if (!(Number.isInteger(bytes) && bytes > 0))
      throw new DesksideError('bad-answer', 'The server does not say how large the file is');
    const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '').replace(/\.gguf$/i, '');
    return modelRecordSchema.parse({
      id: ggufId(name, bytes),
      engine: 'wllama',
      title: name.slice(0, 200) || 'Model',
      files: [{ name: 'model.gguf', url, bytes, sha256 }],
      contextTokens: FIRST_CONTEXT,
      licence: null,
    });
  } finally {
    await response.body?.cancel().catch(() => undefined);
  }
}

async function beginsAsGguf(response: Response): Promise<boolean> {
  const reader = response.body?.getReader();
  const begun: number[] = [];
  while (reader && begun.length < 4) {
    const { done, value } = await reader.read();
    if (done) break;
    begun.push(...value.subarray(0, 4));
  }
  reader?.releaseLock();
  return String.fromCharCode(...begun.slice(0, 4)) === 'GGUF';
}

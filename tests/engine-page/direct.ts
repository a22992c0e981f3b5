import { DesksideError } from '../../lib/core/errors';
import { modelRecordSchema, type EngineUsage } from '../../lib/core/model';
import type { Engine, EngineRequest } from '../../lib/engines/engine';
import { createWllamaEngine } from '../../lib/engines/wllama';

/** What to ask of the model at `path` on this server; with another context it is loaded anew. */
export interface DirectRequest {
  readonly path: string;
  readonly contextTokens: number;
  readonly request: EngineRequest;
}
export type DirectAnswer =
  { readonly text: string; readonly usage: EngineUsage } | { readonly failed: string };

const { signal } = new AbortController();
const engine: Engine = createWllamaEngine();
let loaded = '';

async function load({ path, contextTokens }: DirectRequest): Promise<void> {
  const key = `${path} ${contextTokens}`;
  if (loaded === key) return;
  loaded = '';
  const blob = await (await fetch(path)).blob();
  const record = modelRecordSchema.parse({
    id: 'model',
    engine: 'wllama',
    title: 'Model',
    files: [{ name: 'model.gguf', url: null, bytes: blob.size, sha256: null }],
    contextTokens,
    licence: null,
  });
  const files = [new File([blob], 'model.gguf')];
  await engine.load({ record, files, allowedLibraries: [] }, { signal, onProgress: () => undefined });
  loaded = key;
}

async function answer(asked: DirectRequest): Promise<DirectAnswer> {
  try {
    await load(asked);
    let text = '';
    for await (const event of engine.stream(asked.request, { signal })) {
      if (event.type === 'text-delta') text += event.text;
      if (event.type === 'end') return { text, usage: event.usage };
    }
    return { failed: 'It did not come to its end' };
  } catch (error) {
    return { failed: error instanceof DesksideError ? `${error.kind}: ${error.message}` : String(error) };
  }
}

self.onmessage = async ({ data }) => self.postMessage(await answer(data as DirectRequest));

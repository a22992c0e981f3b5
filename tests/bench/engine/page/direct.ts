import { modelRecordSchema } from '../../../../lib/core/model';
import type { Engine, EngineRequest } from '../../../../lib/engines/engine';
import { createWllamaEngine } from '../../../../lib/engines/wllama';

const { signal } = new AbortController();
let loaded: Promise<Engine> | null = null;

async function load(): Promise<Engine> {
  const blob = await (await fetch('/model.gguf')).blob();
  const record = modelRecordSchema.parse({
    id: 'model',
    engine: 'wllama',
    title: 'Model',
    files: [{ name: 'model.gguf', url: null, bytes: blob.size, sha256: null }],
    contextTokens: 4096,
    licence: null,
  });
  const engine = createWllamaEngine();
  const files = [new File([blob], 'model.gguf')];
  await engine.load({ record, files, allowedLibraries: [] }, { signal, onProgress: () => undefined });
  return engine;
}

self.onmessage = async ({ data }) => {
  const engine = await (loaded ??= load());
  for await (const event of engine.stream(data as EngineRequest, { signal }))
    if (event.type === 'end') self.postMessage(event.usage);
};

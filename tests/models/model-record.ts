import { modelRecordSchema, type ModelRecord } from '../../lib/core/model';

/** A small GGUF model as a record; `change` says what is different about it. */
export function modelRecord(id: string, change: Partial<ModelRecord> = {}): ModelRecord {
  return modelRecordSchema.parse({
    id,
    engine: 'wllama',
    title: id,
    files: [],
    contextTokens: 512,
    licence: null,
    ...change,
  });
}

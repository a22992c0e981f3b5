import type { StoredModel } from '../../lib/models/model-store';
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

/** A model that is on this device, whole and verified; `change` says what is different about it. */
export function storedModel(record: ModelRecord, change: Partial<StoredModel> = {}): StoredModel {
  return {
    record,
    state: 'ready',
    isVerified: true,
    bytes: 1,
    addedAt: 0,
    isPaused: false,
    wasWhole: true,
    measured: null,
    ...change,
  };
}

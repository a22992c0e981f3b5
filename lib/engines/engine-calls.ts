import { z } from 'zod';
import { engineIds, engineUsageSchema, modelRecordSchema, type EngineId } from '../core/model';
import { createChannel } from '../platform/channel';
import { serveCalls, type WorkerCalls, type WorkerPort } from '../platform/worker-calls';
import type { Engine, EngineEvent, LoadOptions, OpenModel } from './engine';

const engineSchema = z.object({ engine: z.enum(engineIds) });
const loadSchema = engineSchema.extend({
  record: modelRecordSchema,
  files: z.array(z.instanceof(File)),
  allowedLibraries: z.array(z.string()),
});
const streamSchema = engineSchema.extend({
  request: z.object({
    messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
    mostTokens: z.number().int().min(1),
    temperature: z.number().min(0),
    seed: z.number().int().optional(),
    citedLines: z.number().int().min(1).optional(),
  }),
});
const embedSchema = engineSchema.extend({ texts: z.array(z.string()).min(1) });
const vectorsSchema = z.array(z.array(z.number()));
const lacksSchema = engineSchema.extend({ record: modelRecordSchema });
const availabilitySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('available'), runsOn: z.string() }),
  z.object({ state: z.literal('downloadable'), reason: z.string() }),
  z.object({ state: z.literal('unavailable'), reason: z.string() }),
]);
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text-delta'), text: z.string() }),
  z.object({ type: z.literal('warning'), text: z.string() }),
  z.object({
    type: z.literal('end'),
    reason: z.enum(['stop', 'length']),
    usage: engineUsageSchema,
  }),
]);

/** The worker's end of engines that work in one. */
export function serveEngines(port: WorkerPort, engines: readonly Engine[]): void {
  const find = (id: EngineId): Engine => {
    const engine = engines.find((each) => each.id === id);
    if (!engine) throw new TypeError(`There is no engine ${id}`);
    return engine;
  };
  serveCalls(port, {
    availability: (input) => find(engineSchema.parse(input).engine).availability(),
    async load(input, { signal, emit }) {
      const { engine, ...model } = loadSchema.parse(input);
      await find(engine).load(model, { signal, onProgress: emit });
    },
    async stream(input, { signal, emit }) {
      const { engine, request } = streamSchema.parse(input);
      for await (const event of find(engine).stream(request, { signal })) emit(event);
    },
    async embed(input, { signal }) {
      const { engine, texts } = embedSchema.parse(input);
      return find(engine).embed(texts, { signal });
    },
    async lacks(input) {
      const { engine, record } = lacksSchema.parse(input);
      return find(engine).lacks(record);
    },
    unload: (input) => find(engineSchema.parse(input).engine).unload(),
  });
}

/** An engine that works in a worker. */
export function createEngineIn(worker: WorkerCalls, id: EngineId): Engine {
  const engine = id;
  return {
    id,
    async availability() {
      return availabilitySchema.parse(await worker.call('availability', { engine }));
    },
    async load({ record, files, allowedLibraries }: OpenModel, { signal, onProgress }: LoadOptions) {
      const onEvent = (share: unknown) => onProgress(z.number().nullable().parse(share));
      await worker.call('load', { engine, record, files, allowedLibraries }, { signal, onEvent });
    },
    async *stream(request, { signal }) {
      const { push, end, fail, values } = createChannel<EngineEvent>();
      const onEvent = (event: unknown) => push(eventSchema.parse(event));
      worker.call('stream', { engine, request }, { signal, onEvent }).then(end, fail);
      yield* values;
    },
    async embed(texts, { signal }) {
      return vectorsSchema.parse(await worker.call('embed', { engine, texts }, { signal }));
    },
    async lacks(record) {
      return z
        .string()
        .nullable()
        .parse(await worker.call('lacks', { engine, record }));
    },
    async unload() {
      await worker.call('unload', { engine });
    },
  };
}

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { modelRecordSchema } from '../lib/core/model';

/** What the repository says of each library: where it comes from and what it has to be. */
const pinsSchema = z.array(
  z.object({
    name: z.string().regex(/^[\w][\w.-]{0,120}\.wasm$/),
    url: z.url({ protocol: /^https$/ }),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Models that run by it, to be offered for download. */
    models: z.array(z.object({ record: modelRecordSchema, note: z.string() })).default([]),
  }),
);
export type LibraryPin = z.infer<typeof pinsSchema>[number];

export const librariesFolder = process.env.DESKSIDE_MODEL_LIBRARIES ?? 'model-libraries';

/** Libraries of `model-libraries/pins.json`, or of the folder that DESKSIDE_MODEL_LIBRARIES names. */
export function readPins(folder = librariesFolder): LibraryPin[] {
  return pinsSchema.parse(JSON.parse(readFileSync(join(folder, 'pins.json'), 'utf8')));
}

/** One library more; one of the same name keeps the models that it had. */
export function addPin(pins: readonly LibraryPin[], added: LibraryPin): LibraryPin[] {
  const before = pins.find(({ name }) => name === added.name);
  const ids = new Set(added.models.map(({ record }) => record.id));
  const kept = before?.models.filter(({ record }) => !ids.has(record.id)) ?? [];
  return [
    ...pins.filter(({ name }) => name !== added.name),
    { ...added, models: [...kept, ...added.models] },
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Asset = { relativeDest: string } & ({ contents: string } | { absoluteSrc: string });

/**
 * Those that were vendored, as files of the package, with the list that the engine reads. One that is not what its
 * pin says ends the build.
 */
export function modelLibraryAssets(folder = librariesFolder): Asset[] {
  const present = readPins(folder).filter(({ name }) => existsSync(join(folder, name)));
  for (const { name, sha256 } of present)
    if (hashOf(readFileSync(join(folder, name))) !== sha256)
      throw new Error(`${name} is not what ${join(folder, 'pins.json')} says it is: fetch it again`);
  const index = present.map(({ name, sha256, models }) => ({ name, sha256, models }));
  return [
    { relativeDest: 'model-libraries/index.json', contents: `${JSON.stringify(index, null, 2)}\n` },
    ...present.map(({ name }) => ({
      relativeDest: `model-libraries/${name}`,
      absoluteSrc: resolve(folder, name),
    })),
  ];
}

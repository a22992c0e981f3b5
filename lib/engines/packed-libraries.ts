import { z } from 'zod';
import { DesksideError } from '../core/errors';
import { modelRecordSchema, type ModelOffer } from '../core/model';

/** Where the build puts model libraries; written by `scripts/model-libraries.ts`. */
const FOLDER = '/model-libraries';

const indexSchema = z.array(
  z.object({
    name: z.string().regex(/^[\w][\w.-]{0,120}$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Models that run by it and can be downloaded. */
    models: z.array(z.object({ record: modelRecordSchema, note: z.string() })),
  }),
);
export type PackedLibrary = z.infer<typeof indexSchema>[number];

/** Model libraries that came with the extension. */
export async function listPackedLibraries(): Promise<readonly PackedLibrary[]> {
  const response = await fetch(`${FOLDER}/index.json`);
  return indexSchema.parse(await response.json());
}

/** What can be downloaded to run by them. */
export async function listPackedModels(): Promise<readonly ModelOffer[]> {
  return (await listPackedLibraries()).flatMap(({ models }) => models);
}

/** @throws DesksideError `not-found` for one that was not packed */
export async function readPackedLibrary(name: string): Promise<ArrayBuffer> {
  const found = (await listPackedLibraries()).find((each) => each.name === name);
  if (!found)
    throw new DesksideError(
      'not-found',
      `The model’s library ${name} did not come with this version of Deskside`,
    );
  return (await fetch(`${FOLDER}/${name}`)).arrayBuffer();
}

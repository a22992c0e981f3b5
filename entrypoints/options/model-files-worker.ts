import { z } from 'zod';
import { listPackedLibraries } from '../../lib/engines/packed-libraries';
import { importModel } from '../../lib/models/import-model';
import { createOpfsFolders } from '../../lib/models/opfs-folders';
import { serveCalls } from '../../lib/platform/worker-calls';

z.config({ jitless: true });

const chosenSchema = z.object({ name: z.string(), files: z.array(z.instanceof(File)).min(1).max(1000) });

/** Copies models to where they are run from: files can be written piece by piece in workers only. */
serveCalls(self, {
  async import(input, { signal, emit }) {
    const folders = createOpfsFolders(navigator.storage);
    const { title } = await importModel(folders, chosenSchema.parse(input), {
      signal,
      onProgress: emit,
      now: () => Date.now(),
      libraries: {
        packed: (await listPackedLibraries()).map(({ name }) => name),
        mayBringOwn: import.meta.env.ENTERPRISE === true,
      },
    });
    return title;
  },
});

import { z } from 'zod';
import { importModel } from '../../lib/models/import-model';
import { createOpfsFolders } from '../../lib/models/opfs-folders';
import { serveCalls } from '../../lib/platform/worker-calls';

z.config({ jitless: true });

/** Copies models to where they are run from: files can be written piece by piece in workers only. */
serveCalls(self, {
  async import(input, { signal, emit }) {
    const { file } = z.object({ file: z.instanceof(File) }).parse(input);
    const folders = createOpfsFolders(navigator.storage);
    const { title } = await importModel(folders, file, { signal, onProgress: emit, now: () => Date.now() });
    return title;
  },
});

import { z } from 'zod';
import { createDownloadService } from '../../lib/models/download-service';
import { createOpfsFolders } from '../../lib/models/opfs-folders';
import { wait } from '../../lib/platform/wait';
import { serveCalls } from '../../lib/platform/worker-calls';

z.config({ jitless: true });

/** Models on their way to this device: hashing and writing gigabytes must not hold up a search. */
serveCalls(
  self,
  createDownloadService({
    folders: createOpfsFolders(navigator.storage),
    fetch: globalThis.fetch.bind(globalThis),
    now: () => Date.now(),
    wait,
    async room() {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
    },
  }),
);

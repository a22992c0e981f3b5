import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The browser's helpers may still be writing as they go; rmSync's own retries never look at a folder twice. */
export async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (attempt === 25) throw error;
      await sleep(200);
    }
  }
}

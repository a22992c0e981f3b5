import { mkdtempSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRandom } from '../random-blocks';
import { heldIn, openLibraryPage } from '../soak/library-page';
import { planOperations } from '../soak/plan';
import { startWorld, type World } from './world';
import { removeFolder } from '../../scripts/browser/remove-folder';

const profileDir = mkdtempSync(join(tmpdir(), 'deskside-torn-'));
afterAll(() => removeFolder(profileDir));

async function start() {
  const world = await startWorld({ products: ['confluence-dc'], profileDir });
  return { world, ...(await openLibraryPage(world)) };
}

async function kill(world: World): Promise<void> {
  const gone = new Promise((resolve) => world.launched.process.once('exit', resolve));
  world.launched.process.kill('SIGKILL');
  await gone;
  await world.close().catch(() => undefined);
}

/** The files of the extension's IndexedDB, as LevelDB has them. */
function files(): { folder: string; logs: string[]; tables: string[] } {
  const all = join(profileDir, 'Default', 'IndexedDB');
  const folder = join(all, readdirSync(all).find((name) => name.endsWith('.leveldb')) ?? '');
  const names = readdirSync(folder).sort();
  return {
    folder,
    logs: names.filter((name) => name.endsWith('.log')),
    tables: names.filter((name) => name.endsWith('.ldb')),
  };
}

/** As a kill leaves it that comes between two halves of a record. */
function tearLog(): void {
  const { folder, logs } = files();
  const log = join(folder, logs.at(-1) ?? '');
  truncateSync(log, statSync(log).size - 100);
}

test('a browser that was killed in the middle of a write loses nothing, neither then nor two starts later', async () => {
  const imports = planOperations(createRandom(5), 40, 100).filter(({ name }) => name === 'library/import');
  const taken = async ({ send }: Awaited<ReturnType<typeof start>>, from: number, to: number) => {
    for (const operation of imports.slice(from, to))
      if (operation.name === 'library/import')
        await send(operation.name, { ...operation.payload, startedAt: Date.now() });
    return heldIn(send);
  };

  let now = await start();
  const first = await taken(now, 0, 6);
  await kill(now.world);
  tearLog();

  now = await start();
  // What the torn record said was under way: it may be gone, and nothing else.
  expect((await heldIn(now.send)).size).toBeGreaterThan(first.size / 2);
  await expect.poll(() => files().tables.length, { timeout: 10_000 }).toBeGreaterThan(0);
  const second = await taken(now, 6, 9);
  expect(second.size).toBeGreaterThan(first.size);
  await kill(now.world);

  now = await start();
  expect(await heldIn(now.send)).toEqual(second);
  await now.world.close();
}, 120_000);

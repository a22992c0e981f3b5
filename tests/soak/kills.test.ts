import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { acmeSources } from '../e2e/attach';
import { startWorld, type World } from '../e2e/world';
import { manyMore } from '../fakes/big-company';
import { loadCompany } from '../fakes/company';
import { createRandom } from '../random-blocks';
import { heldIn, openLibraryPage, rankingsOf, untilCopied } from './library-page';
import {
  differencesOf,
  isSame,
  planOperations,
  possible,
  questions,
  type Held,
  type Operation,
} from './plan';
import { removeFolder } from '../../scripts/browser/remove-folder';

/**
 * The real browser is killed again and again while files are imported and removed and a whole wiki is copied, always on
 * one profile. `KILLS` and `SEED` say how often and which; what fails is there again with the same seed, as far as the
 * moment of a kill within the browser can be.
 */
const kills = Number(process.env.KILLS ?? 20);
const seed = Number(process.env.SEED ?? 20261123);
const logFile = process.env.SOAK_LOG ?? 'test-output/soak.log';
/** After so many the ranking is compared with that of a clean build; and at the end. */
const COMPARE_EVERY = 100;
const LONGEST_ROUND_MS = 2_000;

const company = manyMore(
  loadCompany(),
  120,
  (article) => article.home === 'confluence' && article.title === 'Split tunnel and DNS after VPN',
  () => false,
);
const sources = acmeSources(['confluence-dc']);
const confluence = sources[0]?.id ?? '';
/** One for each try. */
const profileDirs: string[] = [];
afterAll(async () => {
  for (const folder of profileDirs) await removeFolder(folder);
});

async function start(profile: string): Promise<World> {
  const world = await startWorld({ company, products: ['confluence-dc'], profileDir: profile });
  await world.signIn('dana.reyes');
  return world;
}

/** Does them one after the other until the browser is killed; gives how many were confirmed. */
async function doUntilKilled(
  world: World,
  operations: readonly Operation[],
  afterMs: number,
): Promise<number> {
  const { send } = await openLibraryPage(world);
  let confirmed = 0;
  const work = (async () => {
    for (const operation of operations) {
      if (operation.name === 'library/import') {
        await send(operation.name, { ...operation.payload, startedAt: Date.now() });
      } else await send(operation.name, operation.payload);
      confirmed += 1;
    }
  })().catch(() => undefined);
  await Promise.race([work, new Promise((resolve) => setTimeout(resolve, afterMs))]);
  const gone = new Promise((resolve) => world.launched.process.once('exit', resolve));
  world.launched.process.kill('SIGKILL');
  await gone;
  await work;
  await world.close().catch(() => undefined);
  return confirmed;
}

/** The rankings of a profile that was never killed and holds the same. */
async function cleanRankings(held: readonly Operation[], asked: readonly string[]): Promise<unknown[]> {
  const profile = mkdtempSync(join(tmpdir(), 'deskside-clean-'));
  const world = await start(profile);
  try {
    await world.saveSettings({ sources });
    const { page, send } = await openLibraryPage(world);
    for (const operation of held) {
      if (operation.name === 'library/import') await send(operation.name, operation.payload);
    }
    await send('sync/start', { sourceId: confluence, what: 'articles' });
    await untilCopied(page, send);
    return await rankingsOf(send, asked);
  } finally {
    await world.close();
    await removeFolder(profile);
  }
}

/** The documents as they were last written, file by file, for a profile that has seen nothing else. */
function freshImports(held: Held, done: readonly Operation[]): Operation[] {
  const rows = new Map(
    done.flatMap((operation) =>
      operation.name === 'library/import'
        ? operation.payload.documents.map((row) => [`${row.id} ${row.title}`, row] as const)
        : [],
    ),
  );
  return [...held].map(([id, title]) => {
    const row = rows.get(`${id} ${title}`);
    if (!row) throw new Error(`${id} was never written`);
    return { name: 'library/import', payload: { path: id, startedAt: 1, documents: [row], isLast: false } };
  });
}

test(
  `${kills} kills lose nothing, double nothing and leave the ranking of a clean build`,
  { timeout: 60_000 + kills * 30_000, retry: kills > 20 ? 0 : 1 },
  async () => {
    const profileDir = mkdtempSync(join(tmpdir(), 'deskside-soak-'));
    profileDirs.push(profileDir);
    mkdirSync(dirname(logFile), { recursive: true });
    writeFileSync(logFile, `seed ${seed}, ${kills} kills\n`);
    const log = (line: string) => {
      appendFileSync(logFile, `${line}\n`);
      if (kills <= 50) console.log(line);
    };
    const random = createRandom(seed);
    const asked = questions(random, 10);
    const done: Operation[] = [];
    let held: Held = new Map();
    let copied: readonly string[] = [];
    let world = await start(profileDir);
    await world.saveSettings({ sources });

    for (let kill = 1; kill <= kills; kill += 1) {
      const operations = planOperations(random, 12, kill * 100);
      const afterMs = Math.floor(random() * LONGEST_ROUND_MS);
      const page = await openLibraryPage(world);
      await page.send('sync/start', { sourceId: confluence, what: 'articles' });
      const confirmed = await doUntilKilled(world, operations, afterMs);
      done.push(...operations);

      world = await start(profileDir);
      const { page: options, send } = await openLibraryPage(world);
      const now = await heldIn(send);
      const states = possible(held, operations.slice(0, confirmed), operations[confirmed]);
      const place = `seed ${seed}, kill ${kill} after ${afterMs} ms and ${confirmed} of ${operations.length}`;
      const which = states.findIndex((state) => isSame(state, now));
      const differences = states.map((state) => differencesOf(state, now));
      expect(
        which,
        `${place}: what is there is neither the old state nor the new one.\n${JSON.stringify(differences, null, 1)}`,
      ).toBeGreaterThanOrEqual(0);
      held = now;
      const { syncs } = await send('library/overview', {});
      // Nothing that was copied goes; every document is listed once.
      const wiki = [...(await heldIn(send, confluence)).keys()];
      expect(
        copied.filter((key) => !wiki.includes(key)),
        `${place}: lost`,
      ).toEqual([]);
      copied = wiki;
      const copy = syncs[0] ? `${syncs[0].state}, ${syncs[0].seen} seen` : 'none';
      log(
        `kill ${kill}: after ${afterMs} ms, ${confirmed} confirmed, state ${which}; ${now.size} rows; copy: ${copy}, ${wiki.length} held`,
      );

      if (kill % COMPARE_EVERY !== 0 && kill !== kills) continue;
      await send('sync/start', { sourceId: confluence, what: 'articles' });
      await untilCopied(options, send);
      const rankings = await rankingsOf(send, asked);
      expect(rankings.flat().length).toBeGreaterThan(asked.length);
      expect(rankings, `${place}: ranked otherwise than a clean build`).toEqual(
        await cleanRankings(freshImports(held, done), asked),
      );
      copied = [...(await heldIn(send, confluence)).keys()];
      log(
        `kill ${kill}: ${asked.length} rankings are those of a clean build; ${copied.length} articles copied`,
      );
    }
    await world.close();
  },
);

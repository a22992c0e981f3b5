import { describe, expect, it } from 'vitest';
import { createTestIo, sourceOf } from '../../../tests/connector-io';
import { loadCompany } from '../../../tests/fakes/company';
import { createMediawikiFake } from '../../../tests/fakes/mediawiki';
import { cookieHeader } from '../../../tests/fakes/sessions';
import { createWorld, emptyDisk, fill, shelfConnector, type Disk } from '../../../tests/sync-world';
import { mediawiki } from '../../connectors/mediawiki';
import { DesksideError } from '../../core/errors';

/** A process that ends before the `at`th thing it would have done: nothing it does after that happens. */
function endingAt(at: number) {
  let done = 0;
  const gate = (): Promise<void> => {
    done += 1;
    return done >= at ? Promise.reject(new Error('the process has ended')) : Promise.resolve();
  };
  return { gate, steps: () => done };
}

/** What must be the same however often a run was interrupted. */
function stateOf({ rows, members, documents }: Disk) {
  return {
    // Kept just before the end of a process is unchanged for the next one.
    rows: [...rows.values()].map(({ kept, unchanged, ...row }) => ({ ...row, taken: kept + unchanged })),
    members: [...members].map(([jobKey, ids]) => [jobKey, [...ids].sort()]),
    documents: [...documents].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** A shelf that was copied once and has changed since: new, changed, gone, refused and broken articles. */
async function changedShelf() {
  const { shelf, connector } = shelfConnector();
  fill(shelf, 14);
  const disk = emptyDisk();
  await createWorld({ connector, disk }).run();
  for (const id of ['A1', 'A6']) shelf.articles.delete(id);
  for (const id of ['A2', 'A3', 'A9', 'A10']) shelf.articles.set(id, '2');
  for (const id of ['B1', 'B2', 'B3']) shelf.articles.set(id, '1');
  for (const id of ['A3', 'A9', 'B2']) shelf.bare.add(id);
  shelf.unreadable.set('A9', new DesksideError('forbidden', 'scripted'));
  shelf.unreadable.set('B2', new DesksideError('bad-answer', 'scripted'));
  return { connector, disk };
}

async function interrupted(at: number): Promise<{ disk: Disk; steps: number }> {
  const { connector, disk } = await changedShelf();
  const { gate, steps } = endingAt(at);
  const first = createWorld({ connector, disk, gate });
  await first.run({ everything: true }).catch(() => undefined);
  await first.sync.idle();
  const second = createWorld({ connector, disk });
  await second.sync.restore();
  await second.sync.idle();
  // Ended before anything was written down: whoever started it starts it again.
  if ([...disk.rows.values()].some(({ generation }) => generation === 1))
    await second.run({ everything: true });
  return { disk, steps: steps() };
}

describe('a process that ends', () => {
  it('at any moment leaves what the next one brings to the very same end', async () => {
    const calm = await interrupted(Number.POSITIVE_INFINITY);
    expect(stateOf(calm.disk).rows).toMatchObject([
      { state: 'done', generation: 2, seen: 15, taken: 13, forgotten: 3, failures: 1 },
    ]);
    expect(calm.disk.documents.size).toBe(13);
    expect(calm.steps).toBeGreaterThan(30);
    for (let at = 1; at <= calm.steps; at += 1) {
      const { disk } = await interrupted(at);
      expect(stateOf(disk), `ended before step ${at}`).toEqual(stateOf(calm.disk));
    }
  });

  it('again and again, each time a few steps later, comes to its end', async () => {
    const { connector, disk } = await changedShelf();
    let ends = 0;
    for (let life = 9; life < 200; life += 1) {
      const { gate } = endingAt(life);
      const world = createWorld({ connector, disk, gate });
      await world.sync.restore().catch(() => undefined);
      const isBegun = [...disk.rows.values()].some(({ generation }) => generation === 2);
      if (!isBegun) await world.run({ everything: true }).catch(() => undefined);
      await world.sync.idle();
      ends += 1;
      if ([...disk.rows.values()].every(({ state, generation }) => state === 'done' && generation === 2))
        break;
    }
    expect(ends).toBeGreaterThan(2);
    const calm = await interrupted(Number.POSITIVE_INFINITY);
    expect(stateOf(disk)).toEqual(stateOf(calm.disk));
  });
});

it('copies a wiki page by page, through ends of its process, as it is read alone', async () => {
  const fake = createMediawikiFake(loadCompany());
  const source = sourceOf('mediawiki', `https://${fake.host}`);
  const cookie = cookieHeader(fake.signIn('dana.reyes'));
  const io = (user: Parameters<typeof createTestIo>[2] extends infer More ? More : never) =>
    createTestIo(source.baseUrl, (request) => fake.handle(request), { cookie, ...user });
  const user = await mediawiki.identify(source, io({}));
  const disk = emptyDisk();
  const worldOf = (gate?: () => Promise<void>) =>
    createWorld({
      connector: mediawiki,
      source,
      disk,
      user: () => Promise.resolve(user),
      io: (who) => io({ user: who }),
      ...(gate && { gate }),
    });
  await worldOf(endingAt(12).gate)
    .run()
    .catch(() => undefined);
  const last = worldOf();
  await last.sync.restore();
  await last.sync.idle();
  const [row] = [...disk.rows.values()];
  expect(row).toMatchObject({ state: 'done', failures: 0 });
  const titles = [...disk.documents.values()].map(({ title }) => title);
  expect(titles).toContain('Jenkins agent offline');
  expect(titles).toHaveLength(row?.seen ?? 0);
  for (const document of disk.documents.values()) {
    expect(await mediawiki.fetchOne(document.ref, source, io({ user }))).toEqual(document);
  }
});

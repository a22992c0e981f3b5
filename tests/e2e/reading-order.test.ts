import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AssistState } from '../../lib/core/assist-state';
import { shippedEncoder } from '../../lib/retrieval/shipped-encoder';
import { acmeSources } from './attach';
import { doneFor, recordStates, type StateRecorder } from './record-states';
import { openLibraryPage } from '../soak/library-page';
import { startWorld, type World } from './world';

let world: World;
let page: Page;
let states: StateRecorder;

beforeAll(async () => {
  world = await startWorld();
  await world.saveSettings({ sources: acmeSources() });
  await world.signIn('dana.reyes');
  page = await world.newPage('about:blank');
  const panel = await world.openPanel(page);
  states = await recordStates(panel);
});
afterAll(() => world.close());

interface Encoding {
  readonly key: string;
  readonly encoder: string;
  readonly passages: readonly { readonly values: Int8Array }[];
}

/** What the encoder left on disk, by document: how many passages, and whether each is as long as it should be. */
async function encodings(): Promise<{ key: string; encoder: string; lengths: number[] }[]> {
  const options = await world.newPage(world.extensionUrl('options.html'));
  const rows = await options.evaluate(async () => {
    const found = await new Promise<Encoding[]>((resolve, reject) => {
      const open = indexedDB.open('deskside');
      open.onerror = () => reject(new Error('no database'));
      open.onsuccess = () => {
        const all = open.result.transaction('encodings').objectStore('encodings').getAll();
        all.onsuccess = () => resolve(all.result as Encoding[]);
        all.onerror = () => reject(new Error('no rows'));
      };
    });
    return found.map(({ key, encoder, passages }) => ({
      key,
      encoder,
      lengths: passages.map(({ values }) => values.length),
    }));
  });
  await options.close();
  return rows;
}

async function beside(key: string): Promise<AssistState> {
  await states.clear();
  await page.goto(`https://jira.acme.test/browse/${key}`);
  return states.until(doneFor(key), key);
}

const rankingOf = ({ articles, tickets }: AssistState) =>
  [...articles, ...tickets].map(({ documentKey, score }) => [documentKey, score]);

let read: AssistState;

test('what was found is read by the encoder, in the real worker, and put in its order', async () => {
  const first = await beside('HELP-12');
  read = await states.until(
    (state) => doneFor('HELP-12')(state) && String(rankingOf(state)) !== String(rankingOf(first)),
    'an order by reading',
    60_000,
  );
  expect(read.articles[0]?.title).toBe('Split tunnel and DNS after VPN');
  const kept = await encodings();
  const shown = rankingOf(read).map(([key]) => key);
  expect(kept.map(({ key }) => key)).toEqual(expect.arrayContaining(shown));
  for (const { encoder, lengths } of kept) {
    expect(encoder).toBe(shippedEncoder.id);
    expect(new Set(lengths)).toEqual(new Set([shippedEncoder.dimensions]));
  }
}, 120_000);

test('the next time it is known at once, and a document that goes takes its reading along', async () => {
  await page.goto('about:blank');
  const again = await beside('HELP-12');
  expect(rankingOf(again)).toEqual(rankingOf(read));
  const [gone] = read.articles.map(({ documentKey }) => documentKey);
  const { page: options, send } = await openLibraryPage(world);
  await send('library/remove', { documentKeys: [gone ?? ''] });
  await options.close();
  expect((await encodings()).map(({ key }) => key)).not.toContain(gone);
});

test('switched off, nothing more is read', async () => {
  await world.saveSettings({ sources: acmeSources(), readClosely: false });
  const before = await encodings();
  const done = await beside('HELP-14');
  expect(rankingOf(done).length).toBeGreaterThan(1);
  await page.waitForTimeout(3_000);
  expect(await encodings()).toEqual(before);
});

import type { Page } from 'playwright-core';
import { FILES_SOURCE_ID } from '../../lib/core/files-source';
import { createPageClient, type Send } from '../../lib/messaging/client';
import type { LibraryOverview } from '../../lib/messaging/library-messages';
import type { World } from '../e2e/world';
import type { Held } from './plan';

/** The library as the options page asks it, from outside the browser. */
export async function openLibraryPage(world: World) {
  const page = await world.newPage(world.extensionUrl('options.html'));
  const { send } = createPageClient({
    sendMessage: (message) =>
      page.evaluate((sent): Promise<unknown> => chrome.runtime.sendMessage(sent), message),
  });
  return { page, send };
}

/** Every document of the imported files; throws where one is listed twice. */
export async function heldIn(send: Send, sourceId = FILES_SOURCE_ID): Promise<Held> {
  const held = new Map<string, string>();
  for (let after: string | null = null, isEnd = false; !isEnd; isEnd = after === null) {
    const list: Awaited<ReturnType<typeof listOf>> = await listOf(send, sourceId, after);
    for (const { documentKey, place, title } of list.documents) {
      const id = sourceId === FILES_SOURCE_ID ? place : documentKey;
      if (held.has(id)) throw new Error(`${id} is there twice`);
      held.set(id, title);
    }
    after = list.next;
  }
  return held;
}
const listOf = (send: Send, sourceId: string, after: string | null) =>
  send('library/documents', { sourceId, after, words: '' });

/** What each question finds, in order, with what brought it. */
export async function rankingsOf(send: Send, asked: readonly string[]): Promise<unknown[]> {
  const rankings: unknown[] = [];
  for (const words of asked) {
    const { hits } = await send('library/search', { words });
    rankings.push(
      hits.map(({ facts, passage, why }) => [facts.documentKey, facts.title, passage.ordinal, why]),
    );
  }
  return rankings;
}

/** Until every copy has come to its end. Throws where one stops on the way. */
export async function untilCopied(page: Page, send: Send): Promise<LibraryOverview> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const overview = await send('library/overview', {});
    const stopped = overview.syncs.find(({ state }) => state === 'failed' || state === 'paused');
    if (stopped) throw new Error(`The copy stopped: ${stopped.state}, ${stopped.reason}`);
    if (overview.syncs.length > 0 && overview.syncs.every(({ state }) => state === 'done')) return overview;
    await page.waitForTimeout(500);
  }
  throw new Error('The copy did not come to its end');
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { World } from './world';

/** One life of the background has one start id. */
export async function startId(page: Page): Promise<string> {
  const reply: unknown = await page.evaluate(() =>
    chrome.runtime.sendMessage({ deskside: 1, to: 'background', name: 'background/ping', payload: {} }),
  );
  return String(Reflect.get(Object(Reflect.get(Object(reply), 'value')), 'startId'));
}

/** Asks the browser over plain http, which attaches nothing to anything. */
async function workerIsAlive({ launched }: World): Promise<boolean> {
  const targets: unknown = await (await fetch(`${launched.endpoint}/json/list`)).json();
  return (targets as { type: string; url: string }[]).some(
    ({ type, url }) => type === 'service_worker' && url.includes(launched.extensionId),
  );
}

/** Lets every debugger go and waits until the idle worker has been stopped by the browser itself. */
export async function letWorkerDie(world: World): Promise<void> {
  await world.disconnect();
  const deadline = Date.now() + 90_000;
  while (await workerIsAlive(world)) {
    if (Date.now() > deadline) throw new Error('The browser never stopped the worker');
    await sleep(500);
  }
}

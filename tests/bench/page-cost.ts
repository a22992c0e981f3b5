import type { CDPSession, Page } from 'playwright-core';
import type { World } from '../e2e/world';

/** Scripts of the extension that run in a page, by their path in the package, as the browser's debugger sees them. */
export async function injectedScripts(world: World, url: string): Promise<string[]> {
  const page = await world.newPage('about:blank');
  const session = await world.context().newCDPSession(page);
  const prefix = world.extensionUrl('');
  const found = new Set<string>();
  session.on('Debugger.scriptParsed', (script) => {
    if (script.url.startsWith(prefix)) found.add(script.url.slice(prefix.length));
  });
  await session.send('Debugger.enable');
  await page.goto(url);
  await page.waitForTimeout(1_500);
  await page.close();
  return [...found];
}

/**
 * Milliseconds of main thread that code of the extension takes while the page loads and two seconds after, by the
 * sampling profiler at 100 µs: parsing of the script is not in it, its evaluation and everything later is.
 */
export async function mainThreadMs(world: World, page: Page, extensionId: string): Promise<number> {
  const session = await world.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  await session.send('Profiler.start');
  await page.reload();
  await page.waitForTimeout(2_000);
  const spent = await ownTime(session, `chrome-extension://${extensionId}/`);
  await session.detach();
  return spent;
}

async function ownTime(session: CDPSession, prefix: string): Promise<number> {
  const { profile } = await session.send('Profiler.stop');
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  /** Native code that ours called counts as ours. */
  const isOurs = (id: number): boolean => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      if (byId.get(at)?.callFrame.url.startsWith(prefix)) return true;
    }
    return false;
  };
  let microseconds = 0;
  profile.samples?.forEach((id, index) => {
    if (isOurs(id)) microseconds += profile.timeDeltas?.[index] ?? 0;
  });
  return microseconds / 1_000;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { acmeHosts, acmeOrigins, everydayProducts } from '../../tests/fakes/acme-hosts';
import { acmeSources } from '../../tests/e2e/attach';
import { startWorld, type World } from '../../tests/e2e/world';
import { loadCompany } from '../../tests/fakes/company';
import { startMediawiki, type RunningMediawiki } from '../../tests/live/mediawiki';
import { tourOf, type Stop } from './tour';

/** The person the demo is signed in as everywhere. */
export const demoPerson = 'dana.reyes';

export interface Demo {
  world: World;
  tour: Stop[];
  /** The real MediaWiki, or why a double stands in for it. */
  wiki: RunningMediawiki | { skipped: string };
  openTabs(): Promise<void>;
  untilClosed(): Promise<void>;
  close(): Promise<void>;
}

/** Hosts that the demo's build is allowed at install. */
export const demoOrigins = acmeOrigins;

/** Acme's servers, the browser, Dana's sessions, and the sources as she would have added them. */
export async function startDemo(options: {
  extensionDir: string;
  headless: boolean;
  log(line: string): void;
}): Promise<Demo> {
  const company = loadCompany();
  options.log('Starting Acme IT…');
  const wiki = await startMediawiki({ company, serverUrl: `http://${acmeHosts.mediawiki}` });
  const isReal = !('skipped' in wiki);
  if (!isReal) options.log(`A double stands in for MediaWiki: ${wiki.skipped}`);
  const products = everydayProducts.filter((product) => product !== 'mediawiki' || !isReal);
  const world = await startWorld({
    extensionDir: options.extensionDir,
    headless: options.headless,
    products,
    otherHosts: isReal ? { [acmeHosts.mediawiki]: `127.0.0.1:${wiki.port}` } : {},
  });
  const wikiOrigin = `${isReal ? 'http' : 'https'}://${acmeHosts.mediawiki}`;
  const sources = acmeSources().map((source) =>
    source.product === 'mediawiki' ? { ...source, baseUrl: wikiOrigin } : source,
  );
  await world.saveSettings({ sources });
  await world.signIn(demoPerson);
  if (isReal) {
    const cookies = await wiki.signInCookies(demoPerson);
    await world
      .context()
      .addCookies(
        cookies.map((cookie) => ({ ...cookie, domain: acmeHosts.mediawiki, path: '/', secure: false })),
      );
  }
  const tour = tourOf(company, wikiOrigin);
  return {
    world,
    tour,
    wiki,
    async openTabs() {
      const pages = [];
      for (const stop of tour) pages.push(await world.newPage(stop.url));
      const [first] = pages;
      if (first) await world.openPanel(first);
      await first?.bringToFront();
      // From here on the browser is its user's: no debugger keeps anything alive.
      await world.disconnect();
    },
    async untilClosed() {
      const { process: browser } = world.launched;
      while (browser.exitCode === null && browser.signalCode === null) await sleep(300);
    },
    async close() {
      await world.close();
      if (isReal) await wiki.stop();
    },
  };
}

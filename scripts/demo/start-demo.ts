import { setTimeout as sleep } from 'node:timers/promises';
import { acmeHosts, acmeOrigins, type AcmeProduct } from '../../tests/fakes/acme-hosts';
import { acmeSources } from '../../tests/e2e/attach';
import { startWorld, type World } from '../../tests/e2e/world';
import { loadCompany } from '../../tests/fakes/company';
import { realProducts, startRealSystems, type RealProduct, type RealSystems } from './real-systems';
import { tourOf, type Place, type Stop } from './tour';

/** The person the demo is signed in as everywhere. */
export const demoPerson = 'dana.reyes';

export interface Demo {
  world: World;
  tour: Stop[];
  /** What runs for real, or why a double stands in for it. */
  systems: RealSystems;
  /** Uses the sources that Acme has in its own rooms, or those it would have in the cloud. */
  searchIn(place: Place): Promise<void>;
  openTabs(): Promise<void>;
  untilClosed(): Promise<void>;
  close(): Promise<void>;
}

/** Hosts that the demo's build is allowed at install. */
export const demoOrigins = acmeOrigins;

/** The same knowledge stands in both places, so only one of them is searched at a time. */
const productsIn: Record<Place, readonly AcmeProduct[]> = {
  'own rooms': [
    'servicenow',
    'jira-dc',
    'confluence-dc',
    'mediawiki',
    'dokuwiki',
    'request-tracker',
    'sharepoint',
    'generic',
  ],
  cloud: ['servicenow', 'jira-cloud', 'jira-service-management', 'confluence-cloud', 'sharepoint'],
};

/** Acme's servers, the browser, Dana's sessions, and the sources as she would have added them. */
export async function startDemo(options: {
  extensionDir: string;
  headless: boolean;
  log(line: string): void;
}): Promise<Demo> {
  const company = loadCompany();
  options.log('Starting Acme IT…');
  const systems = await startRealSystems(company, { log: options.log, orDouble: true });
  const originOf = (product: AcmeProduct): string => {
    const system = isReal(product) ? systems[product] : null;
    return system && 'running' in system ? system.origin : `https://${acmeHosts[product]}`;
  };
  const world = await startWorld({
    extensionDir: options.extensionDir,
    headless: options.headless,
    otherHosts: Object.fromEntries(
      realProducts.flatMap((product) => {
        const system = systems[product];
        return 'running' in system ? [[acmeHosts[product], `127.0.0.1:${system.running.port}`]] : [];
      }),
    ),
  });
  await world.signIn(demoPerson);
  for (const product of realProducts) {
    const system = systems[product];
    if (!('running' in system)) continue;
    const cookies = await system.running.signInCookies(demoPerson);
    await world
      .context()
      .addCookies(
        cookies.map((cookie) => ({ ...cookie, domain: acmeHosts[product], path: '/', secure: false })),
      );
  }
  const searchIn = (place: Place) =>
    world.saveSettings({
      sources: acmeSources(productsIn[place]).map((source) => ({
        ...source,
        baseUrl: source.baseUrl.replace(`https://${acmeHosts[source.product]}`, originOf(source.product)),
      })),
    });
  await searchIn('own rooms');
  const tour = tourOf(company, originOf);
  return {
    world,
    tour,
    systems,
    searchIn,
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
      for (const system of Object.values(systems)) if ('running' in system) await system.running.stop();
    },
  };
}

function isReal(product: AcmeProduct): product is RealProduct {
  return (realProducts as readonly string[]).includes(product);
}

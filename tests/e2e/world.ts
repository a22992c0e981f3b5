import { join, resolve } from 'node:path';
import { attach } from './attach';
import { testBuildDir } from './test-build-dir';
import { findOrInstallBrowser } from '../../scripts/browser/find-browser';
import { launchBrowser } from '../../scripts/browser/launch-browser';
import { loadCompany, type Company } from '../fakes/company';
import type { Fake } from '../fakes/fake';
import { createFakes } from '../fakes/index';
import { serveCompany } from '../fakes/serve';

export interface WorldOptions {
  /** Folder of the built extension. */
  extensionDir?: string;
  headless?: boolean;
  profileDir?: string;
  /** Hosts that are served elsewhere: a real MediaWiki, say. */
  otherHosts?: Record<string, string>;
  /** Products to serve; all by default. */
  products?: readonly string[];
  /** More servers beside Acme's own. */
  extraFakes?: (company: Company) => readonly Fake[];
  /** Instead of Acme as it is. */
  company?: Company;
  size?: { width: number; height: number };
  extraArgs?: string[];
}

/** Acme's servers and a browser with Deskside beside them. */
export async function startWorld(options: WorldOptions = {}) {
  const company = options.company ?? loadCompany();
  const fakes = createFakes(company);
  const own: Fake[] = Object.values(fakes).filter(
    (fake) =>
      (!options.products || options.products.includes(fake.product)) &&
      // A double must not stand where the real one does.
      options.otherHosts?.[fake.host] === undefined,
  );
  const served = [...own, ...(options.extraFakes?.(company) ?? [])];
  const server = await serveCompany({ fakes: served });
  const address = `127.0.0.1:${server.port}`;
  const launched = await launchBrowser({
    executablePath: findOrInstallBrowser(console.error),
    extensionDir: resolve(options.extensionDir ?? join(testBuildDir, 'chrome-mv3')),
    headless: options.headless ?? true,
    // Everything unknown goes to the same server, which answers with a foreign page.
    hosts: {
      ...options.otherHosts,
      ...Object.fromEntries(served.map((fake) => [fake.host, address])),
      '*.test': address,
    },
    ...(options.profileDir === undefined ? {} : { profileDir: options.profileDir }),
    ...(options.size === undefined ? {} : { size: options.size }),
    extraArgs: options.extraArgs ?? [],
  });
  const world = await attach(launched);
  const signInAt = (fake: Fake, personId: string) =>
    world
      .context()
      .addCookies(
        fake.signIn(personId).map((cookie) => ({ ...cookie, domain: fake.host, path: '/', secure: true })),
      );
  return {
    ...world,
    company,
    fakes,
    launched,
    port: server.port,
    signInAt,
    async signIn(personId: string, products = served.map((fake) => fake.product)) {
      for (const fake of served.filter((candidate) => products.includes(candidate.product))) {
        await signInAt(fake, personId);
      }
    },
    async close() {
      await world.disconnect();
      await launched.close();
      await server.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

import type { Company } from '../../tests/fakes/company';
import type { FakeCookie } from '../../tests/fakes/fake';
import { acmeHosts } from '../../tests/fakes/acme-hosts';
import { startDokuwiki } from '../../tests/live/dokuwiki';
import { startMediawiki } from '../../tests/live/mediawiki';
import { startRequestTracker } from '../../tests/live/request-tracker';

/** Products that run for real where their packages are, or can be installed. */
export const realProducts = ['mediawiki', 'dokuwiki', 'request-tracker'] as const;
export type RealProduct = (typeof realProducts)[number];

interface RunningSystem {
  port: number;
  signInCookies(personId: string): Promise<FakeCookie[]>;
  stop(): Promise<void>;
}
/** The running system with how long its start took, or why a double stands in for it. */
export type RealSystem =
  { running: RunningSystem; origin: string; startedInMs: number } | { skipped: string };
export type RealSystems = Record<RealProduct, RealSystem>;

const starters: Record<
  RealProduct,
  (options: { company: Company; serverUrl: string }) => Promise<RunningSystem | { skipped: string }>
> = { mediawiki: startMediawiki, dokuwiki: startDokuwiki, 'request-tracker': startRequestTracker };

/**
 * Starts each under Acme's own host name, over plain http as many an intranet has it. A start that goes wrong throws,
 * unless `orDouble`: a demonstration goes on without it, and says so.
 */
export async function startRealSystems(
  company: Company,
  { log, orDouble }: { log(line: string): void; orDouble: boolean },
): Promise<RealSystems> {
  const started = new Map<RealProduct, RealSystem>();
  // One after the other: packages may have to be installed first, and that cannot be done twice at once.
  for (const product of realProducts) {
    const origin = `http://${acmeHosts[product]}`;
    const begin = performance.now();
    const system = await starters[product]({ company, serverUrl: origin }).catch((error: unknown) => {
      if (!orDouble) throw error;
      return { skipped: error instanceof Error ? error.message : String(error) };
    });
    if ('skipped' in system) log(`A double stands in for ${product}: ${system.skipped}`);
    const startedInMs = Math.round(performance.now() - begin);
    started.set(product, 'skipped' in system ? system : { running: system, origin, startedInMs });
  }
  const of = (product: RealProduct) => started.get(product) ?? { skipped: 'not started' };
  return {
    mediawiki: of('mediawiki'),
    dokuwiki: of('dokuwiki'),
    'request-tracker': of('request-tracker'),
  };
}

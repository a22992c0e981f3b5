import type { Settings } from '../core/settings';
import { matchPatternOf, patternCovers } from '../platform/match-pattern';
import { bundlesFor, siteBundles } from '../sites/site-bundles';
import type { Site } from '../sites/site';

interface RegisteredScript {
  id: string;
  matches?: string[];
  excludeMatches?: string[];
  js?: string[];
  allFrames?: boolean;
  runAt?: 'document_start';
  persistAcrossSessions?: boolean;
}

export interface ScriptingApi {
  getRegisteredContentScripts(): Promise<RegisteredScript[]>;
  registerContentScripts(scripts: RegisteredScript[]): Promise<void>;
  unregisterContentScripts(filter: { ids: string[] }): Promise<void>;
  executeScript(injection: {
    target: { tabId: number; allFrames: boolean };
    files: string[];
    injectImmediately: boolean;
  }): Promise<unknown>;
}
export interface TabsApi {
  query(filter: {
    url: string[];
  }): Promise<{ id?: number | undefined; url?: string | undefined; discarded?: boolean | undefined }[]>;
}

/** Which pages each site's script belongs in: the vendor's hosts, then the instances that are read. */
export function patternsBySite(sites: readonly Site[], settings: Settings): Map<string, string[]> {
  return new Map(
    sites.map((site) => {
      const named = settings.sources
        .filter((source) => source.product === site.id && source.readPages)
        .map((source) => matchPatternOf(source.baseUrl));
      return [site.id, [...new Set([...site.hostedPatterns, ...named])]];
    }),
  );
}

export interface SyncOptions {
  scripting: ScriptingApi;
  sites: readonly Site[];
  settings: Settings;
  /** Runs after the files of a host's sites. */
  file: string;
  isAllowed(pattern: string): Promise<boolean>;
}

/** A granted host and the settings that name it arrive together: two syncs at once would register the same id twice. */
const lastSync = new WeakMap<ScriptingApi, Promise<boolean>>();

/**
 * Registers the page script for exactly the hosts that are read and allowed, and nothing else: a host that was
 * removed or refused loses its registration. Calls at the same time go one after the other.
 */
export function syncContentScripts(options: SyncOptions): Promise<boolean> {
  const before = lastSync.get(options.scripting) ?? Promise.resolve(false);
  const sync = async () => replaceRegistrations(options.scripting, await wantedScripts(options));
  const run = before.then(sync, sync);
  lastSync.set(options.scripting, run);
  return run;
}

/** One registration for all hosts that can be the same products: each host is in one only, with all it can be. */
async function wantedScripts({ sites, ...options }: SyncOptions): Promise<RegisteredScript[]> {
  const sitesOf = new Map<string, Set<string>>();
  for (const [siteId, patterns] of patternsBySite(sites, options.settings)) {
    for (const pattern of patterns) sitesOf.set(pattern, (sitesOf.get(pattern) ?? new Set()).add(siteId));
  }
  // Only what is registered covers anything: the browser may allow one host where it refuses the vendor's all.
  for (const pattern of [...sitesOf.keys()]) {
    if (!(await options.isAllowed(pattern))) sitesOf.delete(pattern);
  }
  const scripts = new Map<string, RegisteredScript>();
  const excluded = coverNested(sitesOf);
  const bundles = siteBundles(sites);
  for (const [pattern, ids] of sitesOf) {
    const members = sites.filter(({ id }) => ids.has(id));
    const id = `page-${members.map((site) => site.id).join('+')}`;
    const script = scripts.get(id) ?? {
      id,
      matches: [],
      excludeMatches: [],
      js: [...bundlesFor(ids, bundles), options.file],
      allFrames: members.some(({ framed }) => framed),
      runAt: 'document_start',
      persistAcrossSessions: true,
    };
    script.matches?.push(pattern);
    script.excludeMatches?.push(...(excluded.get(pattern) ?? []));
    scripts.set(id, script);
  }
  return [...scripts.values()];
}

/**
 * A named host that a vendor's pattern covers gets one registration, not two: the vendor's where that brings all its
 * products, else its own with all of them, and the vendor's leaves it out. Returns what each pattern leaves out.
 */
function coverNested(sitesOf: Map<string, Set<string>>): Map<string, string[]> {
  const excluded = new Map<string, string[]>();
  for (const [wide, wideSites] of sitesOf) {
    for (const [narrow, ids] of sitesOf) {
      if (wide === narrow || !covers(wide, narrow)) continue;
      if ([...ids].every((id) => wideSites.has(id))) {
        sitesOf.delete(narrow);
        continue;
      }
      for (const id of wideSites) ids.add(id);
      excluded.set(wide, [...(excluded.get(wide) ?? []), narrow]);
    }
  }
  return excluded;
}

/** Does one match pattern take in all of another? A wildcard is only ever covered by itself here. */
function covers(wide: string, narrow: string): boolean {
  return wide === narrow || (!narrow.includes('*.') && patternCovers(wide, new URL(narrow.replace('*', ''))));
}

/** True when anything was registered that was not before. */
async function replaceRegistrations(scripting: ScriptingApi, wanted: RegisteredScript[]): Promise<boolean> {
  const present = await scripting.getRegisteredContentScripts();
  const key = (script: RegisteredScript) =>
    JSON.stringify([
      script.id,
      [...(script.matches ?? [])].sort(),
      [...(script.excludeMatches ?? [])].sort(),
      script.js,
      script.allFrames ?? false,
    ]);
  const wantedKeys = new Set(wanted.map(key));
  const presentKeys = new Set(present.map(key));
  const stale = present.filter((script) => !wantedKeys.has(key(script))).map((script) => script.id);
  if (stale.length > 0) await scripting.unregisterContentScripts({ ids: stale });
  const fresh = wanted.filter((script) => !presentKeys.has(key(script)));
  if (fresh.length > 0) await scripting.registerContentScripts(fresh);
  return fresh.length > 0;
}

/**
 * After install, update or a newly granted host, tabs that are already open have no script, or an orphan of the
 * version before: the page script is put in once more, and the orphan notices and stops.
 */
export async function injectIntoOpenTabs(options: {
  scripting: ScriptingApi;
  tabs: TabsApi;
  onRefused(error: unknown): void;
}): Promise<void> {
  for (const script of await options.scripting.getRegisteredContentScripts()) {
    for (const tab of await options.tabs.query({ url: script.matches ?? [] })) {
      if (tab.id === undefined || tab.discarded || isLeftOut(script, tab.url)) continue;
      await options.scripting
        .executeScript({
          target: { tabId: tab.id, allFrames: script.allFrames ?? false },
          files: script.js ?? [],
          injectImmediately: true,
        })
        .catch((error: unknown) => options.onRefused(error)); // a tab that closed or became an error page meanwhile
    }
  }
}

/** A query for tabs knows no exclusions. */
function isLeftOut({ excludeMatches = [] }: RegisteredScript, url: string | undefined): boolean {
  return (
    url !== undefined &&
    URL.canParse(url) &&
    excludeMatches.some((pattern) => patternCovers(pattern, new URL(url)))
  );
}

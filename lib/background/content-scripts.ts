import type { Settings } from '../core/settings';
import { matchPatternOf, patternCovers } from '../platform/match-pattern';
import type { Site } from '../sites/site';

interface RegisteredScript {
  id: string;
  matches?: string[];
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
  query(filter: { url: string[] }): Promise<{ id?: number | undefined; discarded?: boolean | undefined }[]>;
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

async function wantedScripts(options: SyncOptions): Promise<RegisteredScript[]> {
  const wanted: RegisteredScript[] = [];
  const taken: string[] = [];
  // A host with two products gets the script once, framed if either product is.
  const bySite = [...patternsBySite(options.sites, options.settings)].sort(
    ([a], [b]) => Number(isFramed(options.sites, b)) - Number(isFramed(options.sites, a)),
  );
  for (const [siteId, patterns] of bySite) {
    const matches: string[] = [];
    for (const pattern of patterns) {
      // Only what is registered covers anything: the browser may allow one host where it refuses the vendor's all.
      if (taken.some((other) => covers(other, pattern)) || !(await options.isAllowed(pattern))) continue;
      matches.push(pattern);
      taken.push(pattern);
    }
    if (matches.length > 0)
      wanted.push(scriptFor(siteId, matches, isFramed(options.sites, siteId), options.file));
  }
  return wanted;
}

/** Does one match pattern take in all of another? A wildcard is only ever covered by itself here. */
function covers(wide: string, narrow: string): boolean {
  return wide === narrow || (!narrow.includes('*.') && patternCovers(wide, new URL(narrow.replace('*', ''))));
}

function isFramed(sites: readonly Site[], id: string): boolean {
  return sites.some((site) => site.id === id && site.framed);
}

function scriptFor(siteId: string, matches: string[], allFrames: boolean, file: string): RegisteredScript {
  return {
    id: `page-${siteId}`,
    matches,
    js: [file],
    allFrames,
    runAt: 'document_start',
    persistAcrossSessions: true,
  };
}

/** True when anything was registered that was not before. */
async function replaceRegistrations(scripting: ScriptingApi, wanted: RegisteredScript[]): Promise<boolean> {
  const present = await scripting.getRegisteredContentScripts();
  const key = (script: RegisteredScript) =>
    JSON.stringify([script.id, [...(script.matches ?? [])].sort(), script.js, script.allFrames ?? false]);
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
  file: string;
  onRefused(error: unknown): void;
}): Promise<void> {
  for (const script of await options.scripting.getRegisteredContentScripts()) {
    for (const tab of await options.tabs.query({ url: script.matches ?? [] })) {
      if (tab.id === undefined || tab.discarded) continue;
      await options.scripting
        .executeScript({
          target: { tabId: tab.id, allFrames: script.allFrames ?? false },
          files: [options.file],
          injectImmediately: true,
        })
        .catch((error: unknown) => options.onRefused(error)); // a tab that closed or became an error page meanwhile
    }
  }
}

import { describe, expect, test } from 'vitest';
import { resolveSettings, type Settings } from '../core/settings';
import type { Site } from '../sites/site';
import { injectIntoOpenTabs, patternsBySite, syncContentScripts, type ScriptingApi } from './content-scripts';

type Script = Awaited<ReturnType<ScriptingApi['getRegisteredContentScripts']>>[number];
const file = 'content-scripts/page.js';

function siteOf(id: string, hostedPatterns: string[] = [], framed = false): Site {
  return { id, name: id, hostedPatterns, framed, match: () => null, read: async () => null };
}
const desk = siteOf('desk', ['https://*.desk.example/*'], true);
const issues = siteOf('issues');
const pages = siteOf('pages');

function settingsWith(...sources: [product: string, baseUrl: string, readPages?: boolean][]): Settings {
  return resolveSettings(
    {
      sources: sources.map(([product, baseUrl, readPages = true], at) => ({
        id: `s${at}`,
        product,
        name: product,
        baseUrl,
        readPages,
      })),
    },
    undefined,
  ).settings;
}

/** The browser's registry: refuses an id that is taken, as the real one does. */
function fakeScripting(...present: Script[]) {
  const registered = new Map(present.map((script) => [script.id, script]));
  const calls: string[] = [];
  const injected: { tabId: number; allFrames: boolean; files: string[] }[] = [];
  const api: ScriptingApi = {
    getRegisteredContentScripts: async () => [...registered.values()],
    async registerContentScripts(scripts) {
      calls.push(`register ${scripts.map((script) => script.id).join(' ')}`);
      for (const script of scripts) {
        if (registered.has(script.id)) throw new Error(`Duplicate script ID '${script.id}'`);
        registered.set(script.id, script);
      }
    },
    async unregisterContentScripts({ ids }) {
      calls.push(`unregister ${ids.join(' ')}`);
      for (const id of ids) registered.delete(id);
    },
    async executeScript({ target, files }) {
      injected.push({ ...target, files });
    },
  };
  const matches = () => Object.fromEntries([...registered].map(([id, script]) => [id, script.matches]));
  return { api, calls, injected, registered, matches };
}

function sync(api: ScriptingApi, settings: Settings, refused: string[] = [], sites = [issues, pages, desk]) {
  return syncContentScripts({
    scripting: api,
    sites,
    settings,
    file,
    isAllowed: async (pattern) => !refused.includes(pattern),
  });
}

describe('which pages the script is registered for', () => {
  test("the vendor's hosts and the instances that are read, one registration a product", async () => {
    const { api, registered, matches } = fakeScripting();
    await sync(
      api,
      settingsWith(['issues', 'https://jira.acme.example:8443/jira'], ['pages', 'http://wiki.acme.example']),
    );
    expect(matches()).toEqual({
      'page-desk': ['https://*.desk.example/*'],
      'page-issues': ['https://jira.acme.example/*'],
      'page-pages': ['http://wiki.acme.example/*'],
    });
    expect(registered.get('page-issues')).toMatchObject({
      js: ['page-sites/issues.js', file],
      allFrames: false,
      runAt: 'document_start',
    });
    expect(registered.get('page-desk')).toMatchObject({ allFrames: true });
  });

  test('not a source whose pages are not to be read', async () => {
    const { api, matches } = fakeScripting();
    await sync(api, settingsWith(['issues', 'https://jira.acme.example', false]));
    expect(Object.keys(matches())).toEqual(['page-desk']);
  });

  test('not a host that the browser refuses', async () => {
    const { api, matches } = fakeScripting();
    const settings = settingsWith(['issues', 'https://one.example'], ['issues', 'https://two.example']);
    await sync(api, settings, ['https://one.example/*', 'https://*.desk.example/*']);
    expect(matches()).toEqual({ 'page-issues': ['https://two.example/*'] });
  });

  test("an instance on the vendor's hosts is covered by them already", async () => {
    const { api, matches } = fakeScripting();
    await sync(
      api,
      settingsWith(['desk', 'https://acme.desk.example'], ['desk', 'https://desk.acme.example']),
    );
    expect(matches()).toEqual({ 'page-desk': ['https://*.desk.example/*', 'https://desk.acme.example/*'] });
  });

  test("but not where the browser allows that one host and refuses the vendor's all", async () => {
    const { api, matches } = fakeScripting();
    await sync(api, settingsWith(['desk', 'https://acme.desk.example']), ['https://*.desk.example/*']);
    expect(matches()).toEqual({ 'page-desk': ['https://acme.desk.example/*'] });
  });

  test('a host with several products gets the code of each and the script once, framed if any product is', async () => {
    const { api, registered, matches } = fakeScripting();
    await sync(
      api,
      settingsWith(
        ['issues', 'https://tools.example/jira'],
        ['desk', 'https://tools.example/desk'],
        ['pages', 'https://tools.example/wiki'],
      ),
    );
    expect(matches()).toEqual({
      'page-desk': ['https://*.desk.example/*'],
      'page-issues+pages+desk': ['https://tools.example/*'],
    });
    expect(registered.get('page-issues+pages+desk')).toMatchObject({
      js: ['page-sites/issues.js', 'page-sites/pages.js', 'page-sites/desk.js', file],
      allFrames: true,
    });
  });

  test("products that share their vendor's hosts come in one file, the others are left out of it", async () => {
    const { api, registered } = fakeScripting();
    const cloud = ['https://*.cloud.example/*'];
    const sites = [siteOf('tracker', cloud), siteOf('docs', cloud), pages];
    await sync(api, settingsWith(['docs', 'https://docs.acme.example']), [], sites);
    expect(registered.get('page-tracker+docs')).toMatchObject({
      matches: cloud,
      js: ['page-sites/tracker+docs.js', file],
    });
    expect(registered.get('page-docs')?.js).toEqual(['page-sites/docs.js', file]);
  });

  test("another product on one of the vendor's hosts: that host has a registration of its own with both", async () => {
    const { api, registered } = fakeScripting();
    await sync(api, settingsWith(['pages', 'https://acme.desk.example']));
    expect(registered.get('page-pages+desk')).toMatchObject({
      matches: ['https://acme.desk.example/*'],
      allFrames: true,
    });
    expect(registered.get('page-desk')?.excludeMatches).toEqual(['https://acme.desk.example/*']);
  });

  test('two instances of one product on one host are one pattern', () => {
    const settings = settingsWith(
      ['issues', 'https://tools.example/a'],
      ['issues', 'https://tools.example/b'],
    );
    expect(patternsBySite([issues], settings).get('issues')).toEqual(['https://tools.example/*']);
  });
});

describe('what is registered already', () => {
  test('stays untouched when nothing changed', async () => {
    const { api, calls } = fakeScripting();
    const settings = settingsWith(['issues', 'https://one.example'], ['issues', 'https://two.example']);
    await sync(api, settings);
    calls.length = 0;
    await sync(api, settings);
    expect(calls).toEqual([]);
  });

  test('goes with the source, and is replaced where its hosts changed', async () => {
    const { api, matches, calls } = fakeScripting();
    await sync(api, settingsWith(['issues', 'https://one.example'], ['pages', 'https://wiki.example']));
    calls.length = 0;
    await sync(api, settingsWith(['issues', 'https://two.example']));
    expect(matches()).toEqual({
      'page-desk': ['https://*.desk.example/*'],
      'page-issues': ['https://two.example/*'],
    });
    expect(calls).toEqual(['unregister page-issues page-pages', 'register page-issues']);
  });

  test('of a version before, with another file, is replaced', async () => {
    const old: Script = {
      id: 'page-desk',
      matches: ['https://*.desk.example/*'],
      js: ['old.js'],
      allFrames: true,
    };
    const { api, registered } = fakeScripting(old, {
      id: 'page-gone',
      matches: ['https://gone.example/*'],
      js: [file],
    });
    await sync(api, settingsWith());
    expect([...registered.keys()]).toEqual(['page-desk']);
    expect(registered.get('page-desk')?.js).toEqual(['page-sites/desk.js', file]);
  });

  test('a new permission and the new setting may arrive together', async () => {
    const { api, matches } = fakeScripting();
    await Promise.all([
      sync(api, settingsWith()),
      sync(api, settingsWith(['issues', 'https://one.example'])),
      sync(api, settingsWith(['issues', 'https://one.example'], ['pages', 'https://wiki.example'])),
    ]);
    expect(Object.keys(matches()).sort()).toEqual(['page-desk', 'page-issues', 'page-pages']);
  });

  test('a sync that failed does not stop the next one', async () => {
    const { api, matches } = fakeScripting();
    const { registerContentScripts } = api;
    api.registerContentScripts = () => Promise.reject(new Error('Invalid pattern'));
    const failing = sync(api, settingsWith());
    api.registerContentScripts = registerContentScripts;
    const following = sync(api, settingsWith());
    await Promise.allSettled([failing, following]);
    await following;
    expect(Object.keys(matches())).toEqual(['page-desk']);
  });
});

describe('tabs that are open already', () => {
  test('get the script, in all frames where the product has framed pages; one that fails does not stop the others', async () => {
    const { api, injected } = fakeScripting(
      {
        id: 'page-desk',
        matches: ['https://*.desk.example/*'],
        excludeMatches: ['https://acme.desk.example/*'],
        js: ['desk.js', file],
        allFrames: true,
      },
      { id: 'page-issues', matches: ['https://jira.example/*'], js: ['issues.js', file], allFrames: false },
    );
    const { executeScript } = api;
    api.executeScript = (injection) =>
      injection.target.tabId === 1 ? Promise.reject(new Error('error page')) : executeScript(injection);
    const refused: unknown[] = [];
    await injectIntoOpenTabs({
      scripting: api,
      tabs: {
        query: async ({ url }) =>
          url.includes('https://jira.example/*')
            ? [{ id: 4 }]
            : [
                { id: 1 },
                { id: 2 },
                { id: 3, discarded: true },
                {},
                { id: 5, url: 'https://acme.desk.example/x' },
              ],
      },
      onRefused: (error) => refused.push(error),
    });
    expect(injected).toEqual([
      { tabId: 2, allFrames: true, files: ['desk.js', file] },
      { tabId: 4, allFrames: false, files: ['issues.js', file] },
    ]);
    expect(refused).toHaveLength(1);
  });
});

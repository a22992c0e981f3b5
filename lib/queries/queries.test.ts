import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it, vi } from 'vitest';
import { DesksideError } from '../core/errors';
import { settingsSchema } from '../core/settings';
import { sourceConfigSchema } from '../core/source';
import type { Send } from '../messaging/client';
import { statusOf, stateOf } from '../../tests/fixtures/panel/build-state';
import { followActiveTab, type FollowableTabs } from './active-tab';
import { assistOptions, followTab } from './assist';
import type { Backend } from './backend';
import { createBrowserBackend } from './browser-backend';
import { createPanelRequests } from './panel-actions';
import { changeHost, grantedHostsOptions } from './permissions';
import { saveSettingsOptions, settingsOptions, type SettingsView } from './settings';
import { connectSource, newSourceId } from './sources';

/** A `send` that answers from a table and records what was asked. */
function sending(answers: Record<string, unknown>) {
  const asked: [string, unknown][] = [];
  const send = ((name: string, input: unknown) => {
    asked.push([name, input]);
    const answer = answers[name];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }) as Send;
  return { send, asked };
}

function listeners<A extends unknown[]>() {
  const all = new Set<(...args: A) => void>();
  return {
    event: {
      addListener: (one: (...args: A) => void) => void all.add(one),
      removeListener: (one: (...args: A) => void) => void all.delete(one),
    },
    fire: (...args: A) => all.forEach((one) => one(...args)),
    count: () => all.size,
  };
}
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the tab in front', () => {
  function browserTabs(first: number) {
    const activated = listeners<[{ tabId: number; windowId: number }]>();
    const attached = listeners<[number, { newWindowId: number }]>();
    const replaced = listeners<[number, number]>();
    const shown = { tab: first };
    const tabs: FollowableTabs = {
      query: () => Promise.resolve([{ id: shown.tab }]),
      onActivated: activated.event,
      onAttached: attached.event,
      onReplaced: replaced.event,
    };
    const seen: number[] = [];
    const stop = new AbortController();
    followActiveTab({ tabs, windowId: 1, onTab: (id) => seen.push(id), signal: stop.signal });
    return { activated, replaced, shown, seen, stop };
  }

  it('is told at once and after every change in this window, never for another window', async () => {
    const { activated, seen } = browserTabs(7);
    await tick();
    activated.fire({ tabId: 9, windowId: 2 });
    activated.fire({ tabId: 8, windowId: 1 });
    expect(seen).toEqual([7, 8]);
  });
  it('activated while the browser was being asked is not overwritten by the older answer', async () => {
    const { activated, seen } = browserTabs(7);
    activated.fire({ tabId: 8, windowId: 1 });
    await tick();
    expect(seen).toEqual([8]);
  });
  it('may be replaced by a prerendered one', async () => {
    const { replaced, shown, seen } = browserTabs(7);
    await tick();
    shown.tab = 70;
    replaced.fire(70, 7);
    await tick();
    expect(seen).toEqual([7, 70]);
  });
  it('is no longer listened for after the end', async () => {
    const { activated, replaced, stop } = browserTabs(7);
    stop.abort();
    await tick();
    expect(activated.count() + replaced.count()).toBe(0);
  });
});

describe('a followed tab', () => {
  it('has its state in the query cache, and none once it is left', async () => {
    const { send } = sending({ 'host/ensure': {} });
    const messages = listeners<[unknown]>();
    const port = {
      postMessage: vi.fn(),
      disconnect: vi.fn(),
      onMessage: messages.event,
      onDisconnect: listeners<[]>().event,
    };
    const client = new QueryClient();
    const stop = new AbortController();
    followTab({
      backend: { send, runtime: { connect: () => port } },
      client,
      tabId: 7,
      onConnection: () => undefined,
      signal: stop.signal,
    });
    await tick();
    messages.fire({ type: 'state', sequence: 1, state: stateOf({ tabId: 7 }) });
    expect(client.getQueryData(assistOptions(7).queryKey)?.tabId).toBe(7);
    stop.abort();
    expect(client.getQueryData(assistOptions(7).queryKey)).toBeUndefined();
  });
});

describe('settings', () => {
  const settings = settingsSchema.parse({});
  const snapshot = { settings, locks: {}, problems: [] };
  const start = async (saved: unknown) => {
    const { send, asked } = sending({ 'settings/load': snapshot, 'settings/save': saved });
    const client = new QueryClient();
    await client.fetchQuery(settingsOptions({ send }));
    const mutation = client.getMutationCache().build(client, saveSettingsOptions({ send }, client));
    const theme = () => client.getQueryData<SettingsView>(['settings'])?.settings.theme;
    return { mutation, theme, asked, client };
  };

  it('show what was chosen at once, and then what really counts', async () => {
    const { mutation, theme, asked } = await start({
      ...snapshot,
      settings: { ...settings, theme: 'light' },
    });
    const saving = mutation.execute({ theme: 'dark' });
    await Promise.resolve();
    await vi.waitFor(() => expect(theme()).toBe('dark'));
    await saving;
    expect(theme()).toBe('light');
    expect(asked.at(-1)).toEqual(['settings/save', { patch: { theme: 'dark' } }]);
  });
  it('are read again when a save was refused', async () => {
    const { mutation, client } = await start(
      new DesksideError('forbidden', 'theme is set by your administrator.'),
    );
    await expect(mutation.execute({ theme: 'dark' })).rejects.toThrow('administrator');
    expect(client.getQueryState(['settings'])?.isInvalidated).toBe(true);
  });
});

describe('connecting a source', () => {
  const candidate = {
    product: 'jira-dc',
    productName: 'Jira',
    baseUrl: 'https://j.example',
    origins: ['https://j.example/*'],
  };
  const permissions = (granted: boolean) => ({
    request: vi.fn(() => Promise.resolve(granted)),
    remove: () => Promise.resolve(true),
    granted: () => Promise.resolve([]),
    fixed: [],
  });
  it('asks the browser before anything is awaited, each host once', () => {
    const asked = permissions(true);
    void connectSource({ send: sending({ 'source/test': {} }).send, permissions: asked }, [
      candidate,
      candidate,
    ]);
    expect(asked.request).toHaveBeenCalledWith(['https://j.example/*']);
  });
  it('tests nothing when the browser refused', async () => {
    const { send, asked } = sending({});
    expect(await connectSource({ send, permissions: permissions(false) }, [candidate])).toMatchObject({
      ok: false,
      error: 'no-permission',
    });
    expect(asked).toEqual([]);
  });
  it('names the kind of a failure', async () => {
    const { send } = sending({ 'source/test': new DesksideError('timeout', 'x') });
    expect((await connectSource({ send, permissions: permissions(true) }, [candidate])).error).toBe(
      'timeout',
    );
  });
});

describe('a new source id', () => {
  it.each([
    ['Acme Wiki', 'acme-wiki-k3v9'],
    ['Größe & Maß', 'gro-e-ma-k3v9'],
    ['知識', 'source-k3v9'],
    ['policy', 'source-k3v9'],
    ['Policy handbook', 'handbook-k3v9'],
    ['x'.repeat(90), `${'x'.repeat(40)}-k3v9`],
  ])('of %j is %s', (name, id) => expect(newSourceId(name, 'k3v9')).toBe(id));
});

describe('what the panel asks for', () => {
  const wiki = sourceConfigSchema.parse({
    id: 'wiki',
    product: 'confluence-dc',
    name: 'Wiki',
    baseUrl: 'https://wiki.example:8443/c',
  });
  const requests = (answers: Record<string, unknown>, over: Partial<Backend> = {}) => {
    const { send, asked } = sending(answers);
    const request = vi.fn(() => Promise.resolve(true));
    const onError = vi.fn();
    const backend: Backend = {
      send,
      runtime: { connect: () => Promise.reject(new Error('unused')) as never },
      windowId: 3,
      permissions: {
        request,
        remove: () => Promise.resolve(true),
        granted: () => Promise.resolve([]),
        fixed: [],
      },
      patternOf: (url) => `${new URL(url).protocol}//${new URL(url).hostname}/*`,
      productName: (id) => id,
      writeClipboard: () => Promise.resolve(),
      openOptions: () => Promise.resolve(),
      randomId: () => 'x',
      persist: () => Promise.resolve(true),
      download: () => undefined,
      ...over,
    };
    return {
      ...createPanelRequests({ backend, tabId: 7, sources: [wiki], onError }),
      asked,
      request,
      onError,
    };
  };

  it('a source is opened in the panel’s own window; an empty quote is none', () => {
    const { openSource, asked } = requests({ 'citation/open': {} });
    openSource('https://wiki.example/a', ' ');
    expect(asked).toEqual([['citation/open', { url: 'https://wiki.example/a', quote: null, windowId: 3 }]]);
  });
  it('allowed access is followed by a fresh look-up', async () => {
    const { allowAccess, asked, request } = requests({ 'lookup/refresh': {} });
    allowAccess(statusOf({ sourceId: 'wiki', name: 'Wiki' }));
    expect(request).toHaveBeenCalledWith(['https://wiki.example/*']);
    await tick();
    expect(asked).toEqual([['lookup/refresh', { tabId: 7 }]]);
  });
  it('a refused clipboard is false, not an exception', async () => {
    const { copyText, onError } = requests(
      {},
      { writeClipboard: () => Promise.reject(new Error('NotAllowedError')) },
    );
    expect(await copyText('x')).toBe(false);
    expect(onError).toHaveBeenCalledOnce();
  });
  it('a failure is reported, not thrown', async () => {
    const { refresh, onError } = requests({ 'lookup/refresh': new DesksideError('unreachable', 'x') });
    refresh();
    await tick();
    expect(onError).toHaveBeenCalledOnce();
  });
});

describe('hosts', () => {
  it('given back are read again, and so is every source’s connection', async () => {
    const client = new QueryClient();
    const granted = ['https://a.example/*'];
    const permissions = {
      request: () => Promise.resolve(true),
      remove: (origins: string[]) =>
        Promise.resolve(granted.splice(granted.indexOf(origins[0] ?? ''), 1).length > 0),
      granted: () => Promise.resolve([...granted]),
      fixed: [],
    };
    await client.fetchQuery(grantedHostsOptions({ permissions }));
    client.setQueryData(['source-check', 'wiki'], {});
    await changeHost({ permissions }, client, { pattern: 'https://a.example/*', allow: false });
    expect(await client.fetchQuery(grantedHostsOptions({ permissions }))).toEqual([]);
    expect(client.getQueryState(['source-check', 'wiki'])?.isInvalidated).toBe(true);
  });
});

describe('the browser’s backend', () => {
  it('knows which hosts came with the extension, and opens a section of the options in this window', async () => {
    const create = vi.fn(() => Promise.resolve());
    const backend = createBrowserBackend({
      browser: {
        runtime: {
          connect: () => Promise.reject(new Error('unused')) as never,
          sendMessage: () => Promise.resolve(null),
          getManifest: () => ({
            host_permissions: ['https://*.a.example/*'],
            content_scripts: [{ matches: ['https://b.example/*'] }],
          }),
        },
        permissions: {
          request: () => Promise.resolve(true),
          remove: () => Promise.resolve(true),
          getAll: () => Promise.resolve({}),
        },
        tabs: { create },
      },
      clipboard: { writeText: () => Promise.resolve() },
      windowId: 3,
      optionsUrl: 'chrome-extension://x/options.html',
      patternOf: (url) => url,
      productName: (id) => id,
      randomId: () => 'x',
      persist: () => Promise.resolve(true),
      download: () => undefined,
    });
    expect(backend.permissions.fixed).toEqual(['https://*.a.example/*', 'https://b.example/*']);
    expect(await backend.permissions.granted()).toEqual([]);
    await backend.openOptions('pages');
    expect(create).toHaveBeenCalledWith({ url: 'chrome-extension://x/options.html#pages', windowId: 3 });
  });
});

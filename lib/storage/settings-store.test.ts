import { describe, expect, it, vi } from 'vitest';
import type { ResolvedSettings } from '../core/settings';
import { createSettingsStore, type WritableArea } from './settings-store';

type Listener = (changes: Record<string, unknown>) => void;

/** A storage area as browsers have it: values are copied, and a write tells every listener. */
function createArea(items: Record<string, unknown> = {}) {
  const listeners = new Set<Listener>();
  const area: WritableArea & { items: Record<string, unknown>; listeners: Set<Listener> } = {
    items,
    listeners,
    get: async (keys) => {
      const wanted = Object.entries(items).filter(([key]) => keys?.includes(key) ?? true);
      const copy: Record<string, unknown> = structuredClone(Object.fromEntries(wanted));
      return copy;
    },
    set: (added) => {
      Object.assign(items, structuredClone(added));
      for (const listener of listeners) listener(added);
      return Promise.resolve();
    },
    onChanged: {
      addListener: (listener) => void listeners.add(listener),
      removeListener: (listener) => void listeners.delete(listener),
    },
  };
  return area;
}

function setUp(policy: Record<string, unknown> = {}, stored: Record<string, unknown> = {}) {
  const local = createArea(stored);
  const managed = createArea(policy);
  return { local, managed, store: createSettingsStore({ local, managed }) };
}

const wiki = { id: 'wiki', product: 'mediawiki', name: 'Wiki', baseUrl: 'https://wiki.example.com' };
const jira = { id: 'jira', product: 'jira', name: 'Jira', baseUrl: 'https://jira.example.com/jira' };
const idsOf = ({ settings }: ResolvedSettings) => settings.sources.map(({ id }) => id);
const kind = (wanted: string): unknown => expect.objectContaining({ name: 'DesksideError', kind: wanted });

describe('settings', () => {
  it('are kept over a restart, and only those that were chosen', async () => {
    const { local, managed, store } = setUp();
    expect((await store.save({ theme: 'dark', maxSuggestions: 4 })).settings).toMatchObject({
      theme: 'dark',
    });
    expect(local.items).toEqual({ 'setting.theme': 'dark', 'setting.maxSuggestions': 4 });
    const restarted = createSettingsStore({ local, managed });
    expect((await restarted.load()).settings).toMatchObject({
      theme: 'dark',
      maxSuggestions: 4,
      cacheEnabled: true,
    });
  });

  it('do not lose each other when saved at once, in one context or two', async () => {
    const { local, managed, store } = setUp();
    const elsewhere = createSettingsStore({ local, managed });
    await Promise.all([
      store.save({ theme: 'dark' }),
      elsewhere.save({ similarTickets: false }),
      store.save({ maxSuggestions: 2 }),
    ]);
    expect((await store.load()).settings).toMatchObject({
      theme: 'dark',
      similarTickets: false,
      maxSuggestions: 2,
    });
  });

  it.each<[Record<string, unknown>, string]>([
    [{ theme: 'dark', maxSuggestions: 99 }, 'invalid-query'],
    [{ theme: undefined }, 'invalid-query'],
    [{ theme: null }, 'invalid-query'],
    [{ teme: 'dark' }, 'invalid-query'],
    [{ theme: 'dark', cacheEnabled: true }, 'forbidden'],
  ])('%j is refused whole', async (patch, wanted) => {
    const { local, store } = setUp({ cacheEnabled: false });
    await expect(store.save(patch)).rejects.toThrow(kind(wanted));
    expect(local.items).toEqual({});
    expect((await store.save({ theme: 'light' })).settings.theme).toBe('light');
  });

  it('that were damaged on disk leave the others alone and are named', async () => {
    const { store } = setUp({}, { 'setting.theme': 7, 'setting.maxSuggestions': 3 });
    const { settings, problems } = await store.load();
    expect(settings).toMatchObject({ theme: 'system', maxSuggestions: 3 });
    expect(problems).toEqual([expect.stringContaining('user: theme')]);
  });
});

describe('policy', () => {
  it('is absent where Firefox has no managed manifest, and any other failure is an error', async () => {
    const { local, managed } = setUp();
    const failing = (message: string) =>
      createSettingsStore({ local, managed: { ...managed, get: () => Promise.reject(new Error(message)) } });
    expect((await failing('Managed storage manifest not found').load()).problems).toEqual([]);
    await expect(failing('Access denied').load()).rejects.toThrow(kind('unsupported'));
  });

  it('’s sources may come back in a list unchanged or not at all, and stay', async () => {
    const { local, store } = setUp({ sources: [wiki] });
    const { settings } = await store.load();
    expect(idsOf(await store.save({ sources: [...settings.sources, jira] }))).toEqual([
      'policy-wiki',
      'jira',
    ]);
    expect(local.items['setting.sources']).toMatchObject([{ id: 'jira' }]);
    expect(idsOf(await store.save({ sources: [] }))).toEqual(['policy-wiki']);
  });

  it('’s sources cannot be changed, imitated or doubled', async () => {
    const { store } = setUp({ sources: [wiki] });
    const [source] = (await store.load()).settings.sources;
    await expect(store.save({ sources: [{ ...source, enabled: false }] })).rejects.toThrow(kind('forbidden'));
    await expect(store.save({ sources: [{ ...jira, id: 'policy-jira' }] })).rejects.toThrow(
      kind('forbidden'),
    );
    await expect(store.save({ sources: [wiki] })).rejects.toThrow(kind('invalid-query'));
    expect(idsOf(await store.load())).toEqual(['policy-wiki']);
  });

  it('that forbids own sources refuses the list, and gives it back when it ends', async () => {
    const { managed, store } = setUp();
    await store.save({ sources: [jira] });
    managed.items.allowUserSources = false;
    expect(idsOf(await store.load())).toEqual([]);
    await expect(store.save({ sources: [wiki] })).rejects.toThrow(kind('forbidden'));
    delete managed.items.allowUserSources;
    expect(idsOf(await store.load())).toEqual(['jira']);
  });

  it('that sets a source the user has hides the user’s, and a save in between does not lose it', async () => {
    const { managed, store } = setUp();
    await store.save({ sources: [wiki, jira] });
    managed.items.sources = [wiki];
    expect(idsOf(await store.load())).toEqual(['policy-wiki', 'jira']);
    await store.save({ sources: [] });
    expect(idsOf(await store.load())).toEqual(['policy-wiki']);
    delete managed.items.sources;
    expect(idsOf(await store.load())).toEqual(['wiki']);
  });
});

describe('sources', () => {
  it('are stored with their address in its one spelling', async () => {
    const { store } = setUp();
    const { settings } = await store.save({
      sources: [{ ...jira, baseUrl: 'https://Jira.example.com/jira/?x=1#y' }],
    });
    expect(settings.sources[0]?.baseUrl).toBe('https://jira.example.com/jira');
  });

  it.each([
    ['no list', wiki],
    ['a bad entry', [wiki, { ...jira, baseUrl: 'jira.example.com' }]],
    ['the same address twice', [wiki, { ...wiki, id: 'w2', baseUrl: 'https://wiki.example.com/' }]],
    ['the same id twice', [wiki, { ...jira, id: 'wiki' }]],
  ])('with %s are refused', async (_, sources) => {
    const { local, store } = setUp();
    await expect(store.save({ sources })).rejects.toThrow(kind('invalid-query'));
    expect(local.items).toEqual({});
  });
});

describe('watching', () => {
  it('tells of changes by the user and by policy, and of nothing after it stopped', async () => {
    const { local, managed, store } = setUp();
    const seen = vi.fn<(resolved: ResolvedSettings) => void>();
    const stop = store.watch(seen);
    await local.set({ 'unrelated.item': 1 });
    await store.save({ theme: 'dark' });
    await vi.waitFor(() => expect(seen).toHaveBeenCalledOnce());
    expect(seen.mock.lastCall?.[0].settings.theme).toBe('dark');
    await managed.set({ theme: 'light' });
    await vi.waitFor(() => expect(seen).toHaveBeenCalledTimes(2));
    expect(seen.mock.lastCall?.[0]).toMatchObject({
      settings: { theme: 'light' },
      locks: { theme: { by: 'policy' } },
    });

    stop();
    expect(local.listeners.size + managed.listeners.size).toBe(0);
    await managed.set({ theme: 'dark' });
    await store.load();
    expect(seen).toHaveBeenCalledTimes(2);
  });

  it('never lets an answer that is overtaken bring old settings back', async () => {
    const { local, managed } = setUp();
    const answers: (() => void)[] = [];
    const slow: WritableArea = {
      ...local,
      get: async (keys) => {
        const answer = await local.get(keys);
        await new Promise<void>((resolve) => answers.push(resolve));
        return answer;
      },
    };
    const seen: string[] = [];
    createSettingsStore({ local: slow, managed }).watch(({ settings }) => seen.push(settings.theme));
    await local.set({ 'setting.theme': 'dark' });
    await local.set({ 'setting.theme': 'light' });
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.();
    await vi.waitFor(() => expect(seen).toEqual(['light']));
    answers[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual(['light']);
  });

  it('reports settings that could not be read instead of failing unheard', async () => {
    const { local, managed } = setUp();
    const logger = { warn: vi.fn() };
    const broken = { ...managed, get: () => Promise.reject(new Error('Access denied')) };
    createSettingsStore({ local, managed: broken, logger }).watch(() => undefined);
    await local.set({ 'setting.theme': 'dark' });
    await vi.waitFor(() => expect(logger.warn).toHaveBeenCalledOnce());
  });
});

it('takes the browser’s own storage areas', () => {
  // A check by the compiler: the interfaces above are parts of what browsers offer.
  const make = (storage: typeof chrome.storage) =>
    createSettingsStore({ local: storage.local, managed: storage.managed });
  expect(make).toBeTypeOf('function');
});

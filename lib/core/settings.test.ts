import { describe, expect, it } from 'vitest';
import { resolveSettings, settingKeys, settingsSchema, sourceLockKey } from './settings';

const defaults = settingsSchema.parse({});
const wiki = { id: 'wiki', product: 'mediawiki', name: 'Wiki', baseUrl: 'https://wiki.example.com' };
const jira = { id: 'jira', product: 'jira', name: 'Jira', baseUrl: 'https://jira.example.com/jira' };

const idsOf = (resolved: ReturnType<typeof resolveSettings>) => resolved.settings.sources.map(({ id }) => id);

describe('each setting', () => {
  it('has its default when nobody chose', () => {
    for (const nothing of [undefined, null, {}]) {
      expect(resolveSettings(nothing, nothing)).toEqual({ settings: defaults, locks: {}, problems: [] });
    }
    expect(defaults).toEqual({
      sources: [],
      allowUserSources: true,
      offerSources: true,
      declinedOffers: [],
      automaticLookup: true,
      similarTickets: true,
      readClosely: true,
      answerModel: '',
      answerRoute: 'prefer-local',
      endpointUrl: '',
      endpointModel: '',
      endpointAgreed: '',
      endpointStores: [],
      redactionWords: [],
      modelIdleMinutes: 15,
      organisationModels: [],
      allowedModelLibraries: [],
      maxSuggestions: 6,
      cacheEnabled: true,
      cacheMaxMegabytes: 200,
      cacheMaxAgeDays: 30,
      theme: 'system',
    });
  });

  it.each([
    'ftp://models.test/v1',
    'https://me:secret@models.test/v1',
    'https://models.test/v1?key=1',
    'models',
  ])('is no endpoint where requests cannot go as they are: %s', (endpointUrl) => {
    const { settings, problems } = resolveSettings({ endpointUrl }, null);
    expect(settings.endpointUrl).toBe('');
    expect(problems).toHaveLength(1);
  });

  it('is never the user’s where code or weights of the company are named', () => {
    const own = { allowedModelLibraries: ['ab'.repeat(32)] };
    expect(resolveSettings(own, null).settings.allowedModelLibraries).toEqual([]);
    expect(resolveSettings(null, own).settings.allowedModelLibraries).toEqual(own.allowedModelLibraries);
  });

  it('is the user’s, unless policy has set it', () => {
    const resolved = resolveSettings(
      { theme: 'dark', maxSuggestions: 3 },
      { maxSuggestions: 9, cacheEnabled: false },
    );
    expect(resolved).toEqual({
      settings: { ...defaults, theme: 'dark', maxSuggestions: 9, cacheEnabled: false },
      locks: { maxSuggestions: { by: 'policy' }, cacheEnabled: { by: 'policy' } },
      problems: [],
    });
  });

  it('falls to the next layer when its value is bad, alone and by name', () => {
    const user = { maxSuggestions: 4, theme: 'pink', cacheMaxAgeDays: 0 };
    const managed = { maxSuggestions: 'many', automaticLookup: false, theme: null };
    const { settings, locks, problems } = resolveSettings(user, managed);
    expect(settings).toEqual({ ...defaults, maxSuggestions: 4, automaticLookup: false });
    expect(locks).toEqual({ automaticLookup: { by: 'policy' } });
    const named = problems.map((problem) => problem.split(': ').slice(0, 2).join(' '));
    expect(named.sort()).toEqual([
      'policy maxSuggestions',
      'policy theme',
      'user cacheMaxAgeDays',
      'user theme',
    ]);
    expect(problems.join()).not.toContain('pink');
  });

  it.each([
    ['maxSuggestions', [1, 20], [0, 21, 2.5, '6', NaN]],
    ['cacheMaxMegabytes', [10, 5000], [9, 5001]],
    ['cacheMaxAgeDays', [1, 365], [0, 366, -1]],
    ['theme', ['system', 'light', 'dark'], ['', 'Dark']],
    ['cacheEnabled', [true, false], ['true', 1, 0]],
  ])('%s takes %j and not %j', (key, good, bad) => {
    for (const value of good)
      expect(resolveSettings({ [key]: value }, {}).settings).toHaveProperty(key, value);
    for (const value of bad) {
      const { settings, problems } = resolveSettings({ [key]: value }, {});
      expect(settings).toEqual(defaults);
      expect(problems).toHaveLength(1);
    }
  });

  it('survives any rubbish in either layer', () => {
    for (const rubbish of [
      '',
      'x',
      7,
      [],
      [1],
      new Map(),
      { sources: 'x' },
      JSON.parse('{"__proto__": {"theme": "dark"}}'),
    ]) {
      expect(resolveSettings(rubbish, rubbish).settings).toEqual(defaults);
    }
    expect(resolveSettings([], 'x').problems).toContain('policy: settings are not an object');
  });

  it('that is misspelt in policy is named; one left from another version is not', () => {
    expect(resolveSettings({ oldSetting: 1 }, { maxSugestions: 3 }).problems).toEqual([
      'policy: maxSugestions is not a setting',
    ]);
  });
});

describe('sources', () => {
  it('of policy come first, marked and locked each', () => {
    const resolved = resolveSettings({ sources: [jira] }, { sources: [wiki] });
    expect(idsOf(resolved)).toEqual(['policy-wiki', 'jira']);
    expect(resolved.locks).toEqual({ [sourceLockKey('policy-wiki')]: { by: 'policy' } });
    expect(resolved.settings.sources[0]).toEqual({
      ...wiki,
      id: 'policy-wiki',
      enabled: true,
      readPages: true,
      scopes: [],
      ttlMinutes: 60,
    });
  });

  it('of the user go when policy does not allow them', () => {
    const resolved = resolveSettings({ sources: [jira] }, { sources: [wiki], allowUserSources: false });
    expect(idsOf(resolved)).toEqual(['policy-wiki']);
    expect(Object.keys(resolved.locks).sort()).toEqual([
      'allowUserSources',
      'sources',
      'sources.policy-wiki',
    ]);
    expect(resolved.problems).toEqual([]);
  });

  it('with one product and address count once, policy’s before the user’s', () => {
    const again = { ...wiki, id: 'mine', baseUrl: 'https://WIKI.example.com:443/' };
    const resolved = resolveSettings({ sources: [again, jira, { ...jira, id: 'j2' }] }, { sources: [wiki] });
    expect(idsOf(resolved)).toEqual(['policy-wiki', 'jira']);
    expect(resolved.problems).toEqual(['user: sources[2]: the same as another source']);
    const otherProduct = { ...wiki, id: 'other', product: 'dokuwiki' };
    expect(idsOf(resolveSettings({ sources: [otherProduct] }, { sources: [wiki] }))).toEqual([
      'policy-wiki',
      'other',
    ]);
  });

  it('that are bad go alone and are named', () => {
    const bad = [
      { ...wiki, id: '' },
      { ...wiki, baseUrl: 'ftp://wiki.example.com' },
      { ...wiki, baseUrl: 'https://maria:secret@wiki.example.com' },
      'https://wiki.example.com',
      null,
    ];
    for (const layer of ['user', 'policy'] as const) {
      const value = { sources: [...bad, jira] };
      const resolved = layer === 'user' ? resolveSettings(value, {}) : resolveSettings({}, value);
      expect(idsOf(resolved)).toEqual([layer === 'user' ? 'jira' : 'policy-jira']);
      expect(resolved.problems).toHaveLength(bad.length);
      expect(resolved.problems.every((problem) => problem.startsWith(`${layer}: sources[`))).toBe(true);
      expect(resolved.problems.join()).not.toContain('secret');
    }
  });

  it('of the user cannot pass for policy’s', () => {
    const resolved = resolveSettings({ sources: [{ ...wiki, id: 'policy-wiki' }] }, {});
    expect(resolved.settings.sources).toEqual([]);
    expect(resolved.problems).toHaveLength(1);
  });

  it('of policy may leave id and name to us, and get the same id every time', () => {
    const bare = [
      { product: 'jira', baseUrl: 'https://jira.example.com/' },
      { product: 'jira', baseUrl: 'https://jira.example.com/jira' },
      { product: 'jira', baseUrl: `https://jira.example.com/${'very-long-context-path/'.repeat(9)}a` },
      { product: 'jira', baseUrl: `https://jira.example.com/${'very-long-context-path/'.repeat(9)}b` },
    ];
    const { settings, problems } = resolveSettings({}, { sources: bare });
    expect(problems).toEqual([]);
    expect(settings.sources).toHaveLength(4);
    expect(new Set(settings.sources.map(({ id }) => id)).size).toBe(4);
    expect(settings.sources[0]).toMatchObject({
      name: 'jira.example.com',
      baseUrl: 'https://jira.example.com',
    });
    expect(settings.sources.every(({ id }) => id.startsWith('policy-') && id.length <= 64)).toBe(true);
    const reversed = resolveSettings({}, { sources: [...bare].reverse() }).settings.sources;
    expect(reversed.map(({ id }) => id).reverse()).toEqual(settings.sources.map(({ id }) => id));
    expect(settingsSchema.parse(settings)).toEqual(settings);
  });
});

it('names every key once', () => {
  expect([...settingKeys].sort()).toEqual(Object.keys(defaults).sort());
});

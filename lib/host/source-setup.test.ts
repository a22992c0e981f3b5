import { describe, expect, test } from 'vitest';
import type { Connector, ConnectorIo } from '../connectors/connector';
import { DesksideError, type ErrorKind } from '../core/errors';
import { sourceConfigSchema } from '../core/source';
import type { SourceCandidate } from '../messaging/protocol';
import { createSourceSetup, kindOf } from './source-setup';

const fails = (kind: ErrorKind) => Promise.reject<never>(new DesksideError(kind, kind));

interface Product {
  lastResort?: true;
  bases?: (url: URL) => string[];
  probe?: () => Promise<{ name: string; version: string | null } | null>;
  listScopes?: () => Promise<{ key: string; name: string }[]>;
  identify?: () => Promise<{ userId: string; displayName: string | null }>;
}
function world(products: Record<string, Product>) {
  const asked: string[] = [];
  const connectors = Object.entries(products).map(
    ([id, { bases, probe, identify, listScopes, lastResort }]) =>
      ({
        id,
        name: `The ${id}`,
        scopeNoun: listScopes ? 'spaces' : null,
        ...(listScopes && { listScopes }),
        ...(lastResort && { lastResort }),
        pageToken: { globalName: 'token' },
        candidates: bases ?? ((url: URL) => [url.origin]),
        async probe(baseUrl: string) {
          asked.push(`probe ${id} ${baseUrl}`);
          return (probe ?? (async () => null))();
        },
        async identify(source: { baseUrl: string }) {
          asked.push(`identify ${id} ${source.baseUrl}`);
          return (identify ?? (async () => ({ userId: 'ann', displayName: null })))();
        },
      }) as unknown as Connector,
  );
  const tokensAsked: unknown[] = [];
  const setup = createSourceSetup({
    connectors,
    async ioFor(connector) {
      if (connector.pageToken !== null) tokensAsked.push(connector.id);
      return {} as ConnectorIo;
    },
    call: (_options, work) => work({} as ConnectorIo),
  });
  const candidate = (product: string, baseUrl = 'https://host.example'): SourceCandidate => ({
    product,
    productName: product,
    baseUrl,
    origins: [],
  });
  return { setup, asked, tokensAsked, candidate };
}

describe('a pasted address', () => {
  test.each([
    ['https://wiki.example/page', 'https://wiki.example'],
    ['  wiki.example/page \n', 'https://wiki.example'],
    ['wiki.example:8443', 'https://wiki.example:8443'],
    ['http://wiki.example', 'http://wiki.example'],
  ])('%j is taken as %s', (text, origin) => {
    const found = world({ wiki: {} }).setup.recognise(text);
    expect(found.map(({ baseUrl }) => baseUrl)).toEqual([origin]);
    const { protocol, hostname } = new URL(origin);
    expect(found[0]?.origins).toEqual([`${protocol}//${hostname}/*`]);
  });

  test.each([
    '',
    '   ',
    'how do I add this',
    'ftp://wiki.example',
    'https://ann:secret@wiki.example',
    'https://',
  ])('%j is none', (text) => {
    expect(world({ wiki: {} }).setup.recognise(text)).toEqual([]);
  });

  test("is asked of nobody, and comes with everyone's likeliest guess before anyone's second", () => {
    const bases = (...paths: string[]) => ({ bases: (url: URL) => paths.map((path) => url.origin + path) });
    const { setup, asked } = world({ jira: bases('/jira', ''), wiki: bases('/w', '/wiki'), none: bases() });
    expect(setup.recognise('https://h.example/x').map(({ product, baseUrl }) => [product, baseUrl])).toEqual([
      ['jira', 'https://h.example/jira'],
      ['wiki', 'https://h.example/w'],
      ['jira', 'https://h.example'],
      ['wiki', 'https://h.example/wiki'],
    ]);
    expect(asked).toEqual([]);
  });
});

test('what takes any page is asked when every product has been, and is never crowded out', () => {
  const many = (url: URL) => Array.from({ length: 9 }, (_, index) => `${url.origin}/${index}`);
  const { setup } = world({ any: { lastResort: true }, jira: { bases: many }, wiki: { bases: many } });
  const found = setup.recognise('https://h.example/x').map(({ product }) => product);
  expect(found).toHaveLength(12);
  expect(found.indexOf('any')).toBe(11);
});

describe('trying out', () => {
  const here = async () => ({ name: 'Our wiki', version: '7.1' });

  test('ends with the first that answers, and says who is signed in', async () => {
    const { setup, asked, candidate, tokensAsked } = world({
      jira: {},
      wiki: { probe: here },
      late: { probe: here },
    });
    expect(await setup.test(['jira', 'wiki', 'late'].map((id) => candidate(id)))).toEqual({
      ok: true,
      product: 'wiki',
      productName: 'The wiki',
      baseUrl: 'https://host.example',
      instanceName: 'Our wiki',
      version: '7.1',
      user: 'ann',
      error: null,
    });
    expect(asked).toEqual([
      'probe jira https://host.example',
      'probe wiki https://host.example',
      'identify wiki https://host.example',
    ]);
    // A probe needs no sign-in: no tab is searched for a token, and no page fetched for one.
    expect(tokensAsked).toEqual([]);
  });

  test('goes on after one that fails', async () => {
    const { setup, candidate } = world({ jira: { probe: () => fails('server') }, wiki: { probe: here } });
    expect(await setup.test([candidate('jira'), candidate('wiki')])).toMatchObject({
      ok: true,
      product: 'wiki',
    });
  });

  test('says what was found, and that nobody is signed in there', async () => {
    const { setup, candidate } = world({ wiki: { probe: here, identify: () => fails('signed-out') } });
    expect(await setup.test([candidate('wiki')])).toMatchObject({
      ok: false,
      product: 'wiki',
      instanceName: 'Our wiki',
      user: null,
      error: 'signed-out',
    });
  });

  test.each<[string, Product, ErrorKind]>([
    ['nothing we know', {}, 'unsupported'],
    ['nothing at all', { probe: () => fails('unreachable') }, 'unreachable'],
  ])('where there is %s says so', async (_what, product, error) => {
    const { setup, candidate } = world({ wiki: product });
    expect(await setup.test([candidate('wiki'), candidate('unknown')])).toMatchObject({
      ok: false,
      product: null,
      error,
    });
  });

  test('a source that was added before asks who is signed in, and nothing else', async () => {
    const { setup, asked } = world({
      wiki: { identify: async () => ({ userId: 'u1', displayName: 'Ann' }) },
    });
    const source = (product: string) =>
      sourceConfigSchema.parse({ id: 's', product, name: 'S', baseUrl: 'https://wiki.example/w' });
    expect(await setup.check(source('wiki'))).toMatchObject({ ok: true, user: 'Ann', error: null });
    expect(asked).toEqual(['identify wiki https://wiki.example/w']);
    expect(await setup.check(source('gone'))).toMatchObject({ ok: false, error: 'unsupported' });
  });
});

test.each([
  [new DesksideError('forbidden', 'no'), 'forbidden'],
  [new DOMException('', 'TimeoutError'), 'timeout'],
  [new DOMException('', 'AbortError'), 'timeout'],
  [new TypeError('ours'), 'bad-answer'],
  ['text', 'bad-answer'],
])('%s is called %s', (error, kind) => {
  expect(kindOf(error)).toBe(kind);
});

describe('the parts of a source', () => {
  const source = sourceConfigSchema.parse({
    id: 's',
    product: 'wiki',
    name: 'Wiki',
    baseUrl: 'https://wiki.example',
  });
  const key = 'x'.repeat(129);

  test('are listed as the product lists them, each once, without what a setting cannot hold', async () => {
    const { setup, asked } = world({
      wiki: {
        listScopes: async () => [
          { key: 'OPS', name: 'Operations' },
          { key: 'OPS', name: 'Operations' },
          { key, name: 'Long' },
        ],
      },
    });
    expect(await setup.scopes(source)).toEqual({
      noun: 'spaces',
      choices: [{ key: 'OPS', name: 'Operations' }],
      error: null,
    });
    // As the person who is signed in, never as nobody.
    expect(asked).toEqual(['identify wiki https://wiki.example']);
  });

  test('are none where the product has none, and nobody is asked', async () => {
    const { setup, asked } = world({ wiki: {} });
    expect(await setup.scopes(source)).toEqual({ noun: null, choices: [], error: null });
    expect(asked).toEqual([]);
  });

  test('say why they could not be listed', async () => {
    const { setup } = world({ wiki: { listScopes: () => fails('forbidden') } });
    expect(await setup.scopes(source)).toEqual({ noun: 'spaces', choices: [], error: 'forbidden' });
  });
});

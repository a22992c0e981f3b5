import { describe, expect, it } from 'vitest';
import { decodePart, placeOf, ruleByPath, siteMatch, type PathRule } from './page-url';

const hosts = [
  { site: 'wiki', origin: 'https://tools.acme.test', basePath: '' },
  { site: 'wiki', origin: 'https://tools.acme.test', basePath: '/wiki/' },
  { site: 'wiki', origin: 'https://plain.acme.test:443', basePath: '' },
  { site: 'wiki', origin: 'not an origin', basePath: '' },
];

describe('placeOf', () => {
  it.each([
    ['https://tools.acme.test/wiki/page/7/', '/wiki', '/page/7'],
    ['https://tools.acme.test/wiki', '/wiki', '/'],
    ['https://tools.acme.test/wikipage', '', '/wikipage'],
    ['https://plain.acme.test/a%2Fb?x=1#y', '', '/a%2Fb'],
    ['https://somebody:secret@plain.acme.test/a', '', '/a'],
  ])('%s lies under "%s" at %s', (url, basePath, path) => {
    expect(placeOf(new URL(url), hosts, 'wiki')).toMatchObject({
      origin: new URL(url).origin,
      basePath,
      path,
    });
  });

  it.each([
    'https://tools.acme.test:8443/wiki/page',
    'http://tools.acme.test/wiki/page',
    'https://tools.acme.test./wiki/page',
    'https://xtools.acme.test/wiki/page',
    'ftp://tools.acme.test/wiki/page',
    'about:blank',
  ])('%s lies on none', (url) => {
    expect(placeOf(new URL(url), hosts, 'wiki')).toBeNull();
  });

  it('knows only hosts of its own product', () => {
    expect(placeOf(new URL('https://tools.acme.test/'), hosts, 'jira')).toBeNull();
  });
});

describe('decodePart', () => {
  it.each([
    ['a%20b', 'a b'],
    ['%2520', '%20'],
    ['100%', '100%'],
    ['%E0%A4%A', '%E0%A4%A'],
  ])('%s becomes %s', (text, decoded) => {
    expect(decodePart(text)).toBe(decoded);
  });
});

describe('ruleByPath and siteMatch', () => {
  const article = (id: string) => ({ kind: 'article' as const, id, idType: 'title', within: null });
  const rules: PathRule[] = [
    {
      rule: 'page',
      kind: 'article',
      path: /^\/page\/(.+)$/,
      plusIsSpace: true,
      ref: ([id = '']) => article(id),
    },
    { rule: 'list', kind: 'queue', path: /^\/list$/, when: (params) => params.has('all') },
  ];
  const matchOf = (path: string) => {
    const place = placeOf(new URL(`https://tools.acme.test${path}`), hosts, 'wiki');
    return place && siteMatch('wiki', place, ruleByPath(rules, place));
  };

  it('gives an article its reference, decoded once', () => {
    expect(matchOf('/page/A%2BB+C')).toMatchObject({ kind: 'article', rule: 'page', ref: article('A+B C') });
  });

  it('asks the condition of a rule', () => {
    expect(matchOf('/list?all')).toMatchObject({ kind: 'queue', rule: 'list', ref: null });
    expect(matchOf('/list')).toMatchObject({ kind: 'other', rule: 'elsewhere', ref: null });
  });

  it('takes an id that no reference can hold for none', () => {
    expect(matchOf(`/page/${'x'.repeat(513)}`)).toMatchObject({ kind: 'other', ref: null });
  });
});

import { describe, expect, test } from 'vitest';
import {
  HOST,
  source,
  ref,
  html,
  moved,
  gone,
  words,
  article,
  type Answers,
  io,
  kindOf,
} from '../../tests/portal';
import { generic } from './generic';

describe('a pasted address', () => {
  test.each([
    [`${HOST}/policies/parking`, [HOST, `${HOST}/policies`]],
    [`${HOST}/parking`, [HOST]],
    [`${HOST}/handbook/sitemap.xml`, [`${HOST}/handbook`, HOST]],
    [`${HOST}/sitemap.xml`, [HOST]],
    ['https://acme.atlassian.net/wiki/x/AQAB', []],
    ['https://acme.service-now.com/kb', []],
  ])('%s may belong to %j', (url, bases) => {
    expect(generic.candidates(new URL(url))).toEqual(bases);
  });

  test('of a host that answers with a page is a source, by the name it gives itself', async () => {
    const answers = {
      '/': () => article('Home', words, '<meta property="og:site_name" content="Our Portal">'),
    };
    expect(await generic.probe(HOST, io(answers))).toEqual({ name: 'Our Portal', version: null });
  });

  test.each<[string, string]>([
    ['MediaWiki', '<meta name="generator" content="MediaWiki 1.39.17">'],
    ['Confluence', '<meta name="ajs-version-number" content="7.19.8">'],
    ['Jira', '<meta name="application-name" content="JIRA">'],
    ['DokuWiki', '<meta name="generator" content="DokuWiki">'],
    ['ServiceNow', "<script>var g_ck = 'abc';</script>"],
  ])('of %s is not, whoever may read it', async (_, head) => {
    expect(await generic.probe(HOST, io({ '/': () => article('Home', words, head) }))).toBeNull();
  });

  test('of a host that answers with data is not, and one that is in trouble is not judged', async () => {
    expect(await generic.probe(HOST, io({ '/': () => Response.json({}) }))).toBeNull();
    expect(await kindOf(generic.probe(HOST, io({ '/': () => html('', { status: 500 }) })))).toBe('server');
  });
});

describe('one page', () => {
  const read = (id: string, answers: Answers) => generic.fetchOne(ref(id), source(), io(answers));

  test('has its facts from its marks, and a version that moves with its text only', async () => {
    const head =
      '<meta property="article:modified_time" content="2026-09-14T08:05:00+02:00"><meta name="author" content="Hana Weiss">' +
      '<meta property="article:section" content="Policies"><meta property="article:tag" content="parking">';
    const document = await read('/parking', { '/parking': () => article('Parking', words, head) });
    expect(document).toMatchObject({
      id: '/parking',
      ref: ref('/parking'),
      title: 'Parking',
      url: `${HOST}/parking`,
      author: 'Hana Weiss',
      updated: '2026-09-14T06:05:00.000Z',
      space: 'Policies',
      language: 'en',
      labels: ['parking'],
      state: 'current',
      restricted: false,
    });
    const again = await read('/parking', {
      '/parking': () => article('Parking', words, '<meta name="csrf" content="2">'),
    });
    expect(again.version).toBe(document.version);
    expect(
      (await read('/parking', { '/parking': () => article('Parking', `${words} New.`) })).version,
    ).not.toBe(document.version);
  });

  test('has its facts from schema.org where it says them so, and survives what is no JSON', async () => {
    const ld = (json: string) => `<script type="application/ld+json">${json}</script>`;
    const head =
      ld('{"@type": "Article", broken') +
      ld(
        '{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","author":{"name":"Ann"},"dateModified":"2026-02-03"}]}',
      );
    expect(await read('/a', { '/a': () => article('A', words, head) })).toMatchObject({
      author: 'Ann',
      updated: '2026-02-03T00:00:00.000Z',
    });
  });

  test.each<[string, string, string, string]>([
    [
      'a word in its first lines',
      `This policy is superseded by the rules of 2026.</p><p>${words}`,
      '',
      'Phones',
    ],
    ['a label', words, '<meta property="article:tag" content="archived">', 'Phones'],
    ['its title', words, '', '[Archived] Phones'],
    ['a date of expiry', words, '<meta property="article:expiration_time" content="2025-01-01">', 'Phones'],
  ])('is outdated by %s', async (_, body, head, title) => {
    expect((await read('/p', { '/p': () => article(title, body, head) })).state).toBe('outdated');
  });

  test('that tells of something else that is outdated is not', async () => {
    const body = `Windows 10 is outdated, and no longer maintained by its maker. ${words}`;
    expect((await read('/p', { '/p': () => article('Windows', body) })).state).toBe('current');
  });

  test.each<[string, string, () => Response, string]>([
    ['gone', '/p', gone, 'not-found'],
    ['gone for good', '/p', () => html('', { status: 410 }), 'not-found'],
    ['closed', '/p', () => html('', { status: 403 }), 'forbidden'],
    [
      'gone, though the server says 200',
      '/p',
      () => article('Page not found', 'The page was moved or deleted.'),
      'not-found',
    ],
    [
      'gone, in German',
      '/p',
      () => article('Seite nicht gefunden', 'Bitte versuchen Sie es über die Suche noch einmal.'),
      'not-found',
    ],
    [
      'behind a sign-in with 200',
      '/p',
      () => html('<title>Log in</title><main><h1>Log in</h1><input type="password"></main>'),
      'signed-out',
    ],
    [
      'behind a check for robots',
      '/p',
      () => article('One moment', 'We check that you are a person. <span class="g-recaptcha"></span>'),
      'signed-out',
    ],
    ['down for maintenance', '/p', () => html('<h1>Back soon</h1>', { status: 503 }), 'server'],
    [
      'down for maintenance, with a time',
      '/p',
      () => html('', { status: 503, headers: { 'retry-after': '60' } }),
      'rate-limited',
    ],
    ['asked too often', '/p', () => html('', { status: 429 }), 'rate-limited'],
    [
      'built by a script',
      '/p',
      () => html('<title>App</title><div id="root"></div><script src="/a.js"></script>'),
      'unsupported',
    ],
    [
      'a list of links',
      '/p',
      () =>
        article(
          'News',
          Array.from(
            { length: 9 },
            (_, n) => `<a href="/n/${n}">Some news of the day ${n} and what it means</a>`,
          ).join(' '),
        ),
      'unsupported',
    ],
    [
      'a file',
      '/p',
      () => new Response('%PDF-1.7', { headers: { 'content-type': 'application/pdf' } }),
      'unsupported',
    ],
    ['larger than anybody reads', '/p', () => html('x'.repeat(9_000_000)), 'bad-answer'],
  ])('that is %s', async (_, id, answer, kind) => {
    expect(await kindOf(read(id, { [id]: answer, '/': () => article('Home') }))).toBe(kind);
  });

  test.each([
    '',
    'p',
    '//else.example/p',
    '/\\else.example/p',
    '/../p.pdf',
    'https://else.example/p',
    '/login',
    '/',
    'javascript:alert(1)',
    '/p\n/x.pdf',
    '/%2e%2e/search',
  ])('%j is no address of an article', async (id) => {
    const asked = io({});
    expect(await kindOf(generic.fetchOne(ref(id), source(), asked))).toBe('not-found');
    expect(asked.asked).toEqual([]);
  });

  test('outside the source’s path is not asked', async () => {
    const asked = io({});
    expect(await kindOf(generic.fetchOne(ref('/hr/x'), source({}, `${HOST}/handbook`), asked))).toBe(
      'not-found',
    );
    expect(asked.asked).toEqual([]);
  });

  test('that has moved by its last slash is read there; one that has moved elsewhere is not there any more', async () => {
    const answers = {
      '/p': () => moved('/p/'),
      '/p/': () => article('P'),
      '/q': () => moved('/r'),
      '/': () => article('Home'),
    };
    expect((await read('/p', answers)).title).toBe('P');
    expect(await kindOf(read('/q', answers))).toBe('not-found');
  });

  test('that leads to a sign-in ends the session only where the whole site does', async () => {
    const answers = { '/q': () => moved('https://idp.example/'), '/q/': () => moved('https://idp.example/') };
    expect(await kindOf(read('/q', { ...answers, '/': () => moved('https://idp.example/') }))).toBe(
      'signed-out',
    );
    expect(await kindOf(read('/q', { ...answers, '/': () => article('Home') }))).toBe('not-found');
  });

  test('with a canonical address of another host or of the front page keeps its own', async () => {
    for (const href of ['https://else.example/x', '/', '', 'javascript:alert(1)']) {
      const document = await read('/p', {
        '/p': () => article('P', words, `<link rel="canonical" href="${href}">`),
      });
      expect([document.id, document.url]).toEqual(['/p', `${HOST}/p`]);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { queryOf } from '../../tests/hostile-terms';
import {
  HOST,
  source,
  terms,
  html,
  xml,
  text,
  moved,
  words,
  article,
  urlset,
  io,
  kindOf,
  find,
  paths,
} from '../../tests/portal';
import { generic } from './generic';

describe('where the list of pages comes from', () => {
  const pages = { '/a/parking': () => article('Parking'), '/b/parking-news': () => article('Parking news') };

  test('the sitemap at its usual place', async () => {
    const answers = { ...pages, '/sitemap.xml': () => urlset(`${HOST}/a/parking`) };
    expect(await find(answers, terms('parking'))).toEqual(['/a/parking']);
  });

  test('else the one that robots.txt names, even where the usual place leads elsewhere', async () => {
    const answers = {
      ...pages,
      '/sitemap.xml': () => moved('/wp-sitemap.xml'),
      '/robots.txt': () => text(`Sitemap: https://cdn.example/s.xml\nSitemap: ${HOST}/wp-sitemap.xml`),
      '/wp-sitemap.xml': () =>
        xml(`<sitemapindex><sitemap><loc>${HOST}/pages.xml</loc></sitemap></sitemapindex>`),
      '/pages.xml': () => urlset(`${HOST}/a/parking`),
    };
    expect(await find(answers, terms('parking'))).toEqual(['/a/parking']);
  });

  test('else the links of the front page', async () => {
    const front =
      '<main><a href="/a/parking">Where to leave your car</a><a href="https://else.example/parking">x</a></main>';
    const answers = { ...pages, '/': () => html(front) };
    expect(await find(answers, terms('car'))).toEqual(['/a/parking']);
  });

  test('else nowhere, and that is said', async () => {
    expect(await kindOf(generic.search(queryOf(terms('parking')), source(), io({})))).toBe('unsupported');
  });

  test('an index in an index is read, and no deeper one', async () => {
    const index = (name: string) => () =>
      xml(`<sitemapindex><sitemap><loc>${HOST}/${name}</loc></sitemap></sitemapindex>`);
    const answers = {
      ...pages,
      '/sitemap.xml': index('1.xml'),
      '/1.xml': index('2.xml'),
      '/2.xml': () => urlset(`${HOST}/a/parking`),
    };
    expect(await find(answers, terms('parking'))).toEqual(['/a/parking']);
    const deeper = { ...answers, '/2.xml': index('3.xml'), '/3.xml': () => urlset(`${HOST}/a/parking`) };
    expect(await find(deeper, terms('parking'))).toEqual([]);
    const round = { ...answers, '/1.xml': index('sitemap.xml') };
    expect(await find(round, terms('parking'))).toEqual([]);
  });

  test('what it lists of other hosts, above the source, or of files is not asked', async () => {
    const asked = io({
      '/hb/sitemap.xml': () =>
        urlset(
          'https://else.example/hb/parking',
          `${HOST}/parking`,
          `${HOST}/hb/parking.pdf`,
          `${HOST}/hb/../parking`,
          'https://portal.acme.test@else.example/hb/parking',
          `http://portal.acme.test/hb/parking`,
          `${HOST}//else.example/parking`,
          `${HOST}/hb/parking`,
        ),
      '/hb/parking': () => article('Parking'),
    });
    const hits = await generic.search(queryOf(terms('parking')), source({}, `${HOST}/hb`), asked);
    expect(hits.map(({ id }) => id)).toEqual(['/hb/parking']);
    expect(paths(asked.asked)).toEqual(['/hb/sitemap.xml', '/hb/parking']);
  });

  test.each<[string, string[], string[]]>([
    ['a path', ['/b/'], ['/b/parking-news']],
    ['a path without its slash', ['/b'], ['/b/parking-news']],
    ['a sitemap', ['/b.xml'], ['/b/parking-news']],
    ['a page that lists others', [`${HOST}/a-to-z`], ['/a/parking']],
    ['several', ['/b.xml', `${HOST}/a-to-z`], ['/a/parking', '/b/parking-news']],
    [
      'another host’s address, which leaves nothing out',
      ['https://else.example/x'],
      ['/a/parking', '/b/parking-news'],
    ],
  ])('a source narrowed to %s finds what is there', async (_, scopes, expected) => {
    const answers = {
      ...pages,
      '/sitemap.xml': () => urlset(`${HOST}/a/parking`, `${HOST}/b/parking-news`),
      '/b.xml': () => urlset(`${HOST}/b/parking-news`),
      '/a-to-z': () => html('<main><a href="/a/parking">Parking</a></main>'),
    };
    expect((await find(answers, terms('parking'), { scopes })).sort()).toEqual(expected);
  });

  test('its sections are offered to narrow it: first folders, or the sitemaps of an index by subject', async () => {
    const flat = io({
      '/sitemap.xml': () => urlset(`${HOST}/it-help/a`, `${HOST}/it-help/b`, `${HOST}/news/c`, `${HOST}/x`),
    });
    expect(await generic.listScopes?.(source(), flat)).toEqual([
      { key: '/it-help/', name: 'it help' },
      { key: '/news/', name: 'news' },
    ]);
    expect(flat.asked.length).toBeLessThanOrEqual(2);
    const names = ['sitemap-news.xml', 'sitemap-policies.xml'];
    const index = names.map((name) => `<sitemap><loc>${HOST}/${name}</loc></sitemap>`).join('');
    const split = io({ '/sitemap.xml': () => xml(`<sitemapindex>${index}</sitemapindex>`) });
    expect(await generic.listScopes?.(source(), split)).toEqual([
      { key: '/sitemap-news.xml', name: 'news' },
      { key: '/sitemap-policies.xml', name: 'policies' },
    ]);
    expect(split.asked.length).toBe(1);
  });

  test('a sitemap of fifty thousand pages is searched whole', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `${HOST}/section-${index % 40}/topic-${index}`);
    const answers = { ...pages, '/sitemap.xml': () => urlset(...many.slice(1), `${HOST}/a/parking`) };
    expect(await find(answers, terms('parking'))).toEqual(['/a/parking']);
  }, 60_000);
});

describe('a search', () => {
  test('goes on without pages that are closed, gone, moved, no pages, or in trouble', async () => {
    const answers = {
      '/sitemap.xml': () =>
        urlset(...['one', 'two', 'three', 'four'].map((each) => `${HOST}/${each}/parking`)),
      '/one/parking': () => html('', { status: 403 }),
      '/two/parking': () => moved('/two/cars'),
      '/three/parking': () => article('Parking'),
      '/four/parking': () => html('', { status: 500 }),
    };
    expect(await find(answers, terms('parking'))).toEqual(['/three/parking']);
  });

  const one = { '/sitemap.xml': () => urlset(`${HOST}/parking`) };
  test('of one page that has moved finds nothing while the session stands, and says so when it is over', async () => {
    const answers = { ...one, '/parking': () => moved('/cars') };
    expect(await find({ ...answers, '/': () => article('Home') }, terms('parking'))).toEqual([]);
    const over = { ...answers, '/': () => moved('/login') };
    expect(await kindOf(generic.search(queryOf(terms('parking')), source(), io(over)))).toBe('signed-out');
  });

  test('stops where the server wants to be left alone', async () => {
    const busy = () => html('', { status: 429, headers: { 'retry-after': '7' } });
    const two = {
      '/sitemap.xml': () => urlset(`${HOST}/parking`, `${HOST}/b/parking`),
      '/b/parking': () => article('B'),
    };
    const work = generic.search(queryOf(terms('parking')), source(), io({ ...two, '/parking': busy }));
    await expect(work).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 7_000 });
  });

  test('reads the latest of pages whose address says nothing, and keeps those with a word of the query', async () => {
    const list =
      '<urlset><url><loc>https://portal.acme.test/node/1</loc><lastmod>2026-01-01</lastmod></url><url><loc>https://portal.acme.test/node/2</loc><lastmod>2026-02-01</lastmod></url></urlset>';
    const answers = {
      '/sitemap.xml': () => xml(list),
      '/node/1': () => article('Cars', `Parking is free. ${words}`),
      '/node/2': () => article('Trees'),
    };
    expect(await find(answers, terms('parking'))).toEqual(['/node/1']);
  });

  test('gives a page that has two addresses once, under the one it gives itself', async () => {
    const head = '<link rel="canonical" href="/cars/parking">';
    const answers = {
      '/sitemap.xml': () => urlset(`${HOST}/node/parking`, `${HOST}/cars/parking`),
      '/node/parking': () => article('Parking', words, head),
      '/cars/parking': () => article('Parking', words, head),
    };
    expect(await find(answers, terms('parking'))).toEqual(['/cars/parking']);
  });
});

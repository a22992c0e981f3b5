import { describe, expect, test } from 'vitest';
import { DesksideError } from '../core/errors';
import { parseSitemap, sitemapsInRobots } from './sitemap';

const urlset = (body: string) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${body}</urlset>`;
const locs = (text: string) => parseSitemap(text)?.entries.map(({ loc }) => loc);

describe('a sitemap', () => {
  test.each<[string, string, string[]]>([
    ['of pages', urlset('<url><loc>https://a.example/x</loc></url>'), ['https://a.example/x']],
    [
      'with a prefix of its own',
      '<s:urlset xmlns:s="x"><s:url><s:loc>https://a.example/x</s:loc></s:url></s:urlset>',
      ['https://a.example/x'],
    ],
    [
      'with pictures, whose addresses are no pages',
      urlset(
        '<url><loc>https://a.example/x</loc><image:image><image:loc>https://a.example/p.jpg</image:loc></image:image></url>',
      ),
      ['https://a.example/x'],
    ],
    [
      'with escaped characters and CDATA',
      urlset(
        '<url><loc> https://a.example/x?a=1&amp;b=&#50;&#x33; </loc></url><url><loc><![CDATA[https://a.example/y?a=1&b=2]]></loc></url>',
      ),
      ['https://a.example/x?a=1&b=23', 'https://a.example/y?a=1&b=2'],
    ],
    ['without entries', urlset(''), []],
    ['without an end tag of its own', '<urlset xmlns="x"/>', []],
    [
      'as plain text',
      'https://a.example/x\nhttps://a.example/y\n',
      ['https://a.example/x', 'https://a.example/y'],
    ],
  ])('%s', (_, text, expected) => {
    expect(locs(text)).toEqual(expected);
  });

  test('an index is told from a list of pages, and times are kept where they are times', () => {
    const text =
      '<sitemapindex><sitemap><loc>https://a.example/1.xml</loc><lastmod>2026-11-02T10:00:00Z</lastmod></sitemap>' +
      '<sitemap><loc>https://a.example/2.xml</loc><lastmod>lately</lastmod></sitemap></sitemapindex>';
    expect(parseSitemap(text)).toEqual({
      kind: 'index',
      entries: [
        { loc: 'https://a.example/1.xml', changed: Date.UTC(2026, 10, 2, 10) },
        { loc: 'https://a.example/2.xml', changed: null },
      ],
    });
  });

  test.each([
    ['a page', '<!doctype html><html><body><h1>Not found</h1></body></html>'],
    ['data', '{"unexpected":true}'],
    ['nothing', ''],
    ['a feed', '<rss><channel><item><link>https://a.example/x</link></item></channel></rss>'],
    ['words', 'User-agent: *\nDisallow: /'],
  ])('%s is none', (_, text) => {
    expect(parseSitemap(text)).toBeNull();
  });

  test('that was cut short is a bad answer, not a short list', () => {
    const text = urlset('<url><loc>https://a.example/x</loc></url>'.repeat(200));
    const cut = () => parseSitemap(text.slice(0, text.length / 2));
    expect(cut).toThrow(DesksideError);
    expect(cut).toThrow('cut short');
  });

  test('expands no entity of its own making', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${urlset('<url><loc>https://a.example/&b;</loc></url>').slice(21)}`;
    expect(locs(bomb)).toEqual(['https://a.example/&b;']);
  });

  test('of more entries than the protocol allows is read to its limit', () => {
    const line =
      '<url><loc>https://a.example/handbook/some-page-about-things</loc><lastmod>2026-01-01</lastmod></url>';
    const text = urlset(line.repeat(60_000));
    expect(parseSitemap(text)?.entries).toHaveLength(50_000);
  });

  test('made to keep the reader busy comes to an end', () => {
    // A search that goes back over its own steps would take hours.
    expect(parseSitemap(urlset(`<loc>${' '.repeat(4_000)}`.repeat(500)))?.entries).toEqual([]);
    expect(parseSitemap(urlset(`<loc><![CDATA[${']'.repeat(4_000)}`.repeat(500)))?.entries).toEqual([]);
  }, 30_000);
});

test('robots.txt names the sitemaps of its own host', () => {
  const text =
    'User-agent: *\r\nSitemap: https://a.example/one.xml\r\n  sitemap:/two.xml\r\n# Sitemap: /no.xml\r\nSitemap: https://cdn.example/x.xml\r\nSitemap: javascript:alert(1)\r\nSitemap:\r\n';
  expect(sitemapsInRobots(text, new URL('https://a.example/robots.txt')).map(({ href }) => href)).toEqual([
    'https://a.example/one.xml',
    'https://a.example/two.xml',
  ]);
});

import { describe, expect, test } from 'vitest';
import { bundlesFor, siteBundles } from './site-bundles';

const cloud = ['https://*.cloud.example/*'];
const bundles = siteBundles([
  { id: 'desk', hostedPatterns: ['https://*.desk.example/*'] },
  { id: 'wiki', hostedPatterns: [] },
  { id: 'issues', hostedPatterns: cloud },
  { id: 'pages', hostedPatterns: cloud },
]);

describe('how the sites are cut into files', () => {
  test('each alone, and those of one cloud together', () => {
    expect(bundles.map(({ siteIds }) => siteIds)).toEqual([
      ['issues', 'pages'],
      ['desk'],
      ['wiki'],
      ['issues'],
      ['pages'],
    ]);
  });

  test.each([
    [['wiki'], ['page-sites/wiki.js']],
    [['pages', 'issues'], ['page-sites/issues+pages.js']],
    // One of two is not worth the other's bytes.
    [['pages'], ['page-sites/pages.js']],
    [
      ['wiki', 'issues'],
      ['page-sites/wiki.js', 'page-sites/issues.js'],
    ],
    [[], []],
  ])('a host with %j gets %j', (wanted, files) => {
    expect(bundlesFor(new Set(wanted), bundles)).toEqual(files);
  });
});

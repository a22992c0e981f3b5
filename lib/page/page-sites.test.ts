import { expect, test } from 'vitest';
import type { Site } from '../sites/site';
import { addPageSites, pageSites } from './page-sites';

const siteOf = (id: string, name = id): Site => ({
  id,
  name,
  hostedPatterns: [],
  framed: false,
  match: () => null,
  read: async () => null,
});

test('the files of one page add up, and a newer copy of a site takes the place of the older', () => {
  const scope = {};
  expect(pageSites(scope)).toEqual([]);
  addPageSites(scope, [siteOf('wiki'), siteOf('issues')]);
  addPageSites(scope, [siteOf('pages')]);
  addPageSites(scope, [siteOf('issues', 'newer')]);
  expect(pageSites(scope).map(({ id, name }) => `${id} ${name}`)).toEqual([
    'wiki wiki',
    'issues newer',
    'pages pages',
  ]);
  // Nothing that a page could come across by chance.
  expect(Object.keys(scope)).toEqual([]);
});

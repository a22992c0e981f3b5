import { expect, test } from 'vitest';
import { sourceConfigSchema } from './source';
import { siteHostsOf } from './source-hosts';

test('the instances whose pages are read, searched or not, each with its context path', () => {
  const source = (baseUrl: string, more: object = {}) =>
    sourceConfigSchema.parse({ id: baseUrl, product: 'jira', name: 'Jira', baseUrl, ...more });
  expect(
    siteHostsOf([
      source('https://jira.example'),
      source('https://tools.example:8443/jira/'),
      source('https://quiet.example', { enabled: false }),
      source('https://unread.example', { readPages: false }),
    ]),
  ).toEqual([
    { site: 'jira', origin: 'https://jira.example', basePath: '' },
    { site: 'jira', origin: 'https://tools.example:8443', basePath: '/jira' },
    { site: 'jira', origin: 'https://quiet.example', basePath: '' },
  ]);
});

import { describe, expect, test } from 'vitest';
import type { SiteHost } from '../core/page';
import { sites } from './index';
import { matchPage } from './match-page';

const host = (site: string, basePath: string): SiteHost => ({
  site,
  origin: 'https://one.acme.test',
  basePath,
});

describe('a host that a product shares with plain pages', () => {
  test.each<[string, SiteHost[], string, string]>([
    // Jira does not know the page, and it is Jira's all the same.
    ['/secure/Dashboard.jspa', [host('generic', ''), host('jira-dc', '')], 'jira-dc', 'other'],
    ['/browse/ABC-1', [host('generic', ''), host('jira-dc', '')], 'jira-dc', 'ticket'],
    ['/jira/secure/Dashboard.jspa', [host('generic', ''), host('jira-dc', '/jira')], 'jira-dc', 'other'],
    ['/policies/parking', [host('generic', ''), host('jira-dc', '/jira')], 'generic', 'article'],
    ['/handbook/parking', [host('generic', '/handbook'), host('jira-dc', '')], 'generic', 'article'],
    [
      '/wiki/spaces/HELP/pages/7',
      [host('generic', ''), host('confluence-dc', '/wiki')],
      'confluence-dc',
      'article',
    ],
  ])('%s of %j goes to %s', (path, hosts, site, kind) => {
    for (const order of [sites, [...sites].reverse()]) {
      expect(matchPage(new URL(path, 'https://one.acme.test'), hosts, order)).toMatchObject({ site, kind });
    }
  });
});

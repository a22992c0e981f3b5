import { describe, expect, it } from 'vitest';
import { siteMatchSchema } from '../../lib/core/page';
import { sites } from '../../lib/sites/index';
import { matchPage } from '../../lib/sites/match-page';
import type { Site, SiteModule } from '../../lib/sites/site';

const files = import.meta.glob<Partial<SiteModule>>('../../lib/sites/*.ts', { eager: true });
const modules = Object.entries(files).filter(
  (entry): entry is [string, SiteModule] => entry[1].site !== undefined,
);
const everyHost = modules.flatMap(([, module]) => module.exampleHosts);
const everySite: readonly Site[] = modules.map(([, module]) => module.site);

function claims(url: string): string[] {
  return everySite.filter((site) => site.match(new URL(url), everyHost) !== null).map((site) => site.id);
}

describe('the list of sites', () => {
  it('holds every product file once', () => {
    expect([...sites].map((site) => site.id).sort()).toEqual(everySite.map((site) => site.id).sort());
    expect(new Set(sites.map((site) => site.id)).size).toBe(sites.length);
  });
});

describe.each(modules)('%s', (file, { site, examples, notExamples, exampleHosts }) => {
  it('is named after its site', () => {
    expect(file.endsWith(`/${site.id}.ts`)).toBe(true);
    expect(exampleHosts.every((host) => host.site === site.id)).toBe(true);
  });

  it.each(examples)('$url is its $kind $id, and no other site claims it', ({ url, kind, id, within }) => {
    const match = site.match(new URL(url), exampleHosts);
    expect(match).toMatchObject({ site: site.id, kind, origin: new URL(url).origin });
    expect(siteMatchSchema.parse(match)).toEqual(match);
    if (kind === 'ticket' || kind === 'article') {
      expect(match?.ref).toMatchObject({ kind, id });
      if (within !== undefined) expect(match?.ref?.within).toBe(within);
    } else {
      expect(match?.ref).toBeNull();
    }
    expect(claims(url)).toEqual([site.id]);
    expect(matchPage(new URL(url), everyHost, everySite)).toEqual(match);
  });

  it.each(notExamples)('%s is nobody’s', (url) => {
    expect(claims(url)).toEqual([]);
    expect(matchPage(new URL(url), everyHost, everySite)).toBeNull();
  });

  it('claims no self-hosted address before its host was named', () => {
    const hosted = examples.filter(({ url }) => site.match(new URL(url), []) !== null);
    expect(hosted.length === 0).toBe(site.hostedPatterns.length === 0);
  });
});

describe('a host that two products share', () => {
  const hosts = [
    { site: 'jira-dc', origin: 'https://one.acme.test', basePath: '' },
    { site: 'confluence-dc', origin: 'https://one.acme.test', basePath: '/wiki' },
  ];
  it.each([
    ['https://one.acme.test/browse/ABC-1', 'jira-dc', 'ticket'],
    ['https://one.acme.test/wiki/spaces/HELP/pages/7', 'confluence-dc', 'article'],
    ['https://one.acme.test/wikipedia', 'jira-dc', 'other'],
  ])('%s goes to %s', (url, site, kind) => {
    expect(matchPage(new URL(url), hosts, sites)).toMatchObject({ site, kind });
  });
});

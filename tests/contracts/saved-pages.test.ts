import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SiteModule } from '../../lib/sites/site';
import { pageFrom } from '../fixtures/sites/page-from';

/*
 * A page of one product under an address of another: a proxy, a product that moved house, a look-alike. Its site has to
 * see that this is none of its pages.
 */
const files = import.meta.glob<Partial<SiteModule>>(['../../lib/sites/*.ts', '!../../lib/sites/*.test.ts'], {
  eager: true,
});
const modules = Object.values(files).filter((each): each is SiteModule => each.site !== undefined);
const folder = join(import.meta.dirname, '../fixtures/sites');
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
);

/** Products of one vendor share pages: a service desk's portal shows Confluence's articles in its own frame. */
function vendorOf(site: string): string {
  return /^(?:jira|confluence)/.test(site) ? 'atlassian' : site;
}

describe.each(pages)('%s', (file) => {
  const own = file.split('/')[0] ?? '';
  const others = modules.filter(
    // The last resort reads any page, by intention.
    ({ site }) => vendorOf(site.id) !== vendorOf(own) && site.lastResort !== true,
  );

  it('is read by no other product’s site', async () => {
    expect(others.length).toBeGreaterThan(3);
    const wrong: string[] = [];
    for (const { site, examples, exampleHosts } of others) {
      for (const kind of ['ticket', 'article'] as const) {
        const example = examples.find((each) => each.kind === kind);
        if (!example) continue;
        const page = pageFrom(file, example.url);
        const match = site.match(page.url, exampleHosts);
        if (!match) throw new Error(`${site.id} does not match its own ${example.url}`);
        const reading = await site.read(page, match, AbortSignal.timeout(10)).catch(() => null);
        if (reading) wrong.push(`${site.id} at ${example.url}: ${reading.title}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

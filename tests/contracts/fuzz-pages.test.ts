import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageReadingSchema, siteMatchSchema, type SiteHost } from '../../lib/core/page';
import { matchPage } from '../../lib/sites/match-page';
import { sites } from '../../lib/sites/index';
import type { SitePage, SiteModule } from '../../lib/sites/site';
import { pageFrom } from '../fixtures/sites/page-from';
import { createRandom } from '../random-blocks';
import { mutateText, pick } from './mutate-answer';

/*
 * A page may hold anything and an address may be anything. Saved pages are spoilt, one place at a time, and shown to
 * their site under every address that it reads: it gives a reading that fits its schema, or null.
 */
const files = import.meta.glob<Partial<SiteModule>>(['../../lib/sites/*.ts', '!../../lib/sites/*.test.ts'], {
  eager: true,
});
const modules = Object.values(files).filter((each): each is SiteModule => each.site !== undefined);
const everyHost: readonly SiteHost[] = modules.flatMap(({ exampleHosts }) => exampleHosts);

const folder = join(import.meta.dirname, '../fixtures/sites');
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.html'),
);

const ROUNDS = 15;

let read = 0;

describe.each(pages)('%s', (file) => {
  const module = modules.find(({ site }) => file.startsWith(`${site.id}/`));
  if (!module) throw new Error(`No site for ${file}`);
  const { site, examples, exampleHosts } = module;
  const html = readFileSync(join(folder, file), 'utf8');
  const urls = examples
    .filter(({ kind }) => kind === 'ticket' || kind === 'article')
    .map(({ url }) => addressFor(html, url));

  it('is read or not read whatever is missing from it, and never throws', async () => {
    const random = createRandom(file.length * 7 + html.length);
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = parsed(random() < 0.3 ? mutateText(html, random) : html, pick(urls, random) ?? '');
      const match = page && site.match(page.url, exampleHosts);
      if (!match) continue;
      spoil(page.document, random);
      try {
        const reading = await site.read(page, match, AbortSignal.timeout(20));
        if (reading !== null) pageReadingSchema.parse(reading);
        if (reading !== null) read += 1;
      } catch (error) {
        if (error instanceof Error && /Abort|Timeout/.test(error.name)) continue;
        throw new Error(`round ${round}: ${page.document.documentElement?.outerHTML.slice(0, 2_000)}`, {
          cause: error,
        });
      }
    }
  });
});

/** Null for what the tests' own parser does not take, as a browser's would. */
function parsed(html: string, url: string): SitePage | null {
  try {
    return pageFrom('', url, { edit: () => html });
  } catch (error) {
    if (error instanceof Error && /happy-dom/.test(error.stack ?? '')) return null;
    throw error;
  }
}

/** The address of an example with the ids that stand in the page, where it is one of those that name an issue. */
function addressFor(html: string, url: string): string {
  const key = /\b[A-Z]{2,6}-\d{1,4}\b/.exec(html)?.[0];
  return key === undefined ? url : url.replace(/\b[A-Z]{2,6}-\d{1,4}\b/i, key);
}

/** A few elements go, lose an attribute, or change places. */
function spoil(document: Document, random: () => number): void {
  for (let count = 1 + Math.floor(random() * 6); count > 0; count -= 1) {
    const all = [...document.querySelectorAll('*')];
    const element = pick(all, random);
    const other = pick(all, random);
    const attribute = element && pick([...element.attributes], random)?.name;
    switch (Math.floor(random() * 5)) {
      case 0:
        element?.remove();
        break;
      case 1:
        if (attribute) element?.removeAttribute(attribute);
        break;
      case 2:
        if (attribute) element?.setAttribute(attribute, pick(oddValues, random) ?? '');
        break;
      case 3:
        if (element && other && !element.contains(other)) other.append(element);
        break;
      default:
        if (element && element !== document.documentElement)
          element.textContent = pick(oddValues, random) ?? '';
    }
  }
}

const oddValues = [
  '',
  ' ',
  '\u0000',
  '-1',
  '1e999',
  'javascript:alert(1)',
  '//evil.example',
  '%E0%A4%A',
  '"][',
  '\uD800',
  'x'.repeat(5_000),
];

it('many a spoilt page is still read', () => {
  expect(read).toBeGreaterThan(pages.length * 2);
});

describe('an address', () => {
  const odd = oddAddresses();

  it('of any length and spelling is matched within its schema, or nobody’s', () => {
    for (const url of odd) {
      const match = matchPage(new URL(url), everyHost, sites);
      if (match === null) continue;
      siteMatchSchema.parse(match);
      expect(match.origin).toBe(new URL(url).origin);
    }
  });

  it('of another host is nobody’s, however much it looks like one', () => {
    for (const { site, examples, exampleHosts } of modules) {
      for (const { url } of examples) {
        for (const lookAlike of lookAlikes(new URL(url))) {
          expect(site.match(new URL(lookAlike), exampleHosts), lookAlike).toBeNull();
        }
      }
    }
  });

  it('is the same in capitals and with its standard port', () => {
    for (const { site, examples, exampleHosts } of modules) {
      for (const { url } of examples.slice(0, 5)) {
        const { protocol, host, port, href } = new URL(url);
        const rest = href.slice(`${protocol}//${host}`.length);
        const loud = `${protocol.toUpperCase()}//${host.toUpperCase()}${port === '' ? ':443' : ''}${rest}`;
        expect(site.match(new URL(loud), exampleHosts)).toEqual(site.match(new URL(url), exampleHosts));
      }
    }
  });
});

/** Addresses on the hosts of every site whose paths and parameters nobody would type. */
function oddAddresses(): string[] {
  const long = 60_000;
  const tails = [
    ...['%', '%E0%A4%A', '%00', '%2F..%2F', '%5C', '%F0%9F', '.', '..', ';', ':', '+'],
    ...['/', ':', '.', '_', '%2F', '-', 'a/', 'A-1/', '(', ' '].map((piece) =>
      piece.repeat(long / piece.length),
    ),
    ...['/', ':', '.', '_', '%2F', '%20'].map((piece) => `${piece.repeat(long / piece.length)}x`),
    `?id=${':'.repeat(long)}x&do=show`,
    `?id=${'.'.repeat(long)}x`,
    `?id=${'9'.repeat(long)}`,
    `?${'id=1;'.repeat(long / 5)}`,
    `?${'a&'.repeat(long / 2)}`,
    `?selectedIssue=${'A'.repeat(long)}-1`,
    `?pageId=${'1'.repeat(long)}&title=${'%FF'.repeat(1_000)}`,
    `#${'/'.repeat(long)}x`,
  ];
  const hosts = new Set(modules.flatMap(({ examples }) => examples.map(({ url }) => new URL(url).origin)));
  const starts = modules.flatMap(({ examples }) =>
    examples.filter((_, at) => at % 9 === 0).map(({ url }) => url),
  );
  const all = [
    ...[...hosts].flatMap((origin) => tails.map((tail) => `${origin}/${tail}`)),
    ...starts.flatMap((url) => tails.slice(0, 11).map((tail) => `${url.split(/[?#]/)[0] ?? ''}${tail}`)),
  ];
  return all.filter((url) => URL.canParse(url));
}

/** The same page on a host that is another one. */
function lookAlikes({ protocol, host, hostname, href }: URL): string[] {
  const rest = href.slice(`${protocol}//${host}`.length);
  return [
    `${protocol}//${hostname}.evil.example${rest}`,
    `${protocol}//${host}@evil.example${rest}`,
    `${protocol}//user:${hostname}@evil.example${rest}`,
    `${protocol}//evil${hostname}.example${rest}`,
    `${protocol}//evil.example/${hostname}${rest}`,
    `${protocol}//${hostname.replace(/[^.](?=[^.]*\.[^.]+$)/, '\u0430')}${rest}`,
    `${protocol}//${hostname}:4443${rest}`,
    `${protocol}//${hostname}.:4443${rest}`,
    `ftp://${hostname}${rest}`,
    `javascript://${hostname}${rest}`,
    `blob:${protocol}//${host}/0a1b`,
  ].filter((url) => URL.canParse(url));
}

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dokuwiki } from '../../lib/connectors/dokuwiki';
import { sourceDocumentSchema } from '../../lib/core/document';
import type { Identity } from '../../lib/core/source';
import { site } from '../../lib/sites/dokuwiki';
import { createTestIo, sourceOf, type TestIo } from '../connector-io';
import { word } from '../contracts/connector-row';
import { loadCompany } from '../fakes/company';
import { cookieHeader } from '../fakes/sessions';
import { pageFrom } from '../fixtures/sites/page-from';
import { hostileTexts, queryOf, randomTexts, termsOf } from '../hostile-terms';
import type { DokuwikiSettings } from './dokuwiki/seed';
import { startDokuwiki, type RunningDokuwiki } from './dokuwiki';

/** The connector and the site against a running DokuWiki, under every setting that changes its answers. */
const company = loadCompany();
const started = await startDokuwiki({ company, rewrite: 1 });
const wiki: RunningDokuwiki | null = 'skipped' in started ? null : started;
const why = 'skipped' in started ? ` (skipped: ${started.skipped})` : '';
const base = wiki?.baseUrl ?? 'http://127.0.0.1:1';
const source = sourceOf('dokuwiki', base);
const cookies = new Map<string, string>();

beforeAll(async () => {
  for (const person of wiki ? ['dana.reyes', 'omar.haddad'] : []) {
    cookies.set(person, cookieHeader((await wiki?.signInCookies(person)) ?? []));
  }
});
beforeEach(() => wiki?.configure({}));
afterAll(async () => {
  await wiki?.stop();
});

function ioOf(person: string | null, user: Identity | null = null): TestIo {
  const cookie = person === null ? undefined : cookies.get(person);
  return createTestIo(base, (request) => fetch(request), { user, ...(cookie && { cookie }) });
}

async function knownIo(person: string | null): Promise<TestIo> {
  return ioOf(person, await dokuwiki.identify(source, ioOf(person)));
}

const find = async (words: readonly string[], io: TestIo, scopes: string[] = []) =>
  dokuwiki.search(queryOf(words.map(word)), { ...source, scopes }, io);
const page = (id: string) => ({ kind: 'article' as const, id, idType: 'page-id', within: null });

const everySetting: readonly [string, Partial<DokuwikiSettings>][] = [
  ['as delivered', {}],
  ['with short addresses', { rewrite: 1 }],
  ['with short addresses and slashes', { rewrite: 1, useSlash: true }],
  ['with addresses after the script', { rewrite: 2 }],
  ['with headings for names', { useHeading: true }],
  ['with its remote interface', { isRemote: true }],
  ['with its remote interface instead of a search page', { isRemote: true, disabledActions: ['search'] }],
  ['without lists of revisions', { disabledActions: ['revisions'] }],
  ['without plain exports', { disabledActions: ['export_xhtml'] }],
];

describe.runIf(wiki)(`a real DokuWiki${why}`, () => {
  test.each(everySetting)('%s is found, searched and read', async (_, settings) => {
    wiki?.configure(settings);
    expect(await dokuwiki.probe(base, ioOf(null))).toEqual({ name: 'Acme Operations', version: null });
    expect(await dokuwiki.identify(source, ioOf('dana.reyes'))).toEqual({
      userId: 'dana.reyes',
      displayName: 'Dana Reyes',
    });
    const io = await knownIo('dana.reyes');
    const hits = await find(['battery', 'alarm', 'nonexistentword'], io);
    expect(hits.map(({ id }) => id)).toContain('ops:ups_battery_alarm');
    expect(io.asked.length).toBeLessThanOrEqual(5);
    const isByRemote = settings.disabledActions?.includes('search') ?? false;
    expect(io.asked.some(({ pathname }) => pathname.endsWith('/xmlrpc.php'))).toBe(isByRemote);
    const hit = hits.find(({ id }) => id === 'ops:ups_battery_alarm');
    expect(hit?.version).toBe(String(Date.parse('2026-09-14T07:45:00Z') / 1000));
    const document = await dokuwiki.fetchOne(page('ops:ups_battery_alarm'), source, io);
    expect(sourceDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({ title: 'UPS battery alarm', space: 'ops', state: 'current' });
    expect(document.url.startsWith(base)).toBe(true);
    if (!settings.disabledActions?.includes('revisions')) {
      expect(document).toMatchObject({
        version: hit?.version,
        author: 'tom.ashworth',
        updated: '2026-09-14T07:45:00.000Z',
      });
    }
  });

  test('is probed where it is, not in a folder that its short addresses also answer for', async () => {
    wiki?.configure({ rewrite: 1 });
    expect(await dokuwiki.probe(`${base}/ops`, ioOf(null))).toBeNull();
  });

  test('without search page and remote interface says so', async () => {
    wiki?.configure({ disabledActions: ['search'] });
    const io = await knownIo('dana.reyes');
    await expect(find(['battery'], io)).rejects.toMatchObject({ kind: 'unsupported' });
  });

  test('keeps what is restricted from those without the right', async () => {
    const [dana, omar] = [await knownIo('dana.reyes'), await knownIo('omar.haddad')];
    const secret = page('sec:break_glass_accounts');
    expect((await find(['envelope'], omar)).map(({ id }) => id)).toEqual([secret.id]);
    expect(await find(['envelope'], dana)).toEqual([]);
    expect((await dokuwiki.fetchOne(secret, source, omar)).title).toBe('Break-glass accounts');
    await expect(dokuwiki.fetchOne(secret, source, dana)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('tells a missing page and a lost session apart', async () => {
    const io = await knownIo('dana.reyes');
    await expect(dokuwiki.fetchOne(page('ops:nope'), source, io)).rejects.toMatchObject({
      kind: 'not-found',
    });
    const lost = ioOf(null, { userId: 'dana.reyes', displayName: null });
    await expect(find(['battery'], lost)).rejects.toMatchObject({ kind: 'signed-out' });
    await expect(dokuwiki.identify(source, ioOf(null))).rejects.toMatchObject({ kind: 'signed-out' });
    const other = ioOf('omar.haddad', { userId: 'dana.reyes', displayName: null });
    await expect(find(['battery'], other)).rejects.toMatchObject({ kind: 'signed-out' });
    const read = dokuwiki.fetchOne(page('ops:linux_root_full'), source, other);
    await expect(read).rejects.toMatchObject({ kind: 'signed-out' });
  });

  test('that everybody reads is read by nobody in particular', async () => {
    wiki?.configure({ isPublic: true });
    const io = await knownIo(null);
    expect(io.user).toEqual({ userId: 'anonymous', displayName: null });
    expect((await find(['certbot'], io)).map(({ id }) => id)).toContain('net:internal_certificate_renewal');
    const secret = dokuwiki.fetchOne(page('sec:break_glass_accounts'), source, io);
    await expect(secret).rejects.toMatchObject({ kind: 'signed-out' });
  });

  test('is searched in the namespaces of the source, which it lists', async () => {
    const io = await knownIo('dana.reyes');
    const scopes = (await dokuwiki.listScopes?.(source, io)) ?? [];
    expect(scopes.map(({ key }) => key)).toEqual(['archive', 'net', 'ops', 'sec']);
    const inOps = await find(['battery'], io, ['ops']);
    expect(inOps.map(({ id }) => id)).toEqual(['ops:ups_battery_alarm', 'ops:ups_monthly_test']);
    const inTwo = await find(['battery'], io, ['net', 'archive']);
    expect(inTwo.map(({ id }) => id)).toEqual(['archive:ups_battery_alarm_2021']);
    expect(await find(['battery'], io, ['net'])).toEqual([]);
    expect(await find(['battery'], io, ['" or @ops'])).toEqual([]);
  });

  test('marks what is in its archive', async () => {
    const io = await knownIo('dana.reyes');
    const old = await dokuwiki.fetchOne(page('archive:ups_battery_alarm_2021'), source, io);
    expect(old.state).toBe('outdated');
  });

  test('takes hostile terms for words', async () => {
    const io = await knownIo('dana.reyes');
    const texts = [...hostileTexts, ...randomTexts(40)];
    for (let at = 0; at < texts.length; at += 2) {
      await dokuwiki.search(queryOf(termsOf(texts.slice(at, at + 2))), source, io);
    }
    wiki?.configure({ isRemote: true, disabledActions: ['search'] });
    for (let at = 0; at < texts.length; at += 4) {
      await dokuwiki.search(queryOf(termsOf(texts.slice(at, at + 2))), source, io);
    }
  });

  test('shows its pages to the site as its connector reads them, under every sort of address', async () => {
    const id = 'net:switch_port_errdisabled';
    const sorts: readonly [Partial<DokuwikiSettings>, readonly string[]][] = [
      [{}, [`/doku.php?id=${id}`, '/doku.php?id=NET:Switch%20Port%20Errdisabled']],
      [{ rewrite: 1 }, [`/${id}`, `/doku.php?id=${id}`]],
      [
        { rewrite: 1, useSlash: true },
        ['/net/switch_port_errdisabled', `/doku.php?id=${id.replace(':', '/')}`],
      ],
      [{ rewrite: 2 }, [`/doku.php/${id}`]],
      [{ rewrite: 2, useSlash: true }, ['/doku.php/net/switch_port_errdisabled']],
      [{ useHeading: true }, [`/doku.php?id=${id}`]],
    ];
    const hosts = [{ site: 'dokuwiki', origin: base, basePath: '' }];
    const document = await dokuwiki.fetchOne(page(id), source, await knownIo('dana.reyes'));
    for (const [settings, paths] of sorts) {
      wiki?.configure(settings);
      for (const path of paths) {
        const answer = await fetch(base + path, { headers: { cookie: cookies.get('dana.reyes') ?? '' } });
        const shown = pageFrom(await answer.text(), base + path);
        const match = site.match(shown.url, hosts);
        const reading = match && (await site.read(shown, match, AbortSignal.timeout(5_000)));
        expect(reading, path).toMatchObject({
          match: { ref: page(id) },
          title: document.title,
          pageUser: 'dana.reyes',
          blocks: document.blocks,
        });
      }
    }
  });

  test('without rewriting a path says nothing: the page does', async () => {
    const path = '/doku.php/net:switch_port_errdisabled';
    const answer = await fetch(base + path, { headers: { cookie: cookies.get('dana.reyes') ?? '' } });
    const shown = pageFrom(await answer.text(), base + path);
    const match = site.match(shown.url, [{ site: 'dokuwiki', origin: base, basePath: '' }]);
    const reading = match && (await site.read(shown, match, AbortSignal.timeout(5_000)));
    expect([reading?.title, reading?.match.ref?.id]).toEqual(['Operations wiki', 'start']);
  });

  test('answers in a few hundredths of a second (printed)', async () => {
    const timed = async (work: () => Promise<unknown>) => {
      const times: number[] = [];
      for (let at = 0; at < 8; at += 1) {
        const from = performance.now();
        await work();
        times.push(performance.now() - from);
      }
      return `${Math.round([...times].sort((a, b) => a - b)[4] ?? 0)} ms`;
    };
    const io = await knownIo('dana.reyes');
    const search = () => find(['battery', 'alarm'], io);
    const lines = {
      identify: await timed(() => dokuwiki.identify(source, ioOf('dana.reyes'))),
      'search by the search page': await timed(search),
      'read a page': await timed(() => dokuwiki.fetchOne(page('ops:ups_battery_alarm'), source, io)),
      'list namespaces': await timed(async () => dokuwiki.listScopes?.(source, io)),
    };
    wiki?.configure({ isRemote: true, disabledActions: ['search'] });
    console.log('DokuWiki, median of 8:', { ...lines, 'search by XML-RPC instead': await timed(search) });
  });
});

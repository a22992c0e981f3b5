import { beforeEach, describe, expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { loadCompany } from '../../tests/fakes/company';
import { cookieHeader } from '../../tests/fakes/sessions';
import { createSharepointFake, type SharepointFake } from '../../tests/fakes/sharepoint';
import { queryOf, termsOf } from '../../tests/hostile-terms';
import type { DocumentRef } from '../core/document';
import type { DesksideError } from '../core/errors';
import { blocksToText } from '../core/rich-text';
import type { ConnectorIo } from './connector';
import { sharepoint } from './sharepoint';

const company = loadCompany();
const HOME = 'https://acme.sharepoint.com';
const PORTAL = '/sites/IT/SitePages/Install-software-from-Company-Portal.aspx';
const GUIDE = '/sites/IT/Shared Documents/Guides/OneDrive migration guide.pdf';
const CHECKLIST = '/sites/IT/network/Shared Documents/Office move network checklist.docx';
const source = sourceOf('sharepoint', HOME);
let now = Date.parse('2026-11-22T12:00:00Z');
let share: SharepointFake;

beforeEach(() => {
  now = Date.parse('2026-11-22T12:00:00Z');
  share = createSharepointFake(company, { now: () => now });
});

function ioOf(person: string | null, more: Partial<ConnectorIo> = {}) {
  const cookie = person === null ? undefined : cookieHeader(share.signIn(person));
  return createTestIo(HOME, (request) => share.handle(request), { cookie, ...more });
}
const words = (...texts: string[]) =>
  queryOf(texts.map((text) => ({ text, weight: 1, kind: 'word' as const })));
const ref = (id: string, idType: string, within: string | null = null): DocumentRef => ({
  kind: 'article',
  id,
  idType,
  within,
});
const fetched = (which: DocumentRef, io: ConnectorIo = ioOf('dana.reyes')) =>
  sharepoint.fetchOne(which, source, io);
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: DesksideError) => error,
  );
const idsOf = async (query: ReturnType<typeof queryOf>, scopes: string[] = [], person = 'dana.reyes') =>
  (await sharepoint.search(query, { ...source, scopes }, ioOf(person))).map(({ id }) => id);

describe('a pasted address', () => {
  it.each([
    [`${HOME}${PORTAL}?e=1`, [HOME, `${HOME}/sites/IT`]],
    [`${HOME}/:w:/s/IT/EaBcD1234567`, [HOME, `${HOME}/sites/IT`]],
    [`${HOME}/:w:/t/Desk/EaBcD1234567`, [HOME, `${HOME}/teams/Desk`]],
    [`${HOME}/:b:/r/sites/HR/Shared%20Documents/A.pdf`, [HOME, `${HOME}/sites/HR`]],
    [HOME, [HOME]],
    ['https://acme.sharepoint.com.evil.example/sites/IT', []],
    ['http://acme.sharepoint.com/sites/IT', []],
    ['https://wiki.acme.test/sites/IT/SitePages/A.aspx', []],
  ])('%s', (url, bases) => {
    expect(sharepoint.candidates(new URL(url))).toEqual(bases);
  });

  it.each([401, 403, 302] as const)('is SharePoint although it answers %i to nobody', async (status) => {
    share.settings.loggedOut = status;
    expect(await sharepoint.probe(HOME, ioOf(null))).toEqual({ name: 'acme.sharepoint.com', version: null });
  });

  it('has its site’s name for whoever is signed in', async () => {
    expect(await sharepoint.probe(`${HOME}/sites/IT`, ioOf('dana.reyes'))).toMatchObject({
      name: 'IT Services',
    });
    expect(await sharepoint.probe(`${HOME}/sites/Nope`, ioOf('dana.reyes'))).toBeNull();
  });

  it('gives way to its site where the root is closed', async () => {
    const io = createTestIo(HOME, ({ url }) =>
      url.includes('AccessDenied') ? new Response('<p>no</p>') : json({ 'odata.error': {} }, { status: 403 }),
    );
    expect(await sharepoint.probe(HOME, io)).toBeNull();
    expect(await sharepoint.probe(`${HOME}/sites/IT`, io)).not.toBeNull();
  });
});

describe('who is signed in', () => {
  it('is the account that pages name as well', async () => {
    expect(await sharepoint.identify(source, ioOf('dana.reyes'))).toEqual({
      userId: 'dana.reyes@acme.example',
      displayName: 'Dana Reyes',
    });
  });

  it.each([401, 403, 302] as const)('is nobody where it answers %i', async (status) => {
    share.settings.loggedOut = status;
    expect(await failureOf(sharepoint.identify(source, ioOf(null)))).toMatchObject({ kind: 'signed-out' });
    expect(await failureOf(fetched(ref(PORTAL, 'path'), ioOf(null)))).toMatchObject({ kind: 'signed-out' });
  });

  it('is somebody without a right where pages still open', async () => {
    const io = createTestIo(HOME, ({ url }) =>
      url.includes('AccessDenied') ? new Response('<p>no</p>') : json({ 'odata.error': {} }, { status: 403 }),
    );
    expect(await failureOf(sharepoint.identify(source, io))).toMatchObject({ kind: 'forbidden' });
  });

  it('may have changed when something is refused', async () => {
    const user = { userId: 'hana.weiss@acme.example', displayName: null };
    const hidden = ref('/sites/HR/SitePages/Salary-review-calibration.aspx', 'path');
    expect(await failureOf(fetched(hidden, ioOf('dana.reyes', { user })))).toMatchObject({
      kind: 'signed-out',
    });
    expect(await failureOf(fetched(hidden))).toMatchObject({ kind: 'forbidden' });
  });
});

describe('a search', () => {
  it('finds pages, wiki and publishing pages, files and list items', async () => {
    expect(await idsOf(words('conference', 'phone'))).toContain(
      '/sites/it/wiki pages/reset a conference phone.aspx',
    );
    expect(await idsOf(words('enrolled', 'intune'))).toContain('/sites/it/pages/mobile-phones.aspx');
    expect(await idsOf(words('onedrive', 'migration'))).toContain(GUIDE.toLowerCase());
    expect(await idsOf(words('display', 'signal'))).toContain('/sites/it/lists/faq/dispform.aspx?id=7');
  });

  it('keeps to its scopes, however they are written', async () => {
    const query = words('book', 'software', 'phone', 'portal');
    const all = await idsOf(query);
    expect(all.some((id) => id.startsWith('/sites/hr/'))).toBe(true);
    expect(all.some((id) => id.startsWith('/sites/it/'))).toBe(true);
    for (const scope of ['/sites/HR', `${HOME}/sites/hr/`, 'HR']) {
      const some = await idsOf(query, [scope]);
      expect(some.length).toBeGreaterThan(0);
      expect(some.every((id) => id.startsWith('/sites/hr/'))).toBe(true);
    }
    expect(await idsOf(query, ['/'])).toEqual([]);
    expect(await idsOf(query, ['https://elsewhere.example/sites/HR'])).toEqual([]);
    expect(await idsOf(query, ['  '])).toEqual([]);
  });

  it('of one site is of that site, and no scope leads out of it', async () => {
    const hr = sourceOf('sharepoint', `${HOME}/sites/HR`);
    const io = ioOf('dana.reyes');
    const hits = await sharepoint.search(words('book', 'software', 'portal'), hr, io);
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.every(({ id }) => id.startsWith('/sites/hr/'))).toBe(true);
    expect(io.asked[0]?.pathname).toBe('/sites/HR/_api/search/query');
    expect(await sharepoint.search(words('book'), { ...hr, scopes: ['/sites/IT'] }, io)).toEqual([]);
  });

  it('with a hundred scopes asks in a few requests of bearable length, and finds the same', async () => {
    const scopes = [...Array.from({ length: 99 }, (_, at) => `/sites/Department-${at}-of-Acme`), '/sites/HR'];
    const io = ioOf('dana.reyes');
    const hits = await sharepoint.search(words('book', 'travel'), { ...source, scopes }, io);
    expect(hits.map(({ id }) => id)).toContain('/sites/hr/sitepages/book-business-travel.aspx');
    expect(io.asked.length).toBeLessThanOrEqual(6);
    for (const { href } of io.asked) expect(href.length).toBeLessThan(4_000);
  });

  it('cannot be widened by its words', async () => {
    const texts = [
      'x" OR path:"https://acme.sharepoint.com/sites/IT',
      ') OR (phone',
      "') OR contentclass:STS_Site OR ('",
      'phone OR software',
    ];
    for (const text of texts) {
      for (const kind of ['identifier', 'phrase', 'word'] as const) {
        const ids = await idsOf(queryOf(termsOf([text], kind)), ['/sites/HR']);
        expect(ids.every((id) => id.startsWith('/sites/hr/'))).toBe(true);
      }
    }
  });

  const row = (cells: Record<string, string | null>) => ({
    Cells: Object.entries(cells).map(([Key, Value]) => ({ Key, Value, ValueType: 'Edm.String' })),
  });
  const results = (rows: unknown[], TotalRows = rows.length) => ({
    PrimaryQueryResult: { RelevantResults: { RowCount: rows.length, TotalRows, Table: { Rows: rows } } },
  });
  const searchOver = (answer: (url: URL) => unknown) => {
    const io = createTestIo(HOME, (request) => json(answer(new URL(request.url))));
    return { io, hits: sharepoint.search(words('vpn'), source, io) };
  };

  it('takes only what lies on its own host and holds knowledge', async () => {
    const paths = [
      'https://acme-my.sharepoint.com/personal/a/Documents/A.docx',
      'https://evil.example/sites/IT/SitePages/A.aspx',
      'javascript:alert(1)',
      'not an address',
      `${HOME}/sites/IT/SiteAssets/logo.png`,
      `${HOME}/sites/IT/Shared Documents/Forms/AllItems.aspx`,
      `${HOME}/sites/IT/SitePages/Good one.aspx`,
      `${HOME}/sites/it/sitepages/good%20one.aspx`,
      `${HOME}/sites/IT/Lists/FAQ/9_.000`,
    ];
    const { hits } = searchOver(() =>
      results([
        ...paths.map((Path) => row({ Title: 'T', Path, LastModifiedTime: null })),
        row({ Path: null }),
      ]),
    );
    expect((await hits).map(({ id, ref: { idType } }) => [idType, id])).toEqual([
      ['path', '/sites/it/sitepages/good one.aspx'],
      ['list-item', '/sites/it/lists/faq/dispform.aspx?id=9'],
    ]);
  });

  it.each([
    [['/sites/IT'], `(path:"${HOME}/sites/IT")`, ['/sites/it/sitepages/a.aspx']],
    [
      ['/sites/IT', 'HR'],
      `(path:"${HOME}/sites/IT" OR path:"${HOME}/sites/HR")`,
      ['/sites/it/sitepages/a.aspx', '/sites/hr/sitepages/a.aspx'],
    ],
    [['/'], 'NOT (path:', ['/sitepages/a.aspx']],
  ])(
    'in %j asks for no more, and takes no more where the answer holds more',
    async (scopes, condition, ids) => {
      const places = ['/sites/IT', '/sites/IT-archive', '/sites/HR', ''];
      const io = createTestIo(HOME, () =>
        json(results(places.map((place) => row({ Title: 'T', Path: `${HOME}${place}/SitePages/A.aspx` })))),
      );
      const hits = await sharepoint.search(words('vpn'), { ...source, scopes }, io);
      expect(hits.map(({ id }) => id)).toEqual(ids);
      expect(io.asked[0]?.searchParams.get('querytext')).toContain(`) AND ${condition}`);
    },
  );

  it('turns one page at most, of ten thousand results too', async () => {
    const { hits, io } = searchOver((url) => {
      const start = Number(url.searchParams.get('startrow'));
      const rows = Array.from({ length: Number(url.searchParams.get('rowlimit')) }, (_, at) =>
        row({
          Title: `P${start + at}`,
          Path: `${HOME}/sites/IT/Pictures/${start + at}.${at % 5 === 0 ? 'docx' : 'png'}`,
        }),
      );
      return results(rows, 10_000);
    });
    expect(await hits).toHaveLength(8);
    expect(io.asked.map((url) => url.searchParams.get('startrow'))).toEqual(['0', '20']);
  });

  it('reads the verbose form as well', async () => {
    share.settings.alwaysVerbose = true;
    expect(await idsOf(words('conference', 'phone'))).toContain(
      '/sites/it/wiki pages/reset a conference phone.aspx',
    );
    expect((await fetched(ref(PORTAL, 'path'))).author).toBe('Priya Nair');
  });

  it.each([
    [results([])],
    [{ PrimaryQueryResult: null }],
    [{ PrimaryQueryResult: { RelevantResults: null } }],
  ])('finds nothing in %j', async (answer) => {
    expect(await searchOver(() => answer).hits).toEqual([]);
  });

  it.each([[{}], [[]], ['x'], [{ PrimaryQueryResult: { RelevantResults: { Table: { Rows: 7 } } } }]])(
    'does not take %j for an answer',
    async (answer) => {
      expect(await failureOf(searchOver(() => answer).hits)).toMatchObject({ kind: 'bad-answer' });
    },
  );
});

describe('the sites to choose from', () => {
  it('are those of the tenant by their names, or those below one', async () => {
    const choices = await sharepoint.listScopes?.(source, ioOf('dana.reyes'));
    expect(choices).toEqual([
      { key: '/', name: 'Acme Intranet' },
      { key: '/sites/HR', name: 'Human Resources' },
      { key: '/sites/IT', name: 'IT Services' },
      { key: '/sites/IT/network', name: 'Network team' },
    ]);
    const below = await sharepoint.listScopes?.(
      sourceOf('sharepoint', `${HOME}/sites/IT`),
      ioOf('dana.reyes'),
    );
    expect(below?.map(({ key }) => key)).toEqual(['/sites/IT', '/sites/IT/network']);
  });
});

describe('one document', () => {
  it('is a modern page with its parts', async () => {
    const page = await fetched(ref(PORTAL, 'path'));
    expect(page).toMatchObject({
      id: PORTAL.toLowerCase(),
      title: 'Install software from Company Portal',
      url: HOME + PORTAL,
      author: 'Priya Nair',
      created: '2025-03-11T09:10:00.000Z',
      updated: '2026-09-14T08:25:00.000Z',
      version: '2026-09-14T08:25:00.000Z',
      space: 'IT',
      language: null,
      state: 'current',
      labels: [],
      restricted: false,
    });
    expect(page.blocks.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['heading', 'list', 'table', 'code']),
    );
    expect(blocksToText(page.blocks)).toContain('Error 0x87D1041C means that the program is installed');
  });

  it.each([
    ['/sites/IT/Wiki Pages/Reset a conference phone.aspx', 'Hold Home and Volume down together', 1],
    ['/sites/IT/Pages/Mobile-phones.aspx', 'The screen lock has at least six digits', 1],
    ['/sites/IT/SitePages/Archive/Request-software-by-mail.aspx', 'software@acme.example', 1],
  ])('is %s from the column of its library', async (path, text, requests) => {
    const io = ioOf('dana.reyes');
    expect(blocksToText((await fetched(ref(path, 'path'), io)).blocks)).toContain(text);
    expect(io.asked).toHaveLength(requests);
    expect(io.headers[0]?.get('accept')).toBe('application/json;odata=nometadata');
  });

  it('is found in a library that has other columns than its name promises', async () => {
    const columns: string[] = [];
    const io = createTestIo(HOME, (request) => {
      const asked = /CanvasContent1|WikiField|PublishingPageContent/.exec(request.url)?.[0] ?? 'none';
      columns.push(asked);
      return asked === 'PublishingPageContent'
        ? json({
            Title: 'Odd',
            FileRef: '/SitePages/Odd.aspx',
            PublishingPageContent: '<p>Here.</p>',
            Modified: '2026-01-05T09:02:11Z',
          })
        : json({ 'odata.error': {} }, { status: 400 });
    });
    expect((await fetched(ref('/SitePages/Odd.aspx', 'path'), io)).blocks).toEqual([
      { kind: 'paragraph', text: 'Here.' },
    ]);
    expect(columns).toEqual(['CanvasContent1', 'WikiField', 'PublishingPageContent']);
  });

  it('is marked as what it is', async () => {
    expect(
      await fetched(ref('/sites/IT/SitePages/Teams-phones-replace-desk-phones.aspx', 'path')),
    ).toMatchObject({ labels: ['news'] });
    expect(
      await fetched(ref('/sites/IT/SitePages/Archive/Request-software-by-mail.aspx', 'path')),
    ).toMatchObject({ state: 'outdated' });
    expect(
      await fetched(ref('/sites/IT/SitePages/de/Install-software-from-Company-Portal.aspx', 'path')),
    ).toMatchObject({ language: 'de' });
    const hidden = ref('/sites/HR/SitePages/Salary-review-calibration.aspx', 'path');
    expect(await fetched(hidden, ioOf('hana.weiss'))).toMatchObject({ restricted: true, space: 'HR' });
    share.edit(PORTAL, { body: 'Not ready.', publish: false });
    expect(await fetched(ref(PORTAL, 'path'))).toMatchObject({
      state: 'draft',
      version: '2026-11-22T12:00:00.000Z',
    });
  });

  it.each([
    ['[Outdated] Reset tokens', 'outdated'],
    ['OUTDATED: Reset tokens', 'outdated'],
    ['Reset tokens (superseded)', 'outdated'],
    ['Draft – Reset tokens', 'draft'],
    ['Archive storage: how to order it', 'current'],
  ])('with the title %j is %s', async (title, state) => {
    share.edit(PORTAL, { title });
    expect(await fetched(ref(PORTAL, 'path'))).toMatchObject({ title, state });
  });

  it('is a file of which only an excerpt is shown, for the words that found it', async () => {
    const [hit] = await sharepoint.search(words('onedrive', '0x8004de40'), source, ioOf('dana.reyes'));
    if (!hit) throw new Error('the guide was not found');
    expect(hit).toMatchObject({
      id: GUIDE.toLowerCase(),
      document: null,
      ref: { id: GUIDE, within: 'onedrive|0x8004de40' },
    });
    const file = await fetched(hit.ref);
    expect(file).toMatchObject({
      id: hit.id,
      ref: hit.ref,
      version: hit.version,
      title: 'OneDrive migration guide',
      author: 'Tom Ashworth',
    });
    expect(file.url).toBe(
      `${HOME}/sites/IT/Shared%20Documents/Guides/OneDrive%20migration%20guide.pdf?web=1`,
    );
    expect(file.blocks).toContainEqual({
      kind: 'note',
      label: 'excerpt',
      text: 'If the OneDrive icon shows a red cross with error 0x8004de40, the laptop cannot reach the sign-in service.',
    });
    expect(file.blocks.at(-1)).toEqual({
      kind: 'table',
      header: false,
      rows: [
        ['File', 'OneDrive migration guide.pdf'],
        ['Type', 'PDF'],
        ['Site', 'IT'],
        ['Author', 'Tom Ashworth'],
      ],
    });
    expect(await fetched(hit.ref)).toEqual(file);
    const [other] = await sharepoint.search(words('onedrive', 'shortcuts'), source, ioOf('dana.reyes'));
    expect(other?.version).not.toBe(hit.version);
  });

  it('is the same file by path, id and sharing link', async () => {
    const byPath = await fetched(ref(GUIDE, 'path'));
    expect(
      byPath.blocks.some((block) => block.kind === 'note' && block.text.startsWith('This guide describes')),
    ).toBe(true);
    expect(await fetched(ref(share.guidOf(GUIDE), 'file-guid', '/sites/IT'))).toEqual(byPath);
    expect(await fetched(ref(share.sharingLink(GUIDE), 'share'))).toEqual(byPath);
  });

  it('is found in a subsite, whose path does not tell', async () => {
    const io = ioOf('dana.reyes');
    const file = await fetched(ref(CHECKLIST, 'path'), io);
    expect(file).toMatchObject({ title: 'Office move network checklist', restricted: true });
    expect(io.asked.map(({ pathname }) => pathname.split('/_api/')[0])).toEqual([
      '/sites/IT',
      '/sites/IT',
      '/sites/IT/network',
      '',
    ]);
    expect(await fetched(ref(share.sharingLink(CHECKLIST), 'share'))).toEqual(file);
  });

  it('is an item of a list, its columns under their names', async () => {
    const item = await fetched(ref('7', 'list-item', '/sites/it/lists/faq'));
    expect(item).toMatchObject({
      id: '/sites/it/lists/faq/dispform.aspx?id=7',
      ref: { within: '/sites/IT/Lists/FAQ' },
      url: `${HOME}/sites/IT/Lists/FAQ/DispForm.aspx?ID=7`,
      title: 'Why does the room display show "No signal"?',
    });
    expect(item.blocks).toEqual([
      { kind: 'heading', level: 2, text: 'Answer' },
      { kind: 'paragraph', text: expect.stringContaining('Press the power button') },
      { kind: 'paragraph', text: expect.stringContaining('HDMI 2') },
      { kind: 'paragraph', text: 'Topic: Phones and rooms' },
    ]);
  });

  it('of a library is its file, where the form of its item is open', async () => {
    const io = createTestIo(
      HOME,
      (request) =>
        request.url.includes('/items(12)') ? json({ FileRef: GUIDE, Title: null }) : share.handle(request),
      {
        cookie: cookieHeader(share.signIn('dana.reyes')),
      },
    );
    expect((await fetched(ref('12', 'list-item', '/sites/IT/Shared Documents'), io)).id).toBe(
      GUIDE.toLowerCase(),
    );
  });

  it('that was deleted or moved is gone, although the search still knows it', async () => {
    now += 3_600_000;
    share.edit(PORTAL, { path: '/sites/IT/SitePages/Software.aspx' });
    share.remove('/sites/IT/SitePages/Teams-phones-replace-desk-phones.aspx');
    const hits = await sharepoint.search(words('software', 'desk', 'phones'), source, ioOf('dana.reyes'));
    for (const name of ['company-portal', 'teams-phones']) {
      const hit = hits.find(({ id }) => id.includes(name) && !id.includes('/de/'));
      expect(hit, name).toBeDefined();
      expect(await failureOf(fetched(hit?.ref ?? ref('', 'path')))).toMatchObject({ kind: 'not-found' });
    }
  });

  it('of a site that was renamed is gone, and nobody is asked to sign in', async () => {
    const io = createTestIo(
      HOME,
      (request) =>
        request.url.includes('/sites/Old/')
          ? new Response(null, { status: 308, headers: { location: '/sites/New' } })
          : share.handle(request),
      { cookie: cookieHeader(share.signIn('dana.reyes')) },
    );
    expect(await failureOf(fetched(ref('/sites/Old/SitePages/A.aspx', 'path'), io))).toMatchObject({
      kind: 'not-found',
    });
  });

  it.each([
    [
      'path',
      [
        '',
        'x',
        '//evil.example/a.aspx',
        '/sites/IT/../HR/a.aspx',
        '/a\\b.aspx',
        '/sites/IT/SitePages/\uD800.aspx',
      ],
      null,
    ],
    ['file-guid', ["'", "x') or ('", '99999999'], '/sites/IT'],
    ['file-guid', ['8f3c1d52-6b0e-4c7a-9d21-5a40be917c33'], '../..'],
    ['list-item', ['0', '7)/x', '7 or 1'], '/sites/IT/Lists/FAQ'],
    ['list-item', ['7'], 'https://evil.example'],
    ['share', ['u!x', '../x'], null],
    ['else', ['x'], null],
  ])('is asked by no bad %s %j', async (idType, ids, within) => {
    for (const id of ids) {
      const io = ioOf('dana.reyes');
      expect(await failureOf(fetched(ref(id, idType, within), io)), id).toMatchObject({ kind: 'not-found' });
      expect(io.asked).toEqual([]);
    }
  });

  it('may have any sign in its path that a library allows', async () => {
    const io = createTestIo(HOME, () => json({}, { status: 404 }));
    const path = "/sites/IT/SitePages/100% C# & O'Brien's + plan.aspx";
    await failureOf(fetched(ref(path, 'path'), io));
    const [, literal = ''] = /decodedurl='(.*)'\)/.exec(io.asked[0]?.pathname ?? '') ?? [];
    expect(decodeURIComponent(literal).replaceAll("''", "'")).toBe(path);
  });
});

describe('when SharePoint is busy', () => {
  it.each([
    [429, { 'retry-after': '120' }, 'rate-limited', 120_000],
    [503, { 'retry-after': '30' }, 'rate-limited', 30_000],
    [503, {}, 'server', undefined],
  ])('%i with %j is %s', async (status, headers, kind, retryAfterMs) => {
    const io = createTestIo(
      HOME,
      () => new Response('<html><body>Something’s not right</body></html>', { status, headers }),
    );
    expect(await failureOf(sharepoint.search(words('vpn'), source, io))).toMatchObject({
      kind,
      retryAfterMs,
    });
    expect(await failureOf(fetched(ref(PORTAL, 'path'), io))).toMatchObject({ kind, retryAfterMs });
  });
});

import { Window } from 'happy-dom';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadCompany } from '../fakes/company';
import { cookieHeader } from '../fakes/sessions';
import { createSharepointFake, type SharepointFake } from '../fakes/sharepoint';
import { holdsText, parseKql } from '../fakes/sharepoint/kql';

const company = loadCompany();
const HOME = 'https://acme.sharepoint.com';
const PORTAL = '/sites/IT/SitePages/Install-software-from-Company-Portal.aspx';
const REVIEW = '/sites/HR/SitePages/Salary-review-calibration.aspx';
const plain = { accept: 'application/json;odata=nometadata' };
let now = Date.parse('2026-11-22T12:00:00Z');
let share: SharepointFake;

beforeEach(() => {
  now = Date.parse('2026-11-22T12:00:00Z');
  share = createSharepointFake(company, { now: () => now });
});

function ask(path: string, as: string | null = null, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (as !== null) headers.set('cookie', cookieHeader(share.signIn(as)));
  return share.handle(new Request(HOME + path, { ...init, headers }));
}

async function api(
  path: string,
  as = 'dana.reyes',
): Promise<{ status: number; data: Record<string, unknown> }> {
  const response = await ask(path, as, { headers: plain });
  expect(response.headers.get('content-type')).toMatch(/^application\/json;odata=nometadata/);
  return { status: response.status, data: z.record(z.string(), z.unknown()).parse(await response.json()) };
}

const answerSchema = z.object({
  PrimaryQueryResult: z.object({
    RelevantResults: z.object({
      TotalRows: z.number(),
      Table: z.object({
        Rows: z.array(
          z.object({
            Cells: z.array(
              z.object({ Key: z.string(), Value: z.string().nullable(), ValueType: z.string() }),
            ),
          }),
        ),
      }),
    }),
  }),
});
async function found(kql: string, as = 'dana.reyes', more = '') {
  const text = encodeURIComponent(`'${kql.replaceAll("'", "''")}'`);
  const columns = "'Title,Path,HitHighlightedSummary,LastModifiedTime'";
  const { data } = await api(
    `/_api/search/query?querytext=${text}&rowlimit=50&selectproperties=${columns}${more}`,
    as,
  );
  const { RelevantResults } = answerSchema.parse(data).PrimaryQueryResult;
  return RelevantResults.Table.Rows.map(
    ({ Cells }) =>
      Object.fromEntries(Cells.map(({ Key, Value }) => [Key, Value])) as Record<string, string | null>,
  );
}
const titles = async (kql: string, as?: string) => (await found(kql, as)).map(({ Title }) => Title);
const itemUrl = (path: string, web = '/sites/IT') =>
  `${web}/_api/web/GetFileByServerRelativePath(decodedurl='${encodeURI(path)}')/ListItemAllFields`;

async function page(path: string, as: string | null = 'dana.reyes') {
  const response = await ask(path, as);
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } });
  return {
    status: response.status,
    document: new window.DOMParser().parseFromString(await response.text(), 'text/html'),
  };
}

describe('the query language', () => {
  const item = (title: string, text: string, path = `${HOME}/sites/IT/SitePages/A.aspx`) => ({
    title,
    text,
    properties: { path, author: 'Priya Nair', filetype: 'aspx', lastmodifiedtime: '2026-05-01T00:00:00Z' },
  });
  const portal = item('Company Portal', 'Install programs. Error 0x87D1041C: restarting helps.');

  test.each([
    ['portal', true],
    ['portal program', true],
    ['portal nonsense', false],
    ['portal OR nonsense', true],
    ['portal or nonsense', false],
    ['nonsense OR (portal AND install)', true],
    ['portal NOT install', false],
    ['portal -nonsense', true],
    ['+portal -install', false],
    ['"install programs"', true],
    ['"programs install"', false],
    ['inst*', true],
    ['"0x87D1041C"', true],
    ['restart', true],
    ['"restart"', false],
    ['title:portal', true],
    ['title:install', false],
    ['author:"Priya Nair"', true],
    ['filetype:docx', false],
    ['filetype:docx filetype:aspx', true],
    [`path:"${HOME}/sites/IT"`, true],
    [`path:"${HOME}/sites/I"`, false],
    [`path:"${HOME}/sites/HR"`, false],
    [`portal OR path:"${HOME}/sites/HR"`, true],
    [`NOT path:"${HOME}/sites/HR"`, true],
    ['LastModifiedTime>=2026-01-01', true],
    ['LastModifiedTime<2026-01-01', false],
    ['portal NEAR(n=5) install', true],
  ])('%s', (kql, expected) => {
    expect(parseKql(kql).matches(portal)).toBe(expected);
  });

  test.each(['(portal', 'portal)', '()', 'AND', 'OR portal', 'NOT'])('%s is refused', (kql) => {
    expect(() => parseKql(kql)).toThrow();
  });

  test('a phrase is exact where a word is not', () => {
    expect(holdsText('restarting the phones', { text: 'phone' })).toBe(true);
    expect(holdsText('restarting the phones', { text: 'phone', isPhrase: true })).toBe(false);
  });
});

describe('search', () => {
  test('shows a row’s cells as text, its matches marked', async () => {
    const [row] = await found('registration phone');
    expect(row).toMatchObject({
      Title: 'Reset a conference phone',
      Path: `${HOME}/sites/IT/Wiki Pages/Reset a conference phone.aspx`,
      LastModifiedTime: '2025-10-02T14:15:00.0000000Z',
    });
    expect(row?.HitHighlightedSummary).toMatch(/<c0>registration<\/c0>.*<ddd\/>$/);
  });

  test('holds only what its user may read', async () => {
    expect(await titles('calibration', 'hana.weiss')).toEqual(['Salary review – calibration rounds']);
    expect(await titles('calibration', 'dana.reyes')).toEqual([]);
    expect(await titles('checklist', 'dana.reyes')).toEqual(['Office move network checklist']);
    expect(await titles('checklist', 'sam.okafor')).toEqual([]);
  });

  test('what breaks out of its quotes finds more: an escape that fails shows', async () => {
    const safe = `("phone") AND path:"${HOME}/sites/HR"`;
    expect(await titles(safe)).toEqual([]);
    expect(await titles(safe.replace('phone', 'phone") OR ("x'))).not.toEqual([]);
  });

  test('learns of changes and deletions late', async () => {
    now += 3_600_000;
    share.edit(PORTAL, { title: 'Programs for everybody' });
    share.remove('/sites/HR/SitePages/Book-business-travel.aspx');
    expect(await titles('title:programs')).toEqual([]);
    expect(await titles('title:travel')).toHaveLength(1);
    now += share.settings.indexLag;
    expect(await titles('title:programs')).toEqual(['Programs for everybody']);
    expect(await titles('title:travel')).toEqual([]);
    share.edit(PORTAL, { title: 'A draft of it', publish: false });
    now += share.settings.indexLag;
    expect(await titles('title:draft')).toEqual([]);
  });

  test('pages by its start row', async () => {
    const all = await found('contentclass:STS_ListItem_WebPageLibrary');
    expect(all.length).toBeGreaterThan(4);
    expect(await found('contentclass:STS_ListItem_WebPageLibrary', 'dana.reyes', '&startrow=2')).toEqual(
      all.slice(2),
    );
  });

  test.each(["'phone", 'phone', "'a'b'", "''"])('refuses the text %s', async (text) => {
    expect((await api(`/_api/search/query?querytext=${encodeURIComponent(text)}`)).status).toBe(400);
  });
});

describe('items', () => {
  test('give the columns that were named, and people only when expanded', async () => {
    const { data } = await api(
      `${itemUrl(PORTAL)}?$select=Title,Editor/Title,OData__UIVersionString&$expand=Editor`,
    );
    expect(data).toEqual({
      Title: 'Install software from Company Portal',
      Editor: { Title: 'Priya Nair' },
      OData__UIVersionString: '6.0',
    });
    expect((await api(`${itemUrl(PORTAL)}?$select=Editor/Title`)).status).toBe(400);
    expect((await api(`${itemUrl(PORTAL)}?$select=PublishingPageContent`)).status).toBe(400);
    expect(
      (await api(`${itemUrl('/sites/IT/Pages/Mobile-phones.aspx')}?$select=CanvasContent1`)).status,
    ).toBe(400);
  });

  test('have a canvas of parts whose attributes are full of entities', async () => {
    const { data } = await api(`${itemUrl(PORTAL)}?$select=CanvasContent1`);
    expect(data.CanvasContent1).toMatch(
      /^<div><div data-sp-canvascontrol="" data-sp-canvasdataversion="1.0" data-sp-controldata="&#123;/,
    );
    expect(data.CanvasContent1).toContain('data-sp-webpartdata=');
    expect(data.CanvasContent1).toContain('<div data-sp-rte="">');
  });

  test('are found by path in any case, in their own site only', async () => {
    expect((await api(itemUrl(PORTAL.toUpperCase()))).status).toBe(200);
    expect((await api(itemUrl(PORTAL, '/sites/HR'))).status).toBe(400);
    expect((await api(itemUrl('/sites/IT/SitePages/None.aspx'))).status).toBe(404);
    const inSubsite = '/sites/IT/network/Shared Documents/Office move network checklist.docx';
    expect((await api(itemUrl(inSubsite))).status).toBe(404);
    expect((await api(itemUrl(inSubsite, '/sites/IT/network'))).status).toBe(200);
    expect((await api(itemUrl(PORTAL, '/sites/Nope'))).status).toBe(404);
  });

  test('are refused to whom they do not concern', async () => {
    expect(await api(itemUrl(REVIEW, '/sites/HR'))).toMatchObject({
      status: 403,
      data: { 'odata.error': { message: { value: expect.stringMatching(/^Access denied/) } } },
    });
    expect((await api(itemUrl(REVIEW, '/sites/HR'), 'hana.weiss')).status).toBe(200);
  });

  test('come as XML unless JSON is asked for, and wrapped where it is verbose', async () => {
    expect((await ask(itemUrl(PORTAL), 'dana.reyes')).headers.get('content-type')).toMatch(/xml/);
    const verbose = await ask(`${itemUrl(PORTAL)}?$select=Title`, 'dana.reyes', {
      headers: { accept: 'application/json;odata=verbose' },
    });
    expect(await verbose.json()).toMatchObject({ d: { Title: 'Install software from Company Portal' } });
  });

  test('change nothing', async () => {
    expect((await ask('/_api/web', 'dana.reyes', { method: 'POST', headers: plain })).status).toBe(403);
  });
});

describe('a signed-out browser', () => {
  test('is led from a page to the sign-in host', async () => {
    const first = await ask(PORTAL);
    const check = first.headers.get('location') ?? '';
    expect([first.status, new URL(check).pathname]).toEqual([302, '/_layouts/15/Authenticate.aspx']);
    const second = await ask(check.slice(HOME.length));
    expect(new URL(second.headers.get('location') ?? '').host).toBe('login.microsoftonline.test');
  });

  test('is refused by REST in one of three ways', async () => {
    for (const status of [401, 403, 302] as const) {
      share.settings.loggedOut = status;
      expect((await ask('/_api/web/currentuser', null, { headers: plain })).status).toBe(status);
    }
  });

  test('signs in by the form that stands in for that host', async () => {
    const person = company.person('dana.reyes');
    const body = (passwd: string) => new URLSearchParams({ login: person.email, passwd, Source: PORTAL });
    const post = (passwd: string) =>
      ask('/_forms/default.aspx', null, { method: 'POST', body: body(passwd) });
    const response = await post(person.password);
    expect(response.headers.get('location')).toBe(HOME + PORTAL);
    const cookie = response.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    expect((await ask(PORTAL, null, { headers: { cookie } })).status).toBe(200);
    expect((await post('wrong')).status).toBe(403);
  });
});

describe('pages', () => {
  test('of today are a shell with facts, drawn by a script', async () => {
    const { document } = await page(PORTAL);
    const scripts = [...document.querySelectorAll('script:not([src])')].map(({ textContent }) => textContent);
    expect(scripts.join()).toContain(`"serverRequestPath":"${PORTAL}"`);
    expect(scripts.join()).toContain('"userLoginName":"dana.reyes@acme.example"');
    expect(document.querySelector('#spPageCanvasContent')).toBeNull();
    expect((await ask('/s/page.js')).status).toBe(200);
  });

  test.each([
    ['/sites/IT/Wiki%20Pages/Reset%20a%20conference%20phone.aspx', '.ms-wikicontent.ms-rtestate-field'],
    ['/sites/IT/Pages/Mobile-phones.aspx', '[id^="ctl00_PlaceHolderMain_"]'],
    ['/sites/IT/Lists/FAQ/DispForm.aspx?ID=7', 'table.ms-formtable'],
  ])('%s is drawn by the server', async (path, selector) => {
    const { document } = await page(path);
    expect(document.querySelector(`#DeltaPlaceHolderMain ${selector}`)?.textContent.trim()).not.toBe('');
    expect(document.querySelector('#DeltaPlaceHolderPageTitleInTitleArea')).not.toBeNull();
  });

  test('that are closed lead to the page that says so', async () => {
    const response = await ask(REVIEW, 'dana.reyes');
    expect(response.headers.get('location')).toMatch(
      /\/sites\/HR\/_layouts\/15\/AccessDenied\.aspx\?Source=/,
    );
    const { status, document } = await page('/sites/HR/_layouts/15/AccessDenied.aspx');
    expect([status, document.querySelector('#ms-error-body') !== null]).toEqual([200, true]);
  });

  test('that are gone are 404, and revoked ones too', async () => {
    expect((await page('/sites/IT/SitePages/None.aspx')).status).toBe(404);
    share.modes.revoked.set(PORTAL, 'not-found');
    expect((await page(PORTAL)).status).toBe(404);
  });

  test('of files are a viewer, a picture of it by another host', async () => {
    const path = '/sites/IT/network/Shared Documents/Office move network checklist.docx';
    const first = await ask(encodeURI(path), 'dana.reyes');
    const { document } = await page((first.headers.get('location') ?? '').slice(HOME.length));
    expect(document.querySelector('#WebApplicationFrame')).not.toBeNull();
    const link = await ask(share.sharingLink(path), 'dana.reyes');
    expect(link.headers.get('location')).toBe(first.headers.get('location'));
  });
});

test('every fact says how well it is known', () => {
  expect(share.facts.length).toBeGreaterThan(10);
  expect(share.facts.every(({ fact, reference }) => fact !== '' && reference !== '')).toBe(true);
});

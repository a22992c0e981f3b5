import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { site } from './sharepoint';

const HOME = 'https://acme.sharepoint.com';
const PAGE = `${HOME}/sites/IT/SitePages/VPN-error-809.aspx`;
const WIKI = `${HOME}/sites/IT/Wiki%20Pages/How.aspx`;
const GUID = '8f3c1d52-6b0e-4c7a-9d21-5a40be917c33';

async function read(file: string, url: string, options?: PageOptions & { late?: (page: Document) => void }) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, []);
  if (!match) throw new Error(`not a SharePoint address: ${url}`);
  if (options?.late) setTimeout(options.late, 60, page.document);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('a modern page', () => {
  it('is read with its structure, without buttons and comments', async () => {
    expect(await read('sharepoint/modern.html', PAGE)).toMatchObject({
      match: {
        basePath: '',
        ref: { kind: 'article', id: '/sites/IT/SitePages/VPN-error-809.aspx', idType: 'path', within: null },
      },
      title: 'VPN error 809',
      language: 'en-us',
      pageUser: 'dana.reyes@acme.example',
      ticket: null,
      blocks: [
        { kind: 'paragraph', text: 'The tunnel needs UDP 500 and UDP 4500.' },
        { kind: 'heading', level: 2, text: 'Fix' },
        {
          kind: 'list',
          ordered: true,
          items: [
            { text: 'Leave the guest network.', depth: 0 },
            { text: 'Connect again.', depth: 0 },
          ],
        },
      ],
    });
  });

  it('is named as its library spells it, whatever the address', async () => {
    const reading = await read('sharepoint/modern.html', `${HOME}/SITES/it/sitepages/vpn-error-809.ASPX?e=1`);
    expect(reading?.match.ref?.id).toBe('/sites/IT/SitePages/VPN-error-809.aspx');
  });

  it('that was opened in place of another one of its site is the one in the address', async () => {
    const reading = await read('sharepoint/modern.html', `${HOME}/sites/IT/SitePages/Printers.aspx`);
    expect(reading?.match.ref?.id).toBe('/sites/IT/SitePages/Printers.aspx');
  });

  it('is read once it has drawn itself', async () => {
    const canvas = /<div id="spPageCanvasContent"[\s\S]*?<\/ol>/;
    const reading = await read('sharepoint/modern.html', PAGE, {
      edit: (html) => html.replace(canvas, '<div id="spPageCanvasContent"><div>'),
      late: (document) => {
        const text = document.createElement('p');
        text.textContent = 'Here at last.';
        document.querySelector('#spPageCanvasContent')?.append(text);
      },
    });
    expect(reading?.blocks).toContainEqual({ kind: 'paragraph', text: 'Here at last.' });
  });
});

describe('a classic page', () => {
  it('is read from its rich text, each once', async () => {
    expect(await read('sharepoint/wiki.html', WIKI)).toMatchObject({
      match: { ref: { id: '/sites/IT/Wiki Pages/How.aspx', idType: 'path' } },
      title: 'How to reset the router',
      pageUser: 'dana.reyes@acme.example',
      blocks: [{ kind: 'paragraph', text: 'Hold the button for ten seconds.' }],
    });
  });

  it('of publishing has its text in a field of its own', async () => {
    const edit = swap(
      'class="ms-rtestate-field ms-wikicontent"',
      'id="ctl00_PlaceHolderMain_X__ControlWrapper_RichHtmlField"',
    );
    const reading = await read('sharepoint/wiki.html', WIKI, { edit });
    expect(reading?.blocks).toEqual([{ kind: 'paragraph', text: 'Hold the button for ten seconds.' }]);
  });

  it('is a list item where its form is open', async () => {
    expect(
      await read('sharepoint/list-item.html', `${HOME}/sites/IT/Lists/FAQ/DispForm.aspx?ID=7`),
    ).toMatchObject({
      match: { ref: { id: '7', idType: 'list-item', within: '/sites/IT/Lists/FAQ' } },
      blocks: [{ kind: 'table' }],
    });
  });
});

describe('a file', () => {
  it.each([
    [
      `${HOME}/:w:/r/sites/IT/_layouts/15/Doc.aspx?sourcedoc=%7B${GUID}%7D&file=Guide.docx`,
      'file-guid',
      GUID,
    ],
    [`${HOME}/:w:/s/IT/EaBcD1234567890`, 'share', '/:w:/s/IT/EaBcD1234567890'],
  ])('%s is known by its name alone', async (url, idType, id) => {
    expect(await read('sharepoint/office.html', url)).toMatchObject({
      match: { ref: { idType, id } },
      title: 'Guide.docx',
      blocks: [],
    });
  });

  it('in the browser’s own PDF view has at least its name', async () => {
    const html = '<html><body><embed type="application/pdf" src="about:blank"></body></html>';
    const reading = await read(html, `${HOME}/sites/IT/Shared%20Documents/Guide.pdf`);
    expect(reading).toMatchObject({ title: 'Guide.pdf', blocks: [] });
  });
});

describe('nothing is read', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['where access is denied under the page’s address', 'sharepoint/access-denied.html', PAGE],
    ['where a sign-in is asked for', '<div id="spPageCanvasContent">x</div><input type="password">', PAGE],
    [
      'on a classic page of another address',
      'sharepoint/wiki.html',
      `${HOME}/sites/IT/Wiki%20Pages/Other.aspx`,
    ],
    [
      'on a classic page without facts',
      'sharepoint/wiki.html',
      WIKI,
      { edit: (html) => html.replace('_spPageContextInfo', 'x') },
    ],
    [
      'on a modern page of another site',
      'sharepoint/modern.html',
      `${HOME}/sites/HR/SitePages/VPN-error-809.aspx`,
    ],
    [
      'on a list item’s form of another list',
      'sharepoint/list-item.html',
      `${HOME}/sites/IT/Lists/Other/DispForm.aspx?ID=7`,
    ],
    ['from a frame', 'sharepoint/modern.html', PAGE, { isTop: false }],
    ['from a library', 'sharepoint/modern.html', `${HOME}/sites/IT/Shared%20Documents/Forms/AllItems.aspx`],
  ])('%s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });

  it.each([
    ['while nothing is drawn', '<html><body></body></html>', PAGE],
    [
      'from the pages of a viewer that shows no file',
      'sharepoint/access-denied.html',
      `${HOME}/sites/IT/_layouts/15/Doc.aspx?sourcedoc=${GUID}`,
    ],
  ])('%s', async (_, file, url) => {
    expect(await read(file, url)).toBeNull();
  });
});

describe('the instance', () => {
  const hosts = ['', '/sites/IT', '/sites/Care'].map((basePath) => ({
    site: 'sharepoint',
    origin: HOME,
    basePath,
  }));

  it.each([
    [PAGE, '/sites/IT'],
    [PAGE.replace('/sites/IT', '/SITES/it'), '/sites/IT'],
    [`${HOME}/:w:/r/sites/Care/Shared%20Documents/Intake.docx`, '/sites/Care'],
    [`${HOME}/sites/ITX/SitePages/A.aspx`, ''],
  ])('of %s is the site that was named, else the tenant', (url, basePath) => {
    expect(site.match(new URL(url), hosts)).toMatchObject({ origin: HOME, basePath });
    expect(site.match(new URL(url), [])).toMatchObject({ basePath: '' });
  });
});

import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { exampleHosts, site } from './confluence-dc';

const HOME = 'https://confluence.acme.test';
const PAGE = `${HOME}/pages/viewpage.action?pageId=65537`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a Confluence address: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('a page', () => {
  it('is read with its structure, without the tree, the contents list and the comments', async () => {
    expect(await read('confluence-dc/page.html', PAGE)).toMatchObject({
      match: { ref: { kind: 'article', id: '65537', idType: 'page-id', within: null } },
      title: 'VPN error 809',
      language: 'en-GB',
      pageUser: 'ade',
      ticket: null,
      blocks: [
        { kind: 'heading', level: 2, text: 'Cause' },
        { kind: 'paragraph', text: 'The firewall blocks UDP 500 and UDP 4500.' },
        { kind: 'note', label: 'warning', text: 'Before you start Ask security first.' },
        { kind: 'heading', level: 2, text: 'Fix' },
        {
          kind: 'list',
          ordered: true,
          items: [
            { text: 'Open the client', depth: 0 },
            { text: 'Choose IKEv2', depth: 0 },
            { text: 'not L2TP', depth: 1 },
          ],
        },
        {
          kind: 'table',
          header: true,
          rows: [
            ['Port', 'Use'],
            ['500', 'IKE'],
          ],
        },
        { kind: 'paragraph', text: 'test.ps1' },
        { kind: 'code', language: 'powershell', text: 'Test-NetConnection vpn.acme.test\n  -Port 443' },
        { kind: 'paragraph', text: 'Old clients' },
        { kind: 'paragraph', text: 'Update them.' },
      ],
    });
  });

  it.each([
    `${HOME}/display/HELP/VPN+error+809`,
    `${HOME}/display/help/vpn+ERROR+809`,
    `${HOME}/pages/viewpage.action?spaceKey=HELP&title=VPN%20error%20809`,
    `${HOME}/spaces/HELP/pages/65537/An+older+title`,
    `${HOME}/x/AQAB`,
  ])('under %s resolves to its page id', async (url) => {
    expect((await read('confluence-dc/page.html', url))?.match.ref).toEqual({
      kind: 'article',
      id: '65537',
      idType: 'page-id',
      within: null,
    });
  });

  it('is a blog post too', async () => {
    const edit = swap('content="page"', 'content="blogpost"');
    const url = `${HOME}/display/HELP/2026/06/01/VPN+error+809`;
    expect((await read('confluence-dc/page.html', url, { edit }))?.match.ref?.id).toBe('65537');
  });

  it('shown in an old version is still read', async () => {
    const edit = swap('"ajs-page-id" content="65537"', '"ajs-page-id" content="60001"');
    expect(await read('confluence-dc/page.html', PAGE, { edit })).not.toBeNull();
    const old = await read('confluence-dc/page.html', `${HOME}/pages/viewpage.action?pageId=60001`, { edit });
    expect(old?.match.ref?.id).toBe('60001');
  });

  it('without a title in its meta tags has one in its heading', async () => {
    const edit = swap('name="ajs-page-title"', 'name="x"');
    expect((await read('confluence-dc/page.html', PAGE, { edit }))?.title).toBe('VPN error 809');
  });

  it('read by nobody signed in says so', async () => {
    const edit = swap('"ajs-remote-user" content="ade"', '"ajs-remote-user" content=""');
    expect((await read('confluence-dc/page.html', PAGE, { edit }))?.pageUser).toBe('');
  });
});

describe('no page is read', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['from a login page', 'confluence-dc/login.html', PAGE],
    ['from a notification frame', 'confluence-dc/notification-frame.html', PAGE, { isTop: false }],
    ['from a pop-up without a page id', 'confluence-dc/notification-frame.html', PAGE],
    ['under the id of another page', 'confluence-dc/page.html', `${HOME}/pages/viewpage.action?pageId=999`],
    ['under another title', 'confluence-dc/page.html', `${HOME}/display/HELP/Printer`],
    ['under another space', 'confluence-dc/page.html', `${HOME}/display/HR/VPN+error+809`],
    [
      'when it is not Confluence',
      '<meta name="ajs-page-id" content="65537"><div id="main-content" class="wiki-content">copied</div>',
      PAGE,
    ],
    [
      'from an attachment’s page',
      'confluence-dc/page.html',
      PAGE,
      { edit: swap('content="page"', 'content="attachment"') },
    ],
    [
      'without a body',
      'confluence-dc/page.html',
      PAGE,
      { edit: swap('id="main-content" class="wiki-content"', 'id="rte"') },
    ],
    ['from its history', 'confluence-dc/page.html', `${HOME}/pages/viewpreviousversions.action?pageId=65537`],
  ])('%s', async (_, file, url, options) => {
    const edit = options?.edit;
    const withoutComments = (html: string) => html.replace('comment-content wiki-content', 'comment-content');
    expect(
      await read(file, url, { ...options, edit: (html) => withoutComments(edit ? edit(html) : html) }),
    ).toBeNull();
  });
});

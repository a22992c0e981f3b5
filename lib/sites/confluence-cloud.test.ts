import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { exampleHosts, site } from './confluence-cloud';

const HOME = 'https://acme.atlassian.net/wiki';
const PAGE = `${HOME}/spaces/HELP/pages/123456789/VPN+error+809`;

async function readPage(page: ReturnType<typeof pageFrom>) {
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a Confluence address: ${page.url.href}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

const read = (file: string, url: string, options?: PageOptions) => readPage(pageFrom(file, url, options));

/** Several changes of one saved page. */
const all =
  (...edits: ((html: string) => string)[]) =>
  (html: string) =>
    edits.reduce((changed, edit) => edit(changed), html);

const withoutEditLink = swap('href="/wiki/spaces/HELP/pages/edit-v2/123456789"', '');

describe('an address', () => {
  it.each([
    'https://acme.atlassian.net/browse/HELP-1',
    'https://acme.atlassian.net/wikis/spaces/HELP/pages/1',
    'https://acme.atlassian.net/spaces/HELP/pages/1',
    'https://acme.atlassian.net/',
    'https://acme.atlassian.net/jira/software/projects/WIKI/boards/1?next=/wiki/x/AQAB',
  ])('outside /wiki is not Confluence: %s', (url) => {
    const asIfNamed = [{ site: 'confluence-cloud', origin: 'https://acme.atlassian.net', basePath: '' }];
    expect(site.match(new URL(url), asIfNamed)).toBeNull();
  });

  it('inside it has /wiki for a base, which is what the source is called by', () => {
    expect(site.match(new URL(PAGE), [])).toMatchObject({
      origin: 'https://acme.atlassian.net',
      basePath: '/wiki',
    });
  });
});

describe('a page', () => {
  it('is read with its structure, without tree, table of contents and comments', async () => {
    expect(await read('confluence-cloud/page.html', PAGE)).toMatchObject({
      match: { ref: { kind: 'article', id: '123456789', idType: 'page-id', within: null } },
      title: 'VPN error 809',
      language: 'en-GB',
      pageUser: '712020:5d3f9a51-dana',
      ticket: null,
      blocks: [
        { kind: 'heading', level: 2, text: 'Cause' },
        { kind: 'paragraph', text: 'The firewall drops UDP 500 and UDP 4500.' },
        { kind: 'note', label: 'warning', text: 'Ask security before opening ports.' },
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
        { kind: 'paragraph', text: 'Old clients need the update first.' },
      ],
    });
  });

  it.each([
    `${HOME}/spaces/HELP/pages/123456789`,
    `${HOME}/spaces/HELP/pages/123456789/An+older+title?focusedCommentId=456#Fix`,
    `${HOME}/spaces/HELP/pages/123456789/VPN+error+809?pageVersion=4`,
    `${HOME}/x/Fc1bBw`,
    `${HOME}/pages/viewpage.action?pageId=123456789`,
    `${HOME}/display/HELP/VPN+error+809`,
  ])('under %s is the same page', async (url) => {
    expect((await read('confluence-cloud/page.html', url))?.match.ref).toEqual({
      kind: 'article',
      id: '123456789',
      idType: 'page-id',
      within: null,
    });
  });

  it('of the older editor is read by its older structure; nobody may be signed in', async () => {
    const url = `${HOME}/spaces/HELP/pages/123/nderung+der+Kennwortregel`;
    expect(await read('confluence-cloud/legacy-page.html', url)).toMatchObject({
      title: 'Änderung der Kennwortregel',
      pageUser: '',
      blocks: [
        { kind: 'heading', text: 'Neu' },
        { kind: 'paragraph', text: 'Kennwörter haben vierzehn Zeichen.' },
        { kind: 'note', label: 'note', text: 'Gilt ab Januar.' },
      ],
    });
  });

  it('that is a live doc is read from its editor, not from another one', async () => {
    const url = `${HOME}/spaces/HELP/pages/321/Shift+notes`;
    expect(await read('confluence-cloud/live-doc.html', url)).toMatchObject({
      title: 'Shift notes',
      blocks: [{ kind: 'heading' }, { kind: 'paragraph', text: 'The print server restarts at 23:00.' }],
    });
  });

  it('without a known heading has its title from the tab', async () => {
    const edit = all(swap('id="title-text"', ''), swap('data-testid="title-text"', ''));
    expect((await read('confluence-cloud/page.html', PAGE, { edit }))?.title).toBe('VPN error 809');
  });

  it('that nothing but its body identifies is read, also long after a new name', async () => {
    const url = `${HOME}/spaces/HELP/pages/123456789/An+older+title`;
    const reading = await read('confluence-cloud/page.html', url, { edit: withoutEditLink });
    expect(reading?.title).toBe('VPN error 809');
  });

  it('that builds itself late is waited for', async () => {
    const page = pageFrom('<title>Confluence</title><div id="app"></div>', PAGE);
    setTimeout(() => {
      const app = page.document.querySelector('#app');
      if (app)
        app.innerHTML =
          '<h1 data-testid="title-text">VPN error 809</h1><div class="ak-renderer-document"><p>Open the port.</p></div>';
    }, 120);
    expect(await readPage(page)).toMatchObject({ blocks: [{ text: 'Open the port.' }] });
  });

  it('is not taken from the one before it, whose text still stands there after a navigation', async () => {
    const next = `${HOME}/spaces/HELP/pages/999/Toner+and+paper`;
    const page = pageFrom('confluence-cloud/page.html', next, { edit: withoutEditLink });
    setTimeout(() => {
      const title = page.document.querySelector('[data-testid="title-text"]');
      const body = page.document.querySelector('#content .ak-renderer-document');
      if (title) title.textContent = 'Toner and paper';
      if (body) body.innerHTML = '<p>Order by Thursday.</p>';
    }, 300);
    expect(await readPage(page)).toMatchObject({
      title: 'Toner and paper',
      blocks: [{ kind: 'paragraph', text: 'Order by Thursday.' }],
    });
  });

  it('is read after a navigation although the head still tells of the first page', async () => {
    const edit = all(
      withoutEditLink,
      swap('<meta name="ajs-cloud-id"', '<meta name="ajs-page-id" content="1"><meta name="ajs-cloud-id"'),
    );
    expect((await read('confluence-cloud/page.html', PAGE, { edit }))?.title).toBe('VPN error 809');
  });
});

describe('no page is read', () => {
  const other = `${HOME}/spaces/HELP/pages/999/Toner+and+paper`;
  it.concurrent.each<[string, string, string, PageOptions?]>([
    ['where its editor says that it is another one', 'confluence-cloud/page.html', other],
    ['where its head does, and its name as well', 'confluence-cloud/legacy-page.html', other],
    ['where access is refused', 'confluence-cloud/no-access.html', PAGE],
    ['from a sign-in page', '<title>Log in</title><form><input type="password"></form>', PAGE],
    ['in a frame', 'confluence-cloud/page.html', PAGE, { isTop: false }],
    ['from comments alone', 'confluence-cloud/page.html', PAGE, { edit: swap('class="ak-renderer-document">\n              <div', 'class="x">\n              <div') }], // prettier-ignore
    [
      'from an issue that is rendered alike',
      '<title>[HELP-1] VPN - Jira</title><meta name="application-name" data-name="jira"><h1 data-testid="issue.views.issue-base.foundation.summary.heading">VPN</h1><div class="ak-renderer-document"><p>text</p></div>',
      PAGE,
    ],
    ['from an editor', 'confluence-cloud/live-doc.html', `${HOME}/spaces/HELP/pages/edit-v2/321`],
    ['from a space', 'confluence-cloud/page.html', `${HOME}/spaces/HELP/overview`],
    ['from a whiteboard', 'confluence-cloud/page.html', `${HOME}/spaces/HELP/whiteboard/123456789`],
  ])('%s', { timeout: 10_000 }, async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});

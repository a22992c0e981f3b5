import { describe, expect, it } from 'vitest';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { pageReadingSchema } from '../core/page';
import { exampleHosts, site } from './dokuwiki';

const HOME = 'https://doku.acme.test';
const PAGE = `${HOME}/doku.php?id=kb:vpn_error_809`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a DokuWiki address: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

const article = (url: string, options?: PageOptions) => read('dokuwiki/article.html', url, options);
const withId = (id: string) =>
  swap('"id":"kb:vpn_error_809","namespace":"kb"', `"id":${JSON.stringify(id)},"namespace":"kb"`);

describe('an article', () => {
  it('is read with its structure, without the site’s name, edit buttons and contents', async () => {
    const reading = await article(PAGE);
    expect(reading).toMatchObject({
      match: { ref: { kind: 'article', id: 'kb:vpn_error_809', idType: 'page-id', within: null } },
      title: 'VPN error 809',
      language: 'en',
      pageUser: 'omar.haddad',
      ticket: null,
      blocks: [
        { kind: 'paragraph', text: 'The tunnel never opens.1)' },
        { kind: 'heading', level: 2, text: 'Fix' },
        {
          kind: 'list',
          ordered: true,
          items: [
            { text: 'Open UDP 500.', depth: 0 },
            { text: 'On Windows', depth: 1 },
            { text: 'Update to client 5.2.', depth: 0 },
          ],
        },
        { kind: 'code', language: 'bash', text: 'ping vpn\nping gw' },
        { kind: 'table', rows: [['Site', 'Gateway'], ['Leeds', 'gw-lds-1']] }, // prettier-ignore
        { kind: 'note', text: 'Ask the network team.' },
        { kind: 'heading', text: 'Second' },
        { kind: 'paragraph', text: 'text' },
        { kind: 'heading', text: 'Third' },
        { kind: 'paragraph', text: 'more' },
        { kind: 'paragraph', text: '1)' },
        { kind: 'paragraph', text: 'Seen since June.' },
      ],
    });
    expect(reading?.blocks).toHaveLength(12);
  });

  it.each<[string, string, PageOptions?]>([
    ['by another spelling', `${HOME}/doku.php?id=KB:VPN%20Error%20809`],
    ['by a path, rewritten', `${HOME}/kb:vpn_error_809`],
    ['by a path after the script', `${HOME}/doku.php/kb:vpn_error_809`],
    ['by a path with slashes', `${HOME}/kb/vpn_error_809`],
    ['by a path with slashes after the script', `${HOME}/doku.php/kb/vpn_error_809`],
    ['as the wiki’s start page', `${HOME}/`],
    ['as a namespace’s start page', `${HOME}/doku.php?id=kb:`],
    ['by a path that counts for nothing without rewriting', `${HOME}/doku.php/other:page`],
    [
      'by a path after the script that counts for nothing where the web server rewrites',
      `${HOME}/doku.php/other:page`,
      { edit: (html) => html.replaceAll('/doku.php?id=', '/') },
    ],
    ['in a wiki that spells accents otherwise', `${HOME}/doku.php?id=kb:v%C3%BCpn_error_809`],
  ])('is found %s', async (_, url, options) => {
    expect((await article(url, options))?.match.ref).toEqual({
      kind: 'article',
      id: 'kb:vpn_error_809',
      idType: 'page-id',
      within: null,
    });
  });

  it('in an old revision stays that revision', async () => {
    const edit = (html: string) => html.replace(/<link rel="canonical"[^>]*>/, '');
    expect((await article(`${PAGE}&rev=1795366925`, { edit }))?.match.ref).toEqual({
      kind: 'article',
      id: 'kb:vpn_error_809',
      idType: 'revision',
      within: '1795366925',
    });
  });

  it('that a plugin has told more about keeps its own id', async () => {
    const edit = swap('{"id":"kb', '{"plugin_x":{"id":"wrong","list":["}"]},"id":"kb');
    expect((await article(PAGE, { edit }))?.match.ref?.id).toBe('kb:vpn_error_809');
  });

  it('without a heading is called by its id', async () => {
    const edit = (html: string) => html.replace(/<h[12][^>]*sectionedit[^]*?<\/h[12]>/g, '');
    expect((await article(PAGE, { edit }))?.title).toBe('vpn error 809');
  });

  it('with several first-level headings loses only the first to the title', async () => {
    const edit = (html: string) => html.replaceAll('h2', 'h1');
    const headings = (await article(PAGE, { edit }))?.blocks.filter(({ kind }) => kind === 'heading');
    expect(headings).toHaveLength(3);
  });

  it('in a template without the comments and marks of the default one is read all the same', async () => {
    const edit = (html: string) =>
      html.replace(/<!-- wikipage (?:start|stop) -->/g, '').replace('id="dokuwiki__usertools"', '');
    const reading = await article(PAGE, { edit });
    expect([reading?.title, reading?.pageUser]).toEqual(['VPN error 809', 'omar.haddad']);
  });

  it('leaves out what a template puts around the comments', async () => {
    const edit = swap('<!-- wikipage start -->', '<p>Notice of the house</p><!-- wikipage start -->');
    expect(JSON.stringify((await article(PAGE, { edit }))?.blocks)).not.toContain('Notice of the house');
  });
});

describe('who is signed in', () => {
  const pair = '<bdi>Omar Haddad</bdi> (<bdi>omar.haddad</bdi>)';
  it.each<[string, (html: string) => string, string | null]>([
    ['nobody', (html) => html.replace(/var SIG=.*?;var/, 'var').replace(pair, ''), ''],
    ['somebody the template does not name', swap(pair, ''), null],
    ['as releases before the isolated names wrote it', swap(pair, 'Omar Haddad (omar)'), 'omar'],
    [
      'never an author’s word',
      (html) => html.replace(pair, '').replace('<p>\n', `<p>${pair.replace('omar.haddad', 'admin')}`),
      null,
    ],
  ])('%s', async (_, edit, user) => {
    expect((await article(PAGE, { edit }))?.pageUser).toBe(user);
  });
});

describe('no article is read', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['where the user has no right', 'dokuwiki/denied.html', `${HOME}/doku.php?id=secret:plan`],
    ['from a sign-in page', 'dokuwiki/login-required.html', PAGE],
    ['from a page that nobody wrote', 'dokuwiki/missing.html', `${HOME}/doku.php?id=kb:nope`],
    ['from an editor', 'dokuwiki/article.html', PAGE, { edit: swap('"ACT":"show"', '"ACT":"edit"') }],
    [
      'from a list of revisions',
      'dokuwiki/article.html',
      PAGE,
      { edit: swap('"ACT":"show"', '"ACT":"revisions"') },
    ],
    ['under another id', 'dokuwiki/article.html', `${HOME}/doku.php?id=kb:printer`],
    [
      'under another path',
      'dokuwiki/article.html',
      `${HOME}/kb:printer`,
      { edit: (html) => html.replaceAll('doku.php?id=', '') },
    ],
    ['under another id in its script', 'dokuwiki/article.html', PAGE, { edit: withId('kb:printer') }],
    [
      'when it is not DokuWiki',
      'dokuwiki/article.html',
      PAGE,
      { edit: swap('content="DokuWiki"', 'content="Hugo"') },
    ],
    ['without a word of itself', 'dokuwiki/article.html', PAGE, { edit: swap('JSINFO', 'OTHER') }],
    [
      'from a script that was cut off',
      'dokuwiki/article.html',
      PAGE,
      { edit: (html) => html.replace(/JSINFO = .*/, 'JSINFO = {"id":"kb') },
    ],
    ['in a frame', 'dokuwiki/article.html', PAGE, { isTop: false }],
  ])('%s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { exampleHosts, site } from './mediawiki';

const HOME = 'https://wiki.acme.test';
const PAGE = `${HOME}/wiki/VPN_error_809`;

async function read(file: string, url: string, options?: PageOptions) {
  const page = pageFrom(file, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a MediaWiki address: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('an article', () => {
  it('is read with its structure, without edit links, contents and categories', async () => {
    expect(await read('mediawiki/article.html', PAGE)).toMatchObject({
      match: { ref: { kind: 'article', id: '2', idType: 'page-id', within: null } },
      title: 'VPN error 809',
      language: 'en',
      pageUser: 'Ade',
      ticket: null,
      blocks: [
        { kind: 'note', label: 'note', text: 'Checked in June.' },
        { kind: 'paragraph', text: 'The tunnel needs UDP 500.[1]' },
        { kind: 'heading', level: 2, text: 'Fix' },
        {
          kind: 'list',
          ordered: false,
          items: [
            { text: 'Windows', depth: 0 },
            { text: 'choose IKEv2', depth: 1 },
          ],
        },
        { kind: 'code', language: 'bash', text: 'ping vpn\nping gw' },
      ],
    });
  });

  const named = (name: string, more = '') =>
    swap('"wgPageName":"VPN_error_809"', `"wgPageName":"${name}"${more}`);

  it.each<[string, string, PageOptions?]>([
    ['by page id', `${HOME}/w/index.php?curid=2`],
    ['by its current revision', `${HOME}/w/index.php?oldid=14`],
    ['in another spelling', `${HOME}/wiki/vPN%20error_809`],
    ['by query', `${HOME}/w/index.php?title=VPN_error_809`],
    [
      'through a redirect',
      `${HOME}/wiki/Error_809`,
      { edit: named('VPN_error_809', ',"wgRedirectedFrom":"Error_809"') },
    ],
    [
      'in a namespace with a name of the wiki’s own',
      `${HOME}/wiki/Project:Rules`,
      { edit: named('Acme_Wiki:Rules') },
    ],
    [
      'with letters that its script escapes',
      `${HOME}/wiki/R%C3%A9seau_%22x%22`,
      { edit: named('R\\u00e9seau_\\"x\\"') },
    ],
    ['under an article path of its own', `${HOME}/title/VPN_error_809`],
  ])('is found %s', async (_, url, options) => {
    expect((await read('mediawiki/article.html', url, options))?.match.ref).toMatchObject({
      id: '2',
      idType: 'page-id',
    });
  });

  it('in a fixed old revision stays that revision', async () => {
    const edit = swap('"wgRevisionId":14', '"wgRevisionId":9');
    const reading = await read('mediawiki/article.html', `${HOME}/w/index.php?title=VPN_error_809&oldid=9`, {
      edit,
    });
    expect(reading?.match.ref).toMatchObject({ id: '9', idType: 'revision' });
  });

  it.each([4, 12, 3000])('in namespace %i is an article', async (number) => {
    const edit = swap('"wgNamespaceNumber":0', `"wgNamespaceNumber":${number}`);
    expect(await read('mediawiki/article.html', PAGE, { edit })).not.toBeNull();
  });

  it('read by nobody signed in says so', async () => {
    const edit = swap('"wgUserName":"Ade"', '"wgUserName":null');
    expect((await read('mediawiki/article.html', PAGE, { edit }))?.pageUser).toBe('');
  });
});

describe('no article is read', () => {
  it.each<[string, string, string, PageOptions?]>([
    ['from a private wiki’s login page', 'mediawiki/login-required.html', PAGE],
    [
      'that does not exist',
      'mediawiki/article.html',
      PAGE,
      { edit: swap('"wgArticleId":2', '"wgArticleId":0') },
    ],
    [
      'from a comparison',
      'mediawiki/article.html',
      PAGE,
      { edit: swap('"wgAction"', '"wgDiffOldId":13,"wgDiffNewId":14,"wgAction"') },
    ],
    [
      'from a history',
      'mediawiki/article.html',
      PAGE,
      { edit: swap('"wgAction":"view"', '"wgAction":"history"') },
    ],
    ['under another title', 'mediawiki/article.html', `${HOME}/wiki/Printer`],
    ['under another page id', 'mediawiki/article.html', `${HOME}/w/index.php?curid=3`],
    ['under another revision', 'mediawiki/article.html', `${HOME}/w/index.php?oldid=3`],
    [
      'when it is not MediaWiki',
      'mediawiki/article.html',
      PAGE,
      { edit: (html) => html.replace('MediaWiki 1.39.17', 'Hugo').replace('class="mediawiki', 'class="') },
    ],
    [
      'without the configuration script',
      '<meta name="generator" content="MediaWiki 1.39"><div id="mw-content-text">copied</div>',
      PAGE,
    ],
    ['from a frame', 'mediawiki/article.html', PAGE, { isTop: false }],
    ...[-1, 1, 2, 3, 6, 10, 14, 828].map((number): [string, string, string, PageOptions] => [
      `from namespace ${number}`,
      'mediawiki/article.html',
      PAGE,
      { edit: swap('"wgNamespaceNumber":0', `"wgNamespaceNumber":${number}`) },
    ]),
  ])('%s', async (_, file, url, options) => {
    expect(await read(file, url, options)).toBeNull();
  });

  it('from what a page’s own text says about itself', async () => {
    const edit = (html: string) =>
      swap(
        '"wgPageName":"VPN_error_809"',
        '"wgPageName":"VPN_error_809","wgTitle2":"\\"wgArticleId\\":77,"',
      )(html);
    expect((await read('mediawiki/article.html', PAGE, { edit }))?.match.ref?.id).toBe('2');
  });
});

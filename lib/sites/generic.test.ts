import { describe, expect, it } from 'vitest';
import { pageReadingSchema } from '../core/page';
import { blocksToText } from '../core/rich-text';
import { pageFrom, swap, type PageOptions } from '../../tests/fixtures/sites/page-from';
import { exampleHosts, site } from './generic';

const HOME = 'https://portal.acme.test';
const PAGE = `${HOME}/policies/lending-laptops`;

async function read(file: string, url = PAGE, options?: PageOptions) {
  const page = pageFrom(file.includes('<') ? file : `generic/${file}`, url, options);
  const match = site.match(page.url, exampleHosts);
  if (!match) throw new Error(`not a page of the portal: ${url}`);
  const reading = await site.read(page, match, AbortSignal.timeout(10_000));
  return reading && pageReadingSchema.parse(reading);
}

describe('a page', () => {
  it('is read with its structure, without what stands around it on every page', async () => {
    expect(await read('policy.html', `${PAGE}?utm_source=mail#who`)).toMatchObject({
      match: { ref: { kind: 'article', id: '/policies/lending-laptops', idType: 'url', within: null } },
      title: 'Lending laptops',
      language: 'en-GB',
      pageUser: null,
      ticket: null,
      blocks: [
        { kind: 'paragraph', text: 'A laptop can be borrowed for up to fourteen days.' },
        { kind: 'heading', level: 2, text: 'Who may borrow' },
        { kind: 'list', ordered: false },
        { kind: 'note', text: 'Bring your badge: without it nothing is handed out.' },
        {
          kind: 'table',
          header: true,
          rows: [
            ['Site', 'Room'],
            ['Leeds', '1.04'],
          ],
        },
        { kind: 'code', language: 'powershell', text: 'Get-Loan -Days 14\nSet-Loan -Extend 7' },
      ],
    });
  });

  it('without any landmark is where most of the text is', async () => {
    const reading = await read('old-layout.html');
    expect(reading?.title).toBe('Overtime');
    const text = blocksToText(reading?.blocks ?? []);
    expect(text).toContain('never for more than ten hours a week');
    expect(text).toContain('Sunday | 50 %');
    expect(text).not.toMatch(/Agreements|Elections/);
  });

  it('that calls everything navigation is still read', async () => {
    const edit = swap('<main id="content">', '<main id="content" class="nav">');
    const reading = await read('policy.html', PAGE, { edit });
    expect(blocksToText(reading?.blocks ?? [])).toContain('fourteen days');
  });

  it('built by a script is read once the text is there', async () => {
    const page = pageFrom('generic/shell.html', PAGE);
    const match = site.match(page.url, exampleHosts);
    if (!match) throw new Error('not a page of the portal');
    const reading = site.read(page, match, AbortSignal.timeout(10_000));
    setTimeout(() => {
      const root = page.document.querySelector('#root');
      if (root)
        root.innerHTML = '<h1>Shuttle bus</h1><p>The shuttle leaves every twenty minutes from gate two.</p>';
    }, 30);
    expect(await reading).toMatchObject({
      title: 'Shuttle bus',
      blocks: [{ kind: 'paragraph', text: 'The shuttle leaves every twenty minutes from gate two.' }],
    });
  });

  it('with a small sign-in form beside its text is an article, not a sign-in', async () => {
    const form = '<div class="login-box"><input type="password"></div></header>';
    const long = `<p>${'A rule that applies to all of us, and to guests as well. '.repeat(20)}</p><h2 id="who">`;
    const edit = (html: string) => swap('<h2 id="who">', long)(swap('</header>', form)(html));
    expect(await read('policy.html', PAGE, { edit })).not.toBeNull();
  });
});

describe.concurrent('nothing is read', () => {
  it.each<[string, string, string?, PageOptions?]>([
    ['from a sign-in page under an article’s address', 'login.html'],
    ['from a list of links', 'list.html', `${HOME}/news/`],
    ['from the front page', 'policy.html', `${HOME}/`],
    ['from a search', 'policy.html', `${HOME}/search?q=laptop`],
    ['inside a frame', 'policy.html', PAGE, { isTop: false }],
    ['from a shell that no script fills', 'shell.html'],
    [
      'where the page says that it is not there',
      '<title>404 Not Found</title><main><h1>Page not found</h1><p>Try our search, or go back to the front page.</p></main>',
    ],
    ['from nothing', '<title>Empty</title>'],
  ])(
    '%s',
    async (_, file, url, options) => {
      expect(await read(file, url, options)).toBeNull();
    },
    15_000,
  );
});

it('a page that nests without end is read or refused', async () => {
  const deep = `${'<div class="nav">'.repeat(3_000)}<p>${'Some text that is at the bottom of it. '.repeat(5)}</p>`;
  const reading = await read(`<title>Deep</title><body>${deep}</body>`);
  expect(reading === null || reading.blocks.length > 0).toBe(true);
}, 60_000);

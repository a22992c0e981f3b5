import { describe, expect, it } from 'vitest';
import {
  base,
  html,
  page,
  source,
  wiki,
  type Answers,
  type PageParts,
} from '../../tests/fixtures/sites/dokuwiki/answers';
import { dokuwiki } from './dokuwiki';

describe('a page', () => {
  const canonical = (id: string) => `<link rel="canonical" href="${base}/doku.php?id=${id}"/>`;
  const history = (id = 'ops:ups', more: PageParts = {}) =>
    page('revisions', {
      id,
      content:
        '<form id="page__revisions"><ul><li><input name="rev2[]" type="checkbox" value="1789371900"/> <span class="user"><bdi>tom</bdi> <bdo>(10.0.0.1)</bdo></span> (current)</li><li><input name="rev2[]" value="1700000000"/></li></ul></form>',
      ...more,
    });
  const exported = (id: string, content: string, head = canonical(id)) =>
    html(
      `<!DOCTYPE html><html lang="de"><head><meta name="generator" content="DokuWiki"/>${head}<script>var SIG="x";var JSINFO = ${JSON.stringify({ id, namespace: 'ops', ACT: 'export_xhtml' })};</script></head><body><div class="dokuwiki export"><div id="dw__toc">Contents</div>${content}</div></body></html>`,
    );
  const text = '<h1 class="sectionedit1" id="ups">UPS</h1><div class="level1"><p>Open it.</p></div>';
  const read = (answers: Answers, id = 'ops:ups', idType = 'page-id') => {
    const io = wiki(answers);
    const document = dokuwiki.fetchOne({ kind: 'article', id, idType, within: null }, source, io);
    return { io, document };
  };
  const good: Answers = { revisions: () => history(), export_xhtml: () => exported('ops:ups', text) };

  it('is its text, its revision and its author', async () => {
    const { io, document } = read(good);
    expect(await document).toEqual({
      id: 'ops:ups',
      sourceId: 'dokuwiki-1',
      kind: 'article',
      ref: { kind: 'article', id: 'ops:ups', idType: 'page-id', within: null },
      title: 'UPS',
      url: `${base}/doku.php?id=ops:ups`,
      blocks: [{ kind: 'paragraph', text: 'Open it.' }],
      version: '1789371900',
      author: 'tom',
      created: null,
      updated: '2026-09-14T07:45:00.000Z',
      space: 'ops',
      language: 'de',
      state: 'current',
      labels: [],
      restricted: false,
      ticket: null,
    });
    expect(io.asked).toHaveLength(2);
  });

  it.each([
    ['another host', 'https://evil.example/doku.php?id=ops:ups'],
    ['another protocol', 'javascript:alert(1)'],
    ['outside the wiki', 'https://wiki.acme.example/other'],
  ])('never links to %s', async (_, href) => {
    const head = `<link rel="canonical" href="${href}"/>`;
    const { document } = read({ ...good, export_xhtml: () => exported('ops:ups', text, head) });
    expect((await document).url).toBe(`${base}/doku.php?id=ops:ups`);
  });

  it.each([
    ['in its archive', 'archive:ups', '', 'outdated'],
    ['tagged', 'ops:ups', '<meta name="keywords" content="ups,obsolete">', 'outdated'],
    ['tagged as a draft', 'ops:ups', '<meta name="keywords" content="draft"/>', 'draft'],
    ['whose id is its keywords', 'ops:draft', '<meta name="keywords" content="ops,draft"/>', 'current'],
  ])('%s has its state', async (_, id, meta, state) => {
    const { document } = read(
      { revisions: () => history(id), export_xhtml: () => exported(id, text, canonical(id) + meta) },
      id,
    );
    expect((await document).state).toBe(state);
  });

  it('marked for deletion is outdated', async () => {
    const marked = `${text}<img class="icon smiley" alt="DELETEME" src="x">`;
    const { document } = read({ ...good, export_xhtml: () => exported('ops:ups', marked) });
    expect((await document).state).toBe('outdated');
  });

  it('is read from the page itself where exports are switched off, and versioned by its text where revisions are', async () => {
    const shown = () => page('show', { id: 'ops:ups', content: text, head: canonical('ops:ups') });
    const { document } = read({ revisions: shown, export_xhtml: shown });
    expect(await document).toMatchObject({
      title: 'UPS',
      blocks: [{ kind: 'paragraph', text: 'Open it.' }],
      author: null,
      updated: null,
    });
    const other = () =>
      page('show', { id: 'ops:ups', content: text.replace('Open', 'Shut'), head: canonical('ops:ups') });
    const versions = [
      (await document).version,
      (await read({ revisions: other, export_xhtml: other }).document).version,
    ];
    expect(versions[0]).not.toBe(versions[1]);
  });

  it.each<[string, Answers, string]>([
    [
      'that nobody wrote',
      { ...good, export_xhtml: () => page('show', { id: 'ops:ups', content: text }) },
      'not-found',
    ],
    ['with another id', { ...good, export_xhtml: () => exported('ops:printer', text) }, 'not-found'],
    ['without the right', { ...good, export_xhtml: () => page('denied', { id: 'ops:ups' }) }, 'forbidden'],
    [
      'whose history is without the right',
      { ...good, revisions: () => page('denied', { id: 'ops:ups' }) },
      'forbidden',
    ],
    ['for nobody signed in', { ...good, revisions: () => page('denied', { user: null }) }, 'signed-out'],
    ['for another user', { ...good, revisions: () => history('ops:ups', { user: 'bob' }) }, 'signed-out'],
    ['that was deleted since', { ...good, export_xhtml: () => html('gone', { status: 404 }) }, 'not-found'],
    [
      'cut short',
      { ...good, export_xhtml: async () => html((await exported('ops:ups', text).text()).slice(0, -20)) },
      'bad-answer',
    ],
  ])('%s', async (_, answers, kind) => {
    await expect(read(answers).document).rejects.toMatchObject({ kind });
  });

  it.each(['..', '../../admin', 'ops:..:sec', 'a\u0000b', '\uD800', './x'])(
    '%j is no id, and nothing is asked',
    async (id) => {
      const { io, document } = read(good, id);
      await expect(document).rejects.toMatchObject({ kind: 'not-found' });
      expect(io.asked).toEqual([]);
    },
  );

  it('is the wiki’s own start page where the address named none', async () => {
    const start = { revisions: () => history('home'), export_xhtml: () => exported('home', text) };
    const { io, document } = read(start, 'start', 'start-page');
    expect((await document).id).toBe('home');
    expect(io.asked.some(({ searchParams }) => searchParams.has('id'))).toBe(false);
  });
});

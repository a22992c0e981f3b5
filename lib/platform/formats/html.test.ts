import { describe, expect, it } from 'vitest';
import { link, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { html } from './html';

const tools = createFormatTools();

describe('HTML with its links', () => {
  it.each<[string, string, Block[]]>([
    [
      'a link covers its words, not the space around them',
      '<p>see <a href="https://x.test/a">  the <b>guide</b> </a>.</p>',
      [p('see the guide .', { start: 4, end: 13, url: 'https://x.test/a' })],
    ],
    [
      'mail is a link; scripts, files, relative and empty ones are text',
      '<p><a href="mailto:a@b.example">mail</a> <a href="javascript:alert(1)">a</a> <a href=" JavaScript:x">b</a> <a href="file:///c">c</a> <a href="data:text/html,x">d</a> <a href="/e">e</a> <a name="f"></a></p>',
      [p('mail a b c d e', { start: 0, end: 4, url: 'mailto:a@b.example' })],
    ],
    [
      'links in items, cells and panels',
      '<ul><li>a <a href="https://l.example">b</a></li></ul><table><tr><td>c</td><td><a href="https://t.example">d</a></td></tr><tr><td>e</td><td>f</td></tr></table><blockquote>g <a href="https://q.example">h</a></blockquote>',
      [
        {
          kind: 'list',
          ordered: false,
          items: [{ text: 'a b', depth: 0, links: [{ start: 2, end: 3, url: 'https://l.example' }] }],
        },
        {
          ...table(false, ['c', 'd'], ['e', 'f']),
          links: [{ row: 0, cell: 1, start: 0, end: 1, url: 'https://t.example' }],
        } as Block,
        note('quote', 'g h', link('g h', 'h', 'https://q.example')),
      ],
    ],
    [
      'an expander by its summary',
      '<details><summary>More</summary><p>inside</p></details>',
      [note('More', 'inside')],
    ],
    [
      'an item that is only an anchor is nothing',
      '<ul><li><a href="https://x.test"></a></li><li>a</li></ul><p><a href="https://x.test"></a></p>',
      [list(false, 'a')],
    ],
    [
      'nested lists of the other sort',
      '<ol><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li></ol>',
      [list(true, 'a', ['b', 1, false], ['c', 2])],
    ],
    [
      'boxes to tick',
      '<p><input type="checkbox" checked> a <input type="checkbox"> b</p>',
      [p('[x] a [ ] b')],
    ],
    [
      'the marks that reading uses are not a page’s to set',
      '<p>a\uFDD00\uFDD1b\uFDD2 \uFDD3c\uFDD4</p>',
      [p('ab c')],
    ],
  ])('%s', (_, source, blocks) => {
    expect(html.read(source, tools)).toEqual(blocks);
  });

  it('writes nothing that could run', () => {
    const evil = '<img src=x onerror=alert(1)>"\'><script>alert(1)</script>';
    const links = [{ start: 0, end: 4, url: 'javascript:alert(1)' }];
    const written = html.write([
      { kind: 'paragraph', text: evil, links },
      { kind: 'code', text: evil, language: '"><script>' },
      { kind: 'note', label: evil, text: evil },
      { kind: 'heading', level: 1, text: evil },
    ]);
    const document = tools.parseHtml(written);
    expect(document.querySelectorAll('script, img, a')).toHaveLength(0);
    expect(html.read(written, tools)[0]).toEqual(p(evil));
  });
});

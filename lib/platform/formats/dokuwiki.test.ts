import { describe, expect, it } from 'vitest';
import { code, h, link, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { dokuwiki } from './dokuwiki';

const tools = createFormatTools();

describe('DokuWiki markup', () => {
  it.each<[string, string, Block[]]>([
    [
      'headings, whose text is text',
      '====== VPN **809** ======\n==== Ports ====\n== a',
      [h(1, 'VPN **809**'), h(3, 'Ports'), p('== a')],
    ],
    [
      'emphasis',
      "**b** //i// __u__ ''m'' <del>d</del> a//b http://x.example/a//b",
      [p('b i u m d a//b http://x.example/a//b', { start: 15, end: 36, url: 'http://x.example/a//b' })],
    ],
    ['line breaks', 'a\\\\ b \\\\server\\share', [p('a'), p('b \\\\server\\share')]],
    ['words as they are', '%%**x**%% <nowiki>[[y]]</nowiki>', [p('**x** [[y]]')]],
    [
      'links',
      '[[kb:vpn|the guide]] [[kb:vpn_setup]] [[https://a.example/x|web]] [[a@b.example]] <c@d.example> [[\\\\srv\\x|share]] [[wp>DNS]]',
      [
        p(
          'the guide vpn_setup web a@b.example c@d.example share DNS',
          { start: 20, end: 23, url: 'https://a.example/x' },
          { start: 24, end: 35, url: 'mailto:a@b.example' },
          { start: 36, end: 47, url: 'mailto:c@d.example' },
        ),
      ],
    ],
    [
      'pictures and files',
      'a {{wiki:x.png?200|The dialog}} {{y.png}} {{setup.pdf}}',
      [p('a The dialog setup.pdf')],
    ],
    [
      'lists',
      '  - one\n    * two\n  - three\n  * other',
      [list(true, 'one', ['two', 1, false], 'three'), list(false, 'other')],
    ],
    [
      'tables',
      '^ Use ^ Port ^\n| IKE | [[kb:x|500]] |\n| ::: | 4500 |',
      [table(true, ['Use', 'Port'], ['IKE', '500'], ['', '4500'])],
    ],
    [
      'code',
      '<code bash run.sh>\nls  -l **x**\n</code>\n<file - a.txt>b</file>\n\n  c\n    d',
      [code('ls  -l **x**', 'bash'), code('b'), code('c\n  d')],
    ],
    ['footnotes', 'a((See **b**)) c', [p('a (See b) c')]],
    ['quotations', '> a\n>> b\nc', [note('quote', 'a b'), p('c')]],
    ['a quotation with a bold line is a panel', '> **Mind**\\\\ the gap', [note('Mind', 'the gap')]],
    ['switches and lists of others are nothing', '~~NOTOC~~\n{{tag>vpn it}}\n{{indexmenu>kb}}a', [p('a')]],
    ['included pages are named', '{{page>kb:reset&noheader}}', [p('[included page: kb:reset]')]],
    [
      'boxes of plugins',
      '<WRAP center round warning 60%>\nHot\n  * a\n</WRAP>\n<note tip>b</note>\n<hidden More>c</hidden>',
      [note('warning', 'Hot'), list(false, 'a'), note('tip', 'b'), note('More', 'c')],
    ],
    [
      'tasks of a plugin',
      '  * <todo #dana:2026-01-05>a</todo>\n  * <todo @dana>b</todo>',
      [list(false, '[x] a', '[ ] b')],
    ],
    ['HTML is text', '<b>a</b> &amp; <script>b</script>', [p('<b>a</b> &amp; <script>b</script>')]],
    [
      'embedded HTML is shown, never kept as such',
      '<html><img src=x onerror=alert(1)></html>',
      [code('<img src=x onerror=alert(1)>')],
    ],
    ['what is never closed', '<code>\na %%b', [p('<code> a %%b')]],
  ])('%s', (_, source, blocks) => {
    expect(dokuwiki.read(source, tools)).toEqual(blocks);
  });

  it('gives pages their address where the wiki’s is known', () => {
    const blocks = dokuwiki.read('[[kb:vpn#ports|ports]]', {
      ...tools,
      baseUrl: 'https://wiki.acme.example/',
    });
    expect(blocks).toEqual([
      p('ports', link('ports', 'ports', 'https://wiki.acme.example/doku.php?id=kb%3Avpn#ports')),
    ]);
  });
});

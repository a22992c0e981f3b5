import { describe, expect, it } from 'vitest';
import { code, h, link, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { mediawiki } from './mediawiki';

const tools = createFormatTools();

describe('wikitext', () => {
  it.each<[string, string, Block[]]>([
    ['headings', "== VPN ''error'' ==\n=== 809 ====\n= a", [h(2, 'VPN error'), h(3, '809 ='), p('= a')]],
    [
      'paragraphs and emphasis',
      "'''bold''' and ''it''\nagain\n\nnext<br>line",
      [p('bold and it again'), p('next'), p('line')],
    ],
    [
      'links',
      '[[VPN]] [[VPN#Ports|ports]]s [https://a.example the guide] [https://b.example/x] https://c.example/y.',
      [
        p(
          'VPN portss the guide https://b.example/x https://c.example/y.',
          { start: 11, end: 20, url: 'https://a.example' },
          { start: 21, end: 40, url: 'https://b.example/x' },
          { start: 41, end: 60, url: 'https://c.example/y' },
        ),
      ],
    ],
    ['links that could run', '[javascript:alert(1) x]', [p('[javascript:alert(1) x]')]],
    [
      'categories and pictures',
      'a [[Category:VPN]][[File:a.png|thumb|200px|The [[dialog|box]] here]][[:Category:VPN]]',
      [p('a The box here Category:VPN')],
    ],
    [
      'lists',
      '# one\n#* two\n#: more\n# three\n; term\n: meaning',
      [list(true, 'one', ['two', 1, false], ['more', 1, false], 'three'), list(false, 'term', 'meaning')],
    ],
    [
      'tables',
      '{| class="wikitable" style="x"\n|+ Ports\n! scope="col" | Use !! Port\n|-\n| IKE || style="a:b" | 500\n|-\n| NAT\n| 4500\nand more\n|}\nafter',
      [p('Ports'), table(true, ['Use', 'Port'], ['IKE', '500'], ['NAT', '4500 and more']), p('after')],
    ],
    [
      'code',
      '<syntaxhighlight lang="bash" line>\nls  -l # [[x]]\n</syntaxhighlight>\n<pre>a &lt;b&gt;\n  c</pre>',
      [code('ls  -l # [[x]]', 'bash'), code('a <b>\n  c')],
    ],
    ['code by its indentation', 'a\n\n b  c\n  d\n', [p('a'), code('b  c\n d')]],
    ['nowiki', "<nowiki>[[x]] ''y'' {{z}}</nowiki> {{!}}", [p("[[x]] ''y'' {{z}} |")]],
    ['comments, scripts and switches', 'a<!-- b\n\nc --> d<script>e</script> __NOTOC__', [p('a d')]],
    [
      'tags go, placeholders stay',
      '<span style="x">a</span> <kbd>Ctrl</kbd> <hostname>',
      [p('a Ctrl <hostname>')],
    ],
    [
      'footnotes',
      'a<ref name="x">See [https://a.example b]</ref><ref name="x" />',
      [p('a (See b)', { start: 7, end: 8, url: 'https://a.example' })],
    ],
    ['references', '&eacute; &#91; AT&T', [p('é [ AT&T')]],
    [
      'box templates',
      '{{Warning|Do not [[reset|touch]]}}\n{{Note|text=a}}',
      [note('warning', 'Do not touch'), note('note', 'a')],
    ],
    [
      'other templates keep their words',
      'press {{Key press|Ctrl|{{Key|C}}}} {{Cite|url=x}} {{DISPLAYTITLE:x}}{{#if:a|b}}',
      [p('press Ctrl C')],
    ],
    [
      'an infobox keeps its facts',
      '{{Infobox server\n| name = srv1\n| style = red\n| owner = [[IT]]\n}}\nText',
      [list(false, 'name: srv1', 'owner: IT'), p('Text')],
    ],
    [
      'included pages are named',
      '{{:VPN error 809}} {{Help:Ports}}',
      [p('[included page: VPN error 809] [included page: Help:Ports]')],
    ],
    [
      'message boxes of the wiki',
      '<div class="mw-message-box mw-message-box-warning">\n<div class="title">Old</div>\nRead\n* a\n</div>\nb',
      [note('Old', 'Read'), list(false, 'a'), p('b')],
    ],
    ['quotations', '<blockquote>a\n\nb</blockquote>', [note('quote', 'a b')]],
    ['what is never closed', '{{Note|a\n\n[[b', [p('{{Note|a'), p('[[b')]],
  ])('%s', (_, source, blocks) => {
    expect(mediawiki.read(source, tools)).toEqual(blocks);
  });

  it('gives pages their address where the wiki’s is known', () => {
    const blocks = mediawiki.read('[[VPN error#Ports|ports]]', {
      ...tools,
      baseUrl: 'https://wiki.acme.example/w',
    });
    expect(blocks).toEqual([
      p('ports', link('ports', 'ports', 'https://wiki.acme.example/w/index.php?title=VPN_error#Ports')),
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { code, h, link, list, note, p, table } from '../../../tests/block-makers';
import type { Block } from '../../core/rich-text';
import { readWikiMarkup } from './wiki-markup';

describe('wiki markup', () => {
  it.each<[string, string, Block[]]>([
    ['a heading', 'h2. Fix *now*', [h(2, 'Fix now')]],
    ['paragraphs', 'one\ntwo\n\nthree', [p('one two'), p('three')]],
    ['emphasis', '*bold* _it_ -gone- +ins+ {{mono}} a_b_c 2*3*4', [p('bold it gone ins mono a_b_c 2*3*4')]],
    [
      'emphasis inside a word, and inside other emphasis',
      'un{*}frigging{*}believable *a _b_*',
      [p('unfriggingbelievable a b')],
    ],
    ['options of a command are no emphasis', 'run ls -la --all -x now', [p('run ls -la --all -x now')]],
    [
      'links',
      '[the page|https://a.example/x] [https://b.example] [~dana] !shot.png|thumbnail! ok!',
      [
        p('the page https://b.example dana ok!', link('the page', 'the page', 'https://a.example/x'), {
          start: 9,
          end: 26,
          url: 'https://b.example',
        }),
      ],
    ],
    [
      'links elsewhere keep their words',
      '[run|javascript:alert(1)] [file|^a.txt] [^b.txt] [VPN]',
      [p('run file b.txt [VPN]')],
    ],
    [
      'bare addresses, without the full stop',
      'see https://a.example/x_y_z. *b*',
      [p('see https://a.example/x_y_z. b', { start: 4, end: 27, url: 'https://a.example/x_y_z' })],
    ],
    [
      'colours and lozenges',
      '{color:red}stop{color} {status:colour=Red|title=LATE} now',
      [p('stop LATE now')],
    ],
    ['escapes', 'C:\\\\ and \\*not bold\\* \\\\server\\share', [p('C: and *not bold* \\\\server\\share')]],
    ['character references', '&lt;b&gt; &#123;x&#125; AT&T', [p('<b> {x} AT&T')]],
    ['a rule', 'a\n----\nb', [p('a'), p('b')]],
    ['a block quote', 'bq. said so', [note('quote', 'said so')]],
    [
      'lists',
      '# one\n# two\n## inner\n#* mixed\n* other',
      [list(true, 'one', 'two', ['inner', 1], ['mixed', 1, false]), list(false, 'other')],
    ],
    ['lists with a line between', '* a\n\n* b', [list(false, 'a'), list(false, 'b')]],
    [
      'a table',
      '||Port||Use||\n|500|[IKE|https://a.example]|\n|4500|NAT \\| x|',
      [
        {
          ...table(true, ['Port', 'Use'], ['500', 'IKE'], ['4500', 'NAT | x']),
          links: [{ row: 1, cell: 1, start: 0, end: 3, url: 'https://a.example' }],
        } as Block,
      ],
    ],
    ['a cell over two lines', '|a|b\nc|\n|d|e|', [table(false, ['a', 'b c'], ['d', 'e'])]],
    [
      'code, kept as it is',
      'run:\n{code:bash}\n  *ls*  -l\n\nend\n{code}\ndone',
      [p('run:'), code('  *ls*  -l\n\nend', 'bash'), p('done')],
    ],
    ['code with more parameters', '{code:title=x.java|language=java}a{code}', [code('a', 'java')]],
    [
      'preformatted text within a line',
      'see {noformat}h1. x{noformat} there',
      [p('see'), code('h1. x'), p('there')],
    ],
    [
      'a panel',
      '{panel:title=Mind the gap|bgColor=#fff}\nDo *not*\n{panel}',
      [note('Mind the gap', 'Do not')],
    ],
    [
      'a panel with a list and code',
      '{panel:title=T}\n# a\n{code}{panel}{code}\nb\n{panel}\nc',
      [note('T', ''), list(true, 'a'), code('{panel}'), note('note', 'b'), p('c')],
    ],
    ['a warning', '{warning}Hot{warning}', [note('warning', 'Hot')]],
    ['a quote', '{quote}\nsaid\n{quote}', [note('quote', 'said')]],
    ['a tag that is never closed', '{code}\nrest', [code('rest')]],
    ['an escaped tag', '\\{code} is a tag', [p('{code} is a tag')]],
    ['nothing', '\n \n', []],
  ])('%s', (_, markup, blocks) => {
    expect(readWikiMarkup(markup)).toEqual(blocks);
  });
});

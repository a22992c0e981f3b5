import { describe, expect, it } from 'vitest';
import type { Block } from '../core/rich-text';
import { wikiMarkupToBlocks } from './wiki-markup-to-blocks';

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

describe('wiki markup', () => {
  it.each<[string, string, Block[]]>([
    ['a heading', 'h2. Fix *now*', [{ kind: 'heading', level: 2, text: 'Fix now' }]],
    ['paragraphs', 'one\ntwo\n\nthree', [paragraph('one two'), paragraph('three')]],
    [
      'emphasis',
      '*bold* _it_ -gone- +ins+ {{mono}} a_b_c 2*3*4',
      [paragraph('bold it gone ins mono a_b_c 2*3*4')],
    ],
    [
      'links',
      '[the page|https://a.example/x] [https://b.example] [~dana] !shot.png|thumbnail! ok!',
      [paragraph('the page https://b.example dana ok!')],
    ],
    ['colours', '{color:red}stop{color} now', [paragraph('stop now')]],
    ['escapes', 'C:\\\\ and \\*not bold\\*', [paragraph('C: and *not bold*')]],
    ['a rule', 'a\n----\nb', [paragraph('a'), paragraph('b')]],
    ['a block quote', 'bq. said so', [paragraph('said so')]],
    [
      'lists',
      '# one\n# two\n## inner\n* other',
      [
        {
          kind: 'list',
          ordered: true,
          items: [
            { text: 'one', depth: 0 },
            { text: 'two', depth: 0 },
            { text: 'inner', depth: 1 },
          ],
        },
        { kind: 'list', ordered: false, items: [{ text: 'other', depth: 0 }] },
      ],
    ],
    [
      'a table',
      '||Port||Use||\n|500|[IKE|https://a.example]|\n|4500|NAT|',
      [
        {
          kind: 'table',
          header: true,
          rows: [
            ['Port', 'Use'],
            ['500', 'IKE'],
            ['4500', 'NAT'],
          ],
        },
      ],
    ],
    [
      'code, kept as it is',
      'run:\n{code:bash}\n  *ls*  -l\n\nend\n{code}\ndone',
      [paragraph('run:'), { kind: 'code', text: '  *ls*  -l\n\nend', language: 'bash' }, paragraph('done')],
    ],
    [
      'code with more parameters',
      '{code:title=x.java|language=java}a{code}',
      [{ kind: 'code', text: 'a', language: 'java' }],
    ],
    [
      'preformatted text within a line',
      'see {noformat}h1. x{noformat} there',
      [paragraph('see'), { kind: 'code', text: 'h1. x', language: null }, paragraph('there')],
    ],
    [
      'a panel',
      '{panel:title=Mind the gap}\nDo *not*\n{panel}',
      [{ kind: 'note', label: 'Mind the gap', text: 'Do not' }],
    ],
    ['a warning', '{warning}Hot{warning}', [{ kind: 'note', label: 'warning', text: 'Hot' }]],
    ['a quote', '{quote}\nsaid\n{quote}', [paragraph('said')]],
    ['a tag that is never closed', '{code}\nrest', [{ kind: 'code', text: 'rest', language: null }]],
    ['nothing', '\n \n', []],
  ])('%s', (_, markup, blocks) => {
    expect(wikiMarkupToBlocks(markup)).toEqual(blocks);
  });

  it.each([
    '{code}'.repeat(3000),
    '*a '.repeat(30_000),
    '['.repeat(50_000),
    '!'.repeat(50_000),
    '|'.repeat(50_000),
    '{quote}{panel}'.repeat(2000),
  ])('takes no time to speak of over hostile markup (%#)', (markup) => {
    const started = performance.now();
    wikiMarkupToBlocks(markup);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

import { describe, expect, it } from 'vitest';
import { code, h, link, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { markdown } from './markdown';

const tools = createFormatTools();

describe('Markdown', () => {
  it.each<[string, string, Block[]]>([
    [
      'headings',
      '# A **b** #\nText\n\nTitle\n=====\nSub\n---',
      [h(1, 'A b'), p('Text'), h(1, 'Title'), h(2, 'Sub')],
    ],
    ['emphasis', '***bold** em* **a *b*** __c__ _d_ ~~e~~ 重**点**', [p('bold em a b c d e 重点')]],
    ['what is no emphasis', '2*3*4 a_b_c ** * \\*d\\* C:\\temp', [p('2*3*4 a_b_c ** * *d* C:\\temp')]],
    ['code in a line', 'run `a *b*` and ``c`d`` and ` alone', [p('run a *b* and c`d and ` alone')]],
    ['line breaks', 'a  \nb\\\nc\nd', [p('a'), p('b'), p('c d')]],
    [
      'links',
      '[the *guide*](https://a.example/x_(y) "t") <https://b.example> https://c.example. [r] [s][r]\n\n[r]: https://r.example/',
      [
        p(
          'the guide https://b.example https://c.example. r s',
          { start: 0, end: 9, url: 'https://a.example/x_(y)' },
          { start: 10, end: 27, url: 'https://b.example' },
          { start: 28, end: 45, url: 'https://c.example' },
          { start: 47, end: 48, url: 'https://r.example/' },
          { start: 49, end: 50, url: 'https://r.example/' },
        ),
      ],
    ],
    [
      'links that could run, pictures',
      '[a](javascript:alert(1)) [b](data:text/html,x) ![c](d.png) [![e](f.png)](https://g.example)',
      [p('a b c e', { start: 6, end: 7, url: 'https://g.example' })],
    ],
    [
      'lists, nested by two spaces or more',
      '1. one\n   - a\n\n     more\n2. two\n  - b\n* c\n+ d',
      [list(true, 'one', ['a more', 1, false], 'two', ['b', 1, false]), list(false, 'c'), list(false, 'd')],
    ],
    ['a number in a text begins no list', 'It happened in\n2026. Again', [p('It happened in 2026. Again')]],
    ['tasks', '- [x] a\n- [ ] b', [list(false, '[x] a', '[ ] b')]],
    [
      'code',
      '```bash\nls  -l\n  <b>\n```\n~~~\n```\n~~~\n\n    c',
      [code('ls  -l\n  <b>', 'bash'), code('```'), code('c')],
    ],
    [
      'code in a step',
      '1. run\n   ```\n   a\n     b\n   ```\n2. done',
      [list(true, 'run'), code('a\n  b'), list(true, 'done')],
    ],
    [
      'tables',
      '| A | B |\n|:--|--:|\n| 1 | `x\\|y` |\n| 2 |\n\nafter',
      [table(true, ['A', 'B'], ['1', 'x|y'], ['2']), p('after')],
    ],
    [
      'quotes and panels',
      '> a\nb\n\n> [!WARNING]\n> Hot\n> - c\n\n> **Title**\n>\n> d',
      [note('quote', 'a b'), note('warning', 'Hot'), list(false, 'c'), note('Title', 'd')],
    ],
    [
      'HTML goes, placeholders stay',
      '<b>a</b> <user> `<b>` <!-- x -->\n\n<script>\nb\n\nc</script> d',
      [p('a <user> <b>'), p('d')],
    ],
    ['references', '&eacute; &lt;b&gt; AT&T', [p('é <b> AT&T')]],
    ['a fence that is never closed', '```\na', [code('a')]],
  ])('%s', (_, source, blocks) => {
    expect(markdown.read(source, tools)).toEqual(blocks);
  });

  it('resolves relative links where the base is known', () => {
    const blocks = markdown.read('[a](/b)', { ...tools, baseUrl: 'https://acme.example/x/' });
    expect(blocks).toEqual([p('a', link('a', 'a', 'https://acme.example/b'))]);
  });

  it('survives ten thousand nested quotations and lists', () => {
    expect(markdown.read(`${'> '.repeat(10_000)}a`, tools)).not.toEqual([]);
    expect(markdown.read(`${'- '.repeat(10_000)}a`, tools)).not.toEqual([]);
  });
});

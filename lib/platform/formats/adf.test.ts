import { describe, expect, it } from 'vitest';
import { code, h, link, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import type { Block } from '../../core/rich-text';
import { adf, readAdf } from './adf';

type Node = Record<string, unknown>;
const node = (type: string, content: Node[] = [], attrs: Node = {}): Node => ({ type, content, attrs });
const text = (value: string, href?: string): Node =>
  href === undefined
    ? { type: 'text', text: value }
    : { type: 'text', text: value, marks: [{ type: 'strong' }, { type: 'link', attrs: { href } }] };
const para = (...content: (Node | string)[]): Node =>
  node(
    'paragraph',
    content.map((part) => (typeof part === 'string' ? text(part) : part)),
  );
const doc = (...content: Node[]): Node => ({ type: 'doc', version: 1, content });

describe('Atlassian documents', () => {
  it.each<[string, Node[], Block[]]>([
    ['headings', [node('heading', [text('Fix '), text('it')], { level: 3 })], [h(3, 'Fix it')]],
    ['a hard break is a new line', [para('a', { type: 'hardBreak' }, 'b')], [p('a'), p('b')]],
    [
      'links',
      [para('see ', text('the guide', 'https://a.example/x'), '.')],
      [p('see the guide.', link('see the guide.', 'the guide', 'https://a.example/x'))],
    ],
    ['links that could run are text', [para(text('a', 'javascript:alert(1)'))], [p('a')]],
    [
      'people, dates, lozenges, emoji',
      [
        para(
          { type: 'mention', attrs: { id: '1', text: '@Dana' } },
          ' ',
          { type: 'date', attrs: { timestamp: '1767571200000' } },
          ' ',
          { type: 'status', attrs: { text: 'DONE', color: 'green' } },
          ' ',
          { type: 'emoji', attrs: { shortName: ':tick:', text: '✔' } },
        ),
      ],
      [p('@Dana 2026-01-05 DONE ✔')],
    ],
    [
      'cards',
      [node('blockCard', [], { url: 'https://c.example/1' })],
      [p('https://c.example/1', { start: 0, end: 19, url: 'https://c.example/1' })],
    ],
    [
      'pictures',
      [node('mediaSingle', [node('media', [], { alt: 'dialog' })]), node('mediaGroup', [node('media')])],
      [p('dialog'), p('[attachment]')],
    ],
    [
      'nested lists',
      [
        node('orderedList', [
          node('listItem', [para('a'), node('bulletList', [node('listItem', [para('b')])])]),
        ]),
      ],
      [list(true, 'a', ['b', 1, false])],
    ],
    [
      'tasks',
      [
        node('taskList', [
          node('taskItem', [text('a')], { state: 'DONE' }),
          node('taskItem', [text('b')], { state: 'TODO' }),
        ]),
      ],
      [list(false, '[x] a', '[ ] b')],
    ],
    ['code', [node('codeBlock', [text('a  b\n\tc')], { language: 'bash' })], [code('a  b\n\tc', 'bash')]],
    [
      'panels',
      [
        node('panel', [para('a'), node('bulletList', [node('listItem', [para('b')])])], {
          panelType: 'warning',
        }),
      ],
      [note('warning', 'a'), list(false, 'b')],
    ],
    [
      'expanders',
      [
        node('expand', [para('a')], { title: 'Linux' }),
        node('nestedExpand', [node('codeBlock', [text('b')])], { title: 'Mac' }),
      ],
      [note('Linux', 'a'), note('Mac', ''), code('b')],
    ],
    [
      'tables',
      [
        node('table', [
          node('tableRow', [node('tableHeader', [para('A')]), node('tableHeader', [para('B')])]),
          node('tableRow', [node('tableCell', [para('1'), para('2')]), node('tableCell')]),
        ]),
      ],
      [table(true, ['A', 'B'], ['1 2', ''])],
    ],
    [
      'quotes, rules, layouts',
      [
        node('blockquote', [para('a')]),
        node('rule'),
        node('layoutSection', [node('layoutColumn', [para('b')])]),
      ],
      [note('quote', 'a'), p('b')],
    ],
    [
      'macros',
      [
        node('extension', [], {
          extensionKey: 'toc',
          parameters: { macroParams: { maxLevel: { value: '2' } } },
        }),
        node('extension', [], {
          extensionKey: 'include',
          parameters: { macroParams: { '': { value: 'Reset' } } },
        }),
        node('bodiedExtension', [para('a')], { extensionKey: 'details', parameters: { macroParams: {} } }),
        node('bodiedExtension', [para('b')], {
          extensionKey: 'panel',
          parameters: { macroParams: { title: { value: 'T' } } },
        }),
      ],
      [p('[included page: Reset]'), p('a'), note('T', 'b')],
    ],
    [
      'nodes nobody knows keep their words',
      [node('futureBlock', [para('a')]), { type: 'futureInline', text: 'b' }, node('constructor')],
      [p('a'), p('b')],
    ],
    [
      'hints to the writer are nothing',
      [para('a', { type: 'placeholder', attrs: { text: 'type' } })],
      [p('a')],
    ],
  ])('%s', (_, content, blocks) => {
    expect(readAdf(doc(...content))).toEqual(blocks);
  });

  it.each([
    null,
    5,
    'text',
    [],
    {},
    { type: 'doc' },
    { type: 'doc', content: 'x' },
    { type: 'doc', content: [null, 1, { type: 4 }] },
  ])('makes nothing of %j', (value) => {
    expect(readAdf(value)).toEqual([]);
  });

  it('makes nothing of JSON that is cut off', () => {
    expect(adf.read('{"type":"doc","content":[{"type":"paragraph"', createFormatTools())).toEqual([]);
  });

  it('survives ten thousand nested nodes', () => {
    let deep = para('bottom');
    for (let depth = 0; depth < 10_000; depth += 1) deep = node('panel', [deep], { panelType: 'info' });
    expect(readAdf(doc(deep))).toEqual([note('info', 'bottom')]);
  });
});

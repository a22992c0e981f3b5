import { describe, expect, it } from 'vitest';
import { h, list, note, p, table } from '../../../tests/block-makers';
import { createFormatTools } from '../../../tests/format-tools';
import { plainText } from './plain-text';

const tools = createFormatTools();

describe('plain text', () => {
  it('is read by its lines', () => {
    const source = 'Hello,\r\n1. open https://a.example/x\n   - click\n2) close\n\n• done <b>*x*</b>';
    expect(plainText.read(source, tools)).toEqual([
      p('Hello,'),
      {
        kind: 'list',
        ordered: true,
        items: [
          {
            text: 'open https://a.example/x',
            depth: 0,
            links: [{ start: 5, end: 24, url: 'https://a.example/x' }],
          },
          { text: 'click', depth: 1, ordered: false },
          { text: 'close', depth: 0 },
        ],
      },
      list(false, 'done <b>*x*</b>'),
    ]);
  });

  it('is written with addresses behind their words', () => {
    const blocks = [
      h(2, 'Reset'),
      p('see the guide', { start: 4, end: 13, url: 'https://a.example' }),
      list(true, 'a', ['b', 1, false], 'c'),
      table(true, ['A', 'B'], ['1', '2']),
      note('Mind', 'the gap'),
      note('warning', 'hot'),
    ];
    expect(plainText.write(blocks)).toBe(
      'Reset\n\nsee the guide (https://a.example)\n\n1. a\n   - b\n2. c\n\nA | B\n1 | 2\n\nMind\nthe gap\n\nhot',
    );
  });
});

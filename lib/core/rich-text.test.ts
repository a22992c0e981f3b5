import { describe, expect, it } from 'vitest';
import { blockSchema, blocksToText, blockUnits, noteTitle } from './rich-text';

describe('the units of a block', () => {
  it('name a panel by its title, not by its sort', () => {
    expect(blockUnits({ kind: 'note', label: 'Mind the gap', text: 'a' })).toEqual(['Mind the gap', 'a']);
    expect(blockUnits({ kind: 'note', label: 'warning', text: 'a' })).toEqual(['a']);
    expect(blockUnits({ kind: 'note', label: 'Linux', text: '' })).toEqual(['Linux']);
    expect(blocksToText([{ kind: 'note', label: 'Warning', text: 'a' }])).toBe('a');
  });

  it.each([
    ['note', null],
    ['Note', null],
    ['', null],
    ['Linux', 'Linux'],
    ['constructor', 'constructor'],
  ])('the title of %j is %j', (label, title) => {
    expect(noteTitle(label)).toBe(title);
  });
});

describe('what is stored', () => {
  it('may be of the time before links', () => {
    const old = { kind: 'list', ordered: true, items: [{ text: 'a', depth: 0 }] };
    expect(blockSchema.parse(old)).toEqual(old);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///x', '/x', ''])(
    'holds no link to %j',
    (url) => {
      const block = { kind: 'paragraph', text: 'a', links: [{ start: 0, end: 1, url }] };
      expect(blockSchema.safeParse(block).success).toBe(false);
    },
  );
});

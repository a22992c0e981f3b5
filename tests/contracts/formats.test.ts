import { describe, expect, test } from 'vitest';
import { blockSchema, blockUnits, type Block } from '../../lib/core/rich-text';
import type { RichTextFormat } from '../../lib/platform/formats/format';
import { formats } from '../../lib/platform/formats/index';
import { createFormatTools } from '../format-tools';
import { RandomBlocks } from '../random-blocks';

const tools = createFormatTools();

/** What a notation cannot tell apart, so that it comes back as the nearest it has. */
const normalForms: Readonly<Record<string, (block: Block) => Block>> = {
  // The one tag that can hold `{code}` names no language.
  'wiki-markup': (block) =>
    block.kind === 'code' && block.text.includes('{code}') ? { ...block, language: null } : block,
  // Five levels, and nothing is markup in a heading.
  dokuwiki: (block) =>
    block.kind === 'heading' ? { kind: 'heading', text: block.text, level: Math.min(block.level, 5) } : block,
};

function normal(format: RichTextFormat, blocks: readonly Block[]): Block[] {
  return blocks.map((block) => normalForms[format.id]?.(block) ?? block);
}

const exact = formats.filter(({ id }) => id !== 'plain-text');
const seeds = Array.from({ length: 60 }, (_, seed) => seed);

function urlsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [];
    const lists = block.kind === 'list' ? block.items.map((item) => item.links) : [block.links];
    return lists.flatMap((links) => (links ?? []).map(({ url }) => url));
  });
}

describe.each(exact)('what is written in $id', (format) => {
  test.each(seeds)('reads as what it was (seed %i)', (seed) => {
    const random = new RandomBlocks(seed);
    for (let round = 0; round < 10; round += 1) {
      const blocks = Array.from({ length: 1 + random.below(5) }, () => random.block());
      const written = format.write(blocks);
      expect(format.read(written, tools), written).toEqual(normal(format, blocks));
    }
  });
});

describe('plain text', () => {
  const format = formats.find(({ id }) => id === 'plain-text');

  test.each(seeds)('holds every word and address (seed %i)', (seed) => {
    const random = new RandomBlocks(seed);
    for (const block of Array.from({ length: 10 }, () => random.block())) {
      const written = format?.write([block]) ?? '';
      for (const url of urlsOf([block])) expect(written).toContain(url.replace('mailto:', ''));
      const bare = withoutLinks(block);
      for (const text of blockUnits(bare)) expect(format?.write([bare])).toContain(text);
    }
  });
});

function withoutLinks(block: Block): Block {
  if (block.kind === 'list') return { ...block, items: block.items.map(({ links: _, ...item }) => item) };
  if (block.kind === 'code') return block;
  const { links: _, ...rest } = block;
  return rest;
}

describe.each(formats)('reading $id', (format) => {
  test.each(seeds)('never throws, and makes blocks of whatever it is given (seed %i)', (seed) => {
    const random = new RandomBlocks(seed);
    const written = format.write(Array.from({ length: 4 }, () => random.block()));
    const sources = [
      random.noise(400),
      written.slice(0, random.below(written.length)),
      written + random.noise(100),
    ];
    for (const source of sources)
      for (const block of format.read(source, tools)) {
        blockSchema.parse(block);
        checkLinks(block);
      }
  });
});

/** Every link lies inside its text, in order, and covers something. */
function checkLinks(block: Block): void {
  if (block.kind === 'code') return;
  const holders = block.kind === 'list' ? block.items : block.kind === 'table' ? [] : [block];
  for (const { text, links = [] } of holders) {
    let at = 0;
    for (const link of links) {
      expect(link.start).toBeGreaterThanOrEqual(at);
      expect(link.end).toBeLessThanOrEqual(text.length);
      expect(text.slice(link.start, link.end).trim()).not.toBe('');
      at = link.end;
    }
  }
}

const hostile: readonly (readonly [string, string])[] = [
  ...'* _ ~ - ` [ ] { } ( ) < > | ^ ! = # % & \' " \\ / : ; @ ? +'
    .split(' ')
    .map((sign) => [sign, sign] as const),
  ...[
    '*a ',
    '_a',
    '**a',
    '[a',
    '[a](',
    '![[',
    '[[a|',
    '[[a]]',
    '[[File:a|',
    '{{a|',
    '{{a}}',
    '{code}',
    '{panel}{quote}',
    '{code:',
    '|a',
    '||\n',
    '|\n',
    '{|\n|a\n',
    '`a``b',
    '((a',
    '<a ',
    '<a b="',
    '<!--',
    '<![CDATA[',
    '<code>',
    '<nowiki>',
    '<pre',
    '<ref>',
    '<div>',
    '<ac:link>',
    '<ac:structured-macro ac:name="panel">',
    '%%a',
    '> ',
    '- ',
    '1. ',
    '  - a\n',
    '* a\n',
    '= a =\n',
    '== a\n',
    'http://a',
    'www.',
    'a@',
    '&a',
    '&amp;',
    '\n',
    'a\n',
    ' ',
    'a  \n',
    '\t',
    '~~a',
    '++++',
    '\uFDD0',
    '\uFDD01\uFDD1',
    '\u0000',
  ].map((sign) => [JSON.stringify(sign), sign] as const),
];

/** Making a DOM is the test library's time, not ours: those that need one get less to read. */
const ownParsers = formats.filter(({ id }) => !['html', 'view', 'sharepoint-canvas'].includes(id));

// What goes back over its own steps does not end within the test's patience, on any machine.
describe.each(formats)('hostile text in $id', (format) => {
  test.each(hostile)(
    'comes to an end: %s',
    (_, sign) => {
      const length = ownParsers.includes(format) ? 60_000 : 4_000;
      expect(format.read(sign.repeat(Math.ceil(length / sign.length)), tools)).toBeInstanceOf(Array);
    },
    60_000,
  );
});

describe.each(ownParsers)('a megabyte in $id', (format) => {
  test.each(['*a [b](c) {{d|e}} [[f|g]] ', '<p>a</p>\n- b\n'])(
    'of %j comes to an end',
    (sign) => {
      const source = sign.repeat(Math.ceil(1_000_000 / sign.length));
      expect(format.read(source, tools)).toBeInstanceOf(Array);
    },
    120_000,
  );
});

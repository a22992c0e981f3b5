import { describe, expect, test } from 'vitest';
import { blocksToText } from '../core/rich-text';
import { importTools, readAs } from '../../tests/import-files';
import { MOST_TEXT } from './limits';

async function readOne(path: string, content: string | Uint8Array) {
  const [only, ...others] = await readAs(path, content);
  expect(others).toEqual([]);
  if (!only) throw new Error('Nothing was read');
  return only;
}

describe('plain text', () => {
  test('a first line that a blank line sets off is the title; wrapped lines are one paragraph', async () => {
    const text =
      'How to reset a token\n\nThe token shows six digits which change every half a minute, and\nwhen the clock is wrong they are refused by the gateway. Set it\nby hand.\n\n- one\n- two\n';
    const { title, blocks } = await readOne('token.txt', text);
    expect(title).toBe('How to reset a token');
    expect(blocks).toEqual([
      {
        kind: 'paragraph',
        text: 'The token shows six digits which change every half a minute, and when the clock is wrong they are refused by the gateway. Set it by hand.',
      },
      {
        kind: 'list',
        ordered: false,
        items: [
          { text: 'one', depth: 0 },
          { text: 'two', depth: 0 },
        ],
      },
    ]);
  });

  test('short lines stay lines', async () => {
    const { blocks } = await readOne('hosts.txt', 'db1 up\ndb2 down\nweb up\n');
    expect(blocks.map((block) => ('text' in block ? block.text : ''))).toEqual([
      'db1 up',
      'db2 down',
      'web up',
    ]);
  });

  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from('Grüße, 日本')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFGrüße, 日本')],
    ['UTF-16 little endian', Buffer.from('\uFEFFGrüße, 日本', 'utf16le')],
    ['UTF-16 big endian', Buffer.from('\uFEFFGrüße, 日本', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('Grüße, all of you', 'utf16le')],
    ['Western European', Buffer.from('Grüße, all of you', 'latin1')],
  ])('in %s', async (_, bytes) => {
    const { blocks } = await readOne('a.txt', new Uint8Array(bytes));
    expect(blocksToText([...blocks])).toMatch(/^Grüße, (?:日本|all of you)$/);
  });

  test('of twenty megabytes is read to its limit, and says that it is cut', async () => {
    const line = 'The gateway refused the token because its clock was wrong by more than a minute.\n';
    const content = await readOne('big.log', line.repeat(20_000_000 / line.length));
    expect(content.cut).toBe(true);
    const length = blocksToText([...content.blocks]).length;
    expect(length).toBeGreaterThan(MOST_TEXT * 0.95);
    expect(length).toBeLessThanOrEqual(MOST_TEXT);
  });

  test('can be aborted between its pieces', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort());
    const read = readAs('a.txt', 'word '.repeat(700_000), importTools({ signal: abort.signal }));
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('Markdown', () => {
  test('front matter says title, author, date and tags; relative links are text', async () => {
    const text = `---
title: "Resetting a token"
date: 2026-05-02
author: Mia Berg
tags: [vpn, 'token']
categories:
  - how-to
draft: false # not yet
nested:
  deep: no
---
# Resetting a token

See [the portal](https://x.example/) and [the other page](../other.md).
`;
    expect(await readOne('token.md', text)).toEqual({
      title: 'Resetting a token',
      blocks: [
        {
          kind: 'paragraph',
          text: 'See the portal and the other page.',
          links: [{ start: 4, end: 14, url: 'https://x.example/' }],
        },
      ],
      author: 'Mia Berg',
      created: '2026-05-02T00:00:00.000Z',
      updated: null,
      language: null,
      labels: ['vpn', 'token', 'how-to'],
      part: null,
      cut: false,
    });
  });

  test('without front matter the first heading is the title; a rule is no front matter', async () => {
    expect(await readOne('a.md', '# VPN\n\nText\n')).toMatchObject({ title: 'VPN' });
    const { title, blocks } = await readOne('a.md', '---\nText that goes on\n');
    expect(title).toBe('');
    expect(blocksToText([...blocks])).toContain('Text that goes on');
  });
});

describe('web pages', () => {
  const page = (body: string) =>
    `<!DOCTYPE html><html lang="de-DE"><head><title>VPN | Acme</title><meta name="author" content="Mia Berg"><meta name="keywords" content="vpn, net"></head><body>${body}</body></html>`;

  test('give their own text, without scripts, menus and what would run', async () => {
    const text = page(
      '<nav><a href="/">Home</a></nav><main><h1>VPN</h1><p onclick="x()">Use <a href="https://x.example/">port 443</a> or <a href="javascript:x()">this</a>.</p><script>alert(1)</script><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></main><footer>Imprint</footer>',
    );
    expect(await readOne('vpn.html', text)).toMatchObject({
      title: 'VPN',
      author: 'Mia Berg',
      language: 'de-DE',
      labels: ['vpn', 'net'],
      blocks: [
        {
          kind: 'paragraph',
          text: 'Use port 443 or this.',
          links: [{ start: 4, end: 12, url: 'https://x.example/' }],
        },
        { kind: 'table', header: true, rows: [['a', 'b'], ['1', '2']] }, // prettier-ignore
      ],
    });
  });

  test('are known by what they begin with, and by their own word on their encoding', async () => {
    const head = '<html><head><meta charset="windows-1251"></head><body><p>';
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])]);
    const { blocks } = await readOne('export.xls', new Uint8Array(bytes));
    expect(blocksToText([...blocks])).toBe('Привет');
  });
});

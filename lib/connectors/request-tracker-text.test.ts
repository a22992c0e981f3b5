import { describe, expect, it } from 'vitest';
import { createTestIo } from '../../tests/connector-io';
import { blocksToText } from '../core/rich-text';
import { isHtml, joinWrapped, messageToBlocks, withoutQuotes } from './request-tracker-text';

const io = createTestIo('https://rt.acme.test', () => new Response());
const read = (type: string, content: string) => blocksToText(messageToBlocks({ type, content }, io));

describe('a plain mail', () => {
  it('loses what it quotes, with the line before it, and its signature', () => {
    const mail = [
      'It works now, thank you.',
      '',
      'On Mon Oct 26 07:10:00 2026, tom.ashworth wrote:',
      '',
      '> Please let the drivers in.',
      '>> Door D2 is red.',
      '',
      'Ella',
      '-- ',
      'Ella Brooks',
      'Warehouse, Leeds',
    ].join('\r\n');
    expect(read('text/plain', mail)).toBe('It works now, thank you.\nElla');
  });

  it('that is nothing but a quotation stays', () => {
    expect(withoutQuotes('> all of it\n> is quoted')).toBe('> all of it\n> is quoted');
  });

  it('keeps a line that ends in a colon before its own list', () => {
    expect(read('text/plain', 'Do this:\n1. Restart\n2. Wait')).toBe('Do this:\nRestart\nWait');
  });

  it('has whole sentences where its program broke the lines', () => {
    const wrapped =
      'The Excel add-in still had your old password and tried it every five\nminutes, which locks the user. I deleted the entry in the Credential\nManager.\n\nRegards\nTom';
    expect(read('text/plain', wrapped)).toBe(
      'The Excel add-in still had your old password and tried it every five minutes, which locks the user. I deleted the entry in the Credential Manager.\nRegards\nTom',
    );
  });

  it.each([
    ['short lines', 'one\ntwo\nthree'],
    ['a list', '- a line that is long enough to have been broken by some program\n- another one of them'],
    ['indented code', 'a line that is long enough to have been broken by some mail program\n  indented'],
  ])('keeps %s', (_, text) => {
    expect(joinWrapped(text)).toBe(text);
  });
});

describe('an HTML mail', () => {
  it('loses what it quotes and its signature, and can do nothing', () => {
    const html = `<p>Open <b>UDP 500</b>.</p><script>alert(1)</script>
<div class="gmail_quote">On Monday Tom wrote:<blockquote type="cite"><p>Which port?</p></blockquote></div>
<blockquote type="cite">old</blockquote><div class="moz-signature">Tom</div>
<div id="divRplyFwdMsg">From: Tom</div><div>older</div>`;
    expect(read('text/html', html)).toBe('Open UDP 500.');
  });
});

it.each([
  ['<p>text</p>', true],
  ['a<br />b', true],
  ['plain < text > here', false],
  ['<GS1-128> & "ready"', false],
])('%j is HTML: %s', (text, is) => {
  expect(isHtml(text)).toBe(is);
});

import { describe, expect, it } from 'vitest';
import type { Passage } from '../../core/suggestion';
import { createClaimCheck, type NumberedPassage } from './check-claim';

function passage(number: number, ...lines: string[]): NumberedPassage {
  const text = lines.join('\n');
  let at = 0;
  const units = lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return { kind: 'paragraph' as const, start, end: start + line.length };
  });
  const own: Passage = {
    id: `p${number}`,
    documentKey: `d${number}`,
    headingPath: [],
    text,
    units,
    ordinal: 0,
  };
  return { number, passage: own, language: 'en' };
}
const sources = [
  passage(
    1,
    'The VPN client shows error 809 when UDP port 500 is blocked.',
    'Open the port on the router, or use the fallback profile. Restart the client afterwards.',
  ),
  passage(2, 'Mailboxes are limited to 50 GB. Archives do not count towards the limit.'),
];
const check = createClaimCheck(sources);
const quoteOf = (text: string, ...cited: number[]) => {
  const found = check({ text, step: false, cited });
  return found && found.source.passage.text.slice(found.start, found.end);
};

describe('a claim', () => {
  it.each([
    [
      'Error 809 means that UDP port 500 is blocked.',
      [1],
      'The VPN client shows error 809 when UDP port 500 is blocked.',
    ],
    ['Restart the VPN client afterwards.', [1], 'Restart the client afterwards.'],
    ['Mailboxes are limited to 50 GB.', [], 'Mailboxes are limited to 50 GB.'],
    ['Mailboxes are limited to 50 GB.', [1], 'Mailboxes are limited to 50 GB.'],
    [
      'Archives do not count towards the limit of mailboxes.',
      [2],
      'Archives do not count towards the limit.',
    ],
  ])('that a passage says rests on its sentence: %s', (text, cited, quote) => {
    expect(quoteOf(text, ...cited)).toBe(quote);
  });

  it.each([
    ['Error 809 means that UDP port 4500 is blocked.', 1],
    ['Error 808 means that UDP port 500 is blocked.', 1],
    ['Mailboxes are limited to 100 GB.', 2],
    ['Archives count towards the limit of mailboxes.', 2],
    ['Mailboxes are not limited to 50 GB.', 2],
    ['Reinstall Windows and call the vendor.', 1],
    ['The of and to.', 1],
    ['', 1],
  ])('that none says has nothing to rest on: %s', (text, cited) => {
    expect(quoteOf(text, cited)).toBeNull();
  });

  it('that names the wrong passage rests on the right one', () => {
    const found = check({ text: 'Use the fallback profile.', step: true, cited: [2] });
    expect(found?.source.number).toBe(1);
  });
});

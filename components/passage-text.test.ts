import { describe, expect, it } from 'vitest';
import { passageOf } from '../tests/fixtures/panel/build-state';
import {
  firstMarkedSentence,
  foldedStart,
  isWebUrl,
  passageUnits,
  pathSpans,
  segmentsOf,
} from './passage-text';

const show = (text: string, marks: { start: number; end: number }[]) =>
  segmentsOf(text, 0, text.length, marks)
    .map((segment) => (segment.marked ? `[${segment.text}]` : segment.text))
    .join('');

describe('marks', () => {
  it('cut the text where they begin and end', () => {
    expect(show('VPN error 809', [{ start: 4, end: 13 }])).toBe('VPN [error 809]');
  });
  it('may overlap and come in any order', () => {
    expect(
      show('abcdef', [
        { start: 3, end: 5 },
        { start: 1, end: 4 },
      ]),
    ).toBe('a[bc][d][e]f');
  });
  it('outside the text change nothing', () => {
    expect(
      show('abc', [
        { start: 7, end: 9 },
        { start: 2, end: 2 },
      ]),
    ).toBe('abc');
  });
  it('that run over the end mark up to it', () => {
    expect(show('abc', [{ start: 1, end: 99 }])).toBe('a[bc]');
  });
  it('never lose or add a character', () => {
    const text = 'Ümlaut 👩‍💻 and <b>';
    const marks = Array.from({ length: text.length }, (_, start) => ({ start, end: start + 3 }));
    expect(
      segmentsOf(text, 0, text.length, marks)
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text);
  });
});

describe('paths in prose', () => {
  it.each([
    ['Open C:\\Windows\\System32\\drivers.', 'C:\\Windows\\System32\\drivers'],
    ['on \\\\files01\\share\\a, then', '\\\\files01\\share\\a'],
    ['under HKLM\\SYSTEM\\Setup now', 'HKLM\\SYSTEM\\Setup'],
    ['edit /etc/ssh/sshd_config.', '/etc/ssh/sshd_config'],
  ])('%s', (text, path) => {
    expect(pathSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([path]);
  });
  it.each(['and/or', '10/12/2025', 'https://a.example/b/c', '5 km/h', 'TCP/IP'])('%s is none', (text) => {
    expect(pathSpans(text)).toEqual([]);
  });
});

describe('a passage', () => {
  it('is its units, each with its own marks', () => {
    const { passage, marks } = passageOf(
      'a',
      [],
      [
        ['paragraph', 'The *printer*'],
        ['step', 'Turn *it* off'],
      ],
    );
    const units = passageUnits(passage, marks);
    expect(units.map((unit) => [unit.kind, unit.text])).toEqual([
      ['paragraph', 'The printer'],
      ['step', 'Turn it off'],
    ]);
    expect(units[1]?.segments.find((segment) => segment.marked)?.text).toBe('it');
  });
  it('without usable units is one paragraph', () => {
    const { passage } = passageOf('a', [], [['paragraph', 'abc']]);
    const broken = { ...passage, units: [{ kind: 'row' as const, start: 0, end: 900 }] };
    expect(passageUnits(broken, [])).toMatchObject([{ kind: 'paragraph', text: 'abc' }]);
  });
  it('folds from the first unit with a match, when that would be out of sight', () => {
    const filler = 'x'.repeat(300);
    const far = passageOf(
      'a',
      [],
      [
        ['paragraph', filler],
        ['paragraph', 'the *match*'],
      ],
    );
    const near = passageOf(
      'a',
      [],
      [
        ['paragraph', 'short'],
        ['paragraph', 'the *match*'],
      ],
    );
    expect(foldedStart(passageUnits(far.passage, far.marks))).toBe(1);
    expect(foldedStart(passageUnits(near.passage, near.marks))).toBe(0);
    expect(foldedStart(passageUnits(far.passage, []))).toBe(0);
  });
});

describe('the sentence a source is opened at', () => {
  const sentence = (units: Parameters<typeof passageOf>[2]) =>
    firstMarkedSentence(passageOf('a', [], units), 'en');
  it('is the one with the first match, whole', () => {
    expect(sentence([['paragraph', 'Wait a minute. Then *restart* the client. Done.']])).toBe(
      'Then restart the client.',
    );
  });
  it('never runs over the end of its unit', () => {
    expect(
      sentence([
        ['step', 'Open the *registry*'],
        ['step', 'Restart'],
      ]),
    ).toBe('Open the registry');
  });
  it('is one cell of a table row: the bars are ours', () => {
    expect(sentence([['row', 'Export rules | *Helpdesk* | Monday']])).toBe('Helpdesk');
  });
  it('is nothing without a match', () => {
    expect(sentence([['paragraph', 'Nothing here.']])).toBeNull();
  });
});

describe('addresses', () => {
  it.each(['https://a.example/', 'HTTP://a.example'])('%s is opened', (url) =>
    expect(isWebUrl(url)).toBe(true),
  );
  it.each(['javascript:alert(1)', 'file:///etc', 'data:text/html,x', ' https://a', 'https://', ''])(
    '%j is not',
    (url) => expect(isWebUrl(url)).toBe(false),
  );
});

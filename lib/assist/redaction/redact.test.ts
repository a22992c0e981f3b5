import { describe, expect, it, test } from 'vitest';
import { createRestorer, redact, restore } from './redact';

const options = { people: ['Dana Reyes', 'Weiss, Hana'], words: ['Project Albatross', 'acq-*'] };
const one = (text: string) => {
  const { texts, taken } = redact([text], options);
  return { text: texts[0] ?? '', taken };
};

describe('what is taken out', () => {
  test.each([
    ['Write to dana.reyes@acme.example today.', 'Write to EMAIL_1 today.'],
    ['Dana Reyes called; dana said nothing, Dana did.', 'PERSON_1 called; dana said nothing, PERSON_2 did.'],
    ['Hana Weiss and Weiss, Hana', 'PERSON_1 and PERSON_2'],
    ['account dreyes on C:\\Users\\m.ruiz\\Desktop', 'account PERSON_1 on C:\\Users\\PERSON_2\\Desktop'],
    ['Hi Mateo,\nit works.\nRegards,\nLena Fischer', 'Hi PERSON_1,\nit works.\nRegards,\nPERSON_2'],
    ['Frau Müller-Lüdenscheidt wartet', 'Frau PERSON_1 wartet'],
    ['Call +49 89 1234-5678 or (617) 555-0142.', 'Call PHONE_1 or PHONE_2.'],
    ['Tel.: 089 / 123 45 67, ext 4711', 'Tel.: PHONE_1, ext PHONE_2'],
    ['password: Winter2026! please', 'password: SECRET_1 please'],
    ['The PIN is 4711.', 'The PIN is SECRET_1.'],
    ['Kennwort lautet "Sommer-26"', 'Kennwort lautet "SECRET_1"'],
    ['Authorization: Bearer abcdef0123456789', 'Authorization: Bearer SECRET_1'],
    ['key ghp_0123456789abcdefABCDEF0123456789abcd', 'key SECRET_1'],
    ['https://dana:s3cret@files.acme.example/x', 'https://SECRET_1@files.acme.example/x'],
    ['https://files.acme.example/x?sig=a1b2c3d4e5&v=2', 'https://files.acme.example/x?sig=SECRET_1&v=2'],
    ['IBAN DE89 3704 0044 0532 0130 00 paid', 'IBAN NUMBER_1 paid'],
    ['card 4111 1111 1111 1111', 'card NUMBER_1'],
    ['SSN 078-05-1120, employee no. E-20417', 'SSN NUMBER_1, employee no. NUMBER_2'],
    ['About project albatross and acq-2026-north', 'About WORD_1 and WORD_2'],
  ])('%s', (text, expected) => {
    expect(one(text).text).toBe(expected);
  });

  it('is known everywhere once it was known in one place', () => {
    expect(one('password: Winter-2026. I typed Winter-2026 and it failed').text).toBe(
      'password: SECRET_1. I typed SECRET_1 and it failed',
    );
  });

  it('is one placeholder a value, wherever it stands', () => {
    const { texts } = redact(['a@b.example, c@d.example', 'again c@d.example'], options);
    expect(texts).toEqual(['EMAIL_1, EMAIL_2', 'again EMAIL_2']);
  });
});

test.each([
  'Error 0x8004010F after KB5034441 on 2026-11-22 at 14:05',
  'INC0010023 is like HELP-12; port 443, version 10.0.19045.3803',
  'Reset the password in Software Center, then restart.',
  'The password is expired. Mark the message as read.',
  'Server build-mu-04 at 10.20.30.40 answers in 250 ms',
  'Use \\\\files01\\share\\docs and Outlook for Windows 11',
  'Thanks,\nIT Service Desk',
])('what an answer needs stays: %s', (text) => {
  expect(one(text).text).toBe(text);
});

describe('what comes back', () => {
  it('is put in its place', () => {
    const { text, taken } = one('Dana Reyes, dana.reyes@acme.example, PIN is 4711');
    expect(restore(`Tell ${text}.`, taken)).toBe('Tell Dana Reyes, dana.reyes@acme.example, PIN is 4711.');
    expect(restore('PERSON_7 was never given', taken)).toBe('PERSON_7 was never given');
  });

  it('is told from what the text calls so itself', () => {
    const { text, taken } = one('The field PERSON_1 shows Dana Reyes');
    expect(text).toBe('The field PERSON_1 shows PERSON_2');
    expect(restore(text, taken)).toBe('The field PERSON_1 shows Dana Reyes');
  });

  it('is put in its place where it comes in pieces, letter by letter', () => {
    const { text, taken } = one('PLEASE tell Dana Reyes: dana.reyes@acme.example');
    const restorer = createRestorer(taken);
    const back = [...text].map((letter) => restorer.push(letter)).join('') + restorer.end();
    expect(back).toBe('PLEASE tell Dana Reyes: dana.reyes@acme.example');
  });

  it('is held back no longer than a placeholder may be', () => {
    const restorer = createRestorer(new Map([['PERSON_1', 'Dana']]));
    expect(restorer.push('Ask PER')).toBe('Ask ');
    expect(restorer.push('HAPS')).toBe('PERHAPS');
    expect(restorer.push(' PERSON_1')).toBe(' ');
    expect(restorer.push('0 or PERSON_1.')).toBe('PERSON_10 or Dana.');
  });
});

test('a hostile text does not hold it up', () => {
  const started = performance.now();
  for (const text of [
    'a@'.repeat(20_000),
    'password:'.repeat(6_000),
    '+1 '.repeat(20_000),
    'A'.repeat(60_000),
    '1-'.repeat(30_000),
    'Dear Aa Aa '.repeat(5_000),
    'https://'.repeat(7_000),
  ])
    redact([text], options);
  // For reading; what hangs would hang for minutes.
  console.info(`hostile texts took ${Math.round(performance.now() - started)} ms`);
}, 30_000);

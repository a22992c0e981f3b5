import { describe, expect, it } from 'vitest';
import { splitSentences } from './split-sentences';

const split = (text: string, language = 'en') =>
  splitSentences(text, language).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it.each([
    [
      'en',
      'Open the panel. Choose Add. Is it there? Yes.',
      ['Open the panel.', 'Choose Add.', 'Is it there?', 'Yes.'],
    ],
    ['en', 'Use a cable, e.g. the blue one. Restart.', ['Use a cable, e.g. the blue one.', 'Restart.']],
    [
      'en',
      'Call no. 4357 or ext. 4810 first. Then wait.',
      ['Call no. 4357 or ext. 4810 first.', 'Then wait.'],
    ],
    ['en', 'The answer is no. Ask again.', ['The answer is no.', 'Ask again.']],
    [
      'en',
      'Rename the .ost file to .ost.old. Then start v5.2 again.',
      ['Rename the .ost file to .ost.old.', 'Then start v5.2 again.'],
    ],
    [
      'de',
      'Wählen Sie z. B. P01. Dann ggf. neu starten. Fertig.',
      ['Wählen Sie z. B. P01.', 'Dann ggf. neu starten.', 'Fertig.'],
    ],
    ['de', 'Das gilt ab dem 3. Mai 2026. Danach nicht.', ['Das gilt ab dem 3. Mai 2026.', 'Danach nicht.']],
    ['de', 'Ist auf der FRITZ!Box ein VPN an? Dann aus.', ['Ist auf der FRITZ!Box ein VPN an?', 'Dann aus.']],
    ['fr', 'Appelez M. Durand, p. ex. le matin. Merci.', ['Appelez M. Durand, p. ex. le matin.', 'Merci.']],
    ['ja', '再起動してください。次に待ちます。', ['再起動してください。', '次に待ちます。']],
  ])('%s: %s', (language, text, expected) => {
    expect(split(text, language)).toEqual(expected);
  });

  it('gives spans of the whole text when only a part is asked for', () => {
    const text = 'First line.\nSecond one. Third one.';
    expect(splitSentences(text, 'en', 12).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Second one.',
      'Third one.',
    ]);
  });

  it('loses no word and never overlaps', () => {
    const text = 'A b c. D e? f g! "H i." J k: l. M';
    const spans = splitSentences(text, null);
    expect(spans.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(text);
  });
});

import { describe, expect, it } from 'vitest';
import { readClaims } from './read-claims';

const texts = (written: string, isWhole = true) => readClaims(written, 'en', isWhole).map(({ text }) => text);

describe('what a model wrote', () => {
  it('is sentences and steps with their sources', () => {
    const written =
      'The port is blocked [1]. It is open elsewhere [2, 3].\n\n1. Open the **router** [1].\n2) Restart `vpnd`. [2]\n- Wait a minute (3)';
    expect(readClaims(written, 'en', true)).toEqual([
      { text: 'The port is blocked.', step: false, cited: [1] },
      { text: 'It is open elsewhere.', step: false, cited: [2, 3] },
      { text: 'Open the router.', step: true, cited: [1] },
      { text: 'Restart vpnd.', step: true, cited: [2] },
      { text: 'Wait a minute', step: false, cited: [3] },
    ]);
  });

  it('leaves out the sentence that may go on, until it is whole', () => {
    expect(texts('It is full. Empty the', false)).toEqual(['It is full.']);
    expect(texts('It is full. [1] Empty the', false)).toEqual(['It is full.']);
    expect(readClaims('It is full. [1] Empty the', 'en', false)[0]?.cited).toEqual([1]);
    expect(texts('It is full. Empty the bin', true)).toEqual(['It is full.', 'Empty the bin']);
  });

  it.each([
    ['marks of templates', 'So.<|im_end|>\n<|im_start|>user\nMore?', ['So.', 'user', 'More?']],
    ['thoughts', '<think>What now? Hm.</think>It is full.', ['It is full.']],
    ['thoughts without an end', '<think>What now? Hm.', []],
    ['headings', '## Steps\nSteps:\n1. Go on.', ['Go on.']],
    ['links', 'See [the page](javascript:alert(1)) for more.', ['See the page for more.']],
    ['links of numbers', 'It is full [1](https://a.example).', ['It is full.']],
    ['markup', 'So <img src=x onerror=alert(1)>it <b>is</b>.<br/>', ['So it is.']],
    ['placeholders, which stay', 'Run ping <host> now.', ['Run ping <host> now.']],
    ['control characters', 'It \u202eis\u0000 fu\u200bll.', ['It is full.']],
    ['nothing', '', []],
    ['numbers alone', '[1] [2]', []],
  ])('is text and nothing else: %s', (_what, written, expected) => {
    expect(texts(written)).toEqual(expected);
  });

  it('that never ends is cut off', () => {
    expect(texts('It goes on. '.repeat(100_000)).length).toBe(24);
    expect(texts('x'.repeat(1_000_000)).length).toBeLessThan(2);
  });
});

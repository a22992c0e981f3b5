import { expect, it } from 'vitest';
import type { ModelTrial } from '../../lib/queries/models';
import { speedSentence } from './model-words';

const trial: ModelTrial = {
  modelId: 'one',
  state: 'done',
  text: 'So.',
  usage: { promptTokens: 9, tokens: 41, firstTokenMs: 600, totalMs: 4_600 },
  isCutOff: false,
  comparison: null,
  failure: null,
};
const running = { modelId: 'one', phase: 'ready', loadMs: 12_400 } as const;

it.each([
  [trial, 'Loaded in 12 s, first word after 0.6 s, 10 tokens a second, 41 tokens.'],
  [
    { ...trial, isCutOff: true, modelId: 'two' },
    'First word after 0.6 s, 10 tokens a second, 41 tokens, cut off there.',
  ],
  [
    { ...trial, usage: { promptTokens: null, tokens: 1, firstTokenMs: 5, totalMs: 5 } },
    'Loaded in 12 s, first word after 0 s, 1 token.',
  ],
  [{ ...trial, state: 'stopped' as const }, 'Stopped.'],
  [{ ...trial, failure: { kind: 'server' as const, message: 'It broke down' } }, 'It broke down.'],
])('says how a trial stands: %#', (one, sentence) => {
  expect(speedSentence(one, running, 'en')).toBe(sentence);
});

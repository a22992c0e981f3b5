import { expect, it } from 'vitest';
import { porterStem } from './porter-stem';

// The examples of Porter's paper, after all of its steps.
it.each([
  ['caresses', 'caress'],
  ['ponies', 'poni'],
  ['cats', 'cat'],
  ['feed', 'feed'],
  ['agreed', 'agre'],
  ['plastered', 'plaster'],
  ['motoring', 'motor'],
  ['sing', 'sing'],
  ['conflated', 'conflat'],
  ['sized', 'size'],
  ['hopping', 'hop'],
  ['falling', 'fall'],
  ['hissing', 'hiss'],
  ['filing', 'file'],
  ['happy', 'happi'],
  ['sky', 'sky'],
  ['relational', 'relat'],
  ['conditional', 'condit'],
  ['rational', 'ration'],
  ['digitizer', 'digit'],
  ['vietnamization', 'vietnam'],
  ['hopefulness', 'hope'],
  ['sensibiliti', 'sensibl'],
  ['electrical', 'electr'],
  ['goodness', 'good'],
  ['revival', 'reviv'],
  ['replacement', 'replac'],
  ['adoption', 'adopt'],
  ['communism', 'commun'],
  ['probate', 'probat'],
  ['rate', 'rate'],
  ['cease', 'ceas'],
  ['controll', 'control'],
  ['roll', 'roll'],
  ['generalizations', 'gener'],
])('%s becomes %s', (word, stem) => {
  expect(porterStem(word)).toBe(stem);
});

it('leaves short words and other alphabets alone', () => {
  expect(['is', 'as', '0x80070005', 'größe', 'принтеры'].map(porterStem)).toEqual([
    'is',
    'as',
    '0x80070005',
    'größe',
    'принтеры',
  ]);
});

import { expect, test } from 'vitest';
import { citedLinesGrammar, citedLinesPattern } from './cited-lines';

test.each([
  ['Restart it. [1]', true],
  ['Restart it [1]\nThen wait. [3]', true],
  ['Restart it', false],
  ['Restart it [4]', false],
  ['Restart it [0]', false],
  ['Press [Enter] [1]', false],
  ['Restart it [1]\n', false],
  ['[1]', false],
  ['', false],
])('of three sources, %j is of that form: %s', (answer, isMeant) => {
  expect(citedLinesPattern(3).test(answer)).toBe(isMeant);
});

test.each([
  [1, '[1-1]'],
  [4, '[1-4]'],
  [12, '[1-9]'],
])('with %s sources a grammar allows %s', (sources, range) => {
  expect(citedLinesGrammar(sources)).toContain(range);
});

import { describe, expect, it } from 'vitest';
import { createWordPiece } from './wordpiece';

const vocabulary = ['reset', 're', '##set', '##s', 'the', 'tone', '##r', '-', '#', '™', 'i', 's', '漢'];
const tokenize = createWordPiece(vocabulary);
const pieces = (text: string) => tokenize(text).map((at) => vocabulary[at]);

describe('createWordPiece', () => {
  it.each([
    ['takes the longest piece first', 'reset resets', ['reset', 'reset', '##s']],
    ['folds case and accents', 'RÉSET', ['reset']],
    ['parts words at signs', 're-reset', ['re', '-', 'reset']],
    ['leaves a word with an unknown rest out as a whole', 'tonerx toner', ['tone', '##r']],
    ['never takes text for a continuation', '##s', ['#', '#', 's']],
    ['parts symbols from their word', 'reset™the', ['reset', '™', 'the']],
    ['takes each Chinese character for a word', 'the漢reset', ['the', '漢', 'reset']],
    ['drops what cannot be seen', 're\u200bset\u00ad', ['reset']],
    ['knows every kind of space', 'the\u00a0reset\u3000the\nreset', ['the', 'reset', 'the', 'reset']],
    ['is silent where there is nothing', ' \n', []],
  ])('%s', (_, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('lower-cases letter by letter, as the original does', () => {
    const greek = createWordPiece(['σασ', 'é']);
    expect(greek('ΣΑΣ')).toEqual([0]);
  });

  it('gives up on a word of more than a hundred letters', () => {
    const letters = createWordPiece(['a', '##a']);
    expect(letters('a'.repeat(100))).toHaveLength(100);
    expect(letters('a'.repeat(101))).toEqual([]);
  });
});

/**
 * The tokenizer of the BERT family, uncased, as the table's maker (scripts/distill) uses it; a golden test compares
 * the two. A word is cut greedily into the longest pieces that the vocabulary knows, "##" before all but the first;
 * a word with an unknown rest is unknown as a whole.
 * @see https://github.com/huggingface/tokenizers, `BertNormalizer`, `BertPreTokenizer` and `WordPiece`
 * @returns places in the vocabulary, in the order of the text
 */
export type WordPiece = (text: string) => number[];

/** As in the original: a longer word is no word. In code points. */
const longestWord = 100;
/** A text repeats its words: cutting each once is most of the speed. */
const mostKnownWords = 50_000;
const continuation = '##';

const plain = /^[\t\n\r\x20-\x7e]*$/;
const plainWord = /[a-z0-9]+|[^a-z0-9\s]/g;
/** Dropped without parting what stands at their sides: controls, joiners, marks of direction. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/gu;
/** The blocks that BERT takes for Chinese: each character a word of its own. */
const ideograph =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;
/** Signs stand alone. Symbols too, unlike in BERT, where "SharePoint™" is one unknown word. */
const wordOrSign = /[^\p{White_Space}\p{P}\p{S}]+|[\p{P}\p{S}]/gu;

interface Pieces {
  readonly places: ReadonlyMap<string, number>;
  /** Longer ones need not be looked for. */
  readonly longest: number;
}

export function createWordPiece(vocabulary: readonly string[]): WordPiece {
  const all: Pieces = {
    places: new Map(vocabulary.map((piece, at) => [piece, at])),
    longest: vocabulary.reduce((most, piece) => Math.max(most, piece.length), 0),
  };
  const known = new Map<string, readonly number[]>();

  return (text) => {
    const found: number[] = [];
    for (const word of splitWords(text)) {
      let pieces = known.get(word);
      if (pieces === undefined) {
        if (known.size >= mostKnownWords) known.clear();
        pieces = cutWord(word, all);
        known.set(word, pieces);
      }
      for (const piece of pieces) found.push(piece);
    }
    return found;
  };
}

function splitWords(text: string): string[] {
  if (plain.test(text)) return text.toLowerCase().match(plainWord) ?? [];
  return normalize(text).match(wordOrSign) ?? [];
}

function normalize(text: string): string {
  const shown = text.replace(invisible, '').replace(ideograph, ' $& ');
  const bare = shown.normalize('NFD').replace(/\p{Mn}+/gu, '');
  // Letter by letter: as a whole, a word's last Σ would become ς.
  return bare.replace(/\p{Lu}/gu, (letter) => letter.toLowerCase());
}

function cutWord(word: string, { places, longest }: Pieces): number[] {
  const letters = [...word];
  if (letters.length > longestWord) return [];
  const pieces: number[] = [];
  let start = 0;
  while (start < letters.length) {
    let end = Math.min(letters.length, start + longest);
    let place = places.get(spell(letters, start, end));
    while (place === undefined && end > start + 1) {
      end -= 1;
      place = places.get(spell(letters, start, end));
    }
    if (place === undefined) return [];
    pieces.push(place);
    start = end;
  }
  return pieces;
}

function spell(letters: readonly string[], start: number, end: number): string {
  return (start === 0 ? '' : continuation) + letters.slice(start, end).join('');
}

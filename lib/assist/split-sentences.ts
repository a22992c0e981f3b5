import type { Span } from '../core/suggestion';

/** Abbreviations after which a full stop ends nothing, in English, German and French. */
const abbreviations =
  /(?:^|[\s("'„«])(?:e\.g|i\.e|etc|vs|cf|approx|dr|mr|mrs|ms|prof|inc|ltd|dept|z\.\s?b|d\.\s?h|u\.\s?a|o\.\s?ä|s\.\s?o|s\.\s?u|bzw|usw|ca|ggf|evtl|inkl|exkl|vgl|mio|p\.\s?ex|c\.-à-d|env|réf|mme|mlle)\.$/i;
/** These are abbreviations before a number only: "no. 4", but "The answer is no." */
const beforeNumber = /(?:^|[\s(])(?:no|nr|fig|vol|abs|art|p|s|ext|tel|max|min)\.$/i;

/** "z. B.", "M. Durand", "J. Savoy": a letter alone ends no sentence, most of the time. */
const singleLetter = /(?:^|[\s(])\p{L}\.$/u;

/** A file's ending, a version or a day of the month also looks like a full stop: "the .ost file", "am 3. Mai". */
const ordinalEnd = /(?:^|\s)\d{1,2}\.$/;

/**
 * Spans of the sentences of `text` between `start` and `end`, without the white space around them. Built on
 * Intl.Segmenter, whose rules know no abbreviations: pieces that end in one are joined to what follows.
 */
export function splitSentences(text: string, language: string | null, start = 0, end = text.length): Span[] {
  const spans: Span[] = [];
  let open: number | null = null;
  const part = text.slice(start, end);
  for (const { segment, index } of segmenterFor(language).segment(part)) {
    const from: number = open ?? index;
    const to = index + segment.length;
    const trimmed = part.slice(from, to).trimEnd();
    const next = part.slice(to);
    // "FRITZ!Box", "Yahoo!Mail": without white space after it, no mark ends anything.
    const isInWord =
      trimmed.length === to - from && /[.!?]$/.test(trimmed) && /^\p{Script=Latin}/u.test(next);
    if (next !== '' && (isInWord || goesOn(trimmed, next))) {
      open = from;
      continue;
    }
    open = null;
    const lead = part.slice(from, to).length - part.slice(from, to).trimStart().length;
    if (trimmed.trim() !== '') spans.push({ start: start + from + lead, end: start + from + trimmed.length });
  }
  return spans;
}

function goesOn(piece: string, next: string): boolean {
  const tail = piece.slice(-24);
  if (abbreviations.test(tail) || ordinalEnd.test(tail) || singleLetter.test(tail)) return true;
  if (beforeNumber.test(tail) && /^\s*\d/.test(next)) return true;
  // A sentence does not begin with a small letter after a full stop; a line break inside one is no end either.
  return /^\p{Ll}/u.test(next.trimStart()) || !/[.!?。！？…:;"”’»)\]]$/.test(tail);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(language: string | null): Intl.Segmenter {
  const tag = /^[a-z]{2,3}$/.test(language ?? '') ? (language ?? 'en') : 'en';
  let segmenter = segmenters.get(tag);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(tag, { granularity: 'sentence' });
    segmenters.set(tag, segmenter);
  }
  return segmenter;
}

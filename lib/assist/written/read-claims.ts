import { splitSentences } from '../split-sentences';

/** One sentence or step that a model wrote, with the numbers of the sources that it names for it. */
export interface Claim {
  readonly text: string;
  readonly step: boolean;
  readonly cited: readonly number[];
}

/** Models say more than they were asked for; so much of an answer is read, in characters. */
const MOST_TEXT = 12_000;
const MOST_CLAIMS = 24;

/** What chat templates mark turns with, and what some models put before their answer to think. */
const marks =
  /<\|[^|<>\n]{0,40}\|>|<\/?s>|<\/?(?:start|end)_of_turn>|\[\/?INST\]|<think>[\s\S]*?(?:<\/think>|$)/g;
/** "[1]", "[1, 3]", "[1][2]", "(2)", "【1】": numbers of sources, wherever they stand. */
const citationMark = /[[(【]\s*(?:sources?\s*)?(?<numbers>\d{1,2}(?:\s*[,;&]\s*\d{1,2})*)\s*[\])】]/gi;
const marksAfterStop = new RegExp(`(?<stop>[.!?])(?<marks>(?:\\s*${citationMark.source})+)`, 'gi');
const listMark =
  /^\s*(?:\d{1,2}[.)]|step\s+\d{1,2}\s*[:.)]|schritt\s+\d{1,2}\s*[:.)]|étape\s+\d{1,2}\s*[:.)]|[-*•–])\s+/i;

/**
 * What a model has written so far, as claims. `isWhole` false: the last sentence may go on and is left out. Pure text
 * comes out, whatever went in: no marks of templates, no Markdown, no control characters.
 */
export function readClaims(written: string, language: string | null, isWhole: boolean): Claim[] {
  const text = written.slice(0, MOST_TEXT).replace(marks, ' ');
  const isCut = written.length > MOST_TEXT;
  const lines = text.split(/\r?\n/);
  const claims = lines.flatMap((line, at) => {
    const isOpen = at === lines.length - 1 && !isWhole && !isCut;
    return claimsOfLine(line, language, isOpen);
  });
  return claims.filter(({ text: said }) => /[\p{L}\p{N}]/u.test(said)).slice(0, MOST_CLAIMS);
}

function claimsOfLine(line: string, language: string | null, isOpen: boolean): Claim[] {
  const mark = listMark.exec(line)?.[0] ?? '';
  const step = /\w/.test(mark);
  // "It is full. [2]": numbers after the full stop belong to what stands before it.
  const plain = plainOf(line.slice(mark.length)).replace(marksAfterStop, '$<marks>$<stop>');
  // A heading says nothing of its own.
  if (/^\s*#{1,6}\s/.test(line) || /^[^.!?]{1,60}:$/.test(plain.trim())) return [];
  const spans = splitSentences(plain, language);
  const whole = isOpen ? spans.slice(0, -1) : spans;
  return whole.map(({ start, end }) => {
    const sentence = plain.slice(start, end);
    const cited = [...sentence.matchAll(citationMark)].flatMap(([, numbers = '']) =>
      numbers.split(/[,;&]/).map((number) => Number(number.trim())),
    );
    return { text: tidy(sentence.replace(citationMark, '')), step, cited: [...new Set(cited)] };
  });
}

/** Tags of HTML, and no placeholder as in "ping <host>". */
const markup =
  /<\/?(?:a|b|i|u|p|br|hr|div|span|img|script|style|iframe|svg|ul|ol|li|table|tr|td|th|h[1-6]|strong|em|code|pre|input|form|button|link|meta|video|audio|object|embed)(?:\s[^<>]{0,500})?\/?>/gi;

function plainOf(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
      .replace(/\*\*([^*]+)\*\*|__([^_]+)__/g, '$1$2')
      .replace(/`([^`]*)`/g, '$1')
      .replace(markup, ' ')
      // A number that was made a link is a number of a source all the same.
      .replace(/(\[\d{1,2}\])\((?:[^()\s]|\([^()\s]{0,200}\)){1,500}\)/g, '$1')
      .replace(/\[([^\]]{1,200})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,500}\)/g, '$1')
  );
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .trim();
}

import { fold } from './fold';
import { primaryTag } from './language';
import { stemmers } from './stem';
import { addressNoise, stopWords } from './stop-words';

/**
 * `word` stands for its stem; `identifier` is kept whole, exactly as folded; `part` is a piece of an identifier or
 * compound, so that "logon failure" finds RFC_ERROR_LOGON_FAILURE.
 */
export interface Token {
  /** What the index is keyed by; see `wordTerm` for words. */
  readonly term: string;
  /** Folded, unstemmed. */
  readonly folded: string;
  readonly kind: 'word' | 'identifier' | 'part';
  readonly start: number;
  readonly end: number;
  /** Counts words of the text, stop words too; an identifier and its parts share one. */
  readonly position: number;
}

/** A piece of text without white space, and how the index should see it. */
interface Piece {
  readonly folded: string;
  readonly kind: Token['kind'];
  readonly start: number;
  readonly end: number;
}

/** Letters and digits with single connectors inside; C++, C# and F# keep their signs. */
const chunkPattern =
  /[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_]|[.\-:@'’/\\&](?=[\p{L}\p{N}_])|:\\(?=[\p{L}\p{N}_]))*(?:\+\+|#(?![\p{L}\p{N}]))?/gu;
/** The common case, quick to tell: no digit, no sign, at most one capital, and that in front. */
const plainWord = /^[A-Za-zÀ-ÿ][a-zß-öø-ÿ]{0,30}$/;
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Longer ones are encoded data, not something people look for. */
const longestTerm = 80;
const mostParts = 16;
/** Elided articles and pronouns of French and Italian: what stands before the apostrophe is not the word. */
const elided = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|all|un)$/;

const segmenters = new Map<string, Intl.Segmenter>();

/** Splits text into index terms. `language` decides stop words and stem; null behaves as English does. */
export function tokenize(text: string, language: string | null): Token[] {
  const known = primaryTag(language) ?? 'en';
  const tag = known in stopWords ? known : 'en';
  const tokens: Token[] = [];
  let position = 0;
  for (const match of text.matchAll(chunkPattern)) {
    const chunk = match[0];
    if (plainWord.test(chunk)) {
      addWord(chunk, match.index, tag, position, tokens);
      position += 1;
    } else {
      position = addPieces(chunk, match.index, tag, position, tokens);
    }
  }
  return tokens;
}

function addWord(chunk: string, start: number, tag: string, position: number, tokens: Token[]): void {
  const { folded, term } = lookUp(chunk, tag);
  if (term !== '') tokens.push({ term, folded, kind: 'word', start, end: start + chunk.length, position });
}

function addPieces(chunk: string, start: number, tag: string, position: number, tokens: Token[]): number {
  const pieces: Piece[] = [];
  readChunk(chunk, start, tag, pieces);
  const unspaced = unspacedScript.test(chunk);
  let at = position;
  for (const piece of pieces) {
    const term = piece.kind === 'identifier' ? piece.folded : lookUp(piece.folded, tag).term;
    if (term !== '') tokens.push({ ...piece, term, position: at });
    if (unspaced) at += 1;
  }
  return unspaced ? at : at + 1;
}

interface KnownWord {
  readonly folded: string;
  /** Empty for a stop word. */
  readonly term: string;
}

/** A text repeats its words: folding and stemming each once is most of the speed. */
const knownWords = new Map<string, Map<string, KnownWord>>();
const mostKnownWords = 50_000;

function lookUp(word: string, tag: string): KnownWord {
  let known = knownWords.get(tag);
  if (known === undefined || known.size > mostKnownWords) {
    known = new Map();
    knownWords.set(tag, known);
  }
  let entry = known.get(word);
  if (entry === undefined) {
    const folded = fold(word);
    const stop = stopWords[tag]?.has(folded) === true || addressNoise.has(folded);
    entry = { folded, term: stop ? '' : wordTerm(folded, tag) };
    known.set(word, entry);
  }
  return entry;
}

/**
 * The index term of a folded word in a language. Stems of German and French carry their language, so that the
 * German stem of "Drucker" never meets an English word by accident.
 */
export function wordTerm(folded: string, tag: string): string {
  if (!/\p{L}/u.test(folded)) return folded;
  if (tag === 'de' || tag === 'fr') return `${stemmers[tag](folded)}~${tag}`;
  return stemmers.en(folded);
}

/** Every term the word may stand under, whichever of the stemmed languages a document is written in. */
export function wordTermVariants(folded: string): string[] {
  return [...new Set(['en', 'de', 'fr'].map((tag) => wordTerm(folded, tag)))];
}

function readChunk(chunk: string, start: number, tag: string, out: Piece[]): void {
  if (unspacedScript.test(chunk)) return readUnspaced(chunk, start, tag, out);
  const apostrophe = chunk.search(/['’]/);
  if (apostrophe > 0) return readApostrophe(chunk, apostrophe, start, tag, out);
  if (!/[^\p{L}\p{M}]/u.test(chunk)) return readPlainWord(chunk, start, out);
  readCompound(chunk, start, out);
}

/** Chinese, Japanese, Thai and their like put no space between words: the browser's dictionary finds them. */
function readUnspaced(chunk: string, start: number, tag: string, out: Piece[]): void {
  let segmenter = segmenters.get(tag);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(tag, { granularity: 'word' });
    segmenters.set(tag, segmenter);
  }
  for (const { segment, index, isWordLike } of segmenter.segment(chunk)) {
    if (isWordLike) push(out, segment, start + index, 'word');
  }
}

function readApostrophe(chunk: string, at: number, start: number, tag: string, out: Piece[]): void {
  const head = chunk.slice(0, at);
  const tail = chunk.slice(at + 1);
  if (!elided.test(fold(head))) readChunk(head, start, tag, out);
  if (!/^(?:s|t|d|m|re|ve|ll)$/i.test(tail)) readChunk(tail, start + at + 1, tag, out);
}

function readPlainWord(chunk: string, start: number, out: Piece[]): void {
  push(out, chunk, start, 'word');
  const humps = chunk.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu) ?? [];
  // Two humps make a product's name (PowerShell); three make a name out of a program.
  if (humps.length >= 3 && humps.length <= mostParts) pushParts(chunk, humps, start, out);
}

/** Words joined by signs or mixed with digits. */
function readCompound(chunk: string, start: number, out: Piece[]): void {
  const parts = chunk.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
  const coded = /[\p{N}_.@\\]|\+\+$|#$|\/.*\//u.test(chunk) && !isRunTogether(chunk) && !isClock(chunk);
  if (!coded) return readHyphenated(chunk, parts, start, out);
  push(out, chunk, start, 'identifier');
  if (parts.length === 1 && parts[0] === chunk) return;
  const hex = /^0x([0-9a-f]{4,})$/i.exec(chunk);
  if (hex?.[1] !== undefined) return pushHex(chunk, hex[1], start, out);
  const version = /^v(\d[\d.]*)$/i.exec(chunk);
  if (version?.[1] !== undefined) push(out, version[1], start + 1, 'identifier');
  pushInnerCodes(chunk, start, out);
  if (parts.length > mostParts || !parts.some((part) => /\p{L}{2}/u.test(part))) return;
  pushParts(chunk, parts, start, out);
}

/** 0x0000011b is also written 0x11b, 0x8004010F also 8004010F. */
function pushHex(chunk: string, digits: string, start: number, out: Piece[]): void {
  push(out, chunk, start, 'identifier', digits);
  const short = digits.replace(/^0+(?=.)/, '');
  if (short !== digits) push(out, chunk, start, 'identifier', `0x${short}`);
}

/** In a path or address each step may itself be a code: the file in a path, the host in an address, P01 in SAP_P01. */
function pushInnerCodes(chunk: string, start: number, out: Piece[]): void {
  for (const match of chunk.matchAll(/[^/\\:@_]+/g)) {
    if (match[0] !== chunk && match[0].length > 2 && /\p{N}|\../u.test(match[0])) {
      push(out, match[0], start + match.index, 'identifier');
    }
  }
}

/** "and/or", "TCP/IP", "sign-in": the parts, and the joined spelling that others use ("signin"). */
function readHyphenated(chunk: string, parts: readonly string[], start: number, out: Piece[]): void {
  if (/^[\p{L}\p{M}]+-[\p{L}\p{M}]+$/u.test(chunk)) push(out, chunk, start, 'word', chunk.replace('-', ''));
  let from = 0;
  for (const part of parts.slice(0, mostParts)) {
    from = chunk.indexOf(part, from);
    push(out, part, start + from, 'word');
    from += part.length;
  }
}

function pushParts(chunk: string, parts: readonly string[], start: number, out: Piece[]): void {
  let from = 0;
  for (const part of parts) {
    from = chunk.indexOf(part, from);
    if (part.length > 1) push(out, part, start + from, 'part');
    from += part.length;
  }
}

/** A full stop without its space: "failed.Please" is two words, "mail.acme" is not. */
function isRunTogether(chunk: string): boolean {
  return /^\p{L}{2,}\.\p{Lu}\p{Ll}+$/u.test(chunk);
}

/** "12:30" and "2:1" are no identifiers. */
function isClock(chunk: string): boolean {
  return /^\p{N}{1,2}(?::\p{N}{1,2}){1,2}$/u.test(chunk);
}

function push(out: Piece[], surface: string, start: number, kind: Token['kind'], as = surface): void {
  if (surface.length > longestTerm) return;
  out.push({ folded: fold(as), kind, start, end: start + surface.length });
}

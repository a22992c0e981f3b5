import { ImportProblem } from './import-problem';

const LOOKED_AT = 4_096;

/**
 * The text of a file. A byte order mark says what it is; without one it is UTF-16 where every other byte is zero, UTF-8
 * where that fits, else what `declared` names or Western Europe's old code page. Throws `unsupported-type` for what is
 * no text at all.
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  const marked = byMark(bytes) ?? byZeros(bytes);
  const text = (marked === null ? unmarked(bytes, declared) : new TextDecoder(marked).decode(bytes)).replace(
    /^\uFEFF/,
    '',
  );
  const start = text.slice(0, LOOKED_AT);
  if ([...start].filter(isNoText).length > start.length / 100) throw new ImportProblem('unsupported-type');
  return text;
}

/** Control characters that no text holds; terminals' colours, form feeds and line ends do occur. */
function isNoText(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 7 || (code > 13 && code < 27);
}

function byMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Most of what is written in UTF-16 has many characters whose upper byte is zero, and no other text has any. */
function byZeros(bytes: Uint8Array): string | null {
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  start.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 5 && even <= start.length / 100) return 'utf-16le';
  return even > start.length / 5 && odd <= start.length / 100 ? 'utf-16be' : null;
}

function unmarked(bytes: Uint8Array, declared: string | null): string {
  try {
    // Streaming: the last character may have been cut off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return legacyDecoder(declared).decode(bytes);
  }
}

function legacyDecoder(declared: string | null): TextDecoder {
  try {
    return new TextDecoder(declared ?? 'windows-1252');
  } catch (error) {
    // An encoding that nobody has heard of.
    if (error instanceof RangeError) return new TextDecoder('windows-1252');
    throw error;
  }
}

import type { Block } from '../core/rich-text';
import { giveWay } from './give-way';
import { MOST_TEXT } from './limits';

/** Formats read markup this far at once; see `formats/format.ts`. */
const PIECE = 300_000;

/**
 * Blocks of a long text, read piece by piece: each ends at a blank line, or where there is none near, at a line's end.
 * Others get their turn between two pieces.
 */
export async function readPieces(
  text: string,
  read: (piece: string) => Block[],
  signal: AbortSignal,
): Promise<Block[]> {
  const blocks: Block[] = [];
  const end = Math.min(text.length, MOST_TEXT);
  for (let at = 0; at < end;) {
    if (at > 0) await giveWay();
    signal.throwIfAborted();
    const next = at + PIECE >= end ? end : pieceEnd(text, at);
    for (const block of read(text.slice(at, next))) blocks.push(block);
    at = next;
  }
  return blocks;
}

function pieceEnd(text: string, from: number): number {
  const limit = from + PIECE;
  const last = (what: string) => text.slice(from + PIECE / 2, limit).lastIndexOf(what);
  const found = [last('\n\n'), last('\n')].find((at) => at !== -1);
  return found === undefined ? limit : from + PIECE / 2 + found + 1;
}

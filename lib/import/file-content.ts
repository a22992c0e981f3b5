import type { Block } from '../core/rich-text';
import { blockUnits } from '../core/rich-text';
import { cutText } from '../platform/hash-text';
import type { FileContent } from './file-reader';
import { MOST_LABELS, MOST_LINE, MOST_TEXT } from './limits';

/** What a file said, as its format has it: dates, names and labels may be anything. */
export type Said = Partial<Omit<FileContent, 'blocks' | 'labels'>> & { readonly labels?: readonly string[] };

/** A document of what was read, with the limits every format keeps. A heading that only repeats the title goes. */
export function fileContent(blocks: readonly Block[], said: Said = {}): FileContent {
  const title = oneLine(said.title ?? '');
  const [first] = blocks;
  const own = first?.kind === 'heading' && first.text === title ? blocks.slice(1) : blocks;
  const kept = takeBlocks(own, MOST_TEXT);
  return {
    title,
    blocks: kept,
    author: oneLine(said.author ?? '') || null,
    created: said.created ?? null,
    updated: said.updated ?? null,
    language: languageTag(said.language),
    labels: [...new Set((said.labels ?? []).map(oneLine).filter((label) => label !== ''))].slice(
      0,
      MOST_LABELS,
    ),
    part: said.part ?? null,
    cut: said.cut === true || kept.length < own.length,
  };
}

/** White space collapsed, and cut where it is longer than any name. */
export function oneLine(text: string): string {
  return cutText(
    cutText(text, 10 * MOST_LINE)
      .replace(/\s+/g, ' ')
      .trim(),
    MOST_LINE,
  ).trim();
}

/** A BCP 47 tag as a file writes it; null for what is none. */
function languageTag(language: string | null | undefined): string | null {
  const tag = (language ?? '').trim().replace(/_/g, '-');
  return /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}$/.test(tag) ? tag : null;
}

function takeBlocks(blocks: readonly Block[], most: number): readonly Block[] {
  let left = most;
  const end = blocks.findIndex((block) => {
    left -= blockUnits(block).reduce((sum, text) => sum + text.length, 0);
    return left < 0;
  });
  return end === -1 ? blocks : blocks.slice(0, end);
}

import type { QueryTerm } from '../core/query';
import type { SourceConfig } from '../core/source';
import { hashText } from '../platform/hash-text';
import type { ConnectorIo } from './connector';
import { kqlAny, kqlUnder } from './sharepoint-kql';
import { askRows, pathOfRow, searchUrl } from './sharepoint-rows';
import { originOf } from './sharepoint-scopes';

/*
 * SharePoint gives no text of a file by REST, only what its search shows of it: pieces around the words that were
 * searched. The words are therefore part of the reference, so that reading it again gives the same pieces.
 */

/** The terms that a file's excerpt is for, as they fit into a reference. */
export function excerptWords(terms: readonly QueryTerm[]): string {
  const texts = terms.map(({ text }) => text.replaceAll('|', ' '));
  while (texts.join('|').length > 200) texts.pop();
  return texts.join('|');
}

/**
 * What the search shows of one file for these words: the pieces of its text around them, or its beginning for none.
 * Empty while the index does not know the file.
 */
export async function excerptsOf(
  path: string,
  words: string | null,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<string[]> {
  const any = kqlAny((words ?? '').split('|').map((text) => ({ text, kind: 'word' })));
  const conditions = [kqlUnder([originOf(source) + path]), any];
  const url = searchUrl(source, conditions, 'Path,HitHighlightedSummary', 5);
  if (url.length > 4_000) return [];
  const { rows } = await askRows(url, source, io);
  const own = rows.find((row) => pathOfRow(row, source)?.path.toLowerCase() === path.toLowerCase());
  return (own?.get('HitHighlightedSummary') ?? '')
    .split(/<ddd\s*\/>/i)
    .map((piece) => plainPiece(piece, io))
    .filter((piece) => piece !== '');
}

/** Matches are marked `<c0>`, a mark that is no HTML; the rest is text with entities at most. */
function plainPiece(piece: string, io: ConnectorIo): string {
  const unmarked = piece.replace(/<\/?c\d+>/gi, '').replaceAll('<', '&lt;');
  return (io.parseHtml(unmarked).body.textContent ?? '').replace(/\s+/gu, ' ').trim();
}

/** The version of a file of which only an excerpt for some words can be had: other words, other content. */
export function excerptVersion(modified: string | null, words: string | null): string {
  return words ? `${modified ?? ''}~${hashText(words)}` : (modified ?? '');
}

import type { TextLink } from '../../core/rich-text';
import type { ListBlock, TableBlock } from './format';
import { bareLinks } from './inline-scan';
import { safeUrl } from './safe-url';

/** A run of text, a link where `url` is set. */
export interface TextPiece {
  readonly text: string;
  readonly url: string | null;
}

/** The text cut where links begin and end. Links that are no web or mail address, lie outside or overlap are text. */
export function textPieces(text: string, links: readonly TextLink[] = []): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const link of [...links].sort((a, b) => a.start - b.start)) {
    const url = safeUrl(link.url);
    const end = Math.min(link.end, text.length);
    if (url === null || link.start < at || end <= link.start) continue;
    if (link.start > at) pieces.push({ text: text.slice(at, link.start), url: null });
    pieces.push({ text: text.slice(link.start, end), url });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), url: null });
  return pieces;
}

/** The same for notations that link bare addresses by themselves: there they are links already. */
export function linkedPieces(text: string, links: readonly TextLink[] = []): TextPiece[] {
  const own = textPieces(text, links);
  return own.flatMap((piece) =>
    piece.url === null ? textPieces(piece.text, bareLinks(piece.text)) : [piece],
  );
}

/** Text on one line, as a block's is anyway. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Deeper items are written at this depth: no editor shows more, and nothing that reads them back may overflow. */
const MAX_LIST_DEPTH = 20;

export interface FlatItem {
  readonly text: string;
  readonly links: readonly TextLink[];
  readonly depth: number;
  /** Whether the list is ordered at each depth down to the item's own. */
  readonly path: readonly boolean[];
}

/** The items with depths that go down one step at a time, as every notation wants them. */
export function flatItems(list: ListBlock): FlatItem[] {
  let path: boolean[] = [];
  return list.items.map((item) => {
    const depth = Math.min(item.depth, path.length, MAX_LIST_DEPTH);
    const ordered = depth === 0 ? list.ordered : (item.ordered ?? list.ordered);
    path = [...path.slice(0, depth), ordered];
    return { text: item.text, links: item.links ?? [], depth, path };
  });
}

export interface ListNode {
  readonly ordered: boolean;
  readonly items: { readonly item: FlatItem; readonly lists: ListNode[] }[];
}

/** The same as lists inside items. */
export function listTree(list: ListBlock): ListNode {
  const root: ListNode = { ordered: list.ordered, items: [] };
  const open: ListNode[] = [root];
  for (const item of flatItems(list)) {
    open.length = Math.min(open.length, item.depth + 1);
    const ordered = item.path.at(-1) ?? list.ordered;
    let node = open[item.depth];
    if (node?.ordered !== ordered) {
      node = { ordered, items: [] };
      open[item.depth - 1]?.items.at(-1)?.lists.push(node);
      open[item.depth] = node;
    }
    node.items.push({ item, lists: [] });
  }
  return root;
}

export interface TableCell {
  readonly text: string;
  readonly links: readonly TextLink[];
}

/** A table's cells, each with its own links. */
export function tableCells(table: TableBlock): TableCell[][] {
  const byCell = new Map<string, TextLink[]>();
  for (const { row, cell, ...link } of table.links ?? []) {
    const key = `${row}:${cell}`;
    byCell.set(key, [...(byCell.get(key) ?? []), link]);
  }
  return table.rows.map((cells, row) =>
    cells.map((text, cell) => ({ text, links: byCell.get(`${row}:${cell}`) ?? [] })),
  );
}

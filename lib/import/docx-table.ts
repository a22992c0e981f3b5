import type { ReadableNode } from '../platform/html-shape';
import type { TreeElement } from '../platform/formats/tree';
import { element, textNode } from '../platform/formats/tree';
import type { InlineContext } from './docx-runs';
import { inlineContent } from './docx-runs';
import type { XmlElement } from './xml-tree';
import { child, isOn, value } from './xml-tree';

/** A cell over more columns than this is a mistake. */
const MOST_SPAN = 50;
/** What may stand around rows, cells and the paragraphs in them. */
const WRAPPERS: ReadonlySet<string> = new Set(['w:sdt', 'w:sdtcontent', 'w:customxml', 'w:ins', 'w:moveto']);

/**
 * A table; the first row is its head where it is marked so, or where the table's look sets it off and all its cells say
 * something. A cell over several columns or rows stands in its first place, the others are empty.
 */
export function tableElement(table: XmlElement, context: InlineContext): TreeElement {
  const rows = inside(table, 'w:tr').filter((row) => !child(child(row, 'w:trpr'), 'w:del'));
  const look = child(child(table, 'w:tblpr'), 'w:tbllook')?.attributes;
  const setsOff = look?.get('w:firstrow') === '1' || (parseInt(look?.get('w:val') ?? '', 16) & 0x20) !== 0;
  const cells = rows.map((row) => inside(row, 'w:tc').flatMap((cell) => cellElements(cell, context)));
  const isHead = (index: number) =>
    isOn(child(rows[index], 'w:trpr'), 'w:tblheader') ||
    (setsOff && index === 0 && (cells[0] ?? []).every((cell) => cell.length > 0));
  return element(
    'table',
    cells.map((row, index) =>
      element(
        'tr',
        row.map((content) => element(isHead(index) ? 'th' : 'td', content)),
      ),
    ),
  );
}

function cellElements(cell: XmlElement, context: InlineContext): ReadableNode[][] {
  const properties = child(cell, 'w:tcpr');
  const merged = child(properties, 'w:vmerge');
  // The first cell of a merge says "restart", those under it nothing.
  const isUnder = merged !== undefined && merged.attributes.get('w:val') !== 'restart';
  const span = Math.min(Number(value(properties, 'w:gridspan') ?? 1) || 1, MOST_SPAN);
  const content = isUnder ? [] : cellNodes(cell, context);
  return [content, ...Array.from({ length: Math.max(0, span - 1) }, () => [])];
}

/** The lines of a cell, those of a table inside it too. */
function cellNodes(cell: XmlElement, context: InlineContext): ReadableNode[] {
  return cell.children.flatMap((each): ReadableNode[] => {
    if (WRAPPERS.has(each.name) || /^w:(?:tbl|tr|tc)$/.test(each.name)) return cellNodes(each, context);
    if (each.name !== 'w:p') return [];
    const { content, boxes } = inlineContent(each, context);
    const own = content.text.trim() === '' ? [] : [...content.nodes, textNode(' ')];
    return [...own, ...boxes.flatMap((box) => cellNodes(box, context))];
  });
}

/** Elements of a name, also where something stands around them. */
function inside(holder: XmlElement, name: string): XmlElement[] {
  return holder.children.flatMap((each) =>
    each.name === name ? [each] : WRAPPERS.has(each.name) ? inside(each, name) : [],
  );
}

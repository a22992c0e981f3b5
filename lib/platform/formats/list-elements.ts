import type { ReadableNode } from '../html-shape';
import type { TreeElement } from './tree';
import { element } from './tree';

/** An item as line-based markup has it: what its bullets say, outermost first, and its text. */
export interface LineItem {
  /** Ordered or not, for each level. */
  readonly path: readonly boolean[];
  readonly children: ReadableNode[];
}

const MAX_LEVELS = 20;

/** Lists of the items, nested as their bullets say; a new one where the outermost bullet changes. */
export function listElements(items: readonly LineItem[]): TreeElement[] {
  const lists: TreeElement[] = [];
  const open: { ordered: boolean; list: TreeElement }[] = [];
  for (const item of items) {
    const path = item.path.slice(0, MAX_LEVELS);
    open.length = Math.min(open.length, path.length);
    const last = path.length - 1;
    if (open[last] && open[last].ordered !== path[last]) open.length = last;
    for (let level = open.length; level < path.length; level += 1) {
      const ordered = path[level] ?? false;
      const list = element(ordered ? 'ol' : 'ul');
      (open.at(-1)?.list.childNodes ?? lists).push(list);
      open.push({ ordered, list });
    }
    open.at(-1)?.list.childNodes.push(element('li', item.children));
  }
  return lists;
}

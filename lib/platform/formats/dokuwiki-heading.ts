import type { TreeElement } from './tree';
import { element, textNode } from './tree';

/**
 * A line that is a heading: two to six equals signs on both sides, the more the higher. Nothing in it is markup.
 * Null for every other line.
 */
export function dokuwikiHeading(line: string): TreeElement | null {
  const trimmed = line.trim();
  if (!trimmed.startsWith('==') || !trimmed.endsWith('==')) return null;
  let signs = 0;
  while (trimmed[signs] === '=') signs += 1;
  let end = trimmed.length;
  while (end > signs && trimmed[end - 1] === '=') end -= 1;
  const words = trimmed.slice(signs, end).trim();
  const level = Math.min(Math.max(7 - signs, 1), 5);
  return words === '' ? null : element(`h${level}`, [textNode(words)]);
}

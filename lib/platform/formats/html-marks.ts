import type { ReadableElement } from '../html-shape';
import { hasWord } from '../html-shape';
import type { ElementMark } from '../html-to-blocks';
import { titleMark } from './read-marked';

/** Classes of a panel's own title: Confluence, Jira, Bootstrap and admonitions. */
const TITLES =
  /(?:^|\s)(?:title|panelHeader|panel-title|panel-heading|alert-heading|alert-title|admonition-title|expand-control|expand-control-text|ak-editor-expand__title)(?:\s|$)/;

/** Panels, expanders and their titles, and tasks that say by a class whether they are done. */
export function htmlMark(element: ReadableElement, tag: string): ElementMark | null {
  if (tag === 'DETAILS') return { note: 'expand' };
  if (tag === 'SUMMARY') return titleMark;
  if (tag !== 'LI' && !element.hasAttributes()) return null;
  if (hasWord(element, 'expand-container')) return { note: 'expand' };
  const list = tag === 'LI' ? element.parentElement : null;
  if (list && hasWord(list, 'inline-task-list'))
    return { before: hasWord(element, 'checked') ? '[x] ' : '[ ] ' };
  return TITLES.test(element.getAttribute('class') ?? '') ? titleMark : null;
}

import type { ReadableNode } from '../html-shape';
import type { StorageFrame } from './storage-frame';
import { codeElement, element, noteElement, textNode } from './tree';

const PANELS: ReadonlySet<string> = new Set(['info', 'note', 'tip', 'warning', 'panel', 'expand']);
const CODE: ReadonlySet<string> = new Set(['code', 'noformat', 'code-block', 'paste-code-macro']);
/** Bodies that would run or style something. */
const LIVE: ReadonlySet<string> = new Set(['html', 'html-bobswift', 'style', 'script', 'css', 'javascript']);

/**
 * What a Confluence macro shows of the page's own text: panels and code as such, an included page by its title, the
 * body of what is unknown. Macros that make text of other pages (tables of contents, lists of children) show none.
 */
export function macroNodes(macro: StorageFrame): ReadableNode[] {
  const name = macro.attribute('ac:name').toLowerCase();
  const title = macro.parameter('title');
  if (CODE.has(name)) return codeNodes(macro, title);
  if (PANELS.has(name) || name === 'ui-expand')
    return [noteElement(name === 'ui-expand' ? 'expand' : name, title, macro.children)];
  switch (name) {
    case 'include':
    case 'excerpt-include': {
      const page =
        macro.parameter('') || macro.parameter('default-parameter') || macro.parameter('pagetitle');
      return [element('p', [textNode(`[included page: ${page}]`)])];
    }
    case 'status':
      return [textNode(title)];
    case 'jira':
    case 'jiraissues':
      return [textNode(macro.parameter('key'))];
    case 'view-file':
    case 'viewpdf':
    case 'viewdoc':
    case 'viewxls':
    case 'viewppt':
      return [element('p', [textNode(macro.parameter('name'))])];
    case 'excerpt':
      return macro.parameter('hidden') === 'true' ? [] : macro.children;
    default:
      return unknownMacro(macro, name, title);
  }
}

function codeNodes(macro: StorageFrame, title: string): ReadableNode[] {
  const name = macro.attribute('ac:name').toLowerCase();
  const language = name === 'noformat' ? '' : macro.parameter('language');
  const code = codeElement(macro.plainBody ?? macro.text, language);
  return title === '' ? [code] : [element('p', [textNode(title)]), code];
}

function unknownMacro(macro: StorageFrame, name: string, title: string): ReadableNode[] {
  if (LIVE.has(name)) return [];
  if (macro.plainBody !== null) return [codeElement(macro.plainBody)];
  if (macro.children.length === 0) return [];
  return title === '' ? [element('span', macro.children)] : [noteElement('panel', title, macro.children)];
}

import type { ReadableElement, ReadableNode } from './html-shape';
import { BLOCK_TAGS, hasWord, isElement, isUnseen } from './html-shape';

/**
 * The text of a code block, white space kept: line breaks are line feeds, each block element (a highlighter's line)
 * is a line, gutters with line numbers are left out. Stops at `limit` characters.
 */
export function codeText(root: ReadableElement, limit: number): string {
  let text = '';
  const newLine = () => {
    if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  const stack: { children: ArrayLike<ReadableNode>; next: number; block: boolean }[] = [];
  stack.push({ children: root.childNodes, next: 0, block: false });
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = text.length > limit ? undefined : top.children[top.next];
    top.next += 1;
    if (!child) {
      stack.pop();
      if (top.block) newLine();
    } else if (child.nodeType === 3) text += (child.data ?? '').slice(0, limit);
    else if (isElement(child)) {
      const tag = child.tagName.toUpperCase();
      if (tag === 'BR') text += '\n';
      else if (!isUnseen(child, tag) && !isGutter(child)) {
        // A cell follows the gutter on the same row: only the row ends the line.
        const block = BLOCK_TAGS.has(tag) && tag !== 'TD' && tag !== 'TH';
        if (block) newLine();
        stack.push({ children: child.childNodes, next: 0, block });
      }
    }
  }
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0/g, ' ')
    .replace(/^\n+/, '')
    .trimEnd();
}

function isGutter(element: ReadableElement): boolean {
  return ['gutter', 'line-numbers-rows', 'linenos', 'lineno', 'toolbar'].some((word) =>
    hasWord(element, word),
  );
}

/** Class or attribute forms: highlight.js, Prism, Jira, Confluence's highlighter before and after it ran, Pygments, GeSHi. */
const LANGUAGE_FORMS: readonly RegExp[] = [
  /(?:^|[\s;])(?:language|lang|code|source|mw-highlight-lang|highlight-source)-([\w+#.]+)/i,
  /(?:^|[\s;])brush:\s*([\w+#.]+)/i,
  /^code (?!file$|panel)(?:file )?([a-z][\w+#-]*)$/, // DokuWiki
  /^syntaxhighlighter\b.*?\s(?!sh-|nogutter|collapsed|printing|theme-)([a-z][\w+#.]*)\s*$/i,
];
/** Names that mean no language. */
const PLAIN = /^(?:none|plain|plaintext|text|txt|java-?doc-?plain|nogutter|quote)$/i;

/** The language a code block names, on itself, its only `code` child or one of its two wrappers; null when it does not. */
export function codeLanguage(pre: ReadableElement): string | null {
  const parent = pre.parentElement;
  for (const element of [pre, firstChildElement(pre), parent, parent?.parentElement]) {
    if (!element) continue;
    const wrapper = element === parent || element === parent?.parentElement;
    if (wrapper && !/(?:highlight|code|source)/i.test(element.getAttribute('class') ?? '')) continue;
    for (const name of ['data-language', 'data-lang', 'data-syntaxhighlighter-params', 'class']) {
      const value = element.getAttribute(name) ?? '';
      const language = name.startsWith('data-lang') ? value : firstGroup(value);
      if (language && /^[\w+#.-]{1,30}$/.test(language))
        return PLAIN.test(language) ? null : language.toLowerCase();
    }
  }
  return null;
}

function firstGroup(value: string): string | undefined {
  for (const form of LANGUAGE_FORMS) {
    const found = form.exec(value)?.[1];
    if (found) return found;
  }
  return undefined;
}

function firstChildElement(element: ReadableElement): ReadableElement | null {
  for (let index = 0; index < element.childNodes.length && index < 20; index += 1) {
    const child = element.childNodes[index];
    if (child && isElement(child)) return child.tagName.toUpperCase() === 'CODE' ? child : null;
  }
  return null;
}

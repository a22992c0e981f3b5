import type { ReadableElement, ReadableNode } from '../html-shape';

/**
 * HTML-shaped trees for what is not HTML: a format says which HTML its parts are like, and one walk reads them all.
 * Plain objects: nothing parses, loads or recurses.
 */
export interface TreeElement extends ReadableElement {
  readonly childNodes: ReadableNode[];
}

class PlainElement implements TreeElement {
  readonly nodeType = 1;
  readonly parentElement = null;

  constructor(
    readonly tagName: string,
    readonly childNodes: ReadableNode[],
    readonly attributes: Readonly<Record<string, string>> | null,
  ) {}

  getAttribute(name: string): string | null {
    return this.attributes && Object.hasOwn(this.attributes, name) ? (this.attributes[name] ?? null) : null;
  }

  hasAttributes(): boolean {
    return this.attributes !== null;
  }
}

export function element(
  tag: string,
  children: ReadableNode[] = [],
  attributes: Readonly<Record<string, string>> | null = null,
): TreeElement {
  return new PlainElement(tag.toUpperCase(), children, attributes);
}

export function textNode(data: string): ReadableNode {
  return { nodeType: 3, data };
}

/** A panel of a sort, with its title where it has one. */
export function noteElement(sort: string, title: string, children: ReadableNode[] = []): TreeElement {
  const head = title.trim() === '' ? [] : [element('div', [textNode(title)], { [titleAttribute]: '' })];
  // The title stands first whatever else is added later.
  return element('div', [...head, ...children], { 'data-panel-type': sort });
}

/** Marks a panel's title in a tree. */
export const titleAttribute = 'data-note-title';

export function linkElement(url: string, children: ReadableNode[]): TreeElement {
  return element('a', children, { href: url });
}

/** Code as it is; a language that is no name is none. */
export function codeElement(code: string, language = ''): TreeElement {
  return element('pre', [textNode(code)], language === '' ? null : { 'data-language': language });
}

import type { Decode } from './entities';
import { StorageFrame } from './storage-frame';
import { macroNodes } from './storage-macro';
import type { TreeElement } from './tree';
import { element, linkElement, noteElement, textNode } from './tree';
import { xmlTokens } from './xml-tokens';

const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'col', 'wbr', 'input']);

/** Confluence's storage format as HTML-shaped elements: its macros, links, tasks and pictures are resolved. */
export function storageTree(source: string, decode: Decode, baseUrl?: string): TreeElement {
  const root = new StorageFrame('root', new Map());
  const stack: StorageFrame[] = [root];
  const open = new Map<string, number>();
  const count = (name: string, by: number) => open.set(name, (open.get(name) ?? 0) + by);
  const close = () => {
    const frame = stack.pop();
    const parent = stack.at(-1);
    if (!frame || !parent) return;
    count(frame.name, -1);
    closeFrame(frame, parent, baseUrl);
  };
  for (const token of xmlTokens(source, decode)) {
    const top = stack.at(-1) ?? root;
    if (token.kind === 'text') top.addText(token.text);
    else if (token.kind === 'open') {
      stack.push(new StorageFrame(token.name, token.attributes));
      count(token.name, 1);
      if (token.empty || VOID.has(token.name)) close();
    } else if ((open.get(token.name) ?? 0) > 0) {
      while (stack.length > 1 && stack.at(-1)?.name !== token.name) close();
      close();
    }
  }
  while (stack.length > 1) close();
  return element('div', root.children);
}

/** What an element becomes in the one around it, once all of it has been read. */
function closeFrame(frame: StorageFrame, parent: StorageFrame, baseUrl: string | undefined): void {
  if (frame.name.startsWith('ri:')) {
    parent.target = targetOf(frame);
    return;
  }
  switch (frame.name) {
    case 'ac:parameter':
    case 'ac:default-parameter':
    case 'ac:adf-attribute': {
      const name = (frame.attribute('ac:name') || frame.attribute('key')).toLowerCase();
      parent.parameters.set(name, frame.text.trim() || (frame.target?.name ?? ''));
      return;
    }
    case 'ac:plain-text-body':
      parent.plainBody = frame.text;
      return;
    case 'ac:structured-macro':
    case 'ac:macro':
      addAll(parent, frame, macroNodes(frame));
      return;
    case 'ac:adf-node':
      addAll(parent, frame, adfNode(frame));
      return;
    case 'ac:adf-fallback':
      // The same again, for readers that do not know the node.
      if (parent.children.length === 0) frame.spillInto(parent);
      return;
    case 'ac:link':
      // An include names its page by a link.
      parent.target ??= frame.target;
      addAll(parent, frame, linkNodes(frame, baseUrl));
      return;
    case 'ac:image':
      parent.addText(` ${frame.attribute('ac:alt') || frame.attribute('ac:title')} `);
      frame.spillInto(parent);
      return;
    case 'ac:task-id':
    case 'ac:task-uuid':
    case 'ac:placeholder':
      return;
    case 'ac:task-status':
      parent.taskStatus = frame.text.trim();
      return;
    case 'ac:emoticon':
      parent.addText(frame.attribute('ac:emoji-fallback') || `(${frame.attribute('ac:name')})`);
      return;
    case 'time':
      parent.addText(frame.attribute('datetime') || frame.text);
      return;
    default:
      closeMarkup(frame, parent);
  }
}

function closeMarkup(frame: StorageFrame, parent: StorageFrame): void {
  if (frame.name === 'ac:task-list') parent.add(element('ul', frame.children));
  else if (frame.name === 'ac:task') {
    const box = textNode(frame.taskStatus === 'complete' ? '[x] ' : '[ ] ');
    parent.add(element('li', [box, ...frame.children]));
  } else if (frame.name.startsWith('ac:')) {
    // A link's body, an inline comment's anchor, a cell of the layout: blocks where they hold blocks.
    const block = /^ac:(?:rich-text-body|layout|layout-section|layout-cell|adf-content|caption)$/.test(
      frame.name,
    );
    if (block) parent.add(element('div', frame.children));
    else frame.spillInto(parent);
  } else parent.add(element(frame.name, frame.children, Object.fromEntries(frame.attributes)));
  if (frame.name !== 'script' && frame.name !== 'style') parent.text += frame.text;
}

function addAll(parent: StorageFrame, frame: StorageFrame, nodes: ReturnType<typeof macroNodes>): void {
  parent.add(...(nodes.length > 1 ? [element('span', nodes)] : nodes));
  parent.text += frame.text;
}

function targetOf(frame: StorageFrame): StorageFrame['target'] {
  const names = ['ri:content-title', 'ri:filename', 'ri:value', 'ri:username', 'ri:space-key', 'ri:shortcut'];
  const name = names.map((key) => frame.attribute(key)).find((value) => value !== '') ?? '';
  return { kind: frame.name.slice(3), name, space: frame.attribute('ri:space-key') };
}

/** A link's own words, or else the title of what it leads to; a page's address where its space is named. */
function linkNodes(link: StorageFrame, baseUrl: string | undefined): ReturnType<typeof macroNodes> {
  const { target } = link;
  const own = (link.plainBody ?? link.text).trim() !== '';
  if (target?.kind === 'user') return own ? link.children : [textNode(`@${target.name || 'user'}`)];
  const words = own ? link.children : [textNode(target?.name ?? link.attribute('ac:anchor'))];
  if (target?.kind === 'url') return [linkElement(target.name, words)];
  if (baseUrl === undefined || !target || target.space === '' || !/^(?:page|blog-post)$/.test(target.kind))
    return words;
  const query = new URLSearchParams({ spaceKey: target.space, title: target.name });
  return [linkElement(`${baseUrl.replace(/\/+$/, '')}/pages/viewpage.action?${query.toString()}`, words)];
}

/** A part of the newer editor inside storage format: custom panels and decisions. */
function adfNode(node: StorageFrame): ReturnType<typeof macroNodes> {
  if (node.attribute('type') !== 'panel') return node.children;
  return [noteElement(node.parameter('panel-type') || 'panel', '', node.children)];
}

import { z } from 'zod';
import type { Block } from '../../core/rich-text';
import type { RichTextFormat } from './format';
import { parseJson } from './parse-json';
import { readMarked } from './read-marked';
import type { TreeElement } from './tree';
import { codeElement, element, linkElement, noteElement, textNode } from './tree';
import { writeAdf } from './write-adf';

/** Nodes looked at, as for a page. */
const MAX_NODES = 300_000;

/** Loose: documents of every age are stored, and a part that is wrong must not cost the rest. */
const nodeSchema = z.object({
  type: z.string().catch(''),
  text: z.string().optional().catch(undefined),
  content: z.array(z.unknown()).optional().catch(undefined),
  attrs: z.record(z.string(), z.unknown()).optional().catch(undefined),
  marks: z.array(z.unknown()).optional().catch(undefined),
});
type AdfNode = z.infer<typeof nodeSchema>;

const linkMarkSchema = z.object({ type: z.literal('link'), attrs: z.object({ href: z.string() }) });
const macroTitleSchema = z.object({
  macroParams: z.record(
    z.string(),
    z.object({ value: z.union([z.string(), z.number()]).transform(String) }).catch({ value: '' }),
  ),
});

/** Blocks of an Atlassian document: the parsed JSON of an issue's description, a comment or a page. */
export function readAdf(doc: unknown): Block[] {
  const root = element('div');
  const open: { element: TreeElement; content: readonly unknown[] }[] = [{ element: root, content: [doc] }];
  let nodes = 0;
  for (let parent = open.pop(); parent; parent = open.pop()) {
    for (const child of parent.content) {
      nodes += 1;
      if (nodes > MAX_NODES) break;
      const parsed = nodeSchema.safeParse(child);
      if (!parsed.success) continue;
      const shaped = shape(parsed.data);
      if (!shaped) continue;
      parent.element.childNodes.push(shaped);
      if (parsed.data.content && shaped.tagName !== 'PRE')
        open.push({ element: shaped, content: parsed.data.content });
    }
  }
  return readMarked(root);
}

/** The HTML that a node is like; null for what has no text of its own. Its content is added by the caller. */
function shape(node: AdfNode): TreeElement | null {
  const tag = tags.get(node.type);
  if (tag !== undefined) return element(tag);
  const attribute = (name: string) => textOf(node.attrs?.[name]);
  switch (node.type) {
    case 'text':
      return textRun(node);
    case 'heading':
      return element(`h${/^[1-6]$/.exec(attribute('level'))?.[0] ?? '1'}`);
    case 'codeBlock':
      return codeElement((node.content ?? []).map(plainText).join(''), attribute('language'));
    case 'taskItem':
    case 'blockTaskItem':
      return element('li', [textNode(attribute('state') === 'DONE' ? '[x] ' : '[ ] ')]);
    case 'panel':
      return noteElement(attribute('panelType') || 'panel', '');
    case 'expand':
    case 'nestedExpand':
      return noteElement('expand', attribute('title'));
    case 'extension':
    case 'inlineExtension':
    case 'bodiedExtension':
      return macro(node);
    case 'status':
    case 'mention':
      return element('span', [textNode(attribute('text'))]);
    case 'emoji':
      return element('span', [textNode(attribute('text') || attribute('shortName'))]);
    case 'date':
      return element('span', [textNode(isoDay(attribute('timestamp')))]);
    case 'inlineCard':
      return card(attribute('url'));
    case 'blockCard':
    case 'embedCard':
      return element('p', [card(attribute('url'))]);
    case 'media':
    case 'mediaInline':
      return element('span', [textNode(attribute('alt') || '[attachment]')]);
    case 'placeholder':
      return null;
    default:
      // A node of a later version: its words still count.
      return element(node.content ? 'div' : 'span', [textNode(node.text ?? '')]);
  }
}

const tags: ReadonlyMap<string, string> = new Map([
  ['doc', 'div'],
  ['paragraph', 'p'],
  ['bulletList', 'ul'],
  ['orderedList', 'ol'],
  ['taskList', 'ul'],
  ['decisionList', 'ul'],
  ['listItem', 'li'],
  ['decisionItem', 'li'],
  ['blockquote', 'blockquote'],
  ['rule', 'hr'],
  ['hardBreak', 'br'],
  ['table', 'table'],
  ['tableRow', 'tr'],
  ['tableHeader', 'th'],
  ['tableCell', 'td'],
  ['caption', 'p'],
]);

function textRun({ text = '', marks = [] }: AdfNode): TreeElement {
  const run = textNode(text);
  for (const mark of marks) {
    const link = linkMarkSchema.safeParse(mark);
    if (link.success) return linkElement(link.data.attrs.href, [run]);
  }
  return element('span', [run]);
}

function card(url: string): TreeElement {
  return linkElement(url, [textNode(url)]);
}

/** Macros of Confluence: included pages are named, bodies kept with their titles, the others make no text of the page's. */
function macro(node: AdfNode): TreeElement | null {
  const key = textOf(node.attrs?.['extensionKey']);
  const parsed = macroTitleSchema.safeParse(node.attrs?.['parameters']);
  const parameters = parsed.success ? parsed.data.macroParams : {};
  const value = (name: string) => parameters[name]?.value ?? '';
  if (key === 'include' || key === 'excerpt-include') {
    const title = value('') || value('0') || value('default-parameter') || value('pageTitle');
    return element('p', [textNode(`[included page: ${title}]`)]);
  }
  if (node.type !== 'bodiedExtension') return null;
  const title = value('title');
  const isPanel = title !== '' || /^(?:info|note|tip|warning|panel|expand)$/.test(key);
  return isPanel ? noteElement(key || 'panel', title) : element('div');
}

function plainText(value: unknown): string {
  const parsed = nodeSchema.safeParse(value);
  if (!parsed.success) return '';
  return parsed.data.type === 'hardBreak' ? '\n' : (parsed.data.text ?? '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Dates are milliseconds of a UTC midnight. */
function isoDay(timestamp: string): string {
  const date = new Date(Number(timestamp));
  return timestamp === '' || Number.isNaN(date.getTime()) ? timestamp : date.toISOString().slice(0, 10);
}

/** Atlassian Document Format, as JSON: what Jira and Confluence Cloud store. */
export const adf: RichTextFormat = {
  id: 'adf',
  name: 'Atlassian Document Format',
  read: (source) => readAdf(parseJson(source)),
  write: (blocks) => JSON.stringify(writeAdf(blocks)),
};

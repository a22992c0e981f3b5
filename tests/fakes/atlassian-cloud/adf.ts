import { Window, type Element, type Node } from 'happy-dom';

/** A node of the Atlassian Document Format, in which the cloud products keep their texts. */
export interface AdfNode {
  type: string;
  attrs?: AdfAttributes;
  content?: AdfNode[];
  text?: string;
  marks?: AdfMark[];
}
export interface AdfMark {
  type: string;
  attrs?: AdfAttributes;
}
type AdfAttributes = Record<string, string | number | boolean>;
export interface AdfDocument extends AdfNode {
  type: 'doc';
  version: 1;
  content: AdfNode[];
}

/** Who an `@name` is: the account's id and the name people see. */
export type MentionOf = (name: string) => { id: string; text: string };

/** Makes of HTML, as the doubles render it of wiki markup and Markdown, the document that an editor would have made. */
export function createAdfMaker(mentionOf: MentionOf): (html: string) => AdfDocument {
  const made = new Map<string, AdfDocument>();
  return (html) => {
    const known = made.get(html);
    if (known) return known;
    const { body } = new parser.DOMParser().parseFromString(html, 'text/html');
    for (const mention of body.querySelectorAll('a.user-hover')) {
      const { id, text } = mentionOf(mention.getAttribute('rel') ?? '');
      mention.setAttribute('rel', id);
      mention.textContent = text;
    }
    const document: AdfDocument = { type: 'doc', version: 1, content: blocks([...body.childNodes]) };
    made.set(html, document);
    return document;
  };
}
const parser = new Window({ settings: { disableJavaScriptEvaluation: true } });

const elementNode = 1;
const textNode = 3;
const panelKinds: Record<string, string> = { info: 'info', note: 'note', warning: 'warning', tip: 'success' };
const markOf: Record<string, AdfMark> = {
  B: { type: 'strong' },
  STRONG: { type: 'strong' },
  EM: { type: 'em' },
  I: { type: 'em' },
  DEL: { type: 'strike' },
  U: { type: 'underline' },
  TT: { type: 'code' },
  CODE: { type: 'code' },
};

function blocks(nodes: readonly Node[]): AdfNode[] {
  const out: AdfNode[] = [];
  let run: Node[] = [];
  const flush = () => {
    const content = inline(run, []);
    if (content.some(({ type, text }) => type !== 'text' || text?.trim()))
      out.push({ type: 'paragraph', content });
    run = [];
  };
  for (const node of nodes) {
    const made = isElement(node) ? block(node) : null;
    if (made === null) {
      run.push(node);
    } else {
      flush();
      out.push(...made);
    }
  }
  flush();
  return out;
}

/** Null for what stands inside a line. */
function block(element: Element): AdfNode[] | null {
  const children = [...element.childNodes];
  const heading = /^H([1-6])$/.exec(element.tagName)?.[1];
  if (heading) return [{ type: 'heading', attrs: { level: Number(heading) }, content: inline(children, []) }];
  switch (element.tagName) {
    case 'P':
      return [{ type: 'paragraph', content: inline(children, []) }];
    case 'UL':
      return [{ type: 'bulletList', content: items(element) }];
    case 'OL':
      return [{ type: 'orderedList', attrs: { order: 1 }, content: items(element) }];
    case 'PRE':
      return [codeBlock(element)];
    case 'BLOCKQUOTE':
      return [{ type: 'blockquote', content: blocks(children) }];
    case 'HR':
      return [{ type: 'rule' }];
    case 'TABLE':
      return [table(element)];
    case 'DIV':
      return division(element);
    default:
      return null;
  }
}

function division(element: Element): AdfNode[] {
  const code = element.querySelector('pre');
  if (code) return [codeBlock(code)];
  const kind = /(?:^|\s)panel(?:-(\w+))?(?:\s|$)/.exec(element.className);
  if (!kind) return blocks([...element.childNodes]);
  const title = element.querySelector('.panelHeader')?.textContent.trim();
  const inner = element.querySelector('.panelContent') ?? element;
  const lead: AdfNode[] = title
    ? [{ type: 'paragraph', content: [{ type: 'text', text: title, marks: [{ type: 'strong' }] }] }]
    : [];
  const panelType = panelKinds[kind[1] ?? ''] ?? 'info';
  return [{ type: 'panel', attrs: { panelType }, content: [...lead, ...blocks([...inner.childNodes])] }];
}

function codeBlock(element: Element): AdfNode {
  const named = `${element.className} ${element.querySelector('code')?.className ?? ''}`;
  const language = /(?:code|language)-([\w+#-]+)/.exec(named)?.[1];
  const text = element.textContent.replace(/\n$/, '');
  return {
    type: 'codeBlock',
    ...(language ? { attrs: { language } } : {}),
    content: text === '' ? [] : [{ type: 'text', text }],
  };
}

function items(list: Element): AdfNode[] {
  return [...list.children]
    .filter(({ tagName }) => tagName === 'LI')
    .map((item) => ({ type: 'listItem', content: blocks([...item.childNodes]) }));
}

function table(element: Element): AdfNode {
  const rows = [...element.querySelectorAll('tr')].map((row) => ({
    type: 'tableRow',
    content: [...row.children].map((cell) => ({
      type: cell.tagName === 'TH' ? 'tableHeader' : 'tableCell',
      attrs: {},
      content: blocks([...cell.childNodes]),
    })),
  }));
  return { type: 'table', attrs: { isNumberColumnEnabled: false, layout: 'default' }, content: rows };
}

function inline(nodes: readonly Node[], marks: readonly AdfMark[]): AdfNode[] {
  return nodes.flatMap((node): AdfNode[] => {
    if (node.nodeType === textNode) return textOf(node.textContent ?? '', marks);
    return isElement(node) ? inlineElement(node, marks) : [];
  });
}

function inlineElement(element: Element, marks: readonly AdfMark[]): AdfNode[] {
  const children = [...element.childNodes];
  const mark = markOf[element.tagName];
  if (mark) return inline(children, [...marks, mark]);
  if (element.tagName === 'BR') return [{ type: 'hardBreak' }];
  if (element.tagName === 'IMG')
    return [{ type: 'mediaInline', attrs: { type: 'image', collection: '', id: 'file' } }];
  if (element.tagName !== 'A') return inline(children, marks);
  const href = element.getAttribute('href') ?? '';
  const text = element.textContent;
  if (element.classList.contains('user-hover')) {
    return [{ type: 'mention', attrs: { id: element.getAttribute('rel') ?? '', text } }];
  }
  // What people paste as a bare address becomes a card.
  if (href === '') return inline(children, marks);
  if (text === href) return [{ type: 'inlineCard', attrs: { url: href } }];
  return inline(children, [...marks, { type: 'link', attrs: { href } }]);
}

function textOf(raw: string, marks: readonly AdfMark[]): AdfNode[] {
  const text = raw.replace(/\s+/g, ' ');
  return text === '' ? [] : [{ type: 'text', text, ...(marks.length > 0 ? { marks: [...marks] } : {}) }];
}

function isElement(node: Node): node is Element {
  return node.nodeType === elementNode;
}

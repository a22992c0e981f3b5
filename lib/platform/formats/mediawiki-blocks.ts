import type { ReadableNode } from '../html-shape';
import type { LineItem } from './list-elements';
import { listElements } from './list-elements';
import type { WikitextContext } from './mediawiki-inline';
import { wikitextInline } from './mediawiki-inline';
import { readWikitextTable } from './mediawiki-table';
import { codeElement, element } from './tree';

/** The blocks of wikitext whose templates and verbatim parts are put aside already. */
export function wikitextNodes(text: string, context: WikitextContext): ReadableNode[] {
  const nodes: ReadableNode[] = [];
  let prose: string[] = [];
  let items: LineItem[] = [];
  let verbatim: string[] = [];
  const flush = () => {
    if (prose.length > 0) nodes.push(element('p', wikitextInline(prose.join('\n'), context)));
    for (const list of listElements(items)) nodes.push(list);
    if (verbatim.length > 0) nodes.push(codeElement(verbatim.join('\n').replace(/'{2,5}/g, '')));
    prose = [];
    items = [];
    verbatim = [];
  };
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const kept = context.kept.blockOf(line);
    const bullets = /^[*#:;]{1,40}/.exec(line)?.[0] ?? '';
    if (kept || line.trim() === '' || /^-{4,}/.test(line)) {
      flush();
      if (kept) nodes.push(kept);
    } else if (/^:{0,20}\{\|/.test(line)) {
      flush();
      const table = readWikitextTable(lines, at, context);
      nodes.push(table.node);
      at = table.last;
    } else if (bullets !== '') {
      if (prose.length > 0 || verbatim.length > 0) flush();
      addItem(items, bullets, wikitextInline(line.slice(bullets.length), context));
    } else if (/^ \s*[^\s\uFDE1\uFDE3]/.test(line) && prose.length === 0) {
      if (items.length > 0) flush();
      verbatim.push(line.slice(1));
    } else {
      const heading = readHeading(line, context);
      if (heading || items.length > 0 || verbatim.length > 0) flush();
      if (heading) nodes.push(heading);
      else prose.push(line);
    }
  }
  flush();
  return nodes;
}

/** `*:` goes on with the item before it. */
function addItem(items: LineItem[], bullets: string, children: ReadableNode[]): void {
  const last = items.at(-1);
  if (bullets.length > 1 && bullets.endsWith(':') && last?.path.length === bullets.length - 1)
    last.children.push(element('br'), ...children);
  else items.push({ path: [...bullets].map((bullet) => bullet === '#'), children });
}

/** As many equals signs as both ends have; what is left over is text. */
function readHeading(line: string, context: WikitextContext): ReadableNode | null {
  const trimmed = line.trimEnd();
  let level = 0;
  while (level < 6 && trimmed[level] === '=' && trimmed[trimmed.length - 1 - level] === '=') level += 1;
  const words = trimmed.slice(level, -level).trim();
  if (level === 0 || trimmed.length <= level * 2 || words === '') return null;
  return element(`h${level}`, wikitextInline(words, context));
}

import type { Block } from '../../core/rich-text';
import type { ReadableNode } from '../html-shape';
import { entityDecoder } from './entities';
import type { RichTextFormat } from './format';
import { cleanSource } from './format';
import type { LineItem } from './list-elements';
import { listElements } from './list-elements';
import { readMarked } from './read-marked';
import { codeElement, element, noteElement } from './tree';
import { wikiMarkupInline } from './wiki-markup-inline';
import { wikiMarkupCells } from './wiki-markup-table';
import { writeWikiMarkup } from './write-wiki-markup';

/** Panels inside panels are read this deep; Jira itself shows no deeper ones. */
const MAX_NESTING = 8;

const FENCE = /(?<!\\)\{(code|noformat|panel|quote|info|note|tip|warning|expand)(?::([^{}\n]{0,400}))?\}/gi;

/** The blocks of Jira's text, `{code}` and its like, and the lines between them. */
function readNodes(markup: string, nesting: number): ReadableNode[] {
  if (nesting > MAX_NESTING) return readLines(markup);
  const nodes: ReadableNode[] = [];
  const fence = new RegExp(FENCE);
  let at = 0;
  for (let open = fence.exec(markup); open; open = fence.exec(markup)) {
    const tag = (open[1] ?? '').toLowerCase();
    const start = open.index + open[0].length;
    const end = closingTag(markup, tag, start);
    for (const node of readLines(markup.slice(at, open.index))) nodes.push(node);
    nodes.push(fencedNode(tag, open[2] ?? '', markup.slice(start, end), nesting));
    at = Math.min(end + tag.length + 2, markup.length);
    fence.lastIndex = at;
  }
  return [...nodes, ...readLines(markup.slice(at))];
}

/**
 * Where the closing tag is; a tag that is never closed runs to the end, as Jira renders it. What looks like it inside
 * code is code.
 */
function closingTag(markup: string, tag: string, from: number): number {
  const verbatim = tag === 'code' || tag === 'noformat';
  const next = new RegExp(
    verbatim ? `\\{(${tag})\\}` : `(?<!\\\\)\\{(?:(${tag})|(code|noformat)(?::[^{}\\n]{0,400})?)\\}`,
    'gi',
  );
  next.lastIndex = from;
  for (let found = next.exec(markup); found; found = next.exec(markup)) {
    const [, close, inner] = found;
    if (close !== undefined) return found.index;
    const end = closingTag(markup, (inner ?? '').toLowerCase(), next.lastIndex);
    next.lastIndex = Math.min(end + 1, markup.length);
  }
  return markup.length;
}

function fencedNode(tag: string, parameters: string, text: string, nesting: number): ReadableNode {
  if (tag === 'code' || tag === 'noformat') {
    const named = /(?:^|\|)(?:language=)?([\w#+-]+)(?=\||$)/i.exec(parameters)?.[1] ?? '';
    return codeElement(text.replaceAll('\u200b}', '}'), tag === 'code' ? named : '');
  }
  const title = /(?:^|\|)title=([^|]+)/i.exec(parameters)?.[1]?.trim() ?? '';
  const body = readNodes(text, nesting + 1);
  if (tag === 'quote') return element('blockquote', body);
  return noteElement(tag === 'panel' ? 'note' : tag, decode(title), body);
}

const decode = entityDecoder('');

function readLines(text: string): ReadableNode[] {
  const nodes: ReadableNode[] = [];
  let prose: string[] = [];
  let items: LineItem[] = [];
  let rows: ReadableNode[] = [];
  const flush = () => {
    if (prose.length > 0) nodes.push(element('p', wikiMarkupInline(prose.join('\n'))));
    for (const list of listElements(items)) nodes.push(list);
    if (rows.length > 0) nodes.push(element('table', rows));
    prose = [];
    items = [];
    rows = [];
  };
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trim();
    const item = /^([*#-]{1,40})\s+(\S.*)$/.exec(line);
    if (/^-{4,}$/.test(line) || line === '') flush();
    else if (item) {
      if (prose.length > 0 || rows.length > 0) flush();
      const path = [...(item[1] ?? '')].map((bullet) => bullet === '#');
      items.push({ path, children: wikiMarkupInline(item[2] ?? '') });
    } else if (line.startsWith('|')) {
      if (prose.length > 0 || items.length > 0) flush();
      let row = line;
      // A cell may go on over several lines; the row ends with a bar.
      for (; !row.endsWith('|') && isText(lines[at + 1]) && row.length < 4000; at += 1)
        row += ` ${lines[at + 1] ?? ''}`;
      rows.push(wikiMarkupCells(row));
    } else {
      const whole = /^(?:h([1-6])|bq)\.\s+(\S.*)$/.exec(line);
      if (whole || items.length > 0 || rows.length > 0) flush();
      const words = wikiMarkupInline(whole?.[2] ?? '');
      if (!whole) prose.push(line);
      else nodes.push(whole[1] ? element(`h${whole[1]}`, words) : element('blockquote', words));
    }
  }
  flush();
  return nodes;
}

/** A line that begins nothing of its own. */
function isText(line: string | undefined): boolean {
  return line !== undefined && line.trim() !== '' && !/^\s*(?:\||[*#-]+\s|h[1-6]\.\s|bq\.\s)/.test(line);
}

/** Blocks of Jira's wiki markup, where the server rendered no HTML for it. */
export function readWikiMarkup(source: string): Block[] {
  return readMarked(element('div', readNodes(cleanSource(source), 0)));
}

/** Jira's wiki markup: what a description is on Data Center, and on the cloud by the older API. */
export const wikiMarkup: RichTextFormat = {
  id: 'wiki-markup',
  name: 'Jira wiki markup',
  read: readWikiMarkup,
  write: writeWikiMarkup,
};

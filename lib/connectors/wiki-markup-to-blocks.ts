import type { Block } from '../core/rich-text';

/**
 * Jira's wiki markup as blocks: what a description is when the server rendered no HTML for it. Covers the notation
 * that texts are written in (headings, lists, tables, code, panels, quotes, links, emphasis); what it does not know
 * stays as the words it is.
 */
export function wikiMarkupToBlocks(markup: string): Block[] {
  const blocks: Block[] = [];
  let prose: string[] = [];
  const flush = () => {
    blocks.push(...linesToBlocks(prose));
    prose = [];
  };
  const lines = markup.slice(0, 400_000).split(/\r\n?|\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const fence = /^(.*?)\{(code|noformat|panel|quote|info|note|tip|warning)(?::([^}]*))?\}(.*)$/i.exec(line);
    if (!fence) {
      prose.push(line);
      continue;
    }
    const [, before = '', tag = '', parameters = '', after = ''] = fence;
    const body = readFenced(lines, at, tag.toLowerCase(), after);
    if (before.trim() !== '') prose.push(before);
    flush();
    blocks.push(...fencedBlock(tag.toLowerCase(), parameters, body.text));
    at = body.lastLine;
    // What follows the closing tag on its line may open the next one.
    if (body.rest.trim() !== '') {
      lines[at] = body.rest;
      at -= 1;
    }
  }
  flush();
  return blocks;
}

/** Text up to the closing tag; a tag that is never closed runs to the end, as Jira renders it. */
function readFenced(
  lines: readonly string[],
  start: number,
  tag: string,
  first: string,
): { text: string; lastLine: number; rest: string } {
  const close = `{${tag}}`;
  const body: string[] = [];
  for (let at = start; at < lines.length; at += 1) {
    const line = at === start ? first : (lines[at] ?? '');
    const end = line.toLowerCase().indexOf(close);
    if (end !== -1) {
      body.push(line.slice(0, end));
      return { text: body.join('\n'), lastLine: at, rest: line.slice(end + close.length) };
    }
    body.push(line);
  }
  return { text: body.join('\n'), lastLine: lines.length - 1, rest: '' };
}

function fencedBlock(tag: string, parameters: string, text: string): Block[] {
  if (tag === 'code' || tag === 'noformat') {
    const code = text.replace(/^\n+|\s+$/g, '');
    const named = /(?:^|\|)(?:language=)?([\w#+-]+)(?=\||$)/i.exec(parameters)?.[1] ?? null;
    return code === '' ? [] : [{ kind: 'code', text: code, language: tag === 'code' ? named : null }];
  }
  if (tag === 'quote') return linesToBlocks(text.split('\n'));
  const title = /(?:^|\|)title=([^|]+)/i.exec(parameters)?.[1]?.trim();
  const inner = plain(text);
  return inner === ''
    ? []
    : [{ kind: 'note', label: title ?? (tag === 'panel' ? 'note' : tag), text: inner }];
}

function linesToBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    const text = plain(paragraph.join(' '));
    if (text !== '') blocks.push({ kind: 'paragraph', text });
    paragraph = [];
  };
  for (const line of lines) {
    const block = lineBlock(line, paragraph.length === 0 ? blocks.at(-1) : undefined);
    if (block === 'text') paragraph.push(line);
    else flush();
    if (typeof block === 'object') blocks.push(block);
  }
  flush();
  return blocks;
}

/** A block the line begins, `joined` when it went into `last`, `break` for a blank line or rule, `text` otherwise. */
function lineBlock(line: string, last: Block | undefined): Block | 'joined' | 'break' | 'text' {
  if (/^\s*(?:-{4,})?\s*$/.test(line)) return 'break';
  const heading = /^\s*h([1-6])\.\s+(.*)$/.exec(line);
  if (heading) return { kind: 'heading', level: Number(heading[1]), text: plain(heading[2] ?? '') };
  const item = /^\s*([*#-]+)\s+(.+)$/.exec(line);
  if (item) return listItem(item[1] ?? '*', plain(item[2] ?? ''), last);
  if (/^\s*\|/.test(line)) return tableRow(line, last);
  const quote = /^\s*bq\.\s+(.*)$/.exec(line);
  return quote ? { kind: 'paragraph', text: plain(quote[1] ?? '') } : 'text';
}

function listItem(bullets: string, text: string, last: Block | undefined): Block | 'joined' {
  const item = { text, depth: bullets.length - 1 };
  if (last?.kind === 'list' && (item.depth > 0 || last.ordered === bullets.startsWith('#'))) {
    last.items.push(item);
    return 'joined';
  }
  return { kind: 'list', ordered: bullets.startsWith('#'), items: [item] };
}

function tableRow(line: string, last: Block | undefined): Block | 'joined' {
  const header = line.trim().startsWith('||');
  // A link's own bar is no cell border.
  const guarded = line.trim().replace(/\[[^[\]]{0,2000}\]/g, (link) => link.replaceAll('|', '\u0000'));
  const row = guarded
    .replace(/^\|+|\|+$/g, '')
    .split(header ? /\|\|/ : /\|/)
    .map((cell) => plain(cell.replaceAll('\u0000', '|')));
  if (last?.kind === 'table' && !header) {
    last.rows.push(row);
    return 'joined';
  }
  return { kind: 'table', header, rows: [row] };
}

/** One run of markup as words. Every look ahead is bounded, so that no text makes it slow. */
function plain(text: string): string {
  return text
    .replace(/\{(?:color|anchor|status|quote|panel)(?::[^{}]{0,200})?\}/gi, '')
    .replace(/!([^!\s|]{1,200})(?:\|[^!\n]{0,200})?!/g, (whole, file: string) =>
      /\.\w{2,5}$/.test(file) ? ' ' : whole,
    )
    .replace(/\[~([^[\]]{1,200})\]/g, '$1')
    .replace(/\[([^[\]|]{1,500})\|[^[\]]{1,2000}\]/g, '$1')
    .replace(/\[((?:https?|mailto|file):[^[\]|]{1,2000})\]/gi, '$1')
    .replace(/\{\{(.{1,500}?)\}\}/g, '$1')
    .replace(/(^|[\s(>])([*_+^~-]|\?\?)(?=\S)(.{1,300}?)(?<=\S)\2(?=[\s.,;:!?)<]|$)/g, '$1$3')
    .replace(/\\\\(?=\s|$)/g, ' ')
    .replace(/\\([{}[\]*_+^~|!#-])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

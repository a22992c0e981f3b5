import type { ReadableNode } from '../html-shape';
import { dokuwikiHeading } from './dokuwiki-heading';
import { KeptNodes } from './kept-nodes';
import { codeElement, element, noteElement, textNode } from './tree';
import { tagAttributes } from './xml-tokens';

const TOKENS =
  /<(code|file|nowiki|html|php)(?=[\s>])([^<>]{0,300})>|%%|\{\{(?:page|section|namespace|include|tag|rss|gallery|indexmenu|nstoc|backlinks|blog|topic|vimeo|youtube)>[^{}\n]{0,500}\}\}|<(\/?)(wrap|note|hidden|callout|alert|panel|todo)(?=[\s>])([^<>]{0,300})>|^[ \t]{0,20}==[^\n]*/gim;

const SORTS =
  /(?:^|[\s"'])(info|tip|important|alert|warning|help|danger|caution|notice|safety|success|error|note)(?=$|[\s"'])/i;

/** An open tag of a plugin, and the text in it. */
interface Frame {
  readonly name: string;
  readonly attributes: string;
  text: string;
}

/**
 * First pass over DokuWiki's markup: headings and verbatim parts are put aside, and what the usual plugins draw (boxes, folded
 * texts, tasks, included pages) becomes what it shows.
 */
export function stripDokuwiki(
  source: string,
  readBlocks: (text: string, kept: KeptNodes) => ReadableNode[],
): { text: string; kept: KeptNodes } {
  const kept = new KeptNodes();
  const stack: Frame[] = [{ name: '', attributes: '', text: '' }];
  const gone = new Set<string>();
  const add = (text: string) => {
    const top = stack.at(-1);
    if (top) top.text += text;
  };
  const closed = ({ name, attributes, text }: Frame): string => {
    if (name === 'todo') return `${/(?:^|\s)#/.test(attributes) ? '[x]' : '[ ]'} ${text.trim()}`;
    const sort = SORTS.exec(attributes)?.[1]?.toLowerCase();
    const named = tagAttributes(attributes, (value) => value).get('title') ?? '';
    if (name === 'hidden')
      return kept.block(noteElement('expand', named || attributes.trim(), readBlocks(text, kept)));
    if (name !== 'wrap' || (sort !== undefined && text.includes('\n')))
      return kept.block(noteElement(sort ?? 'note', named, readBlocks(text, kept)));
    return text;
  };
  const close = (name: string) => {
    if (!stack.slice(-50).some((frame) => frame.name === name)) return;
    for (let frame = stack.pop(); frame; frame = stack.pop()) {
      add(closed(frame));
      if (frame.name === name) return;
    }
  };

  const tokens = new RegExp(TOKENS);
  let at = 0;
  for (let token = tokens.exec(source); token; token = tokens.exec(source)) {
    const [whole, raw, attributes = '', slash, plugin, pluginAttributes = ''] = token;
    add(source.slice(at, token.index));
    at = tokens.lastIndex;
    if (/^[ \t]*==/.test(whole)) {
      const heading = dokuwikiHeading(whole);
      add(heading ? kept.block(heading) : whole.slice(0, whole.indexOf('==') + 2));
      if (!heading) at = token.index + whole.indexOf('==') + 2;
    } else if (plugin !== undefined) {
      if (slash === '/') close(plugin.toLowerCase());
      else stack.push({ name: plugin.toLowerCase(), attributes: pluginAttributes, text: '' });
    } else if (whole.startsWith('{{')) {
      const page = /^\{\{(?:page|section|include)>([^&|}]*)/i.exec(whole)?.[1]?.trim();
      if (page !== undefined) add(kept.block(element('p', [textNode(`[included page: ${page}]`)])));
    } else {
      const name = raw?.toLowerCase() ?? '%%';
      const end = endOf(source, name, at, gone);
      // Without an end it is text, and nothing after it is another one's end.
      if (end === null) add(kept.inline(textNode(whole)));
      else {
        add(verbatim(name, attributes, source.slice(at, end.from), kept));
        at = end.to;
      }
    }
    tokens.lastIndex = at;
  }
  add(source.slice(at));
  while (stack.length > 1) {
    const frame = stack.pop();
    if (frame) add(closed(frame));
  }
  return { text: stack[0]?.text ?? '', kept };
}

function endOf(
  source: string,
  name: string,
  from: number,
  gone: Set<string>,
): { from: number; to: number } | null {
  if (gone.has(name)) return null;
  const end = name === '%%' ? /%%/g : new RegExp(`</${name}>`, 'gi');
  end.lastIndex = from;
  const found = end.exec(source);
  if (!found) gone.add(name);
  return found ? { from: found.index, to: found.index + found[0].length } : null;
}

function verbatim(name: string, attributes: string, body: string, kept: KeptNodes): string {
  if (name === '%%' || name === 'nowiki') return kept.inline(textNode(body));
  const [language = ''] = attributes.trim().split(/\s+/);
  const named = /^(?:-|\[.*)$/.test(language) || name === 'html' || name === 'php' ? '' : language;
  return kept.block(codeElement(body.replaceAll('</\u200b', '</'), named));
}

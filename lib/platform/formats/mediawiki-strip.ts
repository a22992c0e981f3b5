import { noteLabel, type ReadableNode } from '../html-shape';
import type { Decode } from './entities';
import { KeptNodes } from './kept-nodes';
import { resolveTemplate } from './mediawiki-template';
import { codeElement, element, noteElement, textNode } from './tree';
import { tagAttributes } from './xml-tokens';

const TOKENS =
  /<!--|<(nowiki|pre|syntaxhighlight|source|script|style|templatestyles|math|gallery|timeline)(?=[\s/>])([^<>]{0,1000})>|<(\/?)(div|blockquote|ref)(?=[\s/>])([^<>]{0,1000})>|\{\{|\}\}/gi;

/** An open template or tag, and the text in it. */
interface Frame {
  readonly name: string;
  readonly attributes: string;
  text: string;
}

export interface StrippedText {
  readonly text: string;
  readonly kept: KeptNodes;
}

/**
 * First pass over wikitext, as the wiki itself does it: comments go, code and `nowiki` are put aside, templates and
 * boxes become what they show. One walk with a stack of its own.
 */
export function stripWikitext(
  source: string,
  decode: Decode,
  readBlocks: (text: string, kept: KeptNodes) => ReadableNode[],
): StrippedText {
  const kept = new KeptNodes();
  const stack: Frame[] = [{ name: '', attributes: '', text: '' }];
  const gone = new Set<string>();
  const add = (text: string) => {
    const top = stack.at(-1);
    if (top) top.text += text;
  };
  const note = (sort: string, body: string) => kept.block(noteElement(sort, '', readBlocks(body, kept)));

  /** Ends open frames down to one of this name, which what stands in between could not outlive. */
  const close = (name: string, before: string) => {
    if (!stack.slice(-50).some((frame) => frame.name === name)) return false;
    for (let frame = stack.pop(); frame; frame = stack.pop()) {
      add(frame.name === name ? closed(frame, before) : unclosed(frame));
      if (frame.name === name) break;
    }
    return true;
  };
  const closed = (frame: Frame, before: string): string => {
    if (frame.name === '{{') return resolveTemplate(frame.text, { note, before });
    if (frame.name === 'ref') return ` (${frame.text.trim()})`;
    if (frame.name === 'blockquote') return kept.block(element('blockquote', readBlocks(frame.text, kept)));
    const attributes = Object.fromEntries(tagAttributes(frame.attributes, decode));
    if (/(?:^|\s)title(?:\s|$)/.test(attributes['class'] ?? ''))
      return kept.block(element('div', readBlocks(frame.text, kept), { 'data-note-title': '' }));
    const sort = noteLabel(element('div', [], attributes), 'DIV');
    return sort === null ? `\n${frame.text}\n` : note(sort, frame.text);
  };
  const unclosed = (frame: Frame) => (frame.name === '{{' ? `{{${frame.text}` : frame.text);

  const tokens = new RegExp(TOKENS);
  let at = 0;
  for (let token = tokens.exec(source); token; token = tokens.exec(source)) {
    const [whole, raw, attributes = '', slash, paired, pairedAttributes = ''] = token;
    add(source.slice(at, token.index));
    at = tokens.lastIndex;
    if (whole === '{{') stack.push({ name: whole, attributes: '', text: '' });
    else if (whole === '}}') {
      if (!close('{{', source.charAt(token.index - 1))) add(whole);
    } else if (paired !== undefined) {
      const name = paired.toLowerCase();
      if (slash === '/') close(name, '');
      else if (!pairedAttributes.endsWith('/')) stack.push({ name, attributes: pairedAttributes, text: '' });
    } else if (!attributes.endsWith('/')) {
      const end = endOfRaw(source, raw?.toLowerCase() ?? '', at, gone);
      if (end === null) add(whole === '<!--' ? '' : whole);
      else {
        add(rawTag(raw?.toLowerCase() ?? '', attributes, source.slice(at, end.from), kept, decode));
        at = end.to;
      }
    }
    tokens.lastIndex = at;
  }
  add(source.slice(at));
  while (stack.length > 1) {
    const frame = stack.pop();
    if (frame) add(frame.name === '{{' || frame.name === 'ref' ? unclosed(frame) : closed(frame, ''));
  }
  return { text: stack[0]?.text ?? '', kept };
}

/** Where the content of a comment (no name) or verbatim tag ends; null where nothing ends it. */
function endOfRaw(
  source: string,
  name: string,
  from: number,
  gone: Set<string>,
): { from: number; to: number } | null {
  if (gone.has(name)) return null;
  const end = name === '' ? /-->/g : new RegExp(`</${name}\\s{0,20}>`, 'gi');
  end.lastIndex = from;
  const found = end.exec(source);
  if (!found) gone.add(name);
  return found ? { from: found.index, to: found.index + found[0].length } : null;
}

function rawTag(name: string, attributes: string, body: string, kept: KeptNodes, decode: Decode): string {
  switch (name) {
    case 'nowiki':
      return kept.inline(textNode(decode(body)));
    case 'math':
      return kept.inline(textNode(body));
    case 'pre':
      return kept.block(codeElement(decode(body)));
    case 'syntaxhighlight':
    case 'source': {
      const language = tagAttributes(attributes, decode).get('lang') ?? '';
      return /(?:^|\s)inline(?:\s|=|$)/.test(attributes)
        ? kept.inline(textNode(body))
        : kept.block(codeElement(body, language));
    }
    default:
      return '';
  }
}

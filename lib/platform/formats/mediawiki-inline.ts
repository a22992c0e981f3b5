import type { ReadableNode } from '../html-shape';
import type { Decode } from './entities';
import { htmlTag } from './html-tags';
import type { InlineRule } from './inline-scan';
import { bareUrl, scanInline, take } from './inline-scan';
import type { KeptNodes } from './kept-nodes';
import { textNode } from './tree';

export interface WikitextContext {
  readonly decode: Decode;
  readonly kept: KeptNodes;
  readonly baseUrl: string | undefined;
}

const PLAIN = /[^'[<&_hH\uFDE1\uFDE3]+/y;
const FILE = /^\s*(?:file|image|media|datei|bild|fichier|archivo|imagen|bestand)\s*:/i;
const CATEGORY = /^\s*(?:category|kategorie|catégorie|categoría|categorie)\s*:/i;
/** Options of a picture, as opposed to its caption. */
const PICTURE_OPTION =
  /^\s*(?:thumb|thumbnail|frame|frameless|border|left|right|center|none|upright|baseline|middle|top|bottom|\d{0,5}x?\d{1,5}px|(?:upright|link|alt|page|class|lang)\s*=.*)\s*$/i;

/** One run of wikitext. */
export function wikitextInline(text: string, context: WikitextContext): ReadableNode[] {
  if (!/['[<&_\uFDE1\uFDE3]|https?:/i.test(text)) return [textNode(text)];
  const { decode, kept, baseUrl } = context;
  const rules: InlineRule[] = [
    kept.rule,
    take(/'{2,5}/y, () => undefined),
    picture(context),
    {
      start: /\[\[([^[\]|{}<>\n]{1,500})(?:\|([^[\]]{0,2000}))?\]\]/y,
      read: ([, target = '', label], out) => {
        if (CATEGORY.test(target)) return true;
        const title = decode(target).replace(/^\s*:/, '').trim();
        const words = label?.trim() ? wikitextInline(label, context) : [textNode(title)];
        out.link(pageUrl(title, baseUrl), words);
        return true;
      },
    },
    {
      start:
        /\[((?:https?:)?\/\/[^\s[\]<>"]{1,2000}|mailto:[^\s[\]<>"]{1,300})(?:[ \t]+([^[\]\n]{0,2000}))?\]/iy,
      read: ([, target = '', label], out) => {
        const url = decode(target.startsWith('//') ? `https:${target}` : target);
        out.link(url, label?.trim() ? wikitextInline(label, context) : [textNode(url)]);
        return true;
      },
    },
    take(/__[A-Z]{3,30}__/y, () => undefined),
    htmlTag,
    take(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iy, ([whole], out) => out.text(decode(whole))),
    bareUrl,
  ];
  return scanInline(text, PLAIN, rules);
}

/** Where a page is on the wiki the text is of; nowhere without that. */
function pageUrl(title: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined || title.startsWith('#')) return '';
  const [page = '', section] = title.split('#');
  const url = `${baseUrl.replace(/\/+$/, '')}/index.php?title=${encodeURIComponent(page.replaceAll(' ', '_'))}`;
  return section === undefined ? url : `${url}#${encodeURIComponent(section.replaceAll(' ', '_'))}`;
}

/** A picture shows its caption, which may hold links of its own. */
function picture(context: WikitextContext): InlineRule {
  return {
    start: /\[\[([^[\]|]{1,200}:[^[\]|]{1,300})(?=\||\]\])/y,
    read: (match, out) => {
      if (!FILE.test(match[1] ?? '')) return false;
      const end = closingBrackets(match.input, match.index + 2);
      if (end === -1) return false;
      const inside = match.input.slice(match.index + match[0].length, end);
      const guarded = inside.replace(/\[\[[^[\]]{0,500}\]\]/g, (link) => link.replaceAll('|', '\uFDE4'));
      const caption = guarded.split('|').slice(1).at(-1)?.replaceAll('\uFDE4', '|') ?? '';
      if (!PICTURE_OPTION.test(caption))
        out.node(textNode(' '), ...wikitextInline(caption, context), textNode(' '));
      match[0] = match.input.slice(match.index, end + 2);
      return true;
    },
  };
}

/** Brackets deeper than this are no caption's. */
const MAX_BRACKETS = 6;

function closingBrackets(text: string, from: number): number {
  const brackets = /\[\[|\]\]/g;
  brackets.lastIndex = from;
  let depth = 1;
  for (let found = brackets.exec(text); found && depth < MAX_BRACKETS; found = brackets.exec(text)) {
    depth += found[0] === '[[' ? 1 : -1;
    if (depth === 0) return found.index;
    if (found.index > from + 2000) return -1;
  }
  return -1;
}

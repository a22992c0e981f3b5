import type { ReadableNode } from '../html-shape';
import type { InlineRule } from './inline-scan';
import { bareUrl, scanInline, take } from './inline-scan';
import type { KeptNodes } from './kept-nodes';
import { element, textNode } from './tree';

export interface DokuwikiContext {
  readonly kept: KeptNodes;
  readonly baseUrl: string | undefined;
}

const PLAIN = /[^*/_'[{(<\\~hH\uFDE1\uFDE3]+/y;
/** A link: its target and, after a bar, its label. Of three closing brackets the first is the label's own. */
export const LINK = String.raw`\[\[([^[\]|\n]{1,1000})(?:\|((?:[^[\]]|\[(?!\[)|\](?!\](?!\]))){0,2000}))?\]\]`;

const BOTH = { opens: true, closes: true };

/** One run of DokuWiki's markup. */
export function dokuwikiInline(text: string, { kept, baseUrl }: DokuwikiContext): ReadableNode[] {
  if (!/[*/_'[{(<\\~\uFDE1\uFDE3]|https?:/i.test(text)) return [textNode(text)];
  const rules: InlineRule[] = [
    kept.rule,
    take(/\\\\(?=\s|$)/y, (_, out) => out.node(element('br'))),
    {
      start: new RegExp(LINK, 'y'),
      read: ([, target = '', label], out) => {
        const { url, name } = targetOf(target.trim(), baseUrl);
        // A picture as the label; one that was written is broken up.
        const isMedia = /^\s*\{\{.*\}\}\s*$/.test(label ?? '');
        const words =
          (isMedia ? mediaText((label ?? '').trim().slice(2, -2)) : unbroken(label ?? '').trim()) || name;
        out.link(url, labelNodes(words, kept));
        return true;
      },
    },
    take(/\{\{([^{}\n]{1,1000})\}\}/y, ([, media = ''], out) => out.text(` ${mediaText(media)} `)),
    take(/\(\(((?:[^()]|\((?!\()|\)(?!\))){1,2000})\)\)/y, ([, note = ''], out) =>
      out.node(textNode(' ('), ...dokuwikiInline(note, { kept, baseUrl }), textNode(')')),
    ),
    {
      start: /<([\w.+-]{1,100}@[\w.-]{1,200})>/y,
      read: ([, address = ''], out) => {
        out.link(`mailto:${address}`, [textNode(address)]);
        return true;
      },
    },
    take(/<\/?(?:del|sub|sup|u|key|kbd|hl|fs|fc|fg|bg|color|wrap)(?:\s[^<>]{0,200})?>/iy, () => undefined),
    take(
      /~~(?:NOTOC|NOCACHE|DISCUSSION|LINKBACK|INFO|TITLE|TOC|OWNER|META|REVEAL|CLOSETOC|NOSECTIONEDIT)[^~\n]{0,100}~~/iy,
      () => undefined,
    ),
    bareUrl,
    take(/\*\*|\/\/|__|''/y, (match, out) => {
      // The slashes of an address are no italics.
      if (match[0] === '//' && match.input.charAt(match.index - 1) === ':') out.text(match[0]);
      else out.mark(match[0], match[0], BOTH);
    }),
  ];
  return scanInline(text, PLAIN, rules);
}

/** A label is plain text but for what is put aside. */
function labelNodes(label: string, kept: KeptNodes): ReadableNode[] {
  return scanInline(label, /[^\uFDE1\uFDE3]+/y, [kept.rule]);
}

/** Writing breaks up what would end or begin something in a label with an invisible space. */
function unbroken(label: string): string {
  return label.replace(/([[\]%<{}])\u200b/g, '$1');
}

/** Where a link leads and what it is called without a label: a page by the last part of its id. */
function targetOf(target: string, baseUrl: string | undefined): { url: string; name: string } {
  if (/^(?:https?:\/\/|mailto:)/i.test(target)) return { url: target, name: target };
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(target)) return { url: `mailto:${target}`, name: target };
  if (/^\\\\|^[a-z+]+:\/\/|>/i.test(target)) return { url: '', name: target.replace(/^[^>\s]{0,30}>/, '') };
  const [id = '', section] = target.split('#');
  const name = id.split(':').at(-1) || section || id;
  if (baseUrl === undefined || id === '') return { url: '', name };
  const anchor = section === undefined ? '' : `#${encodeURIComponent(section)}`;
  return {
    url: `${baseUrl.replace(/\/+$/, '')}/doku.php?id=${encodeURIComponent(id.replace(/^:/, ''))}${anchor}`,
    name,
  };
}

/** A picture shows its caption, another file its name; a plugin's call nothing. */
function mediaText(media: string): string {
  const [target = '', caption] = media.split('|');
  if (caption?.trim()) return caption.trim();
  const name = target.trim().split('?')[0]?.split(/[:/]/).at(-1) ?? '';
  return /^\w+>/.test(target.trim()) || /\.(?:png|jpe?g|gif|svg|webp|bmp|ico)$/i.test(name) ? '' : name;
}

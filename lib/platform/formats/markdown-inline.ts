import type { ReadableNode } from '../html-shape';
import type { Decode } from './entities';
import { htmlTag, liveHtml } from './html-tags';
import type { InlineBuilder, InlineRule } from './inline-scan';
import { bareUrl, isWord, scanInline, take } from './inline-scan';
import { element, textNode } from './tree';

/** Stands for a hard line break, which is only seen at the end of a line. */
export const HARD_BREAK = '\uFDE0';

export interface MarkdownContext {
  readonly decode: Decode;
  /** Addresses of reference links, by their lower-case names. */
  readonly references: ReadonlyMap<string, string>;
  readonly baseUrl: string | undefined;
}

const PLAIN = /[^\\`*_~[\]!<&hH\uFDE0]+/y;

/** The text of one block. */
export function markdownInline(text: string, context: MarkdownContext): ReadableNode[] {
  if (!/[\\`*_~[\]!<&\uFDE0]|https?:/i.test(text)) return [textNode(text)];
  const brackets: { position: number; image: boolean }[] = [];
  const rules: InlineRule[] = [
    emphasis,
    take(/\\([!-/:-@[-`{-~])/y, ([, character = ''], out) => out.text(character)),
    codeSpan(text),
    take(/\uFDE0/y, (_, out) => out.node(element('br'))),
    take(/!?\[/y, ([mark], out) => {
      out.text(mark);
      brackets.push({ position: out.position - 1, image: mark.length === 2 });
    }),
    closingBracket(brackets, context),
    {
      start: /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/iy,
      read: ([, url = ''], out) => {
        out.link(url, [textNode(url)]);
        return true;
      },
    },
    liveHtml(text),
    htmlTag,
    take(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iy, ([whole], out) =>
      out.text(context.decode(whole)),
    ),
    bareUrl,
  ];
  return scanInline(text, PLAIN, rules);
}

/** Code between runs of backticks of the same length; the runs are found once, so that many lonely ones cost nothing. */
function codeSpan(text: string): InlineRule {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = runs.get(run.length);
    if (known) known.push(index);
    else runs.set(run.length, [index]);
  }
  const next = new Map<number, number>();
  return {
    start: /`+/y,
    read: (match, out) => {
      const { length } = match[0];
      const starts = runs.get(length) ?? [];
      let at = next.get(length) ?? 0;
      while (at < starts.length && (starts[at] ?? 0) < match.index + length) at += 1;
      next.set(length, at);
      const end = starts[at];
      if (end === undefined) {
        out.text(match[0]);
        return true;
      }
      out.node(element('code', [textNode(text.slice(match.index + length, end))]));
      match[0] = text.slice(match.index, end + length);
      return true;
    },
  };
}

const DESTINATION =
  /\]\(\s{0,20}(?:<([^<>\n]{0,2000})>|((?:\\.|[^\s()\\<>]|\([^\s()]{0,500}\)){0,2000}))(?:\s{1,20}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,20}\)/y;

/** Ends a link or picture, or nothing: then both brackets are text. */
function closingBracket(
  brackets: { position: number; image: boolean }[],
  { references, baseUrl, decode }: MarkdownContext,
): InlineRule {
  return {
    start: /\](?:\[([^[\]]{0,200})\])?/y,
    read: (match, out) => {
      const open = brackets.pop();
      if (!open) return false;
      DESTINATION.lastIndex = match.index;
      const direct = DESTINATION.exec(match.input);
      const url = direct
        ? decode((direct[1] ?? direct[2] ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1'))
        : references.get((match[1] || textOf(out, open.position)).toLowerCase());
      if (url === undefined) return false;
      const [, ...words] = out.takeFrom(open.position);
      if (open.image) out.node(...words);
      else out.link(url, words.length > 0 ? words : [textNode(url)], baseUrl);
      match[0] = direct ? direct[0] : match[0];
      return true;
    },
  };
}

/** The words of a short reference, such as `[guide]`. */
function textOf(out: InlineBuilder, position: number): string {
  return out
    .from(position + 1, 20)
    .map((node) => node.data ?? '')
    .join('');
}

/** Stars and underscores. Unlike CommonMark, a lone star between letters or digits is one: `2*3*4`. */
const emphasis: InlineRule = {
  start: /\*+|_+|~+/y,
  read: (match, out) => {
    const [run] = match;
    const mark = run.charAt(0);
    const before = match.input.charAt(match.index - 1);
    const after = match.input.charAt(match.index + run.length);
    if (run.length > 3 || (mark === '~' && run.length !== 2)) {
      out.text(run);
      return true;
    }
    const between = isWord(before) && isWord(after);
    const apart = between && (mark === '_' || (run.length === 1 && isLatin(before + after)));
    const opens = !apart && after !== '' && !/[\s\uFDE0]/.test(after);
    const closes = !apart && before !== '' && !/[\s\uFDE0]/.test(before);
    let left = run.length;
    while (closes && left > 0) {
      const sizes = [1, 2].filter((size) => size <= left && out.opened(mark.repeat(size)) >= 0);
      const inner = sizes.sort((a, b) => out.opened(mark.repeat(b)) - out.opened(mark.repeat(a)))[0];
      if (inner === undefined) break;
      const kind = mark.repeat(inner);
      const start = out.opened(kind);
      out.mark(kind, kind, { opens: false, closes: true });
      if (out.opened(kind) === start) {
        // Nothing stands between the two: they are text.
        out.text(mark.repeat(left - inner));
        return true;
      }
      left -= inner;
    }
    if (left % 2 === 1) out.mark(mark, mark, { opens, closes: false });
    if (left >= 2) out.mark(mark.repeat(2), mark.repeat(2), { opens, closes: false });
    return true;
  },
};

function isLatin(characters: string): boolean {
  return /^[\p{Script=Latin}\p{N}]+$/u.test(characters);
}

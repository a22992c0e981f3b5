import type { TextLink } from '../../core/rich-text';
import type { ReadableNode } from '../html-shape';
import { safeUrl } from './safe-url';
import { linkElement, textNode } from './tree';

/** One thing that can stand inside a line of markup. `start` is sticky and bounded, so that no text makes it slow. */
export interface InlineRule {
  readonly start: RegExp;
  /** False where it is not what it looked like: its first character is text then. May lengthen `match[0]`. */
  readonly read: (match: RegExpExecArray, out: InlineBuilder) => boolean;
}

/** Inline markup as nodes: runs of `plain`, what the rules make of the rest, and else single characters. */
export function scanInline(text: string, plain: RegExp, rules: readonly InlineRule[]): ReadableNode[] {
  const out = new InlineBuilder();
  let at = 0;
  while (at < text.length) {
    plain.lastIndex = at;
    const run = plain.exec(text);
    if (run) {
      out.text(run[0]);
      at += run[0].length;
      continue;
    }
    const length = readOne(text, at, rules, out);
    if (length === 0) out.text(text.charAt(at));
    at += length || 1;
  }
  return out.end();
}

function readOne(text: string, at: number, rules: readonly InlineRule[], out: InlineBuilder): number {
  for (const { start, read } of rules) {
    start.lastIndex = at;
    const match = start.exec(text);
    if (match && match[0] !== '') {
      if (read(match, out)) return match[0].length;
    }
  }
  return 0;
}

/** Nodes in order. Marks that come in pairs (emphasis) vanish with their partner and are text without one. */
export class InlineBuilder {
  #entries: (ReadableNode | null)[] = [];
  #open = new Map<string, number>();

  text(data: string): void {
    if (data !== '') this.#entries.push(textNode(data));
  }

  node(...nodes: ReadableNode[]): void {
    for (const node of nodes) this.#entries.push(node);
  }

  /** A link where the address may be one, the bare words where not. */
  link(url: string, words: readonly ReadableNode[], baseUrl?: string): void {
    const safe = safeUrl(url, baseUrl);
    if (safe === null) this.node(...words);
    else this.node(linkElement(safe, [...words]));
  }

  /** `raw` is what it looks like; its partner is of the same `kind`. */
  mark(kind: string, raw: string, { opens, closes }: { opens: boolean; closes: boolean }): void {
    const start = this.#open.get(kind);
    if (closes && start !== undefined && start < this.#entries.length - 1) {
      this.#entries[start] = null;
      // What was opened inside and is not closed yet stays text.
      for (const [mark, index] of this.#open) if (index >= start) this.#open.delete(mark);
      return;
    }
    this.#entries.push(textNode(raw));
    if (opens && start === undefined) this.#open.set(kind, this.#entries.length - 1);
  }

  /** Where a mark of this kind is open; -1 where none is. */
  opened(kind: string): number {
    return this.#open.get(kind) ?? -1;
  }

  /** A place to come back to with `takeFrom`. */
  get position(): number {
    return this.#entries.length;
  }

  /** Takes out all that came after a position; marks open in it find no partner outside. */
  takeFrom(position: number): ReadableNode[] {
    for (const [kind, index] of this.#open) if (index >= position) this.#open.delete(kind);
    return this.#entries.splice(position).filter((node) => node !== null);
  }

  /** A few of the nodes after a position, to look at. */
  from(position: number, most: number): ReadableNode[] {
    return this.#entries.slice(position, position + most).filter((node) => node !== null);
  }

  end(): ReadableNode[] {
    return this.#entries.filter((node) => node !== null);
  }
}

/** Whether a mark at this place can open or close emphasis: it clings to a word on one side and not on the other. */
export function clings(match: RegExpExecArray): { opens: boolean; closes: boolean } {
  const before = match.input.charAt(match.index - 1);
  const after = match.input.charAt(match.index + match[0].length);
  return {
    opens: !isWord(before) && after !== '' && !/\s/.test(after),
    closes: !isWord(after) && before !== '' && !/\s/.test(before),
  };
}

export function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

const BARE_URL = /https?:\/\/[^\s<>"'|[\]{}\\^`\uFDD0-\uFDEF]{1,2000}/gi;

/** Web addresses that stand bare in a text, as most notations link them by themselves. */
export function bareLinks(text: string): TextLink[] {
  return [...text.matchAll(BARE_URL)].flatMap((match) => {
    const shown = bareAddress(match);
    const url = shown === null ? null : safeUrl(shown);
    return shown === null || url === null
      ? []
      : [{ start: match.index, end: match.index + shown.length, url }];
  });
}

export const bareUrl: InlineRule = {
  start: new RegExp(BARE_URL, 'iy'),
  read: (match, out) => {
    const url = bareAddress(match);
    if (url === null || safeUrl(url) === null) return false;
    out.link(url, [textNode(url)]);
    out.text(match[0].slice(url.length));
    return true;
  },
};

/** Full stops and closing brackets after an address are the sentence's. */
function bareAddress(match: RegExpExecArray): string | null {
  if (isWord(match.input.charAt(match.index - 1))) return null;
  const [found] = match;
  let end = found.length;
  while (/[.,;:!?*_~]/.test(found.charAt(end - 1))) end -= 1;
  if (found.charAt(end - 1) === ')' && !found.slice(0, end).includes('(')) end -= 1;
  while (/[.,;:!?*_~]/.test(found.charAt(end - 1))) end -= 1;
  return found.slice(0, end);
}

/** A rule that always holds. */
export function take(start: RegExp, read: (match: RegExpExecArray, out: InlineBuilder) => void): InlineRule {
  return {
    start,
    read: (match, out) => {
      read(match, out);
      return true;
    },
  };
}

/** What every page of a DokuWiki says of itself, for its site and its connector alike. Measured on 2022-07-31b. */
import type { Block } from '../core/rich-text';
import { isUnseen } from './html-shape';
import { htmlToBlocks } from './html-to-blocks';
import { lineOf, metaContent } from './page-reading';
import { stringInScript } from './script-string';
import { firstElement } from './wait-for-element';

export interface DokuwikiFacts {
  /** Clean id of the page: "kb:vpn_error_809". */
  readonly id: string;
  /** What the page shows: "show", "edit", "denied", "export_xhtml". */
  readonly action: string;
  /** "" when nobody is signed in; null when somebody is and the template does not name them. */
  readonly user: string | null;
  readonly userName: string | null;
}

/** Null for a page that is not DokuWiki's, whatever its address. */
export function dokuwikiFacts(document: Document): DokuwikiFacts | null {
  if (!/^DokuWiki\b/.test(metaContent(document, 'generator') ?? '')) return null;
  const script = [...document.querySelectorAll('script:not([src])')]
    .map(({ textContent }) => textContent ?? '')
    .find((text) => text.includes('JSINFO'));
  const info = script === undefined ? '' : outerMembers(script);
  const id = stringInScript(info, 'id');
  const action = stringInScript(info, 'ACT');
  if (id === null || action === null) return null;
  const named = namedUser(document);
  // The signature for the editor's toolbar is there for whoever is signed in, in every template.
  const isSignedIn = named !== null || /\bSIG\s*=/.test(script?.split('JSINFO')[0] ?? '');
  return { id, action, user: named?.login ?? (isSignedIn ? null : ''), userName: named?.name ?? null };
}

/** The members of the JSINFO object itself, as script text: plugins put objects of their own inside it. */
function outerMembers(script: string): string {
  const start = script.indexOf('{', script.search(/\bJSINFO\s*=/));
  const end = Math.min(script.length, start + 100_000);
  let members = '';
  let depth = 0;
  for (let at = start; at >= 0 && at < end; at += 1) {
    const sign = script[at] ?? '';
    if (sign === '"') {
      const closing = endOfString(script, at, end);
      if (depth === 1) members += script.slice(at, closing + 1);
      at = closing;
      continue;
    }
    if (sign === '}' || sign === ']') depth -= 1;
    if (depth === 1) members += sign;
    if (sign === '{' || sign === '[') depth += 1;
    if (depth === 0) break;
  }
  return members;
}

function endOfString(script: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    if (script[at] === '\\') at += 1;
    else if (script[at] === '"') return at;
  }
  return end;
}

/** "Full Name (login)", which DokuWiki itself writes for whoever is signed in, wherever a template puts it. */
function namedUser(document: Document): { login: string; name: string } | null {
  const content = rootOf(document);
  for (const login of document.querySelectorAll('bdi + bdi')) {
    const isPair = textOf(login.previousSibling) === '(' && textOf(login.nextSibling).startsWith(')');
    // What authors write is no word of the wiki's.
    if (!isPair || content?.contains(login)) continue;
    return { login: textOf(login), name: textOf(login.previousElementSibling) };
  }
  // Releases before 2013 wrote it without isolating the names.
  const line = textOf(document.querySelector('#dokuwiki__usertools .user, div.user')).replace(/\s+/g, ' ');
  const [, name = '', login] = /(?:^|:)([^:()]*)\(([^()]+)\)$/.exec(line.slice(-500)) ?? [];
  return login === undefined ? null : { login: login.trim(), name: name.trim() };
}

function textOf(node: Node | null): string {
  return node?.textContent?.trim() ?? '';
}

/** Stands in the text without being of it: edit buttons, the table of contents. */
const furniture: readonly string[] = ['.secedit', '#dw__toc', '.toc', '.docInfo'];

/**
 * The page's text, which stands between two comments that every template puts around it; in a template that has lost
 * them, its whole content. The first heading is the title, null where the page has none. Null for a page without a text.
 */
export function dokuwikiText(
  document: Document,
  maxCharacters: number,
): { title: string | null; blocks: Block[] } | null {
  const root = rootOf(document);
  if (!root) return null;
  const parts = partsOf(root);
  const heading = firstHeading(parts);
  const blocks: Block[] = [];
  let left = maxCharacters;
  for (const part of parts) {
    if (left <= 0) break;
    if (part === heading && /^h1$/i.test(part.tagName)) continue;
    const more = htmlToBlocks(part, { drop: furniture, maxCharacters: left });
    left -= JSON.stringify(more).length;
    for (const block of more) blocks.push(block);
  }
  return { title: heading && (lineOf(heading) || null), blocks };
}

/** What is between the comments and what a reader sees of it. */
function partsOf(root: Element): Element[] {
  const children = [...root.childNodes];
  const start = children.findIndex((child) => isComment(child, 'start'));
  const stop = children.findIndex((child) => isComment(child, 'stop'));
  return children
    .slice(start + 1, stop === -1 ? undefined : stop)
    .filter((child): child is Element => child.nodeType === 1)
    .filter((part) => !isUnseen(part, part.tagName.toUpperCase()) && !part.matches(furniture.join(',')));
}

function firstHeading(parts: readonly Element[]): Element | null {
  const isHeading = (part: Element) => /^h[1-5]$/i.test(part.tagName);
  return parts.find((part) => /^h1$/i.test(part.tagName)) ?? parts.find(isHeading) ?? null;
}

/** The element that holds the text: of an export, of the comments around it, or by what templates call it. */
function rootOf(document: Document): Element | null {
  const exported = document.querySelector('.dokuwiki.export');
  if (exported) return exported;
  const walker = document.createTreeWalker(document, 128); // NodeFilter.SHOW_COMMENT
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (isComment(node, 'start')) return node.parentElement;
  }
  return firstElement(document, ['#dokuwiki__content .page', '.dokuwiki .page', '#dokuwiki__content']);
}

function isComment(node: Node, end: 'start' | 'stop'): boolean {
  return node.nodeType === 8 && (node as Comment).data.trim() === `wikipage ${end}`;
}

/** Are two spellings one id? Clean ids have lower-case letters without accents, and one sign between words. */
export function sameDokuwikiId(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(id: string): string {
  return id
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/** What people call a page that has no heading: the last part of its id. */
export function spokenId(id: string): string {
  const last =
    id
      .split(':')
      .filter((part) => part !== '')
      .at(-1) ?? id;
  return last.replace(/[_-]+/g, ' ').trim();
}

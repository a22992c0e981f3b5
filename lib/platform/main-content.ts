import type { Block } from '../core/rich-text';
import { isUnseen } from './html-shape';
import { htmlToBlocks } from './html-to-blocks';
import type { IsFurniture } from './page-furniture';

/** Where the text of a page is that says nothing about its product. */
export interface MainContent {
  readonly root: Element;
  /** `landmark`: the page itself marks its content; `text`: it is where most of the text is. */
  readonly foundBy: 'landmark' | 'text';
  /** Characters a person reads there outside links, furniture left out. */
  readonly plain: number;
  /** Characters of links there. */
  readonly linked: number;
}

/** Beyond this a page is no text to read but data. */
const MAX_NODES = 100_000;

/** A short page is one all the same where its heading stands over it. */
const SHORTEST_PART = 20;

/** Landmarks of HTML and ARIA, then the ids and classes that themes use for the same thing. */
const landmarks: readonly string[] = [
  'main, [role="main"]',
  'article, [itemprop="articleBody"]',
  '#main-content, #maincontent, #content, #main, #bodyContent, .main-content, .entry-content, .post-content, .article-content, .page-content, .content-main',
];

/**
 * The part of a page that holds its own text: what the page marks as such, unless that is a small part of what there
 * is to read; else the deepest element that still holds most of the text. Null for a page without text.
 */
export function mainContent(document: Document, isFurniture: IsFurniture): MainContent | null {
  const { body } = document;
  if (!body) return null;
  const weights = weigh(body, isFurniture);
  const weightOf = (element: Element) => weights.get(element) ?? nothing;
  const whole = weightOf(body).plain;
  if (whole + weightOf(body).linked === 0) return null;
  for (const selector of landmarks) {
    const found = [...document.querySelectorAll(selector)].filter((each) => weights.has(each));
    const heaviest = found.reduce<Element | null>(
      (best, each) => (best && weightOf(best).plain >= weightOf(each).plain ? best : each),
      null,
    );
    if (!heaviest) continue;
    const { plain, linked } = weightOf(heaviest);
    const isHeaded = plain >= SHORTEST_PART && heaviest.querySelector('h1') !== null;
    if (plain > 0 && (isHeaded || plain >= whole * 0.4))
      return { root: heaviest, foundBy: 'landmark', plain, linked };
  }
  const root = descend(body, weightOf);
  return { root, foundBy: 'text', ...weightOf(root) };
}

interface Weight {
  readonly plain: number;
  readonly linked: number;
}
const nothing: Weight = { plain: 0, linked: 0 };

/** How much there is to read in each visible element. Keeps its own stack: hostile pages nest without end. */
export function weigh(root: Element, isFurniture: IsFurniture): Map<Element, Weight> {
  const weights = new Map<Element, Weight>();
  interface Frame {
    element: Element;
    next: number;
    inLink: boolean;
    plain: number;
    linked: number;
  }
  const frame = (element: Element, inLink: boolean): Frame => ({
    element,
    next: 0,
    inLink,
    plain: 0,
    linked: 0,
  });
  const stack = [frame(root, false)];
  let nodes = 0;
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = nodes > MAX_NODES ? undefined : top.element.childNodes[top.next];
    top.next += 1;
    nodes += 1;
    if (!child) {
      const { element, plain, linked } = top;
      weights.set(element, { plain, linked });
      stack.pop();
      const parent = stack.at(-1);
      if (parent) {
        parent.plain += plain;
        parent.linked += linked;
      }
    } else if (child.nodeType === 3) {
      const length = (child as Text).data.trim().length;
      if (top.inLink) top.linked += length;
      else top.plain += length;
    } else if (child.nodeType === 1) {
      const inner = child as ChildNode & Element;
      const tag = inner.tagName.toUpperCase();
      if (!isUnseen(inner, tag) && !isFurniture(inner)) stack.push(frame(inner, top.inLink || tag === 'A'));
    }
  }
  return weights;
}

const containers = /^(?:DIV|SECTION|ARTICLE|FORM|CENTER|TABLE|TBODY|TR|TD)$/;

function descend(body: Element, weightOf: (element: Element) => Weight): Element {
  let at = body;
  for (;;) {
    const { plain } = weightOf(at);
    const next = [...at.children].find(
      (child) => containers.test(child.tagName.toUpperCase()) && weightOf(child).plain >= plain * 0.85,
    );
    // A table's parts only make sense inside it.
    if (!next || plain === 0) return /^(?:TBODY|TR)$/i.test(at.tagName) ? (at.closest('table') ?? at) : at;
    at = next;
  }
}

/** The text of a part of a page, without its furniture and without the heading that is the page's title already. */
export function contentBlocks(
  root: Element,
  isFurniture: IsFurniture,
  options: { title: string; maxCharacters: number },
): Block[] {
  const blocks = htmlToBlocks(root, {
    maxCharacters: options.maxCharacters,
    mark: (element) => (element !== root && isFurniture(element as Element) ? { alone: true } : null),
  });
  const [first, ...rest] = blocks;
  return first?.kind === 'heading' && first.text === options.title ? rest : blocks;
}

/**
 * What the page calls itself: its heading where that is of the text, else the browser's title without the site's name,
 * which comes last behind a bar or dash.
 */
export function contentTitle(document: Document, root: Element): string {
  const line = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const named = (property: string) =>
    document
      .querySelector(`meta[property="${property}"]`)
      ?.getAttribute('content')
      ?.replace(/\s+/g, ' ')
      .trim() ?? '';
  const browser = document.title.replace(/\s+/g, ' ').trim();
  const inside = line(root.querySelector('h1'));
  if (inside !== '') return inside;
  const above = [...document.querySelectorAll('h1'), ...root.querySelectorAll('h2')]
    .slice(0, 20)
    .map(line)
    .find((text) => text !== '' && browser.startsWith(text));
  return above ?? (named('og:title') || withoutSite(browser, named('og:site_name')));
}

function withoutSite(title: string, site: string): string {
  const parts = title.split(/\s+[|\u2013\u2014\u00b7\u00bb-]\s+|\s*::\s*/);
  if (parts.length < 2) return title;
  if (site !== '' && parts[0] === site) return title.slice(title.indexOf(parts[1] ?? ''));
  return title
    .slice(0, title.lastIndexOf(parts.at(-1) ?? ''))
    .replace(/\s*(?:[|\u2013\u2014\u00b7\u00bb-]|::)\s*$/, '');
}

/** Less than this is what is left of a page that a script has yet to build. */
const LEAST_TEXT = 40;

/** What keeps a page from being read as an article; null when nothing does. */
export type NoArticle = 'empty' | 'links' | 'sign-in' | 'not-found';

export function whyNoArticle(document: Document, main: MainContent | null, title: string): NoArticle | null {
  const { plain, linked } = main ?? nothing;
  const names = `${title} ${document.title}`;
  const asks = document.querySelector('input[type="password"]') !== null;
  if (asks && (plain < 600 || signInTitle.test(names))) return 'sign-in';
  if (plain < 1_500 && notFoundTitle.test(names)) return 'not-found';
  if (plain < LEAST_TEXT) return linked > plain + 200 ? 'links' : 'empty';
  return linked > plain * 2 && plain < 1_200 ? 'links' : null;
}

const signInTitle = /\b(?:log[ -]?in|sign[ -]?in|anmelden|anmeldung|connexion|iniciar sesi[óo]n)\b/i;
/** Servers that answer 200 for a page that is not there say so in its title. */
const notFoundTitle =
  /(?:^|\s)(?:error |fehler |erreur )?(?:404|410)(?:[\s:.!-]|$)|(?:page|document|content|file|article|resource) (?:(?:was|is|could|can) ?not (?:be )?|not )(?:found|available)|no longer (?:exists|available)|(?:seite|dokument|inhalt) (?:wurde )?(?:nicht gefunden|existiert nicht)|(?:page|document) (?:introuvable|non trouv[ée]e?)|p[áa]gina no (?:encontrada|existe)/i;

/** What an element is, by its tag and attributes alone: no style, no layout, nothing that costs a live page. */

/**
 * As much of a DOM as reading needs. Every node of a page fits; so do the trees that `lib/platform/formats` makes of
 * what is not HTML.
 */
export interface ReadableNode {
  readonly nodeType: number;
  /** Of a text node. */
  readonly data?: string;
}
export interface ReadableElement extends ReadableNode {
  readonly tagName: string;
  readonly childNodes: ArrayLike<ReadableNode>;
  readonly parentElement: ReadableElement | null;
  getAttribute(name: string): string | null;
  hasAttributes(): boolean;
  matches?(selector: string): boolean;
}

export const BLOCK_TAGS: ReadonlySet<string> = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIALOG DIR DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER ' +
    'FORM H1 H2 H3 H4 H5 H6 HEADER HGROUP HR HTML LEGEND LI MAIN MENU NAV OL P SECTION SUMMARY TABLE TBODY TD TFOOT TH ' +
    'THEAD TR UL'
  ).split(' '),
);

const UNSEEN_TAGS: ReadonlySet<string> = new Set(
  (
    'APPLET AUDIO BUTTON CANVAS DATALIST EMBED FRAME FRAMESET HEAD IFRAME INPUT LINK META NOSCRIPT OBJECT PARAM RP SCRIPT ' +
    'SELECT STYLE SVG TEMPLATE TEXTAREA TITLE VIDEO'
  ).split(' '),
);

/** Classes that only screen readers hear: a person does not see their text. */
const HEARD_ONLY = /(?:^|\s)(?:sr-only|assistive|visually-?hidden|screen-reader-text|hidden)(?:\s|$)/;
const HIDDEN_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/** Sorts of panel by class, first match wins; no label: the class ends with it. Confluence and Jira DC, Cloud's renderer, MediaWiki, Bootstrap, admonitions. */
const NOTE_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\s)confluence-information-macro-(?:warning|note|tip)(?=\s|$)/, ''],
  [/(?:^|\s)confluence-information-macro(?:-information)?(?=\s|$)/, 'info'],
  [/(?:^|\s)(?:warning|note|tip|info)Macro(?=\s|$)/, ''],
  [
    /(?:^|\s)(?:alert|admonition|callout|panel|aui-message|cdx-message-|mw-message-box)-(?:danger|error)(?=\s|$)/,
    'error',
  ],
  [
    /(?:^|\s)(?:alert|admonition|callout|panel|aui-message|cdx-message-|mw-message-box)-(?:warning|caution)(?=\s|$)/,
    'warning',
  ],
  [
    /(?:^|\s)(?:alert|admonition|callout|panel|aui-message|cdx-message-|mw-message-box)-(?:info|note|notice|tip|success)(?=\s|$)/,
    '',
  ],
  [/(?:^|\s)(?:warningbox|errorbox|successbox)(?=\s|$)/, ''],
  [/(?:^|\s)[aotci]mbox(?:-small)?(?=\s|$)/, 'note'],
  [
    /(?:^|\s)(?:admonition|callout|aui-message|cdx-message|mw-message-box|messagebox|noticebox|ak-editor-panel|alert)(?=\s|$)/,
    'note',
  ],
];

export function isElement(node: Node): node is Element;
export function isElement(node: ReadableNode): node is ReadableElement;
export function isElement(node: ReadableNode): node is ReadableElement {
  return node.nodeType === 1;
}

export function hasWord(element: ReadableElement, word: string): boolean {
  const classes = element.getAttribute('class');
  return classes !== null && ` ${classes.replace(/\s/g, ' ')} `.includes(` ${word} `);
}

/**
 * True for what a person does not see, scripts and form controls included. What an expander folds away counts as
 * seen: one click shows it.
 */
export function isUnseen(element: ReadableElement, tag: string): boolean {
  if (UNSEEN_TAGS.has(tag)) return true;
  if (!element.hasAttributes()) return false;
  const classes = element.getAttribute('class') ?? '';
  if (/(?:^|\s)expand-content(?:\s|$)/.test(classes)) return false;
  const hidden = element.getAttribute('hidden');
  if (hidden !== null && hidden !== 'until-found') return true;
  if (element.getAttribute('aria-hidden') === 'true' || HEARD_ONLY.test(classes)) return true;
  return HIDDEN_STYLE.test(element.getAttribute('style') ?? '');
}

/** The sort of a panel or quotation; null for everything else. */
export function noteLabel(element: ReadableElement, tag: string): string | null {
  if (tag === 'BLOCKQUOTE') return 'quote';
  if (tag === 'ASIDE') return 'note';
  if (tag !== 'DIV' && tag !== 'TABLE' && tag !== 'SECTION' && tag !== 'P') return null;
  if (!element.hasAttributes()) return null;
  const panel = element.getAttribute('data-panel-type');
  if (panel) return panel.toLowerCase().slice(0, 40);
  const classes = element.getAttribute('class') ?? '';
  if (classes !== '') {
    for (const [pattern, label] of NOTE_CLASSES) {
      const found = pattern.exec(classes)?.[0];
      if (found !== undefined)
        return (
          label || (/(warning|note|notice|tip|info|success|error)(?:Macro|box)?$/.exec(found)?.[1] ?? 'note')
        );
    }
    const isPanel =
      hasWord(element, 'panel') && !hasWord(element, 'code') && !hasWord(element, 'preformatted');
    if (isPanel && !/(?:^|\s)panel-(?:default|body|heading|group)/.test(classes)) return 'panel';
  }
  return element.getAttribute('role') === 'note' ? 'note' : null;
}

/** A table that only places things: said so, of one cell, or with headings or tables inside. Looks at 600 nodes at most. */
export function isLayoutTable(table: ReadableElement): boolean {
  const role = table.getAttribute('role');
  if (role === 'presentation' || role === 'none') return true;
  if (/(?:^|\s)(?:contentLayoutTable|layoutTable|layout)(?:\s|$)/.test(table.getAttribute('class') ?? ''))
    return true;
  let cells = 0;
  let seen = 0;
  const open: ReadableElement[] = [table];
  while (open.length > 0 && seen < 600) {
    const children = open.pop()?.childNodes;
    for (let index = 0; children && index < children.length && seen < 600; index += 1) {
      const child = children[index];
      seen += 1;
      if (!child || !isElement(child)) continue;
      const tag = child.tagName.toUpperCase();
      if (tag === 'TABLE' || /^H[1-6]$/.test(tag)) return true;
      if (tag === 'TD' || tag === 'TH') cells += 1;
      open.push(child);
    }
  }
  return seen < 600 && cells <= 1;
}

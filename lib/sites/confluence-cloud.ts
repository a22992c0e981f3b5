import type { DocumentRef } from '../core/document';
import type { SiteHost, SiteMatch } from '../core/page';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { MAX_TEXT, findOnPage, lineAt, metaContent, pageReading } from '../platform/page-reading';
import { decodePart, placeOf, placeUnder, ruleByPath, siteMatch, type PagePlace } from '../platform/page-url';
import { waitFor } from '../platform/wait-for-element';
import { confluenceRules, pageRef } from './confluence/address';
import type { Site, SiteExample } from './site';

/** Where Confluence lies on every site of the vendor's; all other paths are Jira's. */
const BASE = '/wiki';

/** How long a page that is named otherwise than its address may take to become the one that the address means. */
const SETTLE_MS = 1_500;

/** Seen 2023 to 2026. Class names of the renderer and of legacy pages have lasted longest. */
const selectors = {
  title: ['[data-testid="title-text"]', '[data-test-id="title-text"]', '#title-text'],
  /** A live doc is always in its editor. */
  editedTitle: 'textarea[name="editpages-title"], textarea[data-test-id="editor-title"]',
  body: [
    '#main-content .ak-renderer-document',
    '.ak-renderer-document',
    '#main-content.wiki-content',
    '.wiki-content',
    '[data-testid="ak-editor-fp-content-area"] .ProseMirror',
  ],
  /** What is rendered alike and is not the page: comments, panels at the side, previews. */
  outside:
    'nav, aside, [role="complementary"], [role="dialog"], [id^="comment"], [data-testid^="comment"], .comment-content',
  /** Parts of a body that repeat the page or list others, and what code blocks add to their lines. */
  drop: [
    '.toc-macro',
    '.plugin_pagetree',
    '.childpages-macro',
    '[data-extension-key="toc"]',
    '[data-macro-name="toc"]',
    '[data-macro-name="children"]',
    '[data-macro-name="pagetree"]',
    '.heading-anchor-wrapper',
    '.linenumber',
  ],
} as const;

export const site: Site = {
  id: 'confluence-cloud',
  name: 'Confluence Cloud',
  hostedPatterns: ['https://*.atlassian.net/*'],
  framed: false,

  match(url, hosts) {
    const place = cloudPlace(url, hosts);
    return place && siteMatch('confluence-cloud', place, ruleByPath(confluenceRules, place));
  },

  async read(page, match, signal) {
    const { document, isTop, url } = page;
    const { ref } = match;
    if (!isTop || ref === null) return null;
    const look = () => shownPage(document, url, ref);
    const found = await findOnPage(document, look, { signal, late: true });
    // After a navigation the page before may still stand there. One that was renamed keeps its old addresses, too.
    const settled = () => {
      const now = look();
      return now?.isNamedSo ? now : null;
    };
    const shown =
      found && !found.isNamedSo
        ? ((await waitFor(document, settled, { signal, timeoutMs: SETTLE_MS })) ?? look())
        : found;
    if (!shown) return null;
    const resolved: SiteMatch = { ...match, ref: ref.idType === 'page-id' ? ref : (shown.ref ?? ref) };
    return pageReading(page, resolved, {
      title: shown.title,
      pageUser: metaContent(document, 'ajs-atlassian-account-id'),
      ticket: null,
      blocks: htmlToBlocks(shown.body, { drop: selectors.drop, maxCharacters: MAX_TEXT }),
    });
  },
};

/** The vendor's hosts have Confluence under one path; a company's own domain has it where its source says. */
function cloudPlace(url: URL, hosts: readonly SiteHost[]): PagePlace | null {
  if (!url.hostname.endsWith('.atlassian.net')) return placeOf(url, hosts, 'confluence-cloud');
  const isHosted =
    url.protocol === 'https:' && url.port === '' && /^[a-z0-9-]+\.atlassian\.net$/.test(url.hostname);
  const isInside = url.pathname === BASE || url.pathname.startsWith(`${BASE}/`);
  return isHosted && isInside ? placeUnder(url, BASE) : null;
}

interface ShownPage {
  body: Element;
  title: string;
  /** False where the address names the page otherwise, and nothing else says that it is the right one. */
  isNamedSo: boolean;
  /** What the page says it is, where it says so. */
  ref: DocumentRef | null;
}

/** The page that stands there, once it has a title and a body; null while it is none, or says that it is another. */
function shownPage(document: Document, url: URL, wanted: DocumentRef): ShownPage | null {
  const body = bodyIn(document);
  const title = body && titleIn(document);
  if (!body || !title) return null;
  const edited = editedId(document, body);
  const said = edited === null ? headIds(document) : [edited];
  const ref = pageRef(said[0]);
  if (wanted.idType !== 'page-id') return { body, title, isNamedSo: sameName(title, wanted.id), ref };
  const isNamedSo = said.includes(wanted.id) || isNamedBy(url, title);
  // What the head says is of the page that was loaded first: a later one is told by its name.
  const isAnother =
    said.length > 0 && !said.includes(wanted.id) && (edited !== null || !namesPage(url, title));
  return isAnother ? null : { body, title, isNamedSo, ref };
}

function bodyIn(document: Document): Element | null {
  for (const selector of selectors.body) {
    for (const element of document.querySelectorAll(selector)) {
      if (!element.closest(selectors.outside)) return element;
    }
  }
  return null;
}

/** In the product's own heading, in a live doc's title field, or in the tab: "Title - Space - Confluence". */
function titleIn(document: Document): string | null {
  const edited = document.querySelector<HTMLTextAreaElement>(selectors.editedTitle)?.value.trim();
  const [, inTab] =
    /^(.+?)(?: - (?:(?! - ).)+)? - Confluence$/s.exec(document.title.slice(0, 2_000).trim()) ?? [];
  return lineAt(document, selectors.title) ?? (edited || inTab || null);
}

/** The page that the page's own "edit" leads to; content and tree may link to editors, too. */
function editedId(document: Document, body: Element): string | null {
  for (const link of document.querySelectorAll('a[href*="/edit"]')) {
    const [, id] = /\/edit(?:-v2|-embed)?\/(\d+)(?:[/?#]|$)/.exec(link.getAttribute('href') ?? '') ?? [];
    if (id !== undefined && !body.contains(link) && !link.closest(selectors.outside)) return id;
  }
  return null;
}

function headIds(document: Document): string[] {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? '';
  const ids = [
    metaContent(document, 'ajs-page-id'),
    metaContent(document, 'ajs-latest-page-id'),
    /\/pages\/(\d+)(?:[/?#]|$)/.exec(canonical)?.[1],
  ];
  return ids.filter((id): id is string => pageRef(id ?? undefined) !== null);
}

/** True also for an address without a name. */
function isNamedBy(url: URL, title: string): boolean {
  return nameIn(url) === '' || namesPage(url, title);
}

function namesPage(url: URL, title: string): boolean {
  return nameIn(url) !== '' && sameName(nameIn(url), title);
}

/** What stands behind the id: the title, as far as it can stand in an address. */
function nameIn(url: URL): string {
  const [, name = ''] = /\/\d+\/([^/]+)\/?$/.exec(url.pathname) ?? [];
  return folded(decodePart(name.replace(/\+/g, ' ')));
}

function sameName(a: string, b: string): boolean {
  return folded(a) === folded(b);
}

/** Letters and digits only: addresses leave out most of the rest. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
    .toLowerCase();
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'confluence-cloud', origin: 'https://knowledge.acme.test', basePath: '/wiki' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/123456789/VPN+error+809', kind: 'article', id: '123456789' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/123456789', kind: 'article', id: '123456789' },
  { url: 'https://acme.atlassian.net/wiki/spaces/~712020abc/pages/123/My+notes', kind: 'article', id: '123' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/123/Title?focusedCommentId=456', kind: 'article', id: '123' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/123/Title#Heading', kind: 'article', id: '123' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/123/%C3%84nderung+%26+mehr/', kind: 'article', id: '123' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/123/Title?pageVersion=4', kind: 'article', id: '123' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/edit-v2/123456789', kind: 'edit' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/edit-v2/123456789?draftShareId=7f2e', kind: 'edit' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/edit/123', kind: 'edit' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/blog/edit-v2/987654', kind: 'edit' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/resumedraft.action?draftId=77', kind: 'edit' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages/create-content/page?parentPageId=123', kind: 'new' },
  { url: 'https://acme.atlassian.net/wiki/create-content/page?spaceKey=HELP', kind: 'new' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/blog/2024/05/06/987654/Outage', kind: 'article', id: '987654' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/blog/2024/05', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/overview', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/overview?homepageId=98305', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/~712020abc/overview', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/pages', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/whiteboard/55', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/database/55', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/folder/55', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/embed/55', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/spaces/HELP/history/123', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/search?text=vpn', kind: 'search' },
  { url: 'https://acme.atlassian.net/wiki/home', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/x/Fc1bBw', kind: 'article', id: '123456789' },
  { url: 'https://acme.atlassian.net/wiki/x/AQAB', kind: 'article', id: '65537' },
  { url: 'https://acme.atlassian.net/wiki/display/HELP/VPN+error+809', kind: 'article', id: 'VPN error 809', within: 'HELP' },
  { url: 'https://acme.atlassian.net/wiki/pages/viewpage.action?pageId=65537', kind: 'article', id: '65537' },
  { url: 'https://acme.atlassian.net/wiki/pages/viewpreviousversions.action?pageId=65537', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/login.action?os_destination=%2Fspaces%2FHELP%2Fpages%2F123', kind: 'other' },
  { url: 'https://acme.atlassian.net/wiki/people/712020:abc?ref=confluence', kind: 'other' },
  { url: 'https://knowledge.acme.test/wiki/spaces/HELP/pages/123456789/VPN+error+809', kind: 'article', id: '123456789' },
  { url: 'https://knowledge.acme.test/wiki/home', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://atlassian.net/wiki/spaces/HELP/pages/123',
  'https://acme.atlassian.net.evil.example/wiki/spaces/HELP/pages/123',
  'https://acme.atlassian.net@evil.example/wiki/spaces/HELP/pages/123',
  'https://evilatlassian.net/wiki/spaces/HELP/pages/123',
  'https://acme.atlassian.net:8443/wiki/spaces/HELP/pages/123',
  'https://a.b.atlassian.net/wiki/spaces/HELP/pages/123',
  'http://acme.atlassian.net/wiki/spaces/HELP/pages/123',
  'https://id.atlassian.com/login?continue=https%3A%2F%2Facme.atlassian.net%2Fwiki%2Fspaces%2FHELP%2Fpages%2F123',
  'https://evil.example/wiki/spaces/HELP/pages/123?next=https://acme.atlassian.net/wiki/x/AQAB',
  'https://knowledge.acme.test/spaces/HELP/pages/123',
  'https://knowledge.acme.test/wikis/spaces/HELP/pages/123',
];

/*
 * MediaWiki: its addresses, what its pages show, and the addresses that prove it.
 * Long because a product is one file, and a third of it is tables: rules, selectors, examples.
 */
import type { DocumentRef } from '../core/document';
import type { SiteHost, SiteMatch } from '../core/page';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { MAX_TEXT, findOnPage, lineAt, metaContent, pageReading } from '../platform/page-reading';
import {
  decodePart,
  placeOf,
  placeUnder,
  sameOrigin,
  siteMatch,
  type PagePlace,
  type PageRuling,
} from '../platform/page-url';
import { firstElement } from '../platform/wait-for-element';
import type { Site, SiteExample } from './site';

/** Canonical names of namespaces that hold no knowledge. In other languages the page's own number tells. */
const notContent =
  /^(?:media|special|(?:\w+[ _])?talk|user|file|image|mediawiki|template|category|module|property|form|timedtext)$/i;

/** MediaWiki 1.39; the ids are the same in Vector, Vector 2022 and Minerva. */
const selectors = {
  title: ['#firstHeading .mw-page-title-main', '#firstHeading'],
  body: ['#mw-content-text .mw-parser-output', '#mw-content-text'],
  drop: [
    '.mw-editsection',
    '.toc',
    '#toc',
    '#catlinks',
    '.navbox',
    '.printfooter',
    '.mw-jump-link',
    '.mw-cite-backlink',
    '.sistersitebox',
  ],
} as const;

export const site: Site = {
  id: 'mediawiki',
  name: 'MediaWiki',
  hostedPatterns: [],
  framed: false,

  match(url, hosts) {
    const place = wikiPlace(url, hosts);
    return place && siteMatch('mediawiki', place, ruling(place));
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    if (!isTop || match.ref === null) return null;
    const body = await findOnPage(document, () => firstElement(document, selectors.body), {
      signal,
      late: false,
    });
    const facts = body && pageFacts(document);
    if (!facts || !isArticle(facts) || !agrees(facts, match.ref, page.url)) return null;
    // A fixed old revision stays what was asked for; every other address means the page as it is.
    const isOld = facts.revision !== facts.currentRevision;
    const ref: DocumentRef =
      match.ref.idType === 'revision' && isOld ? match.ref : articleRef('page-id', String(facts.articleId));
    const resolved: SiteMatch = { ...match, ref };
    return pageReading(page, resolved, {
      title: lineAt(document, selectors.title) ?? spaced(facts.pageName),
      pageUser: facts.user,
      ticket: null,
      blocks: htmlToBlocks(body, { drop: selectors.drop, maxCharacters: MAX_TEXT }),
    });
  },
};

/**
 * Scripts live under the base path, articles often beside it (`/w` and `/wiki`), or at the root where no other
 * product of ours has a claim to the host.
 */
function wikiPlace(url: URL, hosts: readonly SiteHost[]): PagePlace | null {
  const place = placeOf(url, hosts, 'mediawiki');
  if (place) return place;
  const here = hosts.filter((host) => sameOrigin(host.origin, url));
  const own = here.find((host) => host.site === 'mediawiki');
  if (!own) return null;
  return url.pathname.startsWith('/wiki/') || here.every((host) => host.site === 'mediawiki')
    ? { ...placeUnder(url, ''), basePath: own.basePath.replace(/\/+$/, '') }
    : null;
}

function ruling({ path, params }: PagePlace): PageRuling {
  const action = params.get('veaction') ? 'edit' : (params.get('action') ?? 'view');
  const titled = titleIn(path, params);
  const special = /^special:([^/]*)(?:\/(.*))?$/i.exec(titled ?? '');
  if (params.has('search') || /^search$/i.test(special?.[1] ?? '')) return { rule: 'search', kind: 'search' };
  if (action === 'edit' || action === 'submit') {
    return params.has('redlink') ? { rule: 'redlink', kind: 'new' } : { rule: 'action-edit', kind: 'edit' };
  }
  if (params.has('diff') || !/^(?:view|render|purge)$/.test(action)) return { rule: 'action', kind: 'other' };
  const numbered = numberedRef(params, special);
  if (numbered) return { rule: 'number', kind: 'article', ref: numbered };
  if (titled === null || isOutside(titled)) return { rule: 'outside', kind: 'other' };
  return { rule: 'title', kind: 'article', ref: articleRef('title', titled) };
}

/** A fixed revision, a page id, or the special pages that stand for either. */
function numberedRef(params: URLSearchParams, special: RegExpExecArray | null): DocumentRef | null {
  const number = (text: string | null | undefined) => (text && /^[1-9]\d{0,18}$/.test(text) ? text : null);
  const [, name = '', rest = ''] = special ?? [];
  const [sort, id] = rest.split('/');
  const revision =
    number(params.get('oldid')) ??
    (/^permalink$|^permanentlink$/i.test(name) ? number(rest) : null) ??
    (/^redirect$/i.test(name) && sort === 'revision' ? number(id) : null);
  if (revision) return articleRef('revision', revision);
  const pageId =
    number(params.get('curid')) ?? (/^redirect$/i.test(name) && sort === 'page' ? number(id) : null);
  return pageId ? articleRef('page-id', pageId) : null;
}

/** The title a URL names, in its canonical spelling; null when it names none. */
function titleIn(path: string, params: URLSearchParams): string | null {
  const asked = params.get('title');
  if (asked) return canonicalTitle(asked);
  // Article paths are free: after index.php, under /wiki, or right at the root of the wiki.
  const inPath = /^\/(?:index\.php\/|wiki\/)?(.+)$/.exec(path)?.[1] ?? '';
  if (
    /^(?:[\w-]+\.php5?(?:\/|$)|(?:load|api|rest|resources|skins|images|extensions|wiki|index\.php)$|(?:resources|skins|images|extensions)\/)/.test(
      inPath,
    )
  ) {
    return null;
  }
  return canonicalTitle(decodePart(inPath));
}

/** First letter upper-case, also after a namespace; underscores are spaces. */
function canonicalTitle(text: string): string | null {
  const spacedOut = spaced(text).replace(/^:\s*/, '');
  if (spacedOut === '' || /[<>[\]{}|#\p{Cc}]/u.test(spacedOut)) return null;
  const [, namespace, rest] =
    /^(help|project|special|talk|user|file|category|template|mediawiki)\s*:\s*(.+)$/i.exec(spacedOut) ?? [];
  return namespace && rest ? `${upperFirst(namespace)}:${upperFirst(rest)}` : upperFirst(spacedOut);
}

function upperFirst(text: string): string {
  const [first = ''] = text;
  const upper = first.toUpperCase();
  // MediaWiki changes a letter for one letter: "ß" stays.
  return (upper.length === first.length ? upper : first) + text.slice(first.length);
}

function spaced(text: string): string {
  return text.replace(/[_\s]+/g, ' ').trim();
}

function isOutside(title: string): boolean {
  const [, prefix] = /^([^:]+):/.exec(title) ?? [];
  return prefix !== undefined && notContent.test(prefix.trim());
}

function articleRef(idType: 'title' | 'page-id' | 'revision', id: string): DocumentRef {
  return { kind: 'article', id, idType, within: null };
}

interface PageFacts {
  pageName: string;
  redirectedFrom: string | null;
  articleId: number;
  revision: number;
  currentRevision: number;
  namespace: number;
  action: string;
  isDiff: boolean;
  /** "" when nobody is signed in. */
  user: string;
}

/** From the page's own configuration script. It is script, not JSON: each key is read by itself. */
function pageFacts(document: Document): PageFacts | null {
  const isWiki =
    /^MediaWiki\b/.test(metaContent(document, 'generator') ?? '') || hasClass(document.body, 'mediawiki');
  const script = isWiki ? configScript(document) : null;
  const pageName = script && stringIn(script, 'wgPageName');
  if (!script || !pageName) return null;
  return {
    pageName,
    redirectedFrom: stringIn(script, 'wgRedirectedFrom'),
    articleId: numberIn(script, 'wgArticleId') ?? 0,
    revision: numberIn(script, 'wgRevisionId') ?? 0,
    currentRevision: numberIn(script, 'wgCurRevisionId') ?? 0,
    namespace: numberIn(script, 'wgNamespaceNumber') ?? 0,
    action: stringIn(script, 'wgAction') ?? 'view',
    isDiff: numberIn(script, 'wgDiffNewId') !== null,
    user: stringIn(script, 'wgUserName') ?? '',
  };
}

function configScript(document: Document): string | null {
  for (const script of document.querySelectorAll('script:not([src])')) {
    const text = (script.textContent ?? '').slice(0, 200_000);
    if (text.includes('"wgArticleId"')) return text;
  }
  return null;
}

function numberIn(script: string, key: string): number | null {
  const [, digits] = new RegExp(`"${key}"\\s*:\\s*(-?\\d+)`).exec(script) ?? [];
  return digits === undefined ? null : Number(digits);
}

function stringIn(script: string, key: string): string | null {
  const [, raw] = new RegExp(`"${key}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(script) ?? [];
  return raw === undefined
    ? null
    : raw.replace(
        /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi,
        (_, unit?: string, byte?: string, letter?: string) => {
          const code = unit ?? byte;
          return code === undefined
            ? ({ n: '\n', t: '\t' }[letter ?? ''] ?? letter ?? '')
            : String.fromCharCode(parseInt(code, 16));
        },
      );
}

function hasClass(element: Element | null, name: string): boolean {
  return (element?.getAttribute('class') ?? '').split(/\s+/).includes(name);
}

/** A page that exists, being read, in a namespace that holds knowledge: main, Project, Help, or one the wiki added. */
function isArticle({ articleId, action, isDiff, namespace }: PageFacts): boolean {
  const isAdded =
    namespace >= 100 &&
    namespace % 2 === 0 &&
    ![102, 106, 108, 274, 710, 828, 2300, 2302].includes(namespace);
  return (
    articleId > 0 &&
    /^(?:view|render|purge)$/.test(action) &&
    !isDiff &&
    ([0, 4, 12].includes(namespace) || isAdded)
  );
}

/** Does the page agree with its address? Redirects, aliases of namespaces and free article paths are in order. */
function agrees(facts: PageFacts, ref: DocumentRef, url: URL): boolean {
  if (ref.idType === 'page-id') return ref.id === String(facts.articleId);
  if (ref.idType === 'revision') return ref.id === String(facts.revision);
  const names = [facts.pageName, facts.redirectedFrom ?? facts.pageName].map(folded);
  const bare = folded(ref.id);
  const path = folded(decodePart(url.pathname));
  return names.some(
    (name) =>
      name === bare ||
      (name.includes(':') && bare.includes(':') && afterPrefix(name) === afterPrefix(bare)) ||
      path.endsWith(`/${name}`),
  );
}

function folded(title: string): string {
  return spaced(title).normalize('NFC').toLowerCase();
}

function afterPrefix(title: string): string {
  return title.slice(title.indexOf(':') + 1).trim();
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'mediawiki', origin: 'https://wiki.acme.test', basePath: '/w' },
  { site: 'mediawiki', origin: 'https://lore.acme.test', basePath: '' },
  { site: 'mediawiki', origin: 'https://tools.acme.test:8443', basePath: '/mediawiki' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://wiki.acme.test/wiki/VPN_error_809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://lore.acme.test/index.php/VPN_error_809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://lore.acme.test/VPN_error_809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://tools.acme.test:8443/mediawiki/index.php/VPN_error_809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://wiki.acme.test/wiki/vPN_error_809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://wiki.acme.test/wiki/VPN%20error%20809', kind: 'article', id: 'VPN error 809' },
  { url: 'https://wiki.acme.test/wiki/AC/DC%3F', kind: 'article', id: 'AC/DC?' },
  { url: 'https://wiki.acme.test/wiki/C++', kind: 'article', id: 'C++' },
  { url: 'https://wiki.acme.test/wiki/100%25', kind: 'article', id: '100%' },
  { url: 'https://wiki.acme.test/w/index.php?title=C%2B%2B', kind: 'article', id: 'C++' },
  { url: 'https://wiki.acme.test/w/index.php?curid=2', kind: 'article', id: '2' },
  { url: 'https://wiki.acme.test/w/index.php?oldid=2', kind: 'article', id: '2' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&oldid=2', kind: 'article', id: '2' },
  { url: 'https://wiki.acme.test/wiki/Error_809', kind: 'article', id: 'Error 809' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&action=edit', kind: 'edit' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&action=edit&section=1', kind: 'edit' },
  { url: 'https://wiki.acme.test/wiki/VPN_error_809?veaction=edit', kind: 'edit' },
  { url: 'https://wiki.acme.test/w/index.php?title=Nope&action=edit&redlink=1', kind: 'new' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&action=history', kind: 'other' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&diff=prev&oldid=2', kind: 'other' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&action=raw', kind: 'other' },
  { url: 'https://wiki.acme.test/w/index.php?title=VPN_error_809&action=info', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/Special:Search?search=vpn', kind: 'search' },
  { url: 'https://wiki.acme.test/w/index.php?search=vpn', kind: 'search' },
  { url: 'https://wiki.acme.test/wiki/Special:Permalink/2', kind: 'article', id: '2' },
  { url: 'https://wiki.acme.test/wiki/Special:Redirect/page/2', kind: 'article', id: '2' },
  { url: 'https://wiki.acme.test/w/index.php?title=Special:UserLogin&returnto=VPN_error_809', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/Talk:VPN_error_809', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/Help_talk:Editing', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/User:Ann', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/File:A.png', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/Category:VPN', kind: 'other' },
  { url: 'https://wiki.acme.test/wiki/Help:editing', kind: 'article', id: 'Help:Editing' },
  { url: 'https://wiki.acme.test/wiki/Project:Rules', kind: 'article', id: 'Project:Rules' },
  { url: 'https://wiki.acme.test/w/api.php?action=query&titles=VPN_error_809', kind: 'other' },
  { url: 'https://wiki.acme.test/w/index.php', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/wiki/VPN_error_809',
  'https://wiki.acme.test@evil.example/wiki/VPN_error_809',
  'https://wiki.acme.test.evil.example/wiki/VPN_error_809',
  'https://wiki.acme.test:8080/wiki/VPN_error_809',
  'https://evil.example/?title=VPN_error_809&returnto=https://wiki.acme.test/wiki/VPN_error_809',
  'https://tools.acme.test:8443/elsewhere/VPN_error_809',
];

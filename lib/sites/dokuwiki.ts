/** DokuWiki: its addresses, what its pages show, and the addresses that prove it. */
import type { DocumentRef } from '../core/document';
import type { SiteHost, SiteMatch } from '../core/page';
import { dokuwikiFacts, dokuwikiText, sameDokuwikiId, spokenId } from '../platform/dokuwiki-page';
import { MAX_TEXT, findOnPage, pageReading } from '../platform/page-reading';
import { decodePart, placeOf, siteMatch, type PagePlace, type PageRuling } from '../platform/page-url';
import type { Site, SiteExample, SitePage } from './site';

/** `do` decides what a page's address shows; every other action has nothing to read. */
const reading = /^(?:show)?$/;
const editing = /^(?:edit|preview|recover|draft|save|conflict|locked)$/;

/** Everything under these is machinery or a file, also where pages have short addresses. */
const machinery =
  /^\/(?:lib|data|inc|bin|conf|vendor|_media|_detail|_export)(?:\/|$)|^\/(?!doku\.php)[\w-]+\.php\d?(?:\/|$)/;

export const site: Site = {
  id: 'dokuwiki',
  name: 'DokuWiki',
  hostedPatterns: [],
  framed: false,

  match(url, hosts) {
    const place = placeOf(url, hosts, 'dokuwiki');
    return place && siteMatch('dokuwiki', place, ruling(place, url.pathname.endsWith('/')));
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    if (!isTop || match.ref === null) return null;
    const facts = await findOnPage(document, () => dokuwikiFacts(document), { signal, late: false });
    if (facts?.action !== 'show' || !agrees(facts.id, match, page)) return null;
    const text = dokuwikiText(document, MAX_TEXT);
    const isOld = match.ref.idType === 'revision';
    // Only a page that exists names its address; an old revision has none of its own.
    if (!text || (!isOld && !document.querySelector('link[rel="canonical"]'))) return null;
    const ref: DocumentRef = isOld ? { ...match.ref, id: facts.id } : pageRef('page-id', facts.id);
    return pageReading(
      page,
      { ...match, ref },
      {
        title: text.title ?? spokenId(facts.id),
        pageUser: facts.user,
        ticket: null,
        blocks: text.blocks,
      },
    );
  },
};

function ruling({ path, params }: PagePlace, endsInSlash: boolean): PageRuling {
  const action = actionIn(params);
  if (action === 'search') return { rule: 'search', kind: 'search' };
  if (machinery.test(path)) return { rule: 'machinery', kind: 'other' };
  if (editing.test(action)) return { rule: 'action-edit', kind: 'edit' };
  if (!reading.test(action) || params.has('idx')) return { rule: 'action', kind: 'other' };
  const asked = params.get('id') ?? '';
  // The wiki's own answer to the address alone: its start page, whatever that is called.
  const inPath = pathId(path, endsInSlash);
  const id = asked === '' ? inPath : cleaned(asked);
  if (id === '') return { rule: 'start', kind: 'article', ref: pageRef('start-page', 'start') };
  const revision = /^[1-9]\d{0,14}$/.exec(params.get('rev') ?? '')?.[0];
  if (revision) return { rule: 'revision', kind: 'article', ref: pageRef('revision', id, revision) };
  return { rule: asked === '' ? 'path' : 'id', kind: 'article', ref: pageRef('page-id', id) };
}

/** `do=edit`, or `do[edit]=Edit` as a form's button sends it. */
function actionIn(params: URLSearchParams): string {
  for (const [name, value] of params) {
    const [, key = value] = /^do(?:\[(\w+)\])?$/.exec(name) ?? [null, null];
    if (key !== null) return key.toLowerCase();
  }
  return '';
}

/** Addresses by path need rewriting, and where they hold slashes, slashes for colons: `/kb/x`, `/doku.php/kb:x`. */
function pathId(path: string, endsInSlash: boolean): string {
  const inPath = path.replace(/^\/(?:doku\.php(?:\/|$))?/, '');
  const named = decodePart(inPath).replace(/[/]/g, ':');
  return cleaned(named !== '' && endsInSlash ? `${named}:` : named);
}

/** An id as the wiki spells it, as far as that is the same on every wiki; the page says the rest. */
function cleaned(id: string): string {
  // No reference holds it; runs of signs are looked at from each of them.
  if (id.length > 2_000) return id;
  const clean = id
    .trim()
    .toLowerCase()
    .replace(/;/g, ':')
    .replace(/[\s_/!"#$%&'()*+,<=>?@[\\\]^`{|}~]+/g, '_')
    .replace(/[:._-]*:[:._-]*/g, ':');
  // A colon at the end stays: it says that the id is a namespace's.
  return clean.replace(/^[:._-]+|[._-]+$/g, '');
}

function pageRef(
  idType: 'page-id' | 'revision' | 'start-page',
  id: string,
  within: string | null = null,
): DocumentRef {
  return { kind: 'article', id, idType, within };
}

/**
 * Does the page agree with its address? An address alone does not say which page it is: without rewriting, a path after
 * the script counts for nothing, an id that ends in a colon is a namespace's start page, and letters with accents are
 * spelled as each wiki chooses.
 */
function agrees(shown: string, { ref, rule }: SiteMatch, { document, url }: SitePage): boolean {
  if (ref === null || ref.idType === 'start-page') return true;
  if (rule === 'path' && isPathIdle(url, document)) return true;
  if (ref.id.endsWith(':') && (shown.startsWith(ref.id) || sameDokuwikiId(shown, ref.id))) return true;
  return sameDokuwikiId(shown, ref.id) || /\P{ASCII}/u.test(ref.id);
}

/** The page's own links are written as the wiki reads them. */
function isPathIdle(url: URL, document: Document): boolean {
  const own = document.querySelector('link[rel="contents"]')?.getAttribute('href') ?? '';
  return own.includes('doku.php?') || (url.pathname.includes('/doku.php/') && !own.includes('/doku.php/'));
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'dokuwiki', origin: 'https://doku.acme.test', basePath: '' },
  { site: 'dokuwiki', origin: 'https://tools.acme.test', basePath: '/dokuwiki' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php?id=KB:VPN%20Error%20809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php?id=:kb:vpn+error+809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php', kind: 'article', id: 'start' },
  { url: 'https://doku.acme.test/', kind: 'article', id: 'start' },
  { url: 'https://doku.acme.test/doku.php?id=kb:', kind: 'article', id: 'kb:' },
  { url: 'https://doku.acme.test/kb:vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php/kb:vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/kb/vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/kb/', kind: 'article', id: 'kb:' },
  { url: 'https://doku.acme.test/doku.php/kb/vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php?id=kb/vpn_error_809', kind: 'article', id: 'kb_vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php?id=netz%3A%C3%BCberblick', kind: 'article', id: 'netz:überblick' },
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809&rev=1795366925', kind: 'article', id: 'kb:vpn_error_809', within: '1795366925' },
  { url: 'https://doku.acme.test/kb:vpn_error_809?rev=1795366925', kind: 'article', id: 'kb:vpn_error_809', within: '1795366925' },
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809&do=show', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809&s[]=vpn&s[]=809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=edit', kind: 'edit' },
  { url: 'https://doku.acme.test/kb:x?do=edit&rev=0', kind: 'edit' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do[preview]=Preview', kind: 'edit' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=revisions', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=diff', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&rev2[]=1795366925&rev2[]=1795366999&do[diff]=Show', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=index', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=start&idx=kb', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=media&ns=kb', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=backlink', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=recent', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=start&do=admin&page=config', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809&do=login&sectok=', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:x&do=profile', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809&do=export_raw', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?do=export_xhtml&id=kb:vpn_error_809', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=kb:vpn_error_809&do=export_xhtmlbody', kind: 'other' },
  { url: 'https://doku.acme.test/_export/raw/kb:vpn_error_809', kind: 'other' },
  { url: 'https://doku.acme.test/_media/kb/plan.png', kind: 'other' },
  { url: 'https://doku.acme.test/doku.php?id=start&do=search&q=vpn', kind: 'search' },
  { url: 'https://doku.acme.test/start?do=search&q=vpn+%40kb', kind: 'search' },
  { url: 'https://doku.acme.test/lib/exe/detail.php?id=kb:x&media=kb:plan.png', kind: 'other' },
  { url: 'https://doku.acme.test/lib/exe/xmlrpc.php', kind: 'other' },
  { url: 'https://doku.acme.test/feed.php?mode=list&ns=kb', kind: 'other' },
  { url: 'https://tools.acme.test/dokuwiki/doku.php?id=kb:vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://tools.acme.test/dokuwiki/kb:vpn_error_809', kind: 'article', id: 'kb:vpn_error_809' },
  { url: 'https://tools.acme.test/dokuwiki/', kind: 'article', id: 'start' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/doku.php?id=kb:vpn_error_809',
  'https://doku.acme.test@evil.example/doku.php?id=kb:vpn_error_809',
  'https://doku.acme.test.evil.example/doku.php?id=kb:vpn_error_809',
  'https://doku.acme.test:8080/doku.php?id=kb:vpn_error_809',
  'https://evil.example/?next=https://doku.acme.test/doku.php?id=kb:vpn_error_809',
  'https://tools.acme.test/elsewhere/doku.php?id=kb:vpn_error_809',
  'https://tools.acme.test/dokuwiki2/doku.php?id=kb:vpn_error_809',
];

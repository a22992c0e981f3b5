import type { DocumentRef } from '../core/document';
import type { SiteHost, SiteMatch } from '../core/page';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { MAX_TEXT, asksForPassword, findOnPage, lineAt, lineOf, pageReading } from '../platform/page-reading';
import { decodePart, placeUnder, sameOrigin, siteMatch, withoutEndSlashes } from '../platform/page-url';
import type { PageRuling } from '../platform/page-url';
import { stringInScript } from '../platform/script-string';
import { firstElement } from '../platform/wait-for-element';
import type { Site, SiteExample } from './site';

/** SharePoint Online, 2026: modern pages first, then classic publishing and wiki pages. */
const selectors = {
  canvas: ['#spPageCanvasContent', '[data-automation-id="Canvas"]'],
  classic: [
    '[id^="ctl00_PlaceHolderMain_"][id*="RichHtmlField"]',
    '.ms-rtestate-field',
    '#DeltaPlaceHolderMain',
  ],
  title: ['[data-automation-id="pageHeader"] [data-automation-id="TitleTextId"]', '#title_text'],
  classicTitle: ['#DeltaPlaceHolderPageTitleInTitleArea'],
  /** Office for the web and the browser's own PDF view: the text is in a frame of another host. */
  viewer: [
    '#WebApplicationFrame',
    '[name="WebApplicationFrame"]',
    '#office_form',
    '[type="application/pdf"]',
  ],
  refused: '#ms-error-body, #ms-error, #ms-accessDenied',
  drop: ['button', '[data-automation-id="CanvasToolboxHint"]', '[data-automation-id="CommentsWrapper"]'],
} as const;

/** Files that hold text people look for. */
const DOCUMENT =
  /\.(?:pdf|docx?|docm|dotx|odt|rtf|pptx?|pptm|ppsx|odp|xlsx?|xlsm|xlsb|ods|csv|txt|md|html?|one|vsdx|msg|eml)$/i;

export const site: Site = {
  id: 'sharepoint',
  name: 'SharePoint',
  hostedPatterns: ['https://*.sharepoint.com/*', 'https://*.sharepoint.us/*', 'https://*.sharepoint.cn/*'],
  framed: false,

  match(url, hosts) {
    const named = hosts.filter((host) => host.site === 'sharepoint' && sameOrigin(host.origin, url));
    const path = withoutEndSlashes(decodePart(url.pathname)) || '/';
    const shared = /^\/:([a-z]+):\/r(\/.+)$/i.exec(path);
    // The whole tenant is one instance, unless somebody named a site of it as a source.
    const bases = named
      .map(({ basePath }) => basePath.replace(/\/+$/, ''))
      .filter((base) => isInside(shared?.[2] ?? path, decodePart(base)))
      .sort((a, b) => b.length - a.length);
    const basePath = bases[0] ?? (isVendorHost(url) ? '' : null);
    return basePath === null
      ? null
      : siteMatch('sharepoint', { ...placeUnder(url, ''), basePath }, ruling(path, url.searchParams, shared));
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    const { ref } = match;
    if (!isTop || ref === null) return null;
    const isFile = ref.idType === 'path' ? !/\.aspx$/i.test(ref.id) : ref.idType !== 'list-item';
    const find = () => (isFile ? viewerOf(document) : contentOf(document, false));
    const found =
      (await findOnPage(document, find, { signal, late: true })) ??
      (isFile ? null : contentOf(document, true)) ??
      (ref.idType === 'list-item' ? { isModern: false, parts: [] } : null);
    const facts = pageFacts(document);
    if (!found || document.querySelector(selectors.refused) || asksForPassword(document)) return null;
    if (!agrees(facts, ref, found.isModern)) return null;
    // The page spells its path as the library does; an address may be in any case.
    const own = ref.idType === 'path' ? facts.paths.find((path) => sameText(path, ref.id)) : undefined;
    const resolved: SiteMatch = own === undefined ? match : { ...match, ref: { ...ref, id: own } };
    return pageReading(page, resolved, {
      title:
        lineAt(document, found.isModern ? selectors.title : selectors.classicTitle) ||
        document.title.trim() ||
        fileName(ref),
      pageUser: facts.user,
      ticket: null,
      blocks: found.parts.flatMap((part) =>
        htmlToBlocks(part, { drop: selectors.drop, maxCharacters: MAX_TEXT }),
      ),
    });
  },
};

function isVendorHost({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && /^[a-z0-9-]+\.sharepoint\.(?:com|us|cn)$/.test(hostname);
}

function isInside(path: string, base: string): boolean {
  return `${path}/`.toLowerCase().startsWith(`${base}/`.toLowerCase());
}

/** What a decoded path is. `shared` are the parts of a link that "Copy link" makes around a server-relative path. */
function ruling(path: string, params: URLSearchParams, shared: RegExpExecArray | null): PageRuling {
  if (/(?:^|\/)\.{1,2}(?:\/|$)|\\/.test(path)) return elsewhere;
  if (shared)
    return /^(?:f|l|li)$/i.test(shared[1] ?? '') ? elsewhere : ruling(shared[2] ?? '', params, null);
  if (/^\/:(?!(?:f|l|li):)[a-z]+:\/[stg]\/.+\/[\w!-]{5,}$/i.test(path))
    return article('share', 'share', path);
  if (
    /\/_layouts\/15\/(?:oss)?search(?:results)?\.aspx(?:\/|$)|\/search\/(?:.+\/)?\w*results\.aspx$/i.test(
      path,
    )
  )
    return { rule: 'search', kind: 'search' };
  if (/\/(?:_layouts\/15\/createsitepage|sitepages\/newpage|newform)\.aspx$/i.test(path))
    return { rule: 'new', kind: 'new' };
  const [, web = '', office] = /^(.*)\/_layouts\/(?:15\/)?(doc|wopiframe)\d?\.aspx$/i.exec(path) ?? [];
  if (office) return officeRuling(web, params);
  if (/\/_(?:layouts|forms|api|catalogs|vti_\w+)(?:\/|$)/i.test(path)) return elsewhere;
  const [, list, form] = /^(.+?)\/(?:forms\/)?(dispform|editform)\.aspx$/i.exec(path) ?? [];
  if (list) {
    const id = parameter(params, 'id');
    if (form?.toLowerCase() === 'editform') return { rule: 'item-edit', kind: 'edit' };
    return /^[1-9]\d{0,9}$/.test(id) ? article('item', 'list-item', id, list) : elsewhere;
  }
  if (/\/(?:site)?pages\/forms\/[^/]+\.aspx$/i.test(path)) return { rule: 'pages', kind: 'other' };
  if (/\/forms\/[^/]+\.aspx$/i.test(path)) return { rule: 'library', kind: 'queue' };
  if (/\/lists\/[^/]+(?:\/[^/]+\.aspx)?$/i.test(path)) return { rule: 'list', kind: 'queue' };
  if (isPage(path)) {
    const isEditing =
      /^edit$/i.test(parameter(params, 'mode') || parameter(params, 'controlmode')) ||
      /^design$/i.test(parameter(params, 'displaymode'));
    return isEditing ? { rule: 'page-edit', kind: 'edit' } : article('page', 'path', path);
  }
  return DOCUMENT.test(path) ? article('document', 'path', path) : elsewhere;
}

const elsewhere: PageRuling = { rule: 'elsewhere', kind: 'other' };

function officeRuling(web: string, params: URLSearchParams): PageRuling {
  if (/^editnew$/i.test(parameter(params, 'action'))) return { rule: 'office-new', kind: 'new' };
  const [, guid] =
    /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(parameter(params, 'sourcedoc')) ?? [];
  return guid ? article('office', 'file-guid', guid.toLowerCase(), web || '/') : elsewhere;
}

/** A page lies in a library, so one folder below its site at least; a site's own start page does not. */
function isPage(path: string): boolean {
  const inSite = path.replace(/^\/(?:sites|teams|personal|portals)\/[^/]+/i, '');
  return /^\/.+\/[^/]+\.aspx$/i.test(inSite) && !/\/default\.aspx$/i.test(path);
}

function article(rule: string, idType: string, id: string, within: string | null = null): PageRuling {
  return { rule, kind: 'article', ref: { kind: 'article', id, idType, within } };
}

/** Parameters are case-insensitive, as everything in an address. */
function parameter(params: URLSearchParams, name: string): string {
  for (const [key, value] of params) if (key.toLowerCase() === name) return value;
  return '';
}

interface Found {
  readonly isModern: boolean;
  readonly parts: readonly Element[];
}

/** The page's text; web parts are drawn late, so an empty canvas counts only when `evenEmpty`. */
function contentOf(document: Document, evenEmpty: boolean): Found | null {
  const canvas = firstElement(document, selectors.canvas);
  if (canvas) return evenEmpty || lineOf(canvas) !== '' ? { isModern: true, parts: [canvas] } : null;
  for (const selector of selectors.classic) {
    const all = [...document.querySelectorAll(selector)];
    const parts = all.filter((part) => !part.parentElement?.closest(selector) && lineOf(part) !== '');
    if (parts.length > 0) return { isModern: false, parts };
  }
  return null;
}

function viewerOf(document: Document): Found | null {
  return firstElement(document, selectors.viewer) && { isModern: false, parts: [] };
}

interface PageFacts {
  /** The path that was asked for, as it stands in the script and decoded; empty where the page does not say. */
  readonly paths: readonly string[];
  readonly web: string | null;
  readonly user: string | null;
}

/** From `_spPageContextInfo`, which modern and classic pages hold in a script. */
function pageFacts(document: Document): PageFacts {
  for (const script of document.querySelectorAll('script:not([src])')) {
    const text = script.textContent ?? '';
    const at = text.search(/spPageContextInfo["']?\s*[=:]\s*\{/);
    if (at === -1) continue;
    const context = text.slice(at, at + 100_000);
    const [path, web, user] = ['serverRequestPath', 'webServerRelativeUrl', 'userLoginName'].map((key) =>
      stringInScript(context, key),
    );
    const paths = path ? [path, decodePart(path)] : [];
    if (path || web) return { paths, web: web ?? null, user: user ?? null };
  }
  return { paths: [], web: null, user: null };
}

/**
 * Does the page agree with its address? Classic pages load anew each time; modern ones change in place within their
 * site, and their script still speaks of the page that was opened first.
 */
function agrees({ paths, web }: PageFacts, ref: DocumentRef, isModern: boolean): boolean {
  if (ref.idType === 'share' || ref.idType === 'file-guid') return true;
  if (ref.idType === 'list-item') {
    const forms = ['/dispform.aspx', '/forms/dispform.aspx'].map((form) => (ref.within ?? '') + form);
    return paths.some((path) => forms.some((form) => sameText(form, path)));
  }
  if (!/\.aspx$/i.test(ref.id)) return true;
  if (isModern) return web === null ? paths.length === 0 : isInside(ref.id, web.replace(/\/+$/, ''));
  return paths.some((path) => sameText(path, ref.id));
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function fileName({ id, idType }: DocumentRef): string {
  return idType === 'path' ? id.slice(id.lastIndexOf('/') + 1) : '';
}

/** A site of a tenant that somebody named alone, and a SharePoint of the company's own. */
export const exampleHosts: readonly SiteHost[] = [
  { site: 'sharepoint', origin: 'https://acme.sharepoint.com', basePath: '/sites/Care' },
  { site: 'sharepoint', origin: 'https://share.acme.test', basePath: '' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages/VPN-error-809.aspx', kind: 'article', id: '/sites/IT/SitePages/VPN-error-809.aspx' },
  { url: 'https://acme.sharepoint.com/teams/IT/SitePages/VPN-error-809.aspx', kind: 'article', id: '/teams/IT/SitePages/VPN-error-809.aspx' },
  { url: 'https://acme.sharepoint.com/SitePages/Home.aspx', kind: 'article', id: '/SitePages/Home.aspx' },
  { url: 'https://acme.sharepoint.us/sites/IT/SitePages/Home.aspx', kind: 'article', id: '/sites/IT/SitePages/Home.aspx' },
  { url: 'https://acme.sharepoint.cn/sites/IT/SitePages/Home.aspx', kind: 'article', id: '/sites/IT/SitePages/Home.aspx' },
  { url: 'https://share.acme.test/sites/IT/SitePages/Home.aspx', kind: 'article', id: '/sites/IT/SitePages/Home.aspx' },
  { url: 'https://acme.sharepoint.com/sites/Care/SitePages/Intake.aspx', kind: 'article', id: '/sites/Care/SitePages/Intake.aspx' },
  { url: 'https://acme.sharepoint.com/sites/it/sitepages/vpn%20error%20809.aspx', kind: 'article', id: '/sites/it/sitepages/vpn error 809.aspx' },
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages/VPN.aspx?web=1&csf=1&e=abc', kind: 'article', id: '/sites/IT/SitePages/VPN.aspx' },
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages/de/VPN.aspx?source=%2Fsites%2FHR%2FSitePages%2FPay.aspx', kind: 'article', id: '/sites/IT/SitePages/de/VPN.aspx' },
  { url: 'https://acme.sharepoint.com/sites/IT/network/SitePages/VPN.aspx', kind: 'article', id: '/sites/IT/network/SitePages/VPN.aspx' },
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages/VPN.aspx?Mode=Edit', kind: 'edit' },
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages/How.aspx?ControlMode=Edit&DisplayMode=Design', kind: 'edit' },
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages/Forms/ByAuthor.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT/_layouts/15/CreateSitePage.aspx', kind: 'new' },
  { url: 'https://acme.sharepoint.com/SitePages/newpage.aspx?Mode=Edit', kind: 'new' },
  { url: 'https://acme.sharepoint.com/sites/IT/Pages/Policy.aspx', kind: 'article', id: '/sites/IT/Pages/Policy.aspx' },
  { url: 'https://acme.sharepoint.com/sites/IT/Wiki%20Pages/How.aspx', kind: 'article', id: '/sites/IT/Wiki Pages/How.aspx' },
  { url: 'https://acme.sharepoint.com/sites/IT/Lists/FAQ/DispForm.aspx?ID=7', kind: 'article', id: '7', within: '/sites/IT/Lists/FAQ' },
  { url: 'https://acme.sharepoint.com/sites/IT/Lists/FAQ/DispForm.aspx?id=7&Source=%2Fsites%2FIT%2FLists%2FFAQ%2FDispForm.aspx%3FID%3D9', kind: 'article', id: '7', within: '/sites/IT/Lists/FAQ' },
  { url: 'https://acme.sharepoint.com/sites/IT/Shared%20Documents/Forms/DispForm.aspx?ID=12', kind: 'article', id: '12', within: '/sites/IT/Shared Documents' },
  { url: 'https://acme.sharepoint.com/sites/IT/Lists/FAQ/DispForm.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT/Lists/FAQ/EditForm.aspx?ID=7', kind: 'edit' },
  { url: 'https://acme.sharepoint.com/sites/IT/Lists/FAQ/NewForm.aspx', kind: 'new' },
  { url: 'https://acme.sharepoint.com/sites/IT/Lists/FAQ/AllItems.aspx', kind: 'queue' },
  { url: 'https://acme.sharepoint.com/sites/IT/Shared%20Documents/Forms/AllItems.aspx?id=%2Fsites%2FIT%2FShared%20Documents%2FGuides', kind: 'queue' },
  { url: 'https://acme.sharepoint.com/:w:/r/sites/IT/_layouts/15/Doc.aspx?sourcedoc=%7B8F3C1D52-6B0E-4C7A-9D21-5A40BE917C33%7D&file=Guide.docx&action=default', kind: 'article', id: '8f3c1d52-6b0e-4c7a-9d21-5a40be917c33', within: '/sites/IT' },
  { url: 'https://acme.sharepoint.com/_layouts/15/WopiFrame.aspx?sourcedoc=8f3c1d52-6b0e-4c7a-9d21-5a40be917c33&action=view', kind: 'article', id: '8f3c1d52-6b0e-4c7a-9d21-5a40be917c33', within: '/' },
  { url: 'https://acme.sharepoint.com/sites/IT/_layouts/15/Doc.aspx?action=editnew', kind: 'new' },
  { url: 'https://acme.sharepoint.com/sites/IT/_layouts/15/Doc.aspx?sourcedoc=Guide.docx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/:w:/r/sites/IT/Shared%20Documents/Guide.docx?d=w8f3c1d526b0e4c7a&csf=1&web=1&e=xyz', kind: 'article', id: '/sites/IT/Shared Documents/Guide.docx' },
  { url: 'https://acme.sharepoint.com/:u:/r/sites/IT/SitePages/VPN.aspx?csf=1&web=1', kind: 'article', id: '/sites/IT/SitePages/VPN.aspx' },
  { url: 'https://acme.sharepoint.com/:w:/s/IT/EaBcD1234567890abcdef?e=xyz', kind: 'article', id: '/:w:/s/IT/EaBcD1234567890abcdef' },
  { url: 'https://acme.sharepoint.com/:b:/s/IT/EXyZ_98-7654321fedcba', kind: 'article', id: '/:b:/s/IT/EXyZ_98-7654321fedcba' },
  { url: 'https://acme-my.sharepoint.com/:x:/g/personal/dana_reyes_acme_example/EaBcD1234567890', kind: 'article', id: '/:x:/g/personal/dana_reyes_acme_example/EaBcD1234567890' },
  { url: 'https://acme.sharepoint.com/:f:/s/IT/EaBcD1234567890abcdef', kind: 'other' },
  { url: 'https://acme.sharepoint.com/:f:/r/sites/IT/Shared%20Documents/Guides', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT/Shared%20Documents/Guide.pdf', kind: 'article', id: '/sites/IT/Shared Documents/Guide.pdf' },
  { url: 'https://acme-my.sharepoint.com/personal/dana_reyes_acme_example/Documents/Notes.docx', kind: 'article', id: '/personal/dana_reyes_acme_example/Documents/Notes.docx' },
  { url: 'https://acme.sharepoint.com/sites/IT/SiteAssets/logo.png', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT/default.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/_layouts/15/search.aspx?q=vpn', kind: 'search' },
  { url: 'https://acme.sharepoint.com/sites/IT/_layouts/15/search.aspx/siteall?q=vpn', kind: 'search' },
  { url: 'https://acme.sharepoint.com/search/Pages/results.aspx?k=vpn', kind: 'search' },
  { url: 'https://acme.sharepoint.com/_layouts/15/Authenticate.aspx?Source=%2Fsites%2FIT%2FSitePages%2FVPN.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/_forms/default.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/_layouts/15/AccessDenied.aspx?Source=https%3A%2F%2Facme.sharepoint.com%2FSitePages%2FHome.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT/_layouts/15/viewlsts.aspx', kind: 'other' },
  { url: 'https://acme.sharepoint.com/sites/IT/SitePages%2F..%2F..%2FHR%2FSitePages%2FPay.aspx', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/sites/IT/SitePages/VPN-error-809.aspx',
  'https://acme.sharepoint.com.evil.example/sites/IT/SitePages/VPN.aspx',
  'https://acme.sharepoint.com@evil.example/sites/IT/SitePages/VPN.aspx',
  'https://acmesharepoint.com/sites/IT/SitePages/VPN.aspx',
  'https://a.b.sharepoint.com/sites/IT/SitePages/VPN.aspx',
  'https://sharepoint.com/sites/IT/SitePages/VPN.aspx',
  'https://acme.sharepoint.org/sites/IT/SitePages/VPN.aspx',
  'http://acme.sharepoint.com/sites/IT/SitePages/VPN.aspx',
  'https://acme.sharepoint.com:8443/sites/IT/SitePages/VPN.aspx',
  'https://evil.example/?Source=https://acme.sharepoint.com/sites/IT/SitePages/VPN.aspx',
];

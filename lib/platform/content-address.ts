import type { PageKind } from '../core/page';

/** Parameters that say how somebody came here or who they are, not which page it is. */
const passing =
  /^(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|igshid|_ga|_gl|_hs\w+|phpsessid|jsessionid|sid|sessionid|cache|nocache|_)$/i;

/** What browsers show, download or play by another program than the page view. */
const file =
  /\.(?:pdf|docx?|docm|xls[xmb]?|pptx?|od[tsp]|rtf|csv|tsv|txt|md|zip|t?gz|tar|7z|rar|exe|msi|dmg|pkg|deb|rpm|iso|apk|jpe?g|png|gif|svg|webp|avif|bmp|ico|tiff?|mp[34]|m4[av]|mov|avi|mkv|webm|wav|ogg|css|m?js|map|json|ya?ml|xml|xsl|rss|atom|ics|vcf|eml|msg|woff2?|ttf|otf|eot|wasm|bak)$/i;

const accountPage =
  /^(?:log-?(?:in|on|out|off)|sign-?(?:in|out|up|on)|wp-login|anmelden|abmelden|connexion)$/;
const machinePart =
  /^(?:auth|oauth2?|sso|saml2?|cas|openid|adfs|api|wp-json|graphql|rest|admin|administrator|wp-admin|cgi-bin|_layouts|_vti_bin|\.well-known)$/;
const searchPage = /^(?:search|search-?results?|suche|suchergebnisse|recherche|buscar|cerca|zoeken)$/;
const archivePart = /^(?:tags?|category|categories|authors?|topics?|schlagwort|kategorie|archives?)$/;
const home = /^(?:index|default|home|start|startseite|accueil)$/;

/**
 * Which page an address means: its path, still encoded, and the parameters that choose the page. Two addresses that
 * differ in a fragment, a session or a campaign are one.
 */
export function contentAddress(url: URL): string {
  const path = url.pathname.replace(/;jsessionid=[^/]*/i, '');
  if (url.search === '') return path;
  const kept = [...url.searchParams].filter(([name]) => !passing.test(name));
  const query = new URLSearchParams(kept).toString();
  return query === '' ? path : `${path}?${query}`;
}

/**
 * What a page of a site of which nothing is known can be, by its address alone: everything a browser shows as a page
 * is an article, but for what its words say it is not. The front page and archives hold pieces of many pages and no
 * subject of their own: they are read for nobody.
 * `path` is what comes after the base path, still encoded.
 */
export function contentKind(path: string, params: URLSearchParams): { kind: PageKind; rule: string } {
  if (file.test(path)) return { kind: 'other', rule: 'file' };
  const parts = path
    .toLowerCase()
    .split('/')
    .map((part) => part.replace(/;.*$/, ''))
    .filter((part) => part !== '')
    .map((part) => part.replace(/\.(?:html?|xhtml|php\d?|aspx?|jspx?|cfm|do|action|cgi|pl)$/, ''));
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (machinePart.test(first)) return { kind: 'other', rule: 'machinery' };
  if (accountPage.test(last)) return { kind: 'other', rule: 'account' };
  const asks = ['q', 'query', 'search', 'suche', 'keyword', 'keywords', 'searchword'];
  if (searchPage.test(last) || asks.some((name) => params.has(name)))
    return { kind: 'search', rule: 'search' };
  if (last === 'edit' || /^edit$/i.test(params.get('action') ?? '')) return { kind: 'edit', rule: 'edit' };
  if (parts.length > 1 && /^(?:new|create|compose)$/.test(last)) return { kind: 'new', rule: 'new' };
  const bare = contentQuery(params) === '';
  if (parts.length === 0 || (parts.length === 1 && home.test(last))) {
    // A front controller shows its pages by parameter: "?p=12", "index.php?page_id=12".
    const isFront = bare || params.has('s');
    return isFront
      ? { kind: params.has('s') ? 'search' : 'other', rule: params.has('s') ? 'search' : 'home' }
      : { kind: 'article', rule: 'page' };
  }
  return isArchive(parts, params) ? { kind: 'other', rule: 'archive' } : { kind: 'article', rule: 'page' };
}

function isArchive(parts: readonly string[], params: URLSearchParams): boolean {
  const last = parts.at(-1) ?? '';
  const turned = ['page', 'paged', 'offset', 'start'].some((name) => /^\d+$/.test(params.get(name) ?? ''));
  return (
    turned ||
    (parts.at(-2) === 'page' && /^\d+$/.test(last)) ||
    /^(?:feed|rss|atom|sitemap)$/.test(last) ||
    archivePart.test(parts.at(-2) ?? '') ||
    parts.every((part) => /^(?:\d{1,2}|(?:19|20)\d\d)$/.test(part))
  );
}

function contentQuery(params: URLSearchParams): string {
  return [...params.keys()].filter((name) => !passing.test(name)).join('&');
}

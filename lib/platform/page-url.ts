import type { DocumentRef } from '../core/document';
import type { PageKind, SiteHost, SiteMatch } from '../core/page';

/** A URL on one of a product's instances: where the instance begins, and the path inside it. */
export interface PagePlace {
  readonly origin: string;
  readonly basePath: string;
  /** Still percent-encoded, begins with a slash, without one at the end (except "/"). */
  readonly path: string;
  readonly params: URLSearchParams;
}

/** What a rule of a URL grammar makes of a place. */
export interface PageRuling {
  readonly rule: string;
  readonly kind: PageKind;
  readonly ref?: DocumentRef | null;
  readonly wrapper?: boolean;
  readonly customerView?: boolean;
}

/** One line of a URL grammar: the first whose path fits and whose `ref` is not null decides. */
export interface PathRule {
  readonly rule: string;
  readonly kind: PageKind;
  readonly path: RegExp;
  /** Takes the groups of `path`, decoded once. Null: not this rule after all. */
  readonly ref?: (groups: readonly string[], params: URLSearchParams) => DocumentRef | null;
  readonly when?: (params: URLSearchParams) => boolean;
  readonly customerView?: true;
  /** In this product's paths a plus sign is a space. */
  readonly plusIsSpace?: true;
}

/** The instance of `site` that a URL is on, by exact origin and longest context path; null when it is on none. */
export function placeOf(url: URL, hosts: readonly SiteHost[], site: string): PagePlace | null {
  let best: string | null = null;
  for (const host of hosts) {
    if (host.site !== site || !sameOrigin(host.origin, url)) continue;
    const base = host.basePath.replace(/\/+$/, '');
    const inside = url.pathname === base || url.pathname.startsWith(`${base}/`);
    if (inside && (best === null || base.length > best.length)) best = base;
  }
  return best === null ? null : placeUnder(url, best);
}

export function placeUnder(url: URL, basePath: string): PagePlace {
  const path = withoutEndSlashes(url.pathname.slice(basePath.length));
  return { origin: url.origin, basePath, path: path === '' ? '/' : path, params: url.searchParams };
}

/** By hand, as an expression for this looks at a run of slashes from each of them. */
export function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

export function sameOrigin(origin: string, url: URL): boolean {
  return (
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    URL.canParse(origin) &&
    new URL(origin).origin === url.origin
  );
}

/** Decoded once; text that is not validly encoded stays as it is. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

export function ruleByPath(rules: readonly PathRule[], { path, params }: PagePlace): PageRuling {
  for (const { rule, kind, customerView = false, ...more } of rules) {
    const found = more.path.exec(path);
    if (!found || (more.when && !more.when(params))) continue;
    if (!more.ref) return { rule, kind, customerView };
    const groups = found
      .slice(1)
      .map((group = '') => decodePart(more.plusIsSpace ? group.replace(/\+/g, ' ') : group));
    const ref = more.ref(groups, params);
    if (ref) return { rule, kind, ref, customerView };
  }
  return { rule: 'elsewhere', kind: 'other' };
}

/** Kinds other than ticket and article carry no reference; an id beyond what a reference may hold is none. */
export function siteMatch(site: string, place: PagePlace, ruling: PageRuling): SiteMatch {
  const { rule, kind, wrapper = false, customerView = false } = ruling;
  const ref = (kind === 'ticket' || kind === 'article') && fits(ruling.ref) ? ruling.ref : null;
  const readable = kind !== 'ticket' && kind !== 'article' ? kind : ref ? kind : 'other';
  return {
    site,
    kind: readable,
    origin: place.origin,
    basePath: place.basePath,
    ref,
    rule,
    wrapper,
    customerView,
  };
}

function fits(ref: DocumentRef | null | undefined): ref is DocumentRef {
  return ref != null && ref.id !== '' && ref.id.length <= 512 && (ref.within?.length ?? 0) <= 256;
}

import { DesksideError } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { looksLikeLogin } from '../platform/looks-like-login';
import type { ConnectorIo } from './connector';
import { articleAddress, fetchPage, isRedirect, pageUrl } from './generic-page';
import { whyNoSite } from './generic-sign-in';
import type { SearchWords } from './generic-ranking';
import { rankSitemaps } from './generic-ranking';
import { readScopes, type SourceScopes } from './generic-scopes';
import type { Sitemap, SitemapEntry } from './sitemap';
import { parseSitemap, sitemapsInRobots } from './sitemap';

/** A page that the site itself lists. */
export interface ListedPage {
  readonly address: string;
  /** The words of the link; "" in sitemaps. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly changed: number | null;
}

export interface PageList {
  readonly pages: readonly ListedPage[];
  /** What it took, for the caller's budget. */
  readonly requests: number;
}

export interface ListOptions {
  /** For choosing among the sitemaps of an index; null where any will do. */
  readonly words: SearchWords | null;
  readonly mostRequests: number;
}

const MOST_PAGES = 50_000;
const MOST_LINKS = 3_000;
/** Of all links to one page together. */
const LONGEST_WORDS = 1_000;
/** An index may name another index; what is below that is nobody's practice. */
const DEEPEST_INDEX = 2;

/**
 * The pages of a source: by the sitemaps and list pages that its scopes name, else by the site's sitemap, else by the
 * links of its front page. Path prefixes among the scopes leave only what is below them.
 */
export async function findList(
  source: SourceConfig,
  io: ConnectorIo,
  options: ListOptions,
): Promise<PageList> {
  const scopes = readScopes(source);
  const lists = new Lists(source, io, options);
  const named = [...scopes.sitemaps, ...scopes.listPages];
  if (named.length > 0) await lists.readAll(named);
  else await lists.use(await lists.firstSitemap(), scopes);
  return { pages: lists.pages(scopes), requests: lists.requests };
}

/** The site at large, whatever its scopes are: its index where that says enough by itself, else the pages it lists. */
export async function surveySite(
  source: SourceConfig,
  io: ConnectorIo,
  isEnough: (index: readonly SitemapEntry[]) => boolean,
): Promise<{ index: readonly SitemapEntry[] | null; pages: readonly ListedPage[] }> {
  const lists = new Lists(source, io, { words: null, mostRequests: 2 });
  const sitemap = await lists.firstSitemap();
  if (sitemap?.kind === 'index' && isEnough(sitemap.entries)) return { index: sitemap.entries, pages: [] };
  const everywhere = readScopes({ ...source, scopes: [] });
  await lists.use(sitemap, everywhere);
  return { index: null, pages: lists.pages(everywhere) };
}

class Lists {
  requests = 0;
  readonly #found = new Map<string, ListedPage>();
  /** What came instead of a list: told where no list came at all. */
  #failure: DesksideError | null = null;
  #listed = false;

  constructor(
    private readonly source: SourceConfig,
    private readonly io: ConnectorIo,
    private readonly options: ListOptions,
  ) {}

  pages({ prefixes }: SourceScopes): ListedPage[] {
    if (!this.#listed)
      throw this.#failure ?? new DesksideError('unsupported', 'The site has no sitemap and no list of pages');
    const all = [...this.#found.values()];
    return prefixes.length === 0
      ? all
      : all.filter((page) => prefixes.some((prefix) => isBelow(page.address, prefix)));
  }

  async readAll(urls: readonly URL[]): Promise<void> {
    for (const url of urls) {
      if (this.#left() <= 0) return;
      await this.#readOne(url);
    }
  }

  /** The sitemap, or where there is none the links of the front pages. */
  async use(sitemap: Sitemap | null, { prefixes }: SourceScopes): Promise<void> {
    if (sitemap) return this.#take(sitemap, 0);
    const fronts =
      prefixes.length > 0 ? prefixes : [`${new URL(this.source.baseUrl).pathname.replace(/\/+$/, '')}/`];
    for (const front of fronts) {
      if (this.#left() <= 0) return;
      await this.#readOne(pageUrl(front, this.source));
    }
  }

  /** At its usual place, else where robots.txt says. */
  async firstSitemap(): Promise<Sitemap | null> {
    const { origin, pathname } = new URL(this.source.baseUrl);
    const usual = new URL(`${pathname.replace(/\/+$/, '')}/sitemap.xml`, origin);
    const first = await this.#sitemapAt(usual);
    if (first) return first;
    const robots = new URL('/robots.txt', origin);
    const text = await this.#text(robots);
    const said = text === null ? [] : sitemapsInRobots(text, robots);
    // What it says may be what was asked already, or what lies above the source.
    const next = [...said, new URL('/sitemap.xml', origin)].find((url) => url.href !== usual.href);
    return next && (text !== null || pathname.length > 1) ? this.#sitemapAt(next) : null;
  }

  async #readOne(url: URL): Promise<void> {
    if (/\.(?:xml|txt)$/i.test(url.pathname)) {
      const sitemap = await this.#sitemapAt(url);
      if (sitemap) await this.#take(sitemap, 0);
      return;
    }
    await this.#readLinks(url);
  }

  async #take(sitemap: Sitemap, depth: number): Promise<void> {
    this.#listed = true;
    if (sitemap.kind === 'pages') {
      for (const { loc, changed } of sitemap.entries) this.#add(loc, this.source.baseUrl, '', changed);
      return;
    }
    if (depth >= DEEPEST_INDEX) return;
    const { origin } = new URL(this.source.baseUrl);
    const own = sitemap.entries.filter(({ loc }) => URL.canParse(loc) && new URL(loc).origin === origin);
    const wanted = rankSitemaps(own, this.options.words).slice(0, Math.max(1, Math.min(2, this.#left())));
    const read = await Promise.all(wanted.map(({ loc }) => this.#sitemapAt(new URL(loc))));
    for (const each of read) if (each) await this.#take(each, depth + 1);
  }

  async #readLinks(url: URL): Promise<void> {
    const page = await this.#attempt(() => fetchPage(url, this.io));
    if (!page) return;
    const refused = whyNoSite(page, this.io);
    if (refused) this.#failure = refused;
    if (refused) return;
    const document = this.io.parseHtml(page.html);
    const links = [...document.querySelectorAll('a[href]')].slice(0, MOST_LINKS);
    for (const link of links) {
      const text = (link.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
      this.#add(link.getAttribute('href') ?? '', url, text, null);
    }
    if (this.#found.size > 0) this.#listed = true;
    // A page that can be read: whatever led elsewhere before, the session stands.
    else this.#failure = strange('A page that lists nothing was answered', url);
  }

  #add(href: string, from: URL | string, text: string, changed: number | null): void {
    if (this.#found.size >= MOST_PAGES) return;
    const address = articleAddress(href, from, this.source);
    if (address === null) return;
    const before = this.#found.get(address);
    // A picture's link comes before its title's: the words of both say what the page is.
    const words =
      before && before.text.length < LONGEST_WORDS && !before.text.includes(text)
        ? `${before.text} ${text}`.trim()
        : (before?.text ?? text);
    this.#found.set(address, { address, text: words, changed: changed ?? before?.changed ?? null });
  }

  async #sitemapAt(url: URL): Promise<Sitemap | null> {
    const text = await this.#text(url);
    const sitemap = text === null ? null : parseSitemap(text);
    if (text !== null && !sitemap) {
      this.#failure = looksLikeLogin(text)
        ? new DesksideError('signed-out', 'A sign-in page was answered')
        : strange('A sitemap was asked, something else was answered', url);
    }
    return sitemap;
  }

  #text(url: URL): Promise<string | null> {
    const headers = { Accept: 'application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.1' };
    return this.#attempt(async () => (await this.io.request.text(url.href, { headers })).data);
  }

  /** Null for what is not there. A redirect may lead to the site's other sitemap: it only counts where nothing else is found. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | null> {
    this.requests += 1;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DesksideError)) throw error;
      const absent = error.kind === 'not-found' || error.kind === 'forbidden' || error.kind === 'unsupported';
      if (!absent && !isRedirect(error)) throw error;
      if (!absent) this.#failure = error;
      return null;
    }
  }

  #left(): number {
    return this.options.mostRequests - this.requests;
  }
}

function strange(message: string, { origin, pathname }: URL): DesksideError {
  return new DesksideError('bad-answer', message, { at: origin + pathname });
}

function isBelow(address: string, prefix: string): boolean {
  const folder = prefix.replace(/\/+$/, '');
  return address === folder || address.startsWith(`${folder}/`) || address.startsWith(`${folder}?`);
}

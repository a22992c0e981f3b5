import type { PageKind, PageReading, SiteHost, SiteMatch } from '../core/page';

/**
 * A site is one product's pages: which URLs are its tickets and articles, and what the page itself shows.
 * It runs inside the page, so this folder imports types only from `core` (no zod in the content script) and
 * never calls the product's API: the product's connector does, in the host, with the same session.
 */
export interface Site {
  /** Also the id of the product's connector. */
  readonly id: string;
  /** The product's name as its vendor writes it. */
  readonly name: string;
  /** Match patterns of the vendor's own cloud hosts; empty for products that are only self-hosted. */
  readonly hostedPatterns: readonly string[];
  /** Reads tickets or articles inside frames too (ServiceNow's classic forms). */
  readonly framed: boolean;
  /** Knows no product: it yields to every site that claims an address at the same context path. */
  readonly lastResort?: true;
  /**
   * Pure. `hosts` are the instances the user or policy named; a URL on another host is null unless it is one of the
   * vendor's own. Host comparison is exact, never a suffix of attacker's choosing.
   */
  match(url: URL, hosts: readonly SiteHost[]): SiteMatch | null;
  /**
   * What the page shows, or null when the DOM contradicts the URL (a login page under a ticket's URL, a pop-up
   * frame) or shows nothing yet. May wait for the page to build itself, until `signal` aborts.
   */
  read(page: SitePage, match: SiteMatch, signal: AbortSignal): Promise<PageReading | null>;
}

/** The page as an argument, so that a saved file can stand in for it. */
export interface SitePage {
  readonly url: URL;
  readonly document: Document;
  /** `window.name`; "" in a top frame. */
  readonly frameName: string;
  readonly isTop: boolean;
}

/** Ships beside each site, outside its object so that the content script does not carry it. */
export interface SiteExample {
  readonly url: string;
  readonly kind: PageKind;
  /** Expected `ref.id`; left out where there is none. */
  readonly id?: string;
  readonly within?: string;
}

/** What every `lib/sites/<product>.ts` exports; a contract test runs everyone's examples against everyone. */
export interface SiteModule {
  readonly site: Site;
  /** Hosts under which the examples are matched, for self-hosted products. */
  readonly exampleHosts: readonly SiteHost[];
  readonly examples: readonly SiteExample[];
  /** URLs no site may match at all, look-alikes of this product above all. */
  readonly notExamples: readonly string[];
}

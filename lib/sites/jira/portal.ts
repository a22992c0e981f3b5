import type { PageReading, SiteMatch } from '../../core/page';
import { htmlToBlocks } from '../../platform/html-to-blocks';
import { htmlToText } from '../../platform/html-to-text';
import { MAX_TEXT, findOnPage, lineAt, pageReading, ticketOf } from '../../platform/page-reading';
import type { PathRule } from '../../platform/page-url';
import { firstElement } from '../../platform/wait-for-element';
import type { SitePage } from '../site';
import { keyRef } from './issue-key';

const PORTAL = String.raw`^\/servicedesk\/customer\/portal\/\d+`;

/** Addresses of a service desk's customer portal, below the context path. */
export const portalRules: readonly PathRule[] = [
  {
    rule: 'portal-request',
    kind: 'ticket',
    path: new RegExp(String.raw`${PORTAL}\/([^/]+)$`),
    ref: ([key]) => keyRef(key),
    customerView: true,
  },
  {
    rule: 'portal-create',
    kind: 'new',
    path: new RegExp(String.raw`${PORTAL}(?:\/group\/-?\d+)?\/create(?:\/|$)`),
  },
  {
    rule: 'portal-article',
    kind: 'article',
    path: /^\/servicedesk\/customer\/(?:portal\/\d+\/(?:topic\/[^/]+\/)?article|article|kb\/view)\/(\d+)$/,
    ref: ([id = '']) => ({ kind: 'article', id, idType: 'page-id', within: null }),
    customerView: true,
  },
  {
    rule: 'portal-requests',
    kind: 'queue',
    path: /^\/servicedesk\/customer\/user\/(?:requests|approvals)$/,
  },
  {
    rule: 'portal-search',
    kind: 'search',
    path: /^\/servicedesk\/customer\/portals$/,
    when: (params) => params.has('q'),
  },
];

/** Data Center's own names first; the cloud's portal has few that last. */
const selectors = {
  title: [
    '.cv-request-header h1',
    '.cv-request-header h2',
    '[data-testid="request-details"] h1',
    '#content h1',
    'main h1',
    '#content h2',
    'h1',
  ],
  article: [
    '.cv-article-content',
    '.cp-article-content',
    '.article-content',
    '.wiki-content',
    '#content article',
    'main article',
    '.ak-renderer-document',
  ],
  signIn: '#login-form, form[name="loginform"], input[name="os_password"], input[type="password"]',
} as const;

export interface PortalOptions {
  /** Any of these proves the product. */
  readonly product: readonly string[];
  readonly pageUser: string | null;
  readonly signal: AbortSignal;
}

/** A request or an article in the customer portal; null where the page shows another one, or none. */
export async function readPortal(
  page: SitePage,
  match: SiteMatch,
  { product, pageUser, signal }: PortalOptions,
): Promise<PageReading | null> {
  const { document } = page;
  const id = match.ref?.id ?? '';
  const options = { signal, late: true };
  if (match.kind === 'article') {
    const body = await findOnPage(document, () => firstElement(document, selectors.article), options);
    if (!body || !firstElement(document, product)) return null;
    const title = lineAt(document, selectors.title) ?? document.title;
    const blocks = htmlToBlocks(body, { maxCharacters: MAX_TEXT });
    return pageReading(page, match, { title, pageUser, ticket: null, blocks });
  }
  const title = await findOnPage(document, () => requestTitle(document, id), options);
  if (title === null || !firstElement(document, product)) return null;
  return pageReading(page, match, { title, pageUser, ticket: ticketOf({ key: id, title }), blocks: [] });
}

/** The portal's heading, once the portal shows this request: its key stands in the page or its title. */
function requestTitle(document: Document, key: string): string | null {
  const heading = lineAt(document, selectors.title);
  const content = document.querySelector('#content, main') ?? document.body;
  if (heading === null || content === null || document.querySelector(selectors.signIn)) return null;
  const seen = `${document.title}\n${htmlToText(content, { maxCharacters: 20_000 })}`.toUpperCase();
  return new RegExp(`(?:^|[^A-Z0-9_-])${key}(?![0-9])`).test(seen) ? heading : null;
}

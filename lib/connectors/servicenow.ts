import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { isHostOf, isSelfHosted } from './base-url-candidates';
import type { Connector, ConnectorIo, PageTokenRecipe, ProbeResult } from './connector';
import { listingOf } from './listing';
import { somethingElse } from './probe-refusal';
import { askRows } from './servicenow-api';
import { fetchArticle, searchArticles } from './servicenow-knowledge';
import { listArticles, listTickets } from './servicenow-list';
import { fetchTicket } from './servicenow-records';
import { displayOf, valueOf } from './servicenow-row';
import { listKnowledgeBases } from './servicenow-scopes';
import { similarTickets } from './servicenow-similar';

const vendorHosts = ['service-now.com', 'servicenowservices.com'];

const pageToken: PageTokenRecipe = {
  globalName: 'g_ck',
  inputSelectors: ['#sysparm_ck', 'input[name="sysparm_ck"]'],
  pagePaths: ['/navpage.do', '/sp'],
  parse(html) {
    const global = /\bg_ck\s*["']?\s*[=:]\s*["']([\w-]{16,512})["']/.exec(html)?.[1];
    if (global) return global;
    const input = /<input\b[^>]*\b(?:name|id)\s*=\s*["']sysparm_ck["'][^>]*>/i.exec(html)?.[0];
    return /\bvalue\s*=\s*["']([\w-]{16,512})["']/i.exec(input ?? '')?.[1] ?? null;
  },
};

/** ServiceNow, by its table API and, where its plugin is active, its knowledge API. */
export const servicenow: Connector = {
  id: 'servicenow',
  name: 'ServiceNow',
  scopeNoun: 'knowledge bases',
  pageToken,
  candidates: (url) =>
    url.protocol === 'https:' && (isVendorHost(url) || isSelfHosted(url)) ? [url.origin] : [],
  probe,
  identify,
  search: searchArticles,
  fetchOne,
  similarTickets,
  ...listingOf({ articles: listArticles, tickets: listTickets }),
  listScopes: listKnowledgeBases,
};

function isVendorHost(url: URL): boolean {
  return isHostOf(url.hostname, vendorHosts);
}

/** A vendor's host by its name, any other by the token its pages hold. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:') return null;
  for (const path of isVendorHost(url) ? ['/login.do'] : [...pageToken.pagePaths, '/login.do']) {
    const page = await io.request.text(baseUrl + path).catch(somethingElse);
    const isInstance = page !== null && pageToken.parse(page.data) !== null;
    if (isVendorHost(url) || isInstance)
      return { name: url.hostname.split('.')[0] ?? url.hostname, version: null };
  }
  return null;
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const query = 'sys_id=javascript:gs.getUserID()';
  const rows = await askRows('sys_user', query, 2, ['sys_id', 'user_name', 'name'], source, io);
  const [user] = rows;
  const sysId = user ? valueOf(user, 'sys_id') : '';
  // Two rows: the condition was dropped, and the first is just anybody.
  if (!user || rows.length > 1 || sysId === '') {
    throw new DesksideError('forbidden', 'ServiceNow does not tell who is signed in');
  }
  if (valueOf(user, 'user_name') === 'guest')
    throw new DesksideError('signed-out', 'Nobody is signed in to ServiceNow');
  return { userId: sysId, displayName: displayOf(user, 'name', 'user_name') };
}

async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  return ref.kind === 'article' ? fetchArticle(ref, source, io) : fetchTicket(ref, source, io);
}

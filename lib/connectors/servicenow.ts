import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { SearchQuery } from '../core/query';
import type { Identity, SourceConfig } from '../core/source';
import { isHostOf, isSelfHosted } from './base-url-candidates';
import {
  MOST_SCOPES,
  type Connector,
  type ConnectorIo,
  type PageTokenRecipe,
  type ProbeResult,
  type SearchHit,
} from './connector';
import { encodedValue } from './encoded-query';
import { pathSegment } from './path-segment';
import { somethingElse } from './probe-refusal';
import { ask, askRows, searchRows, sysIdPattern, tableUrl } from './servicenow-api';
import { fetchArticle, searchArticles } from './servicenow-knowledge';
import type { Row } from './servicenow-row';
import { displayOf, oneRowSchema, valueOf } from './servicenow-row';
import { isResolved, tableOfNumber, ticketFields, ticketToDocument } from './servicenow-ticket';

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
  async listScopes(source, io) {
    const query = 'active=true^ORDERBYtitle';
    const rows = await askRows('kb_knowledge_base', query, MOST_SCOPES, ['sys_id', 'title'], source, io);
    return rows.map((row) => ({ key: valueOf(row, 'sys_id'), name: valueOf(row, 'title') }));
  },
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

async function fetchTicket(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const table = ref.within ?? tableOfNumber(ref.id);
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new DesksideError('not-found', 'This is not a table');
  const row =
    ref.idType === 'sys_id' && sysIdPattern.test(ref.id)
      ? (await ask(io, tableUrl(source, `${table}/${pathSegment(ref.id)}`, ticketFields, {}), oneRowSchema))
          .result
      : await rowByNumber(table, ref.id, source, io);
  if (valueOf(row, 'sys_id') === '') throw new DesksideError('not-found', 'No such record in ServiceNow');
  return ticketToDocument(row, table, source, io);
}

async function rowByNumber(table: string, id: string, source: SourceConfig, io: ConnectorIo): Promise<Row> {
  const number = encodedValue(id);
  const rows = await askRows(table, `number=${number}`, 2, ticketFields, source, io);
  const row = rows.find((each) => valueOf(each, 'number').toLowerCase() === number.toLowerCase());
  if (!row) throw new DesksideError('not-found', 'No such record in ServiceNow');
  return row;
}

/** Resolved incidents of the last two years; the state is checked again, since a refused condition is dropped. */
async function similarTickets(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const wanted = query.limit + query.excludeIds.length;
  const where = 'stateIN6,7^sys_created_on>=javascript:gs.daysAgoStart(730)';
  const rows = await searchRows('incident', where, query, wanted, ticketFields, source, io);
  return rows
    .filter((row) => isResolved(row, 'incident'))
    .map((row) => ticketToDocument(row, 'incident', source, io))
    .filter(({ id }) => !query.excludeIds.includes(id))
    .slice(0, query.limit)
    .map((document) => {
      const { ref, id, title, version } = document;
      return { ref, id, title, version, document };
    });
}

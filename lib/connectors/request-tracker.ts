import { z } from 'zod';
import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { asUser } from './as-user';
import { contextPaths } from './base-url-candidates';
import type { Connector, ConnectorIo, ProbeResult } from './connector';
import { listingOf } from './listing';
import { somethingElse } from './probe-refusal';
import { restUrl, whoAmI } from './request-tracker-api';
import { fetchArticle } from './request-tracker-article';
import { searchArticles } from './request-tracker-articles';
import { listArticles, listTickets } from './request-tracker-list';
import { listScopes } from './request-tracker-scopes';
import { fetchTicket } from './request-tracker-ticket';
import { similarTickets } from './request-tracker-tickets';

/** First path segments that hardly anything but RT has: a context path ends before them. */
const markers: ReadonlySet<string> = new Set([
  'ticket',
  'selfservice',
  'search',
  'articles',
  'noauth',
  'rest',
  'm',
  'dashboards',
  'transaction',
  'approvals',
  'index.html',
]);

const versionSchema = z.object({ Version: z.string().regex(/^[4-9]\.\d/) });

/** Request Tracker 5 (and 4.4 with its REST 2 extension): queues of tickets, and classes of articles. */
export const requestTracker: Connector = {
  id: 'request-tracker',
  name: 'Request Tracker',
  scopeNoun: 'queues and article classes',
  pageToken: null,
  candidates: (url) => contextPaths(url, markers).map((path) => url.origin + path),
  probe,
  identify,
  search: searchArticles,
  fetchOne,
  similarTickets,
  ...listingOf({ articles: listArticles, tickets: listTickets }),
  listScopes,
};

/** The REST interface answers whoever is signed in; the sign-in page is there for everybody else. */
async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const answer = await io.request.json(restUrl({ baseUrl }, 'rt'), versionSchema).catch(somethingElse);
  if (answer) return { name: 'Request Tracker', version: numberOf(answer.data.Version) };
  const page = await io.request.text(`${baseUrl}/NoAuth/Login.html`).catch(somethingElse);
  const html = page?.data ?? '';
  if (!/<body\b[^>]*\bid=["']comp-NoAuth-Login["']/i.test(html) || !/\bRT\.Config\s*=/.test(html))
    return null;
  return { name: 'Request Tracker', version: numberOf(/\bRT Version ([\w.+~-]+)/.exec(html)?.[1]) };
}

/** Without what the package adds: "5.0.3+dfsg-3" is 5.0.3. */
function numberOf(version: string | undefined): string | null {
  return /^\d+(?:\.\d+)+/.exec(version ?? '')?.[0] ?? null;
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const { userId, displayName } = await whoAmI(source, io);
  return { userId, displayName };
}

function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  if (!/^[1-9]\d{0,14}$/.test(ref.id)) {
    return Promise.reject(new DesksideError('not-found', 'This is not a number of Request Tracker'));
  }
  return asUser(identify, source, io, () =>
    ref.kind === 'ticket' ? fetchTicket(ref.id, source, io) : fetchArticle(ref.id, source, io),
  );
}

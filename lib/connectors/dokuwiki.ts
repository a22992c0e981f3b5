import type { DocumentRef, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { dokuwikiFacts } from '../platform/dokuwiki-page';
import { asUser } from './as-user';
import { isSelfHosted } from './base-url-candidates';
import type { Connector, ConnectorIo, ProbeResult, ScopeChoice } from './connector';
import { MOST_SCOPES } from './connector';
import { anonymous, askPage, checkedUser, refuseDenied } from './dokuwiki-answer';
import { readDokuwikiPage, whichPage } from './dokuwiki-document';
import { searchDokuwiki } from './dokuwiki-search';
import { somethingElse } from './probe-refusal';

/**
 * A page that no plugin redirects and that costs little, whoever asks: the revisions of the start page. A wiki that has
 * the list switched off shows the page itself.
 */
const anyPage = { do: 'revisions' };

/** DokuWiki since 2012 by its own pages, since its remote interface is off by default. The base URL is the folder of `doku.php`. */
export const dokuwiki: Connector = {
  id: 'dokuwiki',
  name: 'DokuWiki',
  scopeNoun: 'namespaces',
  pageToken: null,
  candidates,
  probe,
  identify,
  search: searchDokuwiki,
  fetchOne,
  listScopes,
};

/** What stands beside `doku.php` in every installation. */
const ownParts: ReadonlySet<string> = new Set([
  'doku.php',
  'feed.php',
  'lib',
  '_media',
  '_detail',
  '_export',
]);

/** Folders that wikis are often installed under. */
const usualFolders = ['', '/dokuwiki', '/wiki'];

function candidates(url: URL): string[] {
  if (!isSelfHosted(url)) return [];
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const own = segments.findIndex((segment) => ownParts.has(segment) || /:|%3A/i.test(segment));
  const isFolder = own === -1 && url.pathname.endsWith('/');
  // The last segment is a page's id, and so may be those before it, unless something else says where the wiki begins.
  const folders = own === -1 ? segments.slice(0, isFolder ? 2 : -1).slice(0, 2) : segments.slice(0, own);
  const prefixes = folders
    .map((_, index) => `/${folders.slice(0, folders.length - index).join('/')}`)
    .concat('');
  const paths = own === -1 ? [...usualFolders, ...[...prefixes].reverse()] : [...prefixes, ...usualFolders];
  return [...new Set(paths)].slice(0, 8).map((path) => url.origin + path);
}

async function probe(baseUrl: string, io: ConnectorIo): Promise<ProbeResult | null> {
  const query = new URLSearchParams(anyPage).toString();
  const answer = await io.request.text(`${baseUrl}/doku.php?${query}`).catch(somethingElse);
  const document = answer && io.parseHtml(answer.data);
  if (!document || !dokuwikiFacts(document)) return null;
  // With short addresses a wiki also answers for folders that are none: it says itself where it begins.
  const start = hrefOf(document, 'link[rel="start"]');
  if (start !== null && samePath(start, baseUrl) === false) return null;
  const title = document.querySelector('link[rel="search"]')?.getAttribute('title')?.trim();
  const inBrackets = /\[([^\]]+)\]\s*$/.exec(document.title)?.[1]?.trim();
  return { name: title || inBrackets || 'DokuWiki', version: null };
}

function hrefOf(document: Document, selector: string): string | null {
  return document.querySelector(selector)?.getAttribute('href') ?? null;
}

function samePath(href: string, baseUrl: string): boolean {
  const pathOf = (url: URL) => url.pathname.replace(/\/+$/, '');
  return (
    !URL.canParse(href, `${baseUrl}/`) || pathOf(new URL(href, `${baseUrl}/`)) === pathOf(new URL(baseUrl))
  );
}

async function identify(source: SourceConfig, io: ConnectorIo): Promise<Identity> {
  const asking = { ...io, user: null };
  const answer = await askPage(anyPage, source.baseUrl, asking);
  const { user, userName } = answer.facts;
  if (user === '') {
    refuseDenied(answer);
    return { userId: anonymous, displayName: null };
  }
  if (user !== null) return { userId: user, displayName: userName || user };
  const checked = await checkedUser(source.baseUrl, asking);
  if (checked) return { userId: checked.login, displayName: checked.name || checked.login };
  throw new DesksideError('unsupported', 'The wiki does not say who is signed in', { at: source.baseUrl });
}

/** What is refused or not there may be told by a status alone, without a page that names its user. */
async function fetchOne(ref: DocumentRef, source: SourceConfig, io: ConnectorIo): Promise<SourceDocument> {
  const which = whichPage(ref);
  return asUser(identify, source, io, () => readDokuwikiPage(ref, which, source, io));
}

/** The namespaces at the top, as the wiki's own index lists them to this user. */
async function listScopes(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const answer = await askPage({ do: 'index' }, source.baseUrl, io);
  refuseDenied(answer);
  if (answer.facts.action !== 'index') {
    throw new DesksideError('unsupported', 'This wiki has its index switched off', { at: source.baseUrl });
  }
  const names = [...answer.document.querySelectorAll('#index__tree a.idx_dir')].flatMap((link) => {
    const key = namespaceOf(link);
    return key === '' || key.length > 128 ? [] : [{ key, name: link.textContent?.trim() || key }];
  });
  return [...new Map(names.map((each) => [each.key, each])).values()].slice(0, MOST_SCOPES);
}

function namespaceOf(link: Element): string {
  const href = link.getAttribute('href') ?? '';
  const query = new URLSearchParams(href.slice(href.indexOf('?') + 1));
  const named = query.get('idx') ?? link.getAttribute('title') ?? '';
  return named.length > 512 ? '' : named.replace(/^:+|:+$/g, '');
}

import { revoked } from '../modes';
import { ApiError, readDenied } from './api-errors';
import { addGenerated } from './api-generators';
import { addPages } from './api-pages';
import { limitOf, listOf } from './api-parameters';
import {
  loginToken,
  mayRead,
  siteName,
  userId,
  wikiVersion,
  type WikiCall,
  type WikiInstance,
} from './instance';
import { searchWiki, snippetOf } from './search';
import { currentOf, type StoredPage } from './store';

/** `action=query`: what is asked for of the site, the user, a search, and pages by title, id or revision. */
export function queryModule(wiki: WikiInstance, call: WikiCall, parameters: URLSearchParams): unknown {
  const meta = listOf(parameters, 'meta');
  const query: Record<string, unknown> = {};
  if (meta.includes('userinfo')) query.userinfo = userInfo(wiki, call, parameters);
  if (meta.includes('tokens')) query.tokens = tokens(call, parameters);
  const needsRight =
    meta.includes('siteinfo') ||
    ['list', 'generator', 'prop', 'titles', 'pageids', 'revids'].some((name) => parameters.has(name));
  if (needsRight && !mayRead(wiki, call)) throw readDenied();
  if (meta.includes('siteinfo')) Object.assign(query, siteInfo(wiki, parameters));
  let more: Record<string, unknown> = {};
  if (listOf(parameters, 'list').includes('search')) more = search(wiki, parameters, query);
  if (['titles', 'pageids', 'revids'].some((name) => parameters.has(name))) addPages(wiki, parameters, query);
  const next = parameters.has('generator') ? addGenerated(wiki, parameters, query) : null;
  if (next) more = { continue: next };
  // A generator that finds nothing leaves nothing to say.
  const isEmpty = parameters.has('generator') && Object.keys(query).length === 0;
  return { batchcomplete: true, ...more, ...unknownProps(parameters), ...(!isEmpty && { query }) };
}

function userInfo(wiki: WikiInstance, { person }: WikiCall, parameters: URLSearchParams): unknown {
  const read = person !== null || !wiki.settings.isPrivate ? ['read'] : [];
  const rights = listOf(parameters, 'uiprop').includes('rights')
    ? { rights: ['createaccount', ...read, ...(person ? ['edit', 'createpage', 'move'] : [])] }
    : {};
  return person
    ? { id: userId(wiki, person), name: person.name, ...rights }
    : { id: 0, name: '127.0.0.1', anon: true, ...rights };
}

function tokens(call: WikiCall, parameters: URLSearchParams): unknown {
  const types = listOf(parameters, 'type', 'csrf');
  const csrf = call.person ? `${call.session?.token.slice(-40) ?? ''}+\\` : '+\\';
  return {
    ...(types.includes('login') ? { logintoken: loginToken(call) } : {}),
    ...(types.includes('csrf') ? { csrftoken: csrf } : {}),
  };
}

function siteInfo(wiki: WikiInstance, parameters: URLSearchParams): Record<string, unknown> {
  const props = listOf(parameters, 'siprop', 'general');
  const server = wiki.baseUrl;
  const general = {
    mainpage: 'Main Page', base: `${server}/wiki/Main_Page`, sitename: siteName, generator: `MediaWiki ${wikiVersion}`,
    phpversion: '8.2.36', dbtype: 'sqlite', case: 'first-letter', lang: 'en', fallback: [], rtl: false, readonly: false,
    writeapi: true, timezone: 'UTC', timeoffset: 0, articlepath: '/wiki/$1', scriptpath: '', script: '/index.php',
    server, servername: new URL(server).hostname, wikiid: 'wiki', time: `${new Date(wiki.now()).toISOString().slice(0, 19)}Z`,
  }; // prettier-ignore
  return {
    ...(props.includes('general') ? { general } : {}),
    ...(props.includes('namespaces') ? { namespaces } : {}),
  };
}

const namespaceNames = ['', 'Talk', 'User', 'User talk', 'Project', 'Project talk', 'File', 'File talk', 'MediaWiki', 'MediaWiki talk', 'Template', 'Template talk', 'Help', 'Help talk', 'Category', 'Category talk']; // prettier-ignore
const namespaces = Object.fromEntries(
  [
    [-2, 'Media'] as const,
    [-1, 'Special'] as const,
    ...namespaceNames.map((name, id) => [id, name] as const),
  ].map(([id, canonical]) => [
    String(id),
    {
      id,
      case: 'first-letter',
      name: canonical.replace('Project', siteName),
      subpages: id > 0 && id % 2 === 1,
      ...(id === 0 ? {} : { canonical }),
      content: id === 0,
      nonincludable: false,
    },
  ]),
);

function search(
  wiki: WikiInstance,
  parameters: URLSearchParams,
  query: Record<string, unknown>,
): Record<string, unknown> {
  const text = parameters.get('srsearch') ?? '';
  if (text === '') throw new ApiError('missingparam', 'The "srsearch" parameter must be set.');
  // Without a word on where to look, only titles are searched.
  const what = parameters.get('srwhat') === 'text' ? 'text' : 'title';
  const spaces = listOf(parameters, 'srnamespace', '0');
  const found =
    spaces.includes('0') || spaces.includes('*')
      ? searchWiki(wiki.store, text, what).filter(
          (page) => revoked(wiki.modes, page.title, String(page.id)) === null,
        )
      : [];
  const limit = limitOf(parameters, 'srlimit');
  const offset = Number(parameters.get('sroffset') ?? 0);
  const props = listOf(parameters, 'srprop', 'size|wordcount|timestamp|snippet');
  if (listOf(parameters, 'srinfo', 'totalhits|suggestion|rewrittenquery').includes('totalhits')) {
    query.searchinfo = { totalhits: found.length };
  }
  query.search = found.slice(offset, offset + limit).map((page) => searchRow(wiki, page, text, props));
  const next = offset + limit;
  return next < found.length ? { continue: { sroffset: next, continue: '-||' } } : {};
}

function searchRow(wiki: WikiInstance, page: StoredPage, query: string, props: readonly string[]): unknown {
  const revision = currentOf(page);
  const text = wiki.store.text(revision);
  const parts: Record<string, unknown> = {
    size: Buffer.byteLength(text),
    wordcount: text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length,
    snippet: snippetOf(text, query),
    timestamp: revision.timestamp,
  };
  const wanted = Object.entries(parts).filter(([name]) => props.includes(name));
  return { ns: 0, title: page.title, pageid: page.id, ...Object.fromEntries(wanted) };
}

/** Extensions that this wiki does not have are no error. */
function unknownProps(parameters: URLSearchParams): Record<string, unknown> {
  const known = new Set(['info', 'revisions', 'categories', 'templates', 'links', 'redirects']);
  const unknown = listOf(parameters, 'prop').filter((name) => !known.has(name));
  return unknown.length === 0
    ? {}
    : { warnings: { query: { warnings: `Unrecognized value for parameter "prop": ${unknown.join(', ')}` } } };
}

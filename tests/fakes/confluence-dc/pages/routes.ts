import { redirect, toLogin, type Call, type Route } from '../../atlassian/server';
import { QueryError } from '../../atlassian/clauses';
import type { Person } from '../../company';
import { revoked } from '../../modes';
import { viewBody } from '../body';
import { searchCql } from '../cql';
import type { ConfluenceInstance } from '../instance';
import {
  currentOf,
  fromTinyCode,
  seesPage,
  webPath,
  type ConfluencePage,
  type PageVersion,
} from '../records';
import { visiblePages } from '../rest';
import { articlePage } from './article-page';
import {
  aboutPage,
  createPage,
  dashboardPage,
  editPage,
  missingPage,
  notificationsPage,
  notPermittedPage,
  searchPage,
} from './notices';

type PageCall = Call & { person: Person };
type Found = { page: ConfluencePage; version: PageVersion };

/** Confluence's pages; whoever has no session is sent to the sign-in form. */
export function pageRoutes(confluence: ConfluenceInstance): Route[] {
  const page = (
    path: RegExp,
    handle: (call: PageCall, groups: Record<string, string>) => Response,
  ): Route => ({
    method: 'GET',
    path,
    handle: (call, groups) =>
      call.person
        ? handle({ ...call, person: call.person }, groups)
        : toLogin(call, confluence.contextPath, '/login.action'),
  });
  const shown = (call: PageCall, found: Found | null, show: (found: Found) => Response) =>
    reveal(confluence, call, found, show);
  const article = (call: PageCall, found: Found | null) =>
    shown(call, found, ({ page: target, version }) => articlePage(confluence, call, target, version));
  const about = (name: string, what: string): Route =>
    page(new RegExp(`^/pages/${name}\\.action$`), (call) =>
      shown(call, byParameters(confluence, call), (found) => aboutPage(confluence, call, found.page, what)),
    );
  return [
    page(/^\/(?:(?:index|dashboard|homepage)\.action)?$/, (call) =>
      dashboardPage(confluence, call, published(confluence, call)),
    ),
    page(/^\/display\/(?<space>[^/]+)\/?$/, (call, { space = '' }) =>
      article(call, homeOf(confluence, space)),
    ),
    page(/^\/display\/(?<space>[^/]+)\/(?<title>[^/]+)$/, (call, { space = '', title = '' }) =>
      article(call, byTitle(confluence, decodePlus(space), decodePlus(title))),
    ),
    page(/^\/spaces\/(?<space>[^/]+)(?:\/overview)?\/?$/, (call, { space = '' }) =>
      article(call, homeOf(confluence, space)),
    ),
    page(/^\/spaces\/[^/]+\/pages\/(?<id>\d+)(?:\/[^/]*)?$/, (call, { id = '' }) =>
      article(call, confluence.store.find(id)),
    ),
    page(/^\/pages\/viewpage\.action$/, (call) => article(call, byParameters(confluence, call))),
    page(/^\/x\/(?<code>[^/]+)$/, (call, { code = '' }) => shortLink(confluence, call, code)),
    page(/^\/pages\/editpage\.action$/, (call) =>
      shown(call, byParameters(confluence, call), (found) => editor(confluence, call, found)),
    ),
    page(/^\/pages\/resumedraft\.action$/, (call) =>
      shown(call, confluence.store.find(call.url.searchParams.get('draftId') ?? ''), (found) =>
        editor(confluence, call, found),
      ),
    ),
    page(/^\/pages\/(?:createpage|copypage)\.action$/, (call) => createPage(confluence, call)),
    about('viewinfo', 'Information'),
    about('viewpreviousversions', 'History'),
    about('viewpageattachments', 'Attachments'),
    about('diffpagesbyversion', 'Comparison'),
    page(/^\/dosearchsite\.action$/, (call) => siteSearch(confluence, call)),
    page(/^\/plugins\/servlet\/notifications-miniview$/, (call) => notificationsPage(confluence, call)),
  ];
}

/** The page where it may be seen; otherwise the page that says why not. */
function reveal(
  confluence: ConfluenceInstance,
  call: PageCall,
  found: Found | null,
  show: (found: Found) => Response,
): Response {
  const state = found ? revoked(confluence.modes, found.page.id) : null;
  if (!found || state === 'not-found') return missingPage(confluence, call);
  if (found.page.isDraft && !seesPage(call.person, found.page)) return missingPage(confluence, call);
  if (state === 'forbidden' || !seesPage(call.person, found.page)) return notPermittedPage(confluence, call);
  return show(found);
}

function byParameters(confluence: ConfluenceInstance, { url }: Call): Found | null {
  const { store } = confluence;
  const id = url.searchParams.get('pageId');
  if (id === null)
    return byTitle(confluence, url.searchParams.get('spaceKey') ?? '', url.searchParams.get('title') ?? '');
  const found = store.find(id);
  const number = url.searchParams.get('pageVersion');
  const version = found?.page.versions.find((candidate) => String(candidate.number) === number);
  return found && version ? { page: found.page, version } : found;
}

function byTitle({ store }: ConfluenceInstance, spaceKey: string, title: string): Found | null {
  const page = store.byTitle(spaceKey, title);
  return page && { page, version: currentOf(page) };
}

function homeOf({ store }: ConfluenceInstance, key: string): Found | null {
  const space = store.spaces.find((candidate) => candidate.key.toLowerCase() === key.toLowerCase());
  return space ? store.find(space.homeId) : null;
}

function shortLink(confluence: ConfluenceInstance, call: Call, code: string): Response {
  const id = fromTinyCode(code);
  const found = id === null ? null : confluence.store.find(id);
  // The address tells the title: whoever may not see the page is led to its number.
  if (!found) return missingPage(confluence, call);
  const path = seesPage(call.person, found.page)
    ? webPath(found.page)
    : `/pages/viewpage.action?pageId=${found.page.id}`;
  return redirect(confluence.contextPath + path);
}

function editor(confluence: ConfluenceInstance, call: Call, { page, version }: Found): Response {
  const { store, contextPath } = confluence;
  return editPage(
    confluence,
    call,
    page,
    viewBody(version.markdown, { store, contextPath, title: version.title }),
  );
}

function siteSearch(confluence: ConfluenceInstance, call: PageCall): Response {
  const query = call.url.searchParams.get('queryString') ?? '';
  const words = query.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  if (words === '') return searchPage(confluence, call, query, []);
  try {
    const context = {
      store: confluence.store,
      person: call.person,
      now: confluence.now(),
      zone: confluence.zone,
    };
    const { pages } = searchCql(`siteSearch ~ "${words.toLowerCase()}"`, context);
    const kept = new Set(published(confluence, call));
    return searchPage(
      confluence,
      call,
      query,
      pages.filter((page) => kept.has(page)),
    );
  } catch (error) {
    if (error instanceof QueryError) return searchPage(confluence, call, query, []);
    throw error;
  }
}

function published(confluence: ConfluenceInstance, call: PageCall): ConfluencePage[] {
  return visiblePages(confluence, call.person).filter((page) => !page.isDraft);
}

/** In these addresses a plus sign is a space. */
function decodePlus(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

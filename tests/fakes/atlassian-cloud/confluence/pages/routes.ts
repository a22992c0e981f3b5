import { redirect, type Call, type Route } from '../../../atlassian/server';
import { plainBody } from '../../../confluence-dc/body';
import { visiblePages } from '../../../confluence-dc/rest';
import {
  currentOf,
  fromTinyCode,
  seesPage,
  type ConfluencePage,
  type PageVersion,
} from '../../../confluence-dc/records';
import { searchCql } from '../../../confluence-dc/cql';
import type { Person } from '../../../company';
import { escapeHtml } from '../../../markdown';
import { revoked } from '../../../modes';
import { hasLicence } from '../../accounts';
import type { AtlassianCloud } from '../../instance';
import { element, link } from '../../pages/markup';
import { toSignIn } from '../../sign-in';
import { BASE, cloudConfluence, webPath } from '../instance';
import { articleParts, editorParts } from './article';
import { confluenceDocument, type CloudPageParts } from './shell';

type Member = Call & { person: Person };
type Groups = Record<string, string>;
interface Found {
  page: ConfluencePage;
  version: PageVersion;
}

/** Confluence's pages; whoever has no session is sent to the vendor's identity host. */
export function pageRoutes(cloud: AtlassianCloud): Route[] {
  const page = (
    path: string,
    answer: (call: Member, groups: Groups) => Response | CloudPageParts,
  ): Route => ({
    method: 'GET',
    path: new RegExp(`^${BASE}${path}/?$`),
    handle(call, groups) {
      if (!call.person) return toSignIn(cloud, call, 'confluence');
      if (!hasLicence(call.person)) return confluenceDocument(cloud, call, noLicence);
      const parts = answer({ ...call, person: call.person }, groups);
      return parts instanceof Response ? parts : confluenceDocument(cloud, call, parts);
    },
  });
  const show = (call: Member, found: Found | null, parts: (found: Found) => CloudPageParts) =>
    reveal(cloud, call, found, parts);
  const article = (call: Member, found: Found | null) =>
    show(call, found, ({ page: target, version }) => articleParts(cloud, call, target, version));
  return [
    page('(?:/home)?', (call) => listParts('Home', newest(visible(cloud, call)).slice(0, 12))),
    page('/spaces/(?<key>[^/]+)(?:/overview)?', (call, { key = '' }) => overview(cloud, call, key)),
    page('/spaces/[^/]+/pages/(?<id>\\d+)(?:/[^/]*)?', (call, { id = '' }) =>
      article(call, versionOf(cloud, call, id)),
    ),
    page('/spaces/[^/]+/blog/\\d{4}/\\d\\d?/\\d\\d?/(?<id>\\d+)(?:/[^/]*)?', (call, { id = '' }) =>
      article(call, versionOf(cloud, call, id)),
    ),
    page('/spaces/[^/]+/(?:pages|blog)/edit(?:-v2)?/(?<id>\\d+)', (call, { id = '' }) =>
      show(call, cloud.confluence.find(id), ({ page: target }) => editorParts(cloud, target)),
    ),
    page('(?:/spaces/[^/]+/pages)?/create-content/\\w+', () => editorParts(cloud, null)),
    page('/spaces/[^/]+/(?<what>whiteboard|database|folder)/\\d+', (_call, { what = '' }) => canvas(what)),
    page('/x/(?<code>[^/]+)', (call, { code = '' }) => toPage(cloud, call, fromTinyCode(code) ?? '')),
    page('/pages/viewpage\\.action', (call) =>
      toPage(cloud, call, call.url.searchParams.get('pageId') ?? ''),
    ),
    page('/display/(?<key>[^/]+)/(?<title>[^/]+)', (call, { key = '', title = '' }) => {
      const named = cloud.confluence.byTitle(decodePlus(key), decodePlus(title));
      return toPage(cloud, call, named?.id ?? '');
    }),
    page('/search', (call) => siteSearch(cloud, call)),
    page('(?:/.*)?', () => missing),
  ];
}

const missing: CloudPageParts = {
  title: 'Page not found',
  status: 404,
  main: element(
    'div',
    'page-not-found',
    '<h1>We can’t find that page</h1><p>It may have been moved or deleted, or you may not be allowed to see it.</p>',
  ),
};
const noAccess: CloudPageParts = {
  title: 'Restricted content',
  main: element(
    'div',
    'restricted-page-error',
    '<h1>You don’t have access to this page</h1><p>Ask the person who shared it with you.</p><button type="button">Request access</button>',
  ),
};
const noLicence: CloudPageParts = {
  title: 'Join',
  main: element(
    'div',
    'product-access-request',
    '<h1>You don’t have access to Confluence on this site</h1><button type="button">Request access</button>',
  ),
};

function reveal(
  cloud: AtlassianCloud,
  call: Member,
  found: Found | null,
  parts: (found: Found) => CloudPageParts,
): CloudPageParts {
  const state = found ? revoked(cloud.modes, found.page.id) : null;
  if (!found || state === 'not-found' || (found.page.isDraft && !seesPage(call.person, found.page)))
    return missing;
  return state === 'forbidden' || !seesPage(call.person, found.page) ? noAccess : parts(found);
}

function versionOf(cloud: AtlassianCloud, call: Member, id: string): Found | null {
  const found = cloud.confluence.find(id);
  const number = call.url.searchParams.get('pageVersion');
  const version = found?.page.versions.find((candidate) => String(candidate.number) === number);
  return found && version ? { page: found.page, version } : found;
}

/** Old and short addresses lead to the one that people see; it says the title only to those who may read it. */
function toPage(cloud: AtlassianCloud, call: Member, id: string): Response | CloudPageParts {
  const found = cloud.confluence.find(id);
  if (!found) return missing;
  const path = seesPage(call.person, found.page)
    ? webPath(found.page)
    : `/spaces/${found.page.space.key}/pages/${found.page.id}`;
  return redirect(BASE + path);
}

function visible(cloud: AtlassianCloud, call: Member): ConfluencePage[] {
  return visiblePages(cloudConfluence(cloud), call.person).filter(({ isDraft }) => !isDraft);
}

function newest(pages: readonly ConfluencePage[]): ConfluencePage[] {
  return [...pages].sort((a, b) => currentOf(b).when.localeCompare(currentOf(a).when));
}

function overview(cloud: AtlassianCloud, call: Member, key: string): CloudPageParts {
  const space = cloud.confluence.spaces.find((candidate) => candidate.key === key);
  const home = space && cloud.confluence.find(space.homeId);
  return home ? articleParts(cloud, call, home.page, home.version) : missing;
}

function siteSearch(cloud: AtlassianCloud, call: Member): CloudPageParts {
  const text = call.url.searchParams.get('text') ?? '';
  const words = text
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
  const context = { store: cloud.confluence, person: call.person, now: cloud.now(), zone: cloud.zone };
  const shown = new Set(visible(cloud, call));
  const found = words === '' ? [] : searchCql(`siteSearch ~ "${words}"`, context).pages;
  return listParts(
    `Search - ${text}`,
    found.filter((page) => shown.has(page)),
  );
}

function listParts(title: string, pages: readonly ConfluencePage[]): CloudPageParts {
  const rows = pages.map((page) => {
    const excerpt = plainBody(currentOf(page).markdown).replace(/\s+/g, ' ').slice(0, 160);
    return `<li>${link(BASE + webPath(page), escapeHtml(currentOf(page).title))}<p>${escapeHtml(excerpt)}…</p></li>`;
  });
  const main = element(
    'section',
    'search-result-list',
    `<h1>${escapeHtml(title)}</h1><ul>${rows.join('') || '<li>Nothing found</li>'}</ul>`,
  );
  return { title, main };
}

function canvas(what: string): CloudPageParts {
  return { title: `Untitled ${what}`, main: element('div', `${what}-container`, '<canvas></canvas>') };
}

/** In these addresses a plus sign is a space. */
function decodePlus(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

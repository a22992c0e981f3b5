import { agoOrDate } from '../atlassian/instant';
import { storageBody, viewBody } from './body';
import type { ConfluenceInstance } from './instance';
import {
  ancestorsOf,
  currentOf,
  tinyCode,
  type ConfluencePage,
  type ConfluenceSpace,
  type PageComment,
  type PageVersion,
} from './records';

/** Paths that were asked for: "body.view" also means "body". */
export type Expand = ReadonlySet<string>;

export function expandOf(value: string | null): Expand {
  const paths = (value ?? '')
    .split(',')
    .map((path) => path.trim())
    .filter(Boolean);
  return new Set(
    paths.flatMap((path) => path.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.'))),
  );
}

/** One page as REST 1 answers it; what was not expanded is named in `_expandable`. */
export function contentJson(
  confluence: ConfluenceInstance,
  page: ConfluencePage,
  version: PageVersion,
  expand: Expand,
) {
  const id = version.historicalId ?? page.id;
  const parts: Record<string, () => unknown> = {
    space: () => spaceJson(confluence, page.space),
    history: () => historyJson(confluence, page),
    version: () => versionJson(confluence, version),
    ancestors: () =>
      ancestorsOf(confluence.store, page).map((above) =>
        contentJson(confluence, above, currentOf(above), new Set()),
      ),
    body: () => bodyJson(confluence, page, version, expand),
    metadata: () =>
      expand.has('metadata.labels') ? { labels: labelsJson(page) } : { _expandable: { labels: '' } },
    restrictions: () => restrictionsJson(page, expand),
  };
  const collapsed = Object.keys(parts).filter((name) => !expand.has(name));
  return {
    id,
    type: page.type,
    status: page.isDraft ? 'draft' : version.historicalId === null ? 'current' : 'historical',
    title: version.title,
    ...Object.fromEntries(
      Object.entries(parts)
        .filter(([name]) => expand.has(name))
        .map(([name, make]) => [name, make()]),
    ),
    extensions: { position: 'none' },
    _links: {
      webui: confluence.flavour.webPath(page),
      edit: `/pages/resumedraft.action?draftId=${page.id}`,
      tinyui: `/x/${tinyCode(page.id)}`,
      collection: '/rest/api/content',
      base: confluence.baseUrl,
      context: confluence.contextPath,
      self: `${confluence.baseUrl}/rest/api/content/${id}`,
    },
    _expandable: Object.fromEntries(
      collapsed.map((name) => [name, name === 'space' ? `/rest/api/space/${page.space.key}` : '']),
    ),
  };
}

export function commentJson(
  confluence: ConfluenceInstance,
  page: ConfluencePage,
  comment: PageComment,
  expand: Expand,
) {
  const version = {
    number: 1,
    by: comment.author,
    when: comment.when,
    title: '',
    markdown: comment.markdown,
    historicalId: null,
  };
  return {
    id: comment.id,
    type: 'comment',
    status: 'current',
    title: `Re: ${currentOf(page).title}`,
    ...(expand.has('version') ? { version: versionJson(confluence, version) } : {}),
    ...(expand.has('body') ? { body: bodyJson(confluence, page, version, expand) } : {}),
    extensions: { location: 'footer' },
    _links: {
      webui: `${confluence.flavour.webPath(page)}?focusedCommentId=${comment.id}#comment-${comment.id}`,
      self: `${confluence.baseUrl}/rest/api/content/${comment.id}`,
    },
  };
}

export function spaceJson({ baseUrl, flavour }: ConfluenceInstance, space: ConfluenceSpace) {
  return {
    id: space.id,
    key: space.key,
    name: space.name,
    status: 'CURRENT',
    type: 'global',
    _links: { webui: flavour.spacePath(space), self: `${baseUrl}/rest/api/space/${space.key}` },
    _expandable: { homepage: `/rest/api/content/${space.homeId}` },
  };
}

function versionJson(confluence: ConfluenceInstance, { number, by, when }: PageVersion) {
  return {
    by: confluence.flavour.user(confluence, by),
    when: confluence.flavour.instant(when, confluence.zone),
    friendlyWhen: agoOrDate(when, confluence.now(), confluence.zone, 'confluence'),
    message: '',
    number,
    minorEdit: false,
    hidden: false,
  };
}

function historyJson(confluence: ConfluenceInstance, page: ConfluencePage) {
  return {
    latest: true,
    createdBy: confluence.flavour.user(confluence, page.author),
    createdDate: confluence.flavour.instant(page.created, confluence.zone),
    _links: { self: `${confluence.baseUrl}/rest/api/content/${page.id}/history` },
    _expandable: { lastUpdated: '', previousVersion: '', contributors: '', nextVersion: '' },
  };
}

function bodyJson(
  { store, contextPath, flavour }: ConfluenceInstance,
  page: ConfluencePage,
  version: PageVersion,
  expand: Expand,
) {
  const context = { store, contextPath, title: version.title, webPath: flavour.webPath };
  const view = () => viewBody(version.markdown, context);
  const make: Record<string, () => string> = {
    view,
    export_view: view,
    styled_view: view,
    storage: () => storageBody(version.markdown, context),
  };
  const wanted = Object.entries(make).filter(([name]) => expand.has(`body.${name}`));
  return {
    ...Object.fromEntries(
      wanted.map(([name, value]) => [
        name,
        { value: value(), representation: name, _expandable: { content: `/rest/api/content/${page.id}` } },
      ]),
    ),
    _expandable: Object.fromEntries(
      Object.keys(make)
        .filter((name) => !expand.has(`body.${name}`))
        .map((name) => [name, '']),
    ),
  };
}

function labelsJson({ labels }: ConfluencePage) {
  const results = labels.map((name, index) => ({
    prefix: 'global',
    name,
    id: String(851_969 + index),
    label: name,
  }));
  return { results, start: 0, limit: 200, size: results.length, _links: {} };
}

function restrictionsJson({ visibility }: ConfluencePage, expand: Expand) {
  const groups = visibility === 'all' ? [] : visibility;
  const list = (results: readonly unknown[]) => ({ results, start: 0, limit: 200, size: results.length });
  const read = {
    operation: 'read',
    restrictions: {
      ...(expand.has('restrictions.read.restrictions.user') ? { user: list([]) } : {}),
      ...(expand.has('restrictions.read.restrictions.group')
        ? { group: list(groups.map((name) => ({ type: 'group', name, _links: {} }))) }
        : {}),
      _expandable: {},
    },
  };
  return expand.has('restrictions.read') ? { read } : { _expandable: { read: '', update: '' } };
}

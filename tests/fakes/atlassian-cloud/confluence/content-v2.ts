import type { Person } from '../../company';
import { storageBody, viewBody } from '../../confluence-dc/body';
import {
  tinyCode,
  type ConfluencePage,
  type ConfluenceSpace,
  type PageComment,
  type PageVersion,
} from '../../confluence-dc/records';
import type { AtlassianCloud } from '../instance';
import { BASE, webPath } from './instance';

/** How a body can be asked for; lists of pages offer the first two only. */
export const bodyFormats = [
  'storage',
  'atlas_doc_format',
  'view',
  'export_view',
  'anonymous_export_view',
  'styled_view',
  'editor',
] as const;
export type BodyFormat = (typeof bodyFormats)[number];
export const listFormats: readonly BodyFormat[] = ['storage', 'atlas_doc_format'];

const instant = (at: string) => new Date(at).toISOString();

/** A page or blog post as REST 2 answers it: people and space by id only. */
export function pageJson(
  cloud: AtlassianCloud,
  page: ConfluencePage,
  version: PageVersion,
  format: BodyFormat | null,
) {
  const { idOf } = cloud.accounts;
  const isHome = page.id === page.space.homeId;
  const edit = `/spaces/${page.space.key}/pages/edit-v2/${page.id}`;
  return {
    id: page.id,
    status: statusOf(page, version),
    title: version.title,
    spaceId: String(page.space.id),
    ...(page.type === 'page' && {
      parentId: isHome ? null : page.space.homeId,
      parentType: isHome ? null : 'page',
      position: null,
      ownerId: idOf(page.author),
      lastOwnerId: null,
    }),
    authorId: idOf(page.author),
    createdAt: instant(page.created),
    version: {
      number: version.number,
      message: '',
      minorEdit: false,
      authorId: idOf(version.by),
      createdAt: instant(version.when),
      ncsStepVersion: null,
    },
    body: format === null ? {} : { [format]: bodyJson(cloud, version, format) },
    _links: {
      editui: `/pages/resumedraft.action?draftId=${page.id}`,
      edituiv2: edit,
      webui: webPath(page),
      tinyui: `/x/${tinyCode(page.id)}`,
    },
  };
}

export function labelsJson({ id, labels, type }: ConfluencePage) {
  return {
    results: labels.map((name, index) => ({ id: String(851_969 + index), name, prefix: 'global' })),
    meta: { hasMore: false, cursor: null },
    _links: { self: `${BASE}/api/v2/${type}s/${id}/labels` },
  };
}

export function commentJson(
  cloud: AtlassianCloud,
  page: ConfluencePage,
  comment: PageComment,
  format: BodyFormat | null,
) {
  const { id, author, when, markdown } = comment;
  const version = { number: 1, by: author, when, title: '', markdown, historicalId: null };
  return {
    id,
    status: 'current',
    title: `Re: ${page.versions.at(-1)?.title ?? ''}`,
    pageId: page.id,
    version: {
      number: 1,
      message: '',
      minorEdit: false,
      authorId: cloud.accounts.idOf(author),
      createdAt: instant(when),
    },
    body: format === null ? {} : { [format]: bodyJson(cloud, version, format) },
    _links: { webui: `${webPath(page)}?focusedCommentId=${id}` },
  };
}

export function spaceJson(cloud: AtlassianCloud, space: ConfluenceSpace) {
  return {
    id: String(space.id),
    key: space.key,
    name: space.name,
    type: 'global',
    status: 'current',
    authorId: cloud.accounts.idOf('admin'),
    createdAt: '2023-01-09T07:00:00.000Z',
    homepageId: space.homeId,
    description: null,
    icon: null,
    currentActiveAlias: space.key,
    _links: { webui: `/spaces/${space.key}` },
  };
}

/** Retired articles stand in the archive, where they can be read and are not found. */
export function statusOf(
  page: ConfluencePage,
  version: PageVersion,
): 'current' | 'historical' | 'archived' | 'draft' {
  if (page.isDraft) return 'draft';
  if (version.historicalId !== null) return 'historical';
  return page.labels.includes('retired') ? 'archived' : 'current';
}

/** What a person sees of a draft: their own, when they ask for it. */
export function seesDraft(page: ConfluencePage, person: Person, wantsDraft: boolean): boolean {
  return !page.isDraft || (wantsDraft && page.author === person.id);
}

function bodyJson(cloud: AtlassianCloud, version: PageVersion, format: BodyFormat) {
  const context = { store: cloud.confluence, contextPath: BASE, title: version.title, webPath };
  const view = () => viewBody(version.markdown, context);
  const value =
    format === 'storage' || format === 'editor'
      ? storageBody(version.markdown, context)
      : format === 'atlas_doc_format'
        ? JSON.stringify(cloud.toAdf(view()))
        : view();
  return { representation: format, value };
}

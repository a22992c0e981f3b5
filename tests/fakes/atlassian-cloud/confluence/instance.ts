import { json } from '../../atlassian/server';
import { currentOf, type ConfluencePage } from '../../confluence-dc/records';
import type { ConfluenceFlavour, ConfluenceInstance } from '../../confluence-dc/instance';
import { hasLicence } from '../accounts';
import type { AtlassianCloud } from '../instance';

/** Where Confluence lies on a site of the cloud. */
export const BASE = '/wiki';

/** The site's Confluence for what both lines of the product have in common. */
export function cloudConfluence(cloud: AtlassianCloud): ConfluenceInstance {
  return {
    store: cloud.confluence,
    baseUrl: cloud.baseUrl + BASE,
    contextPath: BASE,
    version: cloud.version,
    zone: cloud.zone,
    settings: { notPermittedStatus: 200, restrictedRest: 'forbidden', maxRowsWithBodies: 50 },
    flavour: flavourOf(cloud),
    modes: cloud.modes,
    now: cloud.now,
  };
}

function flavourOf(cloud: AtlassianCloud): ConfluenceFlavour {
  return {
    user: (_confluence, personId) => userJson(cloud, personId),
    webPath,
    spacePath: ({ key }) => `/spaces/${key}`,
    instant: (at) => new Date(at).toISOString(),
    admits: hasLicence,
    // The same to somebody without a session and to somebody who may use Jira only.
    refusal: () => json({ message: 'Current user not permitted to use Confluence', statusCode: 403 }, 403),
  };
}

/** Where a page is read: the id decides, the name behind it is for people. */
export function webPath(page: ConfluencePage): string {
  const { space, id, type, created } = page;
  const pages = `/spaces/${space.key}/pages`;
  if (page.isDraft) return `${pages}/edit-v2/${id}?draftId=${id}`;
  if (id === space.homeId) return `/spaces/${space.key}/overview`;
  const name = nameInPath(currentOf(page).title);
  const day = created.slice(0, 10).replaceAll('-', '/');
  return type === 'blogpost' ? `/spaces/${space.key}/blog/${day}/${id}/${name}` : `${pages}/${id}/${name}`;
}

/** A title without what cannot stand in a path. */
function nameInPath(title: string): string {
  const plain = title.replace(/[^\p{L}\p{N} ._,'()-]+/gu, '').trim();
  return encodeURIComponent(plain).replace(/%20/g, '+');
}

function userJson(cloud: AtlassianCloud, personId: string) {
  const person = cloud.company.person(personId);
  const accountId = cloud.accounts.idOf(personId);
  return {
    type: 'known',
    accountId,
    accountType: 'atlassian',
    // Hidden from others as people mostly set it.
    email: '',
    publicName: person.name,
    profilePicture: { path: `${BASE}/aa-avatar/${accountId}`, width: 48, height: 48, isDefault: false },
    displayName: person.name,
    isExternalCollaborator: false,
    isGuest: false,
    _expandable: { operations: '', personalSpace: '' },
    _links: { self: `${cloud.baseUrl}${BASE}/rest/api/user?accountId=${encodeURIComponent(accountId)}` },
  };
}

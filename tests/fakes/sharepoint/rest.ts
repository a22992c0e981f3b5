import { maySee } from '../sessions';
import { revoked } from '../modes';
import {
  RestError,
  accessDenied,
  badQuery,
  fileNotFound,
  loginNameOf,
  type SharepointCall,
  type SharepointInstance,
} from './instance';
import { odataStringOf, selectFields } from './odata';
import { revocationKeys, searchQuery } from './search';
import type { Item } from './store';

type Handler = (share: SharepointInstance, call: SharepointCall, groups: Record<string, string>) => unknown;

const literal = "(?<literal>'(?:[^']|'')*')";
const routes: readonly { path: RegExp; handle: Handler }[] = [
  { path: /^search\/query$/i, handle: searchQuery },
  { path: /^web$/i, handle: webOf },
  { path: /^web\/currentuser$/i, handle: currentUser },
  {
    path: new RegExp(`^web/GetFileByServerRelativePath\\(decodedurl=${literal}\\)/ListItemAllFields$`, 'i'),
    handle: itemByPath,
  },
  {
    path: new RegExp(`^web/GetFileByServerRelativeUrl\\(${literal}\\)/ListItemAllFields$`, 'i'),
    handle: itemByPath,
  },
  { path: new RegExp(`^web/GetFileById\\(${literal}\\)/ListItemAllFields$`, 'i'), handle: itemByGuid },
  { path: new RegExp(`^web/GetList\\(${literal}\\)/items\\((?<id>\\d+)\\)$`, 'i'), handle: listItem },
  { path: /^sitepages\/pages\((?<id>\d+)\)$/i, handle: sitePage },
  { path: /^SP\.Web\.GetWebUrlFromPageUrl\(@v\)$/i, handle: webOfPage },
  { path: /^v2\.0\/shares\/u!(?<token>[\w-]+)\/driveItem$/i, handle: sharedItem },
];

/** One REST call of a signed-in user. Throws RestError. */
export function restAnswer(share: SharepointInstance, call: SharepointCall, path: string): unknown {
  if (!share.store.webs.some((web) => web.toLowerCase() === call.web.toLowerCase()))
    throw new RestError(404, '-2130575252', 'There is no Web named as asked.');
  if (call.request.method !== 'GET')
    throw new RestError(
      403,
      '-2130575251, Microsoft.SharePoint.SPException',
      'The security validation for this page is invalid.',
    );
  const isTenantWide = /^v2\.0\/|^search\//i.test(path);
  if (!isTenantWide && call.person && !share.store.mayOpen(webNamed(share, call.web), call.person))
    throw accessDenied();
  for (const { path: pattern, handle } of routes) {
    const found = pattern.exec(path);
    if (found) return handle(share, call, { ...found.groups });
  }
  throw badQuery(`Cannot find resource for the request ${path.split('(')[0] ?? ''}.`);
}

function webNamed({ store }: SharepointInstance, web: string): string {
  return store.webs.find((each) => each.toLowerCase() === web.toLowerCase()) ?? web;
}

function webOf(share: SharepointInstance, { web, url }: SharepointCall): unknown {
  const own = webNamed(share, web);
  const all = {
    Id: '1f0e',
    Title: share.store.titleOfWeb(own),
    Url: share.origin + own,
    ServerRelativeUrl: own || '/',
    Language: 1033,
  };
  return selectFields(all, url.searchParams, Object.keys(all));
}

function currentUser({ store }: SharepointInstance, { person, url }: SharepointCall): unknown {
  if (!person) throw accessDenied();
  const all = {
    Id: store.company.people.indexOf(person) + 9,
    IsHiddenInUI: false,
    LoginName: loginNameOf(person),
    Title: person.name,
    PrincipalType: 1,
    Email: person.email,
    IsSiteAdmin: person.roles.includes('admin'),
    UserPrincipalName: person.email,
  };
  return selectFields(all, url.searchParams, Object.keys(all));
}

/** A file of another site is refused, or not found where the path begins like this site's. */
function itemByPath(
  share: SharepointInstance,
  call: SharepointCall,
  { literal: text = '' }: Record<string, string>,
): unknown {
  const path = odataStringOf(text);
  if (!`${path}/`.toLowerCase().startsWith(`${call.web}/`.toLowerCase()))
    throw badQuery('Server relative urls must start with SPWeb.ServerRelativeUrl');
  const item = share.store.byPath(path);
  return fieldsOf(share, call, item && item.web.toLowerCase() === call.web.toLowerCase() ? item : null);
}

function itemByGuid(
  share: SharepointInstance,
  call: SharepointCall,
  { literal: text = '' }: Record<string, string>,
): unknown {
  const item = share.store.byGuid(odataStringOf(text));
  return fieldsOf(share, call, item && item.web.toLowerCase() === call.web.toLowerCase() ? item : null);
}

function listItem(
  share: SharepointInstance,
  call: SharepointCall,
  { literal: text = '', id }: Record<string, string>,
): unknown {
  const list = odataStringOf(text).toLowerCase();
  const item = share.store.items.find(
    (each) => !each.isDeleted && each.path.toLowerCase().startsWith(`${list}/`) && each.id === Number(id),
  );
  return fieldsOf(share, call, item ?? null);
}

function sitePage(share: SharepointInstance, call: SharepointCall, { id }: Record<string, string>): unknown {
  const item = share.store.items.find(
    (each) => each.id === Number(id) && each.kind === 'modern' && each.web === webNamed(share, call.web),
  );
  return fieldsOf(share, call, item ?? null);
}

function webOfPage(share: SharepointInstance, { url, web }: SharepointCall): unknown {
  const page = new URL(odataStringOf(url.searchParams.get('@v') ?? ''));
  if (page.origin !== share.origin) throw badQuery('The address lies outside of this tenant.');
  const path = decodeURIComponent(page.pathname).toLowerCase();
  const webs = share.store.webs.filter((each) => path.startsWith(`${each}/`.toLowerCase()));
  const deepest = webs.sort((a, b) => b.length - a.length)[0] ?? web;
  return { value: share.origin + deepest };
}

/** A sharing link's token is its address in base64; the end of its path says which file it opens. */
function sharedItem(
  share: SharepointInstance,
  call: SharepointCall,
  { token = '' }: Record<string, string>,
): unknown {
  const link = Buffer.from(token, 'base64url').toString('utf8');
  const item = share.store.items.find((each) => new URL(link).pathname.endsWith(`/${sharingToken(each)}`));
  const { UniqueId } = fieldsOf(
    share,
    { ...call, url: new URL('https://x.test/?$select=UniqueId') },
    item ?? null,
  );
  if (!item) throw fileNotFound();
  const isOffice = /\.(?:docx|xlsx|pptx)$/.test(item.path);
  return {
    '@odata.context': `${share.origin}/_api/v2.0/$metadata#shares('u!')/driveItem/$entity`,
    name: item.path.slice(item.path.lastIndexOf('/') + 1),
    webUrl: isOffice
      ? `${share.origin}${item.web}/_layouts/15/Doc.aspx?sourcedoc=%7B${item.uniqueId}%7D&action=default`
      : share.origin + encodeURI(item.path),
    sharepointIds: {
      listItemUniqueId: UniqueId,
      siteUrl: share.origin + item.web,
      listItemId: String(item.id),
    },
  };
}

export function sharingToken({ uniqueId }: Item): string {
  return `E${Buffer.from(uniqueId).toString('base64url').slice(0, 24)}`;
}

function fieldsOf(
  share: SharepointInstance,
  { person, url }: SharepointCall,
  item: Item | null,
): Record<string, unknown> {
  const state = item && revoked(share.modes, ...revocationKeys(item));
  if (!item || state === 'not-found') throw fileNotFound();
  if (state === 'forbidden' || !maySee(person, item.article.visibility)) throw accessDenied();
  const { store } = share;
  const author = store.company.person(item.article.author);
  const user = { Id: store.company.people.indexOf(author) + 9, Title: author.name, EMail: author.email };
  const bodies = store.bodiesOf(item);
  const plain = {
    FileSystemObjectType: 0,
    Id: item.id,
    ServerRedirectedEmbedUri: null,
    ServerRedirectedEmbedUrl: '',
    ContentTypeId: '0x0101009D1CB255DA76424F860D91F20E6C4118',
    Title: item.title,
    ...bodies,
    ID: item.id,
    Modified: item.modified,
    Created: item.article.created,
    AuthorId: user.Id,
    EditorId: user.Id,
    OData__UIVersionString: item.version,
    OData__ModerationStatus: 0,
    Attachments: false,
    GUID: item.uniqueId,
  };
  const all = {
    ...plain,
    FileRef: item.path,
    FileLeafRef: item.path.slice(item.path.lastIndexOf('/') + 1),
    UniqueId: item.uniqueId,
    HasUniqueRoleAssignments: item.article.visibility !== 'all',
    Author: user,
    Editor: user,
  };
  return selectFields(all, url.searchParams, Object.keys(plain));
}

import type { DocumentRef } from '../core/document';
import type { SiteHost, SiteMatch } from '../core/page';
import { htmlToBlocks } from '../platform/html-to-blocks';
import { MAX_TEXT, findOnPage, lineAt, metaContent, pageReading } from '../platform/page-reading';
import { placeOf, ruleByPath, siteMatch } from '../platform/page-url';
import { firstElement } from '../platform/wait-for-element';
import { confluenceRules, pageRef } from './confluence/address';
import type { Site, SiteExample } from './site';

/** Confluence 7.19; the later lines keep them. */
const selectors = {
  body: ['#main-content.wiki-content', '#main-content', '.wiki-content'],
  title: ['#title-text'],
  /** Parts of a body that repeat the page or other pages. */
  drop: [
    '.toc-macro',
    '.plugin_pagetree',
    '.plugin-contributors',
    '.expand-control-icon',
    '.aui-icon',
    '.page-metadata',
  ],
} as const;

export const site: Site = {
  id: 'confluence-dc',
  name: 'Confluence Data Center',
  hostedPatterns: [],
  framed: false,

  match(url, hosts) {
    const place = placeOf(url, hosts, 'confluence-dc');
    return place && siteMatch('confluence-dc', place, ruleByPath(confluenceRules, place));
  },

  async read(page, match, signal) {
    const { document, isTop } = page;
    if (!isTop || match.ref === null) return null;
    const body = await findOnPage(document, () => firstElement(document, selectors.body), {
      signal,
      late: false,
    });
    // Notification frames, pop-ups and the work box are this product too, but they are nobody's page.
    const shown = pageRef(metaContent(document, 'ajs-page-id') ?? '');
    if (!body || !shown || !isPageOf(document, shown.id, match.ref)) return null;
    const resolved: SiteMatch = { ...match, ref: match.ref.idType === 'page-id' ? match.ref : shown };
    return pageReading(page, resolved, {
      title: metaContent(document, 'ajs-page-title') ?? lineAt(document, selectors.title) ?? document.title,
      pageUser: metaContent(document, 'ajs-remote-user'),
      ticket: null,
      blocks: htmlToBlocks(body, { drop: selectors.drop, maxCharacters: MAX_TEXT }),
    });
  },
};

/** Does the page agree with its address? An old version stands under its own id and names the latest one. */
function isPageOf(document: Document, pageId: string, ref: DocumentRef): boolean {
  const isConfluence =
    document.body?.id === 'com-atlassian-confluence' || metaContent(document, 'ajs-version-number') !== null;
  const type = metaContent(document, 'ajs-content-type');
  if (!isConfluence || (type !== null && !/^(?:page|blogpost)?$/i.test(type))) return false;
  if (ref.idType === 'page-id')
    return ref.id === pageId || ref.id === metaContent(document, 'ajs-latest-page-id');
  const title = metaContent(document, 'ajs-page-title');
  const space = metaContent(document, 'ajs-space-key');
  const [wanted = ''] = (ref.within ?? '').split('|');
  return (title === null || same(title, ref.id)) && (space === null || same(space, wanted));
}

/** Confluence finds titles whatever their case, and links write white space as one plus sign. */
function same(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
  return plain(a) === plain(b);
}

export const exampleHosts: readonly SiteHost[] = [
  { site: 'confluence-dc', origin: 'https://confluence.acme.test', basePath: '' },
  { site: 'confluence-dc', origin: 'https://intranet.acme.test', basePath: '/wiki' },
  { site: 'confluence-dc', origin: 'https://tools.acme.test:8443', basePath: '/confluence' },
];

// prettier-ignore
export const examples: readonly SiteExample[] = [
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/pages/123456789/VPN+error+809', kind: 'article', id: '123456789' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/pages/123456789', kind: 'article', id: '123456789' },
  { url: 'https://intranet.acme.test/wiki/spaces/~712020abc/pages/123/My+notes', kind: 'article', id: '123' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/pages/123/Title?focusedCommentId=456#Heading', kind: 'article', id: '123' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/pages/edit-v2/123456789', kind: 'edit' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/pages/edit/123', kind: 'edit' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/create-content/page', kind: 'new' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/pages/123/Title?pageVersion=4', kind: 'article', id: '123' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/blog/2024/05/06/987654/Outage', kind: 'article', id: '987654' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/overview', kind: 'other' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP', kind: 'other' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/whiteboard/55', kind: 'other' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/database/55', kind: 'other' },
  { url: 'https://intranet.acme.test/wiki/spaces/HELP/folder/55', kind: 'other' },
  { url: 'https://intranet.acme.test/wiki/search?text=vpn', kind: 'search' },
  { url: 'https://intranet.acme.test/wiki/home', kind: 'other' },
  { url: 'https://intranet.acme.test/wiki/x/Fc1bBw', kind: 'article', id: '123456789' },
  { url: 'https://confluence.acme.test/x/AQAB', kind: 'article', id: '65537' },
  { url: 'https://confluence.acme.test/x/AAAAAA', kind: 'other' },
  { url: 'https://confluence.acme.test/display/HELP/VPN+error+809', kind: 'article', id: 'VPN error 809', within: 'HELP' },
  { url: 'https://confluence.acme.test/display/HELP/A%2BB+%26+C', kind: 'article', id: 'A+B & C', within: 'HELP' },
  { url: 'https://tools.acme.test:8443/confluence/display/~jdoe/Notes', kind: 'article', id: 'Notes', within: '~jdoe' },
  { url: 'https://confluence.acme.test/display/HELP', kind: 'other' },
  { url: 'https://confluence.acme.test/display/~jdoe', kind: 'other' },
  { url: 'https://confluence.acme.test/display/HELP/2024/05/06/Outage', kind: 'article', id: 'Outage', within: 'HELP|2024-05-06' },
  { url: 'https://confluence.acme.test/pages/viewpage.action?pageId=65537', kind: 'article', id: '65537' },
  { url: 'https://confluence.acme.test/pages/viewpage.action?spaceKey=HELP&title=A%2BB', kind: 'article', id: 'A+B', within: 'HELP' },
  { url: 'https://confluence.acme.test/pages/viewpage.action?title=Lost', kind: 'other' },
  { url: 'https://confluence.acme.test/spaces/HELP/pages/65537/VPN+error+809', kind: 'article', id: '65537' },
  { url: 'https://confluence.acme.test/pages/editpage.action?pageId=65537', kind: 'edit' },
  { url: 'https://confluence.acme.test/pages/resumedraft.action?draftId=77', kind: 'edit' },
  { url: 'https://confluence.acme.test/pages/createpage.action?spaceKey=HELP', kind: 'new' },
  { url: 'https://confluence.acme.test/pages/copypage.action?idOfPageToCopy=65537', kind: 'new' },
  { url: 'https://confluence.acme.test/pages/diffpagesbyversion.action?pageId=65537&selectedPageVersions=1', kind: 'other' },
  { url: 'https://confluence.acme.test/pages/viewpreviousversions.action?pageId=65537', kind: 'other' },
  { url: 'https://confluence.acme.test/pages/viewinfo.action?pageId=65537', kind: 'other' },
  { url: 'https://confluence.acme.test/pages/viewpageattachments.action?pageId=65537', kind: 'other' },
  { url: 'https://confluence.acme.test/dosearchsite.action?queryString=vpn', kind: 'search' },
  { url: 'https://confluence.acme.test/login.action?os_destination=%2Fpages%2Fviewpage.action%3FpageId%3D65537', kind: 'other' },
  { url: 'https://confluence.acme.test/plugins/recently-updated/changes.action', kind: 'other' },
];

export const notExamples: readonly string[] = [
  'https://evil.example/pages/viewpage.action?pageId=65537',
  'https://confluence.acme.test@evil.example/x/AQAB',
  'https://confluence.acme.test.evil.example/display/HELP/VPN',
  'https://confluence.acme.test:444/display/HELP/VPN',
  'https://evil.example/login?os_destination=https%3A%2F%2Fconfluence.acme.test%2Fx%2FAQAB',
  'https://intranet.acme.test/spaces/HELP/pages/123456789',
  'https://intranet.acme.test/wikis/spaces/HELP/pages/123456789',
];

import type { DocumentRef } from '../../core/document';
import type { PathRule } from '../../platform/page-url';

/** Addresses of pages below the context path. Data Center and Cloud have most in common, old links included. */
export const confluenceRules: readonly PathRule[] = [
  {
    rule: 'space-edit',
    kind: 'edit',
    path: /^\/spaces\/[^/]+\/(?:pages|blog)\/(?:edit(?:-v2|-embed)?\/\d+|resumedraft\.action$)/,
  },
  {
    rule: 'space-create',
    kind: 'new',
    path: /^(?:\/spaces\/[^/]+)?(?:\/pages|\/blog)?\/create(?:-content)?(?:\/|$)/,
  },
  {
    rule: 'space-page',
    kind: 'article',
    path: /^\/spaces\/[^/]+\/pages\/(\d+)(?:\/[^/]*)?$/,
    ref: ([id]) => pageRef(id),
  },
  {
    rule: 'space-blog',
    kind: 'article',
    path: /^\/spaces\/[^/]+\/blog\/\d{4}\/\d\d?\/\d\d?\/(\d+)(?:\/[^/]*)?$/,
    ref: ([id]) => pageRef(id),
  },
  {
    rule: 'tiny',
    kind: 'article',
    path: /^\/x\/([\w-]{1,11})$/,
    ref: ([code = '']) => pageRef(decodeTinyLink(code)),
  },
  {
    rule: 'display-blog',
    kind: 'article',
    path: /^\/display\/([^/]+)\/(\d{4})\/(\d\d)\/(\d\d)\/([^/]+)$/,
    plusIsSpace: true,
    ref: ([space, year, month, day, title]) =>
      titleRef(title, space && `${space}|${year}-${month}-${day}`, 'blog-title'),
  },
  {
    rule: 'display',
    kind: 'article',
    path: /^\/display\/([^/]+)\/([^/]+)$/,
    plusIsSpace: true,
    ref: ([space, title]) => titleRef(title, space),
  },
  {
    rule: 'viewpage-id',
    kind: 'article',
    path: /^\/pages\/viewpage\.action$/,
    ref: (_, params) => pageRef(params.get('pageId') ?? ''),
  },
  {
    rule: 'viewpage-title',
    kind: 'article',
    path: /^\/pages\/viewpage\.action$/,
    // A query has its plus signs decoded already: one that is left belongs to the title.
    ref: (_, params) => titleRef(params.get('title'), params.get('spaceKey')),
  },
  { rule: 'edit', kind: 'edit', path: /^\/pages\/(?:editpage|resumedraft|editblogpost)\.action$/ },
  { rule: 'create', kind: 'new', path: /^\/pages\/(?:create(?:page|blogpost)[\w-]*|copypage)\.action$/ },
  { rule: 'search', kind: 'search', path: /^\/(?:dosearchsite\.action|search|searchv3\.action)$/ },
];

/** The reference by which Confluence knows a page or blog post for good; null for what is no id. */
export function pageRef(id: string | undefined): DocumentRef | null {
  return id !== undefined && /^[1-9]\d{0,18}$/.test(id)
    ? { kind: 'article', id, idType: 'page-id', within: null }
    : null;
}

function titleRef(
  title: string | null | undefined,
  within: string | null | undefined,
  idType = 'title',
): DocumentRef | null {
  return title?.trim() && within ? { kind: 'article', id: title.trim(), idType, within } : null;
}

/** A tiny link is the page id, little-endian, in base64 made fit for a path, without its closing zeros. */
export function decodeTinyLink(code: string): string {
  const base64 = code.replace(/_/g, '+').replace(/-/g, '/');
  const bytes = atob(base64.padEnd(Math.max(8, Math.ceil(base64.length / 4) * 4), 'A'));
  let id = 0n;
  for (let index = bytes.length - 1; index >= 0; index -= 1) id = id * 256n + BigInt(bytes.charCodeAt(index));
  return id.toString();
}

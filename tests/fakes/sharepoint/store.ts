import { createHash } from 'node:crypto';
import type { Article, Company, Person } from '../company';
import { companyLinks, toHtml, toPlainText } from '../markdown';
import { maySee } from '../sessions';
import { toCanvas } from './canvas';

export type ItemKind = 'modern' | 'wiki' | 'publishing' | 'document' | 'list-item';

/** One page, file or list item. */
export interface Item {
  /** Server-relative, as the library spells it. */
  path: string;
  readonly web: string;
  readonly kind: ItemKind;
  readonly article: Article;
  readonly id: number;
  readonly uniqueId: string;
  title: string;
  body: string;
  modified: string;
  version: string;
  isNews: boolean;
  /** What the search still holds of it, until `seenAt`. */
  indexed: { path: string; title: string; body: string; modified: string };
  changedAt: number;
  isDeleted: boolean;
}

export interface ItemEdit {
  title?: string;
  body?: string;
  path?: string;
  /** False saves a draft: a minor version. */
  publish?: boolean;
}

export interface SharepointStore {
  readonly company: Company;
  readonly items: readonly Item[];
  /** Server-relative paths of all sites and subsites; "" is the root. */
  readonly webs: readonly string[];
  byPath(path: string): Item | null;
  byGuid(guid: string): Item | null;
  mayOpen(web: string, person: Person): boolean;
  titleOfWeb(web: string): string;
  htmlOf(item: Item): string;
  /** The columns that the library of this item has for a page's text. */
  bodiesOf(item: Item): Record<string, unknown>;
  edit(path: string, edit: ItemEdit, at: number): void;
  remove(path: string, at: number): void;
}

const subsites = ['/sites/IT/network'];
const titles: Record<string, string> = {
  '': 'Acme Intranet',
  '/sites/IT': 'IT Services',
  '/sites/HR': 'Human Resources',
  '/sites/IT/network': 'Network team',
};

/** Acme's pages, files and list items, from the articles that are at home in SharePoint. */
export function createStore(company: Company): SharepointStore {
  const linkFor = companyLinks(company.articles);
  const items = company.articles
    .filter(({ home, state }) => home === 'sharepoint' && state !== 'retired')
    .map(toItem);
  const webs = ['', ...new Set(items.map(({ web }) => collectionOf(web))), ...subsites];
  const find = (path: string) => {
    const item = items.find((each) => each.path.toLowerCase() === path.toLowerCase() && !each.isDeleted);
    if (!item) throw new Error(`No item at ${path}`);
    return item;
  };
  const htmlOf = (item: Item) => toHtml({ body: item.body }, { linkFor });
  return {
    company,
    items,
    webs: [...new Set(webs)],
    byPath: (path) =>
      items.find((item) => item.path.toLowerCase() === path.toLowerCase() && !item.isDeleted) ?? null,
    byGuid: (guid) => items.find((item) => item.uniqueId === guid.toLowerCase() && !item.isDeleted) ?? null,
    mayOpen: (web, person) =>
      web === '' ||
      items.some((item) => `${item.web}/`.startsWith(`${web}/`) && maySee(person, item.article.visibility)),
    titleOfWeb: (web) => titles[web] ?? web.slice(web.lastIndexOf('/') + 1),
    htmlOf,
    bodiesOf: (item) => bodiesOf(item, htmlOf(item)),
    edit(path, { title, body, path: moved, publish = true }, at) {
      const item = find(path);
      const [major = '1', minor = '0'] = item.version.split('.');
      Object.assign(item, {
        title: title ?? item.title,
        body: body ?? item.body,
        path: moved ?? item.path,
        modified: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
        version: publish ? `${Number(major) + 1}.0` : `${major}.${Number(minor) + 1}`,
        changedAt: at,
      });
    },
    remove(path, at) {
      Object.assign(find(path), { isDeleted: true, changedAt: at });
    },
  };
}

/** The index catches up when the lag is over; drafts never reach it. */
export function catchUp(items: readonly Item[], now: number, lag: number): Item[] {
  for (const item of items) {
    if (now - item.changedAt < lag || !item.version.endsWith('.0')) continue;
    item.indexed = { path: item.path, title: item.title, body: item.body, modified: item.modified };
  }
  return items.filter((item) => !(item.isDeleted && now - item.changedAt >= lag) && item.indexed.path !== '');
}

export function plainText(body: string): string {
  return toPlainText({ body });
}

function toItem(article: Article, index: number): Item {
  const isItem = /\/DispForm\.aspx\?ID=(\d+)$/i.exec(article.id);
  const id = isItem ? Number(isItem[1]) : index + 3;
  const path = isItem ? article.id.replace(/\/DispForm\.aspx\?ID=(\d+)$/i, '/$1_.000') : article.id;
  const version = article.state === 'draft' ? `0.${article.version}` : `${article.version}.0`;
  const { title, body, updated: modified } = article;
  return {
    path,
    web: webOf(path),
    kind: kindOf(path),
    article,
    id,
    uniqueId: guidOf(article.id),
    title,
    body,
    modified,
    version,
    isNews: article.labels.includes('news'),
    indexed: version.endsWith('.0') ? { path, title, body, modified } : { path: '', title, body, modified },
    changedAt: 0,
    isDeleted: false,
  };
}

function kindOf(path: string): ItemKind {
  if (/_\.000$/.test(path)) return 'list-item';
  if (!path.endsWith('.aspx')) return 'document';
  if (/\/Wiki Pages\//.test(path)) return 'wiki';
  return /\/Pages\/[^/]+$/.test(path) ? 'publishing' : 'modern';
}

function collectionOf(path: string): string {
  return /^\/(?:sites|teams)\/[^/]+/.exec(path)?.[0] ?? '';
}

function webOf(path: string): string {
  return subsites.find((web) => path.startsWith(`${web}/`)) ?? collectionOf(path);
}

/** The same on every start. */
function guidOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function bodiesOf(item: Item, html: string): Record<string, unknown> {
  switch (item.kind) {
    case 'modern':
      return {
        CanvasContent1: toCanvas(html),
        LayoutWebpartsContent: null,
        WikiField: null,
        PromotedState: item.isNews ? 2 : 0,
      };
    case 'wiki':
      return {
        WikiField: `<div class="ExternalClass0A1B"><table id="layoutsTable"><tbody><tr><td><div class="ms-rte-layoutszone-inner">${html}</div></td></tr></tbody></table></div>`,
      };
    case 'publishing':
      return { PublishingPageContent: html };
    case 'list-item':
      return { Answer: `<div class="ExternalClass2C3D">${html}</div>`, Topic: 'Phones and rooms' };
    case 'document':
      return {};
  }
}

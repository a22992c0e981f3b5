import type { Company } from '../company';
import { linksOf, textOf, wikiPages, type WikiPage, type WikiRevision } from './pages';

export interface StoredRevision extends WikiRevision {
  id: number;
  parentId: number;
}

export interface StoredPage {
  id: number;
  title: string;
  revisions: StoredRevision[];
}

/** What a test changes on a page; each edit is a new revision. */
export interface PageEdit {
  /** Markdown. */
  body?: string;
  categories?: readonly string[];
  /** Person id; the author of the revision before by default. */
  author?: string;
}

export interface WikiStore {
  readonly company: Company;
  readonly pages: readonly StoredPage[];
  byId(id: number): StoredPage | null;
  /** By title in any spelling that the wiki takes for the same. */
  byTitle(title: string): StoredPage | null;
  byRevision(id: number): { page: StoredPage; revision: StoredRevision } | null;
  text(revision: WikiRevision): string;
  edit(title: string, edit: PageEdit): void;
}

export function createStore(company: Company, now: () => number): WikiStore {
  let lastRevision = 0;
  const number = (page: WikiPage, index: number): StoredPage => ({
    id: index + 1,
    title: page.title,
    revisions: page.revisions.map((revision, at) => {
      lastRevision += 1;
      return { ...revision, id: lastRevision, parentId: at === 0 ? 0 : lastRevision - 1 };
    }),
  });
  const pages = wikiPages(company).map(number);
  const linkFor = linksOf(company);
  const texts = new WeakMap<WikiRevision, string>();
  const byTitle = (title: string) => pages.find((page) => page.title === normalTitle(title)) ?? null;
  return {
    company,
    pages,
    byTitle,
    byId: (id) => pages.find((page) => page.id === id) ?? null,
    byRevision(id) {
      for (const page of pages) {
        const revision = page.revisions.find((candidate) => candidate.id === id);
        if (revision) return { page, revision };
      }
      return null;
    },
    text(revision) {
      const text = texts.get(revision) ?? textOf(revision, linkFor);
      texts.set(revision, text);
      return text;
    },
    edit(title, { body, categories, author }) {
      const page = byTitle(title);
      const before = page && currentOf(page);
      if (!page || !before) throw new Error(`No wiki page "${title}"`);
      lastRevision += 1;
      page.revisions.push({
        id: lastRevision,
        parentId: before.id,
        author: author ?? before.author,
        timestamp: `${new Date(Math.max(now(), Date.parse(before.timestamp) + 1000)).toISOString().slice(0, 19)}Z`,
        markdown: body ?? before.markdown,
        categories: categories ?? before.categories,
        redirectTo: null,
      });
    },
  };
}

export function currentOf(page: StoredPage): StoredRevision {
  const revision = page.revisions.at(-1);
  if (!revision) throw new Error(`${page.title} has no revision`);
  return revision;
}

/** Underscores are spaces, the first letter is a capital. */
export function normalTitle(title: string): string {
  const text = title.replaceAll('_', ' ').replace(/\s+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The title as addresses and `wgPageName` have it. */
export function dbKey(title: string): string {
  return title.replaceAll(' ', '_');
}

/** The title in an address: a few characters stay as they are. */
export function pagePath(title: string): string {
  const kept: Record<string, string> = {
    '%3A': ':',
    '%2F': '/',
    '%3B': ';',
    '%40': '@',
    '%24': '$',
    '%2C': ',',
  };
  return `/wiki/${encodeURIComponent(dbKey(title)).replace(/%(?:3A|2F|3B|40|24|2C)/g, (code) => kept[code] ?? code)}`;
}

import type { Article, Company, Person, Visibility } from '../company';
import { maySee } from '../sessions';

export interface ConfluenceSpace {
  id: number;
  key: string;
  name: string;
  /** Page id of its front page. */
  homeId: string;
}

export interface PageVersion {
  number: number;
  /** Person id. */
  by: string;
  when: string;
  title: string;
  markdown: string;
  /** Old versions are contents of their own; null for the current one. */
  historicalId: string | null;
}

export interface PageComment {
  id: string;
  author: string;
  when: string;
  markdown: string;
}

export interface ConfluencePage {
  id: string;
  /** Acme has no blog posts unless a test labels an article so. */
  type: 'page' | 'blogpost';
  space: ConfluenceSpace;
  author: string;
  created: string;
  /** Oldest known first; the last one is current. */
  versions: PageVersion[];
  labels: string[];
  visibility: Visibility;
  isDraft: boolean;
  comments: PageComment[];
}

/** What a test changes on a page; title and body make a new version. */
export interface PageEdit {
  title?: string;
  /** Markdown. */
  body?: string;
  labels?: string[];
  visibility?: Visibility;
  by?: string;
  comment?: { author: string; body: string };
}

export interface ConfluenceStore {
  readonly company: Company;
  readonly spaces: readonly ConfluenceSpace[];
  readonly pages: readonly ConfluencePage[];
  /** By id, also that of an old version. */
  find(id: string): { page: ConfluencePage; version: PageVersion } | null;
  byTitle(spaceKey: string, title: string): ConfluencePage | null;
  edit(id: string, edit: PageEdit): void;
}

const spaceNames: Record<string, string> = {
  ITOPS: 'IT Operations',
  HR: 'Human Resources',
  SEC: 'Information Security',
  CARE: 'Acme Care',
};

export function createStore(company: Company, now: () => number): ConfluenceStore {
  const articles = company.articles.filter(({ home }) => home === 'confluence');
  const keys = [...new Set(articles.map(({ space }) => space))].sort();
  const spaces = keys.map((key, index) => ({
    id: 98_304 + index,
    key,
    name: spaceNames[key] ?? key,
    homeId: String(131_073 + index * 7),
  }));
  const spaceOf = (key: string) => spaces.find((space) => space.key === key) ?? raise(`No space ${key}`);
  const pages = [
    ...spaces.map((space) => homePage(space, articles)),
    ...articles.map((article) => pageOf(article, spaceOf(article.space))),
  ];
  let nextId = 720_897;
  return {
    company,
    spaces,
    pages,
    find(id) {
      for (const page of pages) {
        const version = page.versions.find(({ historicalId }) => (historicalId ?? page.id) === id);
        if (version) return { page, version };
      }
      return null;
    },
    byTitle: (spaceKey, title) =>
      pages.find(
        (page) =>
          !page.isDraft &&
          page.space.key.toLowerCase() === spaceKey.toLowerCase() &&
          currentOf(page).title.toLowerCase() === title.toLowerCase(),
      ) ?? null,
    edit(id, edit) {
      const page = pages.find((candidate) => candidate.id === id) ?? raise(`No Confluence page ${id}`);
      const ids = () => String((nextId += 3));
      applyEdit(
        page,
        edit,
        new Date(Math.max(now(), Date.parse(currentOf(page).when) + 1000)).toISOString(),
        ids,
      );
    },
  };
}

export function currentOf(page: ConfluencePage): PageVersion {
  return page.versions.at(-1) ?? raise(`Page ${page.id} has no version`);
}

/** Whether this person may see the page; nobody may without a session. A draft is its author's alone. */
export function seesPage(person: Person | null, page: ConfluencePage): boolean {
  if (person === null) return false;
  if (page.isDraft) return page.author === person.id;
  return maySee(person, page.visibility) || page.author === person.id;
}

/** Where a page of its space stands: below the front page. */
export function ancestorsOf(store: ConfluenceStore, page: ConfluencePage): ConfluencePage[] {
  const home = store.pages.find(({ id }) => id === page.space.homeId);
  return home && home !== page ? [home] : [];
}

/** The address people see: with the title where it can stand in a path, else with the id. */
export function webPath(page: ConfluencePage): string {
  const { title } = currentOf(page);
  if (page.isDraft) return `/pages/resumedraft.action?draftId=${page.id}`;
  if (page.id === page.space.homeId) return `/display/${page.space.key}`;
  if (page.type === 'blogpost') {
    const day = page.created.slice(0, 10).replaceAll('-', '/');
    return `/display/${page.space.key}/${day}/${encodeURIComponent(title).replaceAll('%20', '+')}`;
  }
  return /^[\w .,()'-]+$/.test(title)
    ? `/display/${page.space.key}/${title.replaceAll(' ', '+')}`
    : `/pages/viewpage.action?pageId=${page.id}`;
}

/** The id as a short link holds it: four bytes, little end first, in base 64 without its padding. */
export function tinyCode(id: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Number(id));
  return bytes
    .toString('base64')
    .replace(/=+$/, '')
    .replace(/A+$/, '')
    .replaceAll('+', '_')
    .replaceAll('/', '-');
}

/** The id behind a short link, or null where there is none. */
export function fromTinyCode(code: string): string | null {
  if (!/^[\w-]{1,8}$/.test(code)) return null;
  const bytes = Buffer.from(code.replaceAll('_', '+').replaceAll('-', '/').padEnd(8, 'A'), 'base64');
  return String(bytes.readUInt32LE(0));
}

function pageOf(article: Article, space: ConfluenceSpace): ConfluencePage {
  const mark = article.state === 'outdated' || article.state === 'retired' ? [article.state] : [];
  const { id, title, author, created, updated, version, labels, visibility, body } = article;
  return {
    id,
    type: labels.includes('blog') ? 'blogpost' : 'page',
    space,
    author,
    created,
    versions: [{ number: version, by: author, when: updated, title, markdown: body, historicalId: null }],
    labels: [...labels, ...mark],
    visibility,
    isDraft: article.state === 'draft',
    comments: [],
  };
}

function homePage(space: ConfluenceSpace, articles: readonly Article[]): ConfluencePage {
  const inSpace = articles.filter(
    (article) => article.space === space.key && article.visibility === 'all' && article.state !== 'draft',
  );
  const list = inSpace.map(({ title, slug }) => `- [${title}](acme:${slug})`).join('\n');
  const markdown = `Welcome to the space **${space.name}**.\n\n## Pages\n\n${list}`;
  const version = {
    number: 1,
    by: 'admin',
    when: '2023-01-09T07:00:00Z',
    title: `${space.name} Home`,
    markdown,
    historicalId: null,
  };
  return {
    id: space.homeId,
    type: 'page',
    space,
    author: 'admin',
    created: '2023-01-09T07:00:00Z',
    versions: [version],
    labels: [],
    visibility: 'all',
    isDraft: false,
    comments: [],
  };
}

function applyEdit(page: ConfluencePage, edit: PageEdit, at: string, nextId: () => string): void {
  const before = currentOf(page);
  if (edit.title !== undefined || edit.body !== undefined) {
    before.historicalId = nextId();
    page.versions.push({
      number: before.number + 1,
      by: edit.by ?? before.by,
      when: at,
      title: edit.title ?? before.title,
      markdown: edit.body ?? before.markdown,
      historicalId: null,
    });
  }
  if (edit.labels) page.labels = edit.labels;
  if (edit.visibility) page.visibility = edit.visibility;
  if (edit.comment)
    page.comments.push({ id: nextId(), author: edit.comment.author, when: at, markdown: edit.comment.body });
}

function raise(message: string): never {
  throw new Error(message);
}

import type { Article, Company } from '../company';
import { homeUrl } from '../markdown';
import { toWikitext, type LinkFor } from './wikitext';

export interface WikiRevision {
  /** Person id. */
  author: string;
  timestamp: string;
  /** What its author meant; `textOf` is what they typed. */
  markdown: string;
  categories: readonly string[];
  /** Title that a redirect leads to. */
  redirectTo: string | null;
}

/** One page of the wiki, oldest revision first; the last one is current. */
export interface WikiPage {
  title: string;
  /** The article it comes from; null for the main page and redirects. */
  article: Article | null;
  revisions: WikiRevision[];
}

/** Names that grew around a page over the years. */
const redirects: Record<string, string> = {
  'Build agent offline': 'jenkins-agent-offline',
  'YubiKey lost': 'lost-hardware-token',
};
export const mainPage = 'Main Page';

/**
 * What is on Acme's wiki: its articles, a main page and two redirects. A wiki has no rights for single pages, so an
 * article that not everybody may read is not put on it.
 */
export function wikiPages(company: Company): WikiPage[] {
  const articles = company.articles.filter(
    ({ home, visibility }) => home === 'mediawiki' && visibility === 'all',
  );
  const moved = Object.entries(redirects).flatMap(([title, slug]) => {
    const article = articles.find((candidate) => candidate.slug === slug);
    return article ? [redirectPage(title, article)] : [];
  });
  return [frontPage(articles), ...articles.map(articlePage), ...moved];
}

/** `acme:` links lead to pages of the wiki, or to the system the other article lives in. */
export function linksOf(company: Company): LinkFor {
  const bySlug = new Map(company.articles.map((article) => [article.slug, article]));
  return (slug) => {
    const article = bySlug.get(slug);
    if (!article) return { url: `https://portal.acme.example/missing/${slug}` };
    return article.home === 'mediawiki' ? { page: article.id } : { url: homeUrl(article) };
  };
}

/** A revision's wikitext. */
export function textOf({ markdown, categories, redirectTo }: WikiRevision, linkFor: LinkFor): string {
  if (redirectTo !== null) return `#REDIRECT [[${redirectTo}]]`;
  const marks = categories.map((name) => `[[Category:${name}]]`).join('\n');
  return [toWikitext({ body: markdown }, linkFor), marks].filter((part) => part !== '').join('\n\n');
}

function articlePage(article: Article): WikiPage {
  const { author, created, updated, body } = article;
  const current = {
    author,
    timestamp: updated,
    markdown: body,
    categories: categoriesOf(article),
    redirectTo: null,
  };
  // Before the current text there was a first draft of it, so that old revisions have something to show.
  const draft = `${body.split('\n\n')[0] ?? ''}\n\n*To be written.*`;
  const first = { author, timestamp: created, markdown: draft, categories: [], redirectTo: null };
  return { title: article.id, article, revisions: article.version > 1 ? [first, current] : [current] };
}

/** Labels are categories; what is no longer true is in one of its own. */
function categoriesOf({ labels, state }: Pick<Article, 'labels' | 'state'>): string[] {
  const names = labels.map((label) => label.charAt(0).toUpperCase() + label.slice(1));
  const marks: Record<Article['state'], string[]> = {
    published: [],
    draft: ['Draft'],
    outdated: ['Outdated'],
    retired: ['Retired'],
  };
  return [...names, ...marks[state]];
}

function redirectPage(title: string, { id, author, created }: Article): WikiPage {
  const revision = { author, timestamp: created, markdown: '', categories: [], redirectTo: id };
  return { title, article: null, revisions: [revision] };
}

function frontPage(articles: readonly Article[]): WikiPage {
  const list = [...articles]
    .sort((a, b) => a.title.localeCompare(b.title))
    .map(({ id, slug }) => `- [${id.replaceAll('[', '\\[')}](acme:${slug})`);
  const markdown = `Notes from engineering and from everywhere else.\n\n## All articles\n\n${list.join('\n')}`;
  const revision = {
    author: 'admin',
    timestamp: '2023-01-09T07:00:00Z',
    markdown,
    categories: [],
    redirectTo: null,
  };
  return { title: mainPage, article: null, revisions: [revision] };
}

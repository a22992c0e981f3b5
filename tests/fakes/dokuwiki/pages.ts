import type { Article, Company, Visibility } from '../company';
import { homeUrl } from '../markdown';
import { toDokuwikiMarkup, type LinkFor } from './markup';

export interface DokuRevision {
  /** Person id. */
  readonly author: string;
  /** Epoch seconds: also the revision's number. */
  readonly seconds: number;
  /** Wiki markup. */
  readonly text: string;
  readonly summary: string;
}

/** One page of the wiki, oldest revision first; the last one is current. */
export interface DokuPage {
  readonly id: string;
  readonly readers: Visibility;
  readonly revisions: DokuRevision[];
}

export const startPage = 'start';

/** What is on Acme's operations wiki: its articles under their ids, and a start page that lists those everybody reads. */
export function dokuwikiPages(company: Company): DokuPage[] {
  const articles = company.articles.filter(({ home }) => home === 'dokuwiki');
  const linkFor = linksOf(company);
  return [frontPage(articles), ...articles.map((article) => articlePage(article, linkFor))];
}

/** `acme:` links lead to pages of the wiki, or to the system the other article lives in. */
function linksOf(company: Company): LinkFor {
  const bySlug = new Map(company.articles.map((article) => [article.slug, article]));
  return (slug) => {
    const article = bySlug.get(slug);
    if (!article) return `https://portal.acme.example/missing/${slug}`;
    return article.home === 'dokuwiki' ? article.id : homeUrl(article);
  };
}

function articlePage(article: Article, linkFor: LinkFor): DokuPage {
  const { author, created, updated, body, title, version } = article;
  const textOf = (markdown: string) => toDokuwikiMarkup(title, markdown, linkFor);
  const current = { author, seconds: secondsOf(updated), text: textOf(body), summary: 'updated' };
  // Before the current text there was a first draft of it, so that old revisions have something to show.
  const draft = textOf(`${body.split('\n\n')[0] ?? ''}\n\nTo be written.`);
  const first = { author, seconds: secondsOf(created), text: draft, summary: 'created' };
  return {
    id: article.id,
    readers: article.visibility,
    revisions: version > 1 ? [first, current] : [current],
  };
}

function frontPage(articles: readonly Article[]): DokuPage {
  const open = articles.filter(({ visibility }) => visibility === 'all');
  const list = [...open]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, title }) => `  * [[${id}|${title}]]`);
  const text = `====== Operations wiki ======\n\nRunbooks of server and network operations.\n\n${list.join('\n')}\n`;
  const seconds = secondsOf('2026-01-07T08:00:00Z');
  return {
    id: startPage,
    readers: 'all',
    revisions: [{ author: 'admin', seconds, text, summary: 'created' }],
  };
}

export function secondsOf(instant: string): number {
  return Date.parse(instant) / 1000;
}

/**
 * Who may read what, as the wiki's access list has it: everybody with an account reads everything but for namespaces
 * and pages that are kept for some groups.
 */
export function accessLines(pages: readonly DokuPage[], options: { isPublic: boolean }): string[] {
  const restricted = pages.flatMap(({ id, readers }) => (readers === 'all' ? [] : [{ id, readers }]));
  const namespaceOf = (id: string) => id.split(':').slice(0, -1).join(':');
  const isWholly = (namespace: string) =>
    namespace !== '' && pages.every(({ id, readers }) => namespaceOf(id) !== namespace || readers !== 'all');
  const subjects = new Map(
    restricted.map(({ id, readers }) => {
      const namespace = namespaceOf(id);
      return [isWholly(namespace) ? `${namespace}:*` : id, readers] as const;
    }),
  );
  const kept = [...subjects].flatMap(([subject, readers]) => [
    `${subject} @ALL 0`,
    `${subject} @user 0`,
    ...readers.map((group) => `${subject} @${group} 1`),
  ]);
  return [`* @ALL ${options.isPublic ? 1 : 0}`, '* @user 1', ...kept];
}

import type { Article, Company, Person } from '../company';
import type { FakeModes } from '../fake';
import type { Sessions } from '../sessions';

export interface IntranetSettings {
  /** Whether the head of each page says who is signed in; a way out is there either way. */
  namesUser: boolean;
  /** Whether there is a sitemap; without it, the front page and the list from A to Z are all there is. */
  hasSitemap: boolean;
}

export interface IntranetInstance {
  readonly company: Company;
  readonly baseUrl: string;
  readonly sessions: Sessions;
  readonly settings: IntranetSettings;
  readonly modes: FakeModes;
  /** Acme's articles that live here, as edited since. */
  readonly articles: Article[];
  now(): number;
}

export interface IntranetCall {
  readonly request: Request;
  readonly url: URL;
  readonly person: Person;
}

export function articleAt(intranet: IntranetInstance, path: string): Article | null {
  return intranet.articles.find((article) => article.id === path) ?? null;
}

/** First folder of an article's path: "policies". */
export function sectionOf(article: Article): string {
  return article.id.split('/')[1] ?? '';
}

/** Built by a script in the page from data: what a server sends first holds no text. */
export function isBuiltByScript(article: Article): boolean {
  return article.id === '/it/status';
}

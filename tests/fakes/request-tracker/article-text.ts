import type { Article, Company } from '../company';
import { toHtml, toPlainText } from '../markdown';
import { fieldsOf } from './desk';

/** An article's text as its class keeps it: HTML from RT's editor, or text typed into a plain box. */
export function articleText(article: Article, company: Company, linkFor: (slug: string) => string): string {
  const isRich = fieldsOf(company).some(
    ({ type, classes }) => type === 'HTML' && classes.includes(article.space),
  );
  return isRich ? toHtml(article, { linkFor }) : article.body.replace(/\*\*|`/g, '');
}

/** The first sentence: what RT shows below an article's name in lists. */
export function articleSummary(article: Article): string {
  const [first = ''] = toPlainText(article).split('\n');
  return /^.*?[.?!](?=\s|$)/.exec(first)?.[0] ?? first;
}

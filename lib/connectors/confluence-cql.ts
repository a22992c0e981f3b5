import type { QueryTerm } from '../core/query';
import { inClause, luceneClause, quoteLiteral } from './lucene-text';

/**
 * CQL for pages and blog posts that hold any of the terms, in the server's order of relevance; the strongest terms
 * count in titles as well. Null when the terms leave nothing to ask.
 */
export function articlesCql(terms: readonly QueryTerm[], spaces: readonly string[]): string | null {
  const inText = terms.map((term) => luceneClause('text', term));
  const inTitle = terms.slice(0, 3).map((term) => luceneClause('title', term));
  const wanted = [...inText, ...inTitle].filter((clause) => clause !== null);
  if (wanted.length === 0) return null;
  return [`(${wanted.join(' OR ')})`, 'type in (page, blogpost)', inClause('space', spaces)]
    .filter((part) => part !== null)
    .join(' AND ');
}

/**
 * CQL for all pages and blog posts of the spaces, or of all of them, in the order they were made: editing moves none.
 * `since`: changed since then, as CQL writes a time.
 */
export function allArticlesCql(spaces: readonly string[], since: string | null): string {
  const changed = since === null ? null : `lastmodified >= ${quoteLiteral(since)}`;
  const wanted = ['type in (page, blogpost)', inClause('space', spaces), changed];
  return `${wanted.filter((part) => part !== null).join(' AND ')} order by created`;
}

/** CQL for what has this title, whatever its case: lists of content compare titles exactly. */
export function titleCql(spaceKey: string, type: string, title: string): string {
  return `space = ${quoteLiteral(spaceKey)} AND type = ${type} AND title = ${quoteLiteral(title)}`;
}

/** Among things of that title, the one written alike before one in other capitals. */
export function byTitle<T extends { title: string }>(contents: readonly T[], title: string): T | null {
  return (
    contents.find((content) => content.title === title) ??
    contents.find((content) => content.title.toLowerCase() === title.toLowerCase()) ??
    null
  );
}

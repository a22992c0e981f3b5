import type { QueryTerm } from '../core/query';
import { inClause, luceneClause, quoteLiteral } from './lucene-text';

/** What "resolved" is: the usual condition, and the one for lines without status categories (before 6.2). */
export const resolvedConditions = [
  'statusCategory = Done AND resolution is not EMPTY',
  'resolution is not EMPTY',
] as const;

/**
 * JQL for resolved issues that hold the terms, in the server's own order. `strict` wants an identifier, a phrase or
 * two of the three strongest words; `loose` any term. Null when the terms leave nothing to ask.
 */
export function similarIssuesJql(
  shape: 'strict' | 'loose',
  terms: readonly QueryTerm[],
  projects: readonly string[],
  resolved: string,
): string | null {
  const clauses = (some: readonly QueryTerm[]) =>
    some.map((term) => luceneClause('text', term)).filter((clause) => clause !== null);
  const exact = clauses(terms.filter((term) => term.kind !== 'word'));
  const words = clauses(terms.filter((term) => term.kind === 'word'));
  const wanted = shape === 'loose' ? [...exact, ...words] : [...exact, ...pairs(words.slice(0, 3))];
  if (wanted.length === 0) return null;
  return [`(${wanted.join(' OR ')})`, resolved, inClause('project', projects)]
    .filter((part) => part !== null)
    .join(' AND ');
}

/**
 * JQL for all resolved issues of the projects, or of all of them, in the order they were made: editing moves none.
 * `since`: changed since then, as JQL writes a time.
 */
export function allIssuesJql(projects: readonly string[], since: string | null, resolved: string): string {
  const changed = since === null ? null : `updated >= ${quoteLiteral(since)}`;
  const wanted = [resolved, inClause('project', projects), changed];
  return `${wanted.filter((part) => part !== null).join(' AND ')} ORDER BY created ASC, key ASC`;
}

function pairs(clauses: readonly string[]): string[] {
  return clauses.flatMap((first, at) => clauses.slice(at + 1).map((second) => `(${first} AND ${second})`));
}

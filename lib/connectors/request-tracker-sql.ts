import type { QueryTerm } from '../core/query';

/** A string literal of TicketSQL: nothing in `text` can end it (RT 5.0.3: a backslash escapes itself and quotes). */
export function quoteTicketSql(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
  return `'${flat.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Longest run of words taken from one term. */
const mostWords = 4;

/**
 * What of a term can be looked for as part of a text: LIKE knows no words, so endings that other forms of a word do
 * not share are left off. `%` and `_` are wildcards that nothing escapes, so they part words like a space.
 */
export function likeWords(term: Pick<QueryTerm, 'text' | 'kind'>): string[] {
  return term.text
    .split(/[\s%_\p{Cc}\p{Cs}]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#]+$/gu, ''))
    .filter(isTelling)
    .slice(0, mostWords)
    .map((word) => (term.kind === 'identifier' ? word : withoutEnding(word)));
}

/** Three letters, two characters with a digit among them, or one of a script that writes words with one. */
function isTelling(word: string): boolean {
  const letters = word.replace(/[^\p{L}\p{N}]/gu, '').length;
  if (/[\p{Script=Han}\p{Script=Hangul}]/u.test(word)) return true;
  return letters >= (/\p{N}|[+#]$/u.test(word) ? 2 : 3) || /^\p{L}(?:\+\+|#)$/u.test(word);
}

/** "locked" is "lock", "labels" is "label"; at least four letters stay. */
function withoutEnding(word: string): string {
  if (!/^\p{L}+$/u.test(word)) return word;
  const stem = word.replace(/(?:ing|ed|es|en|s|e|n)$/iu, '');
  return stem.length >= 4 ? stem : word;
}

/** `(Subject LIKE 'a' AND Subject LIKE 'b')`; null when the term leaves no word. */
function likeClause(field: 'Subject' | 'Content', term: QueryTerm): string | null {
  const parts = likeWords(term).map((word) => `${field} LIKE ${quoteTicketSql(word)}`);
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(' AND ')})`;
}

export type TicketSearchShape = 'strict' | 'loose' | 'content';

/**
 * TicketSQL for closed tickets: `strict` wants an identifier, a phrase or two of the three strongest words in the
 * subject, `loose` any term there, `content` an identifier in the messages. Every lifecycle has names of its own for
 * "resolved", so what counts is that the status is inactive. Null when the terms leave nothing to ask.
 */
export function similarTicketsSql(
  shape: TicketSearchShape,
  terms: readonly QueryTerm[],
  queues: readonly string[],
): string | null {
  const wanted = wantedClauses(shape, terms);
  if (wanted.length === 0) return null;
  const parts = [`(${wanted.join(' OR ')})`, ...closedIn(queues)];
  // Texts may be searched without an index: not all that was ever written.
  if (shape === 'content') parts.push("LastUpdated > '730 days ago'");
  return parts.join(' AND ');
}

/** TicketSQL for all closed tickets behind a number; `since`: changed since then, as RT reads a time. */
export function allTicketsSql(after: number, queues: readonly string[], since: string | null): string {
  const changed = since === null ? [] : [`LastUpdated > ${quoteTicketSql(since)}`];
  return [`id > ${after}`, ...closedIn(queues), ...changed].join(' AND ');
}

function closedIn(queues: readonly string[]): string[] {
  const closed = ["Status = '__Inactive__'", "Status != 'rejected'"];
  if (queues.length === 0) return closed;
  return [...closed, `(${queues.map((queue) => `Queue = ${quoteTicketSql(queue)}`).join(' OR ')})`];
}

function wantedClauses(shape: TicketSearchShape, terms: readonly QueryTerm[]): string[] {
  const clauses = (field: 'Subject' | 'Content', some: readonly QueryTerm[]) => [
    ...new Set(some.map((term) => likeClause(field, term)).filter((clause) => clause !== null)),
  ];
  if (shape === 'content') {
    return clauses('Content', terms.filter(({ kind }) => kind === 'identifier').slice(0, 2));
  }
  if (shape === 'loose') return clauses('Subject', terms);
  const exact = clauses(
    'Subject',
    terms.filter(({ kind }) => kind !== 'word'),
  );
  const words = clauses(
    'Subject',
    terms.filter(({ kind }) => kind === 'word'),
  ).slice(0, 3);
  const pairs = words.flatMap((first, at) => words.slice(at + 1).map((second) => `(${first} AND ${second})`));
  return [...exact, ...pairs];
}

/** How much of a query a text holds: the weights of the terms whose words are all in it. */
export function weightIn(text: string, terms: readonly QueryTerm[]): number {
  const folded = text.toLowerCase();
  return terms.reduce((sum, term) => {
    const words = likeWords(term);
    const isHeld = words.length > 0 && words.every((word) => folded.includes(word.toLowerCase()));
    return isHeld ? sum + term.weight : sum;
  }, 0);
}

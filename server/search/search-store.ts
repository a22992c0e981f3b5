import { readerNames, type Principal } from '../auth/principal';
import type { Database } from '../database/database';
import type { VectorStore } from '../stores/vector-stores';
import { leavesOf, toClauses } from '../../lib/retrieval/query-clauses';
import { buildTextQuery } from '../../lib/retrieval/build-query';
import type { Embedder } from '../../lib/retrieval/embedder';
import { toCondition, type Filter } from './filters';
import { quoted, termOf, toCode, toVector } from './index-passage';
import { scorePassage, type ScoringContext, type TermPlaces } from './score-passage';
import type { Statistics } from './statistics';

export interface SearchParts {
  readonly database: Database;
  readonly statistics: Statistics;
  readonly embedder: Embedder;
}

export interface SearchRequest {
  readonly query: string;
  readonly k: number;
  readonly filter: Filter | null;
  /** Readers of documents are narrowed to what this one may see. */
  readonly who: Principal;
}

/** Where a passage is, and how it came to its place. */
export interface RankedPassage {
  readonly document: number;
  readonly ordinal: number;
  readonly score: number;
  /** Share of the query that stands in it, 0 to 1. */
  readonly coverage: number;
  /** Nearness of meaning, -1 to 1. */
  readonly similarity: number;
}

/** Passages that the query's rarest words may bring, at most: the words to look for are chosen by this. */
const MOST_MATCHED = 3_000;
const MOST_BY_WORDS = 120;
/** Of all codes the nearest, of which the nearest by their whole vectors are taken. */
const MOST_CODES = 200;
const MOST_BY_MEANING = 64;
/** As on the device: see `defaultRankingOptions` there. */
const MEANING_FLOOR = 0.2;
const MEANING_SHARE = 1.44;

/**
 * Passages of a store for a query, best first: those that hold its rarest words and those whose signs are nearest, each
 * scored by all of its words and by its whole vector, and both added up as on the device.
 */
export async function rankPassages(
  { database, statistics, embedder }: SearchParts,
  { number: store, id }: Pick<VectorStore, 'number' | 'id'>,
  request: SearchRequest,
): Promise<RankedPassage[]> {
  const query = buildTextQuery(request.query);
  const clauses = toClauses(query);
  const terms = [...new Set(leavesOf(clauses).flatMap((leaf) => leaf.terms))];
  const [totals, counts, [vector]] = await Promise.all([
    statistics.totals(store, id),
    statistics.counts(store, terms),
    embedder.embed([query.text ?? request.query], 'query'),
  ]);
  const context: ScoringContext = { clauses, statistics: totals, counts };
  const isKnown = vector?.some((value) => value !== 0) === true;
  const rows = await readCandidates(database, {
    store,
    request,
    terms,
    wanted: rarestOf(terms, counts),
    vector: isKnown && vector && embedder.languages.includes(query.language ?? 'en') ? vector : null,
    weightOf: (term) => idfWeight(totals.passages, counts.get(term) ?? 0),
  });
  const scored = rows.map((row) => {
    const { title_terms: title, heading_terms: headings, body_terms: body } = row;
    const words = scorePassage(placesOf(row.found, store), { title, headings, body }, context);
    return { ...row, ...words, similarity: row.similarity ?? 0 };
  });
  return combine(scored).slice(0, request.k);
}

interface Candidate {
  readonly document: number;
  readonly ordinal: number;
  readonly title_terms: number;
  readonly heading_terms: number;
  readonly body_terms: number;
  readonly similarity: number | null;
  readonly found: readonly (readonly [string, readonly number[], readonly string[]])[] | null;
}

async function readCandidates(
  { query }: Database,
  options: {
    store: number;
    request: SearchRequest;
    terms: readonly string[];
    wanted: readonly string[];
    vector: Float32Array | null;
    weightOf(term: string): number;
  },
): Promise<Candidate[]> {
  const { store, request, terms, wanted, vector, weightOf } = options;
  if (wanted.length === 0 && vector === null) return [];
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const lexemes = wanted.map((term) => quoted(termOf(store, term)));
  const me = bind(readerNames(request.who));
  const storeAt = bind(store);
  const mayRead = `(readers is null or readers && ${me}::text[])`;
  const meets =
    request.filter === null
      ? ''
      : `and document in (select id from documents where store = ${storeAt}::int and ${toCondition(request.filter, parameters)})`;
  const parts: string[] = [];
  if (lexemes.length > 0)
    parts.push(`(select document, ordinal from passages
      where words @@ ${bind(lexemes.join(' | '))}::tsquery and store = ${storeAt}::int and ${mayRead} ${meets}
      order by (select sum(weight) from unnest(${bind(lexemes)}::text[]::tsquery[], ${bind(wanted.map(weightOf))}::float8[])
        as asked (term, weight) where words @@ term) desc, document, ordinal limit ${MOST_BY_WORDS})`);
  const vectorAt = vector === null ? null : bind(toVector(vector));
  if (vector !== null)
    parts.push(`(select document, ordinal from
      (select document, ordinal from passage_codes where store = ${storeAt}::int and ${mayRead} ${meets}
        order by code <~> ${bind(toCode(vector))}::bit(256) limit ${MOST_CODES}) as codes
      join passages using (document, ordinal) order by embedding <=> ${vectorAt ?? ''}::halfvec limit ${MOST_BY_MEANING})`);
  const similarity = vectorAt === null ? 'null::float8' : `1 - (embedding <=> ${vectorAt}::halfvec)`;
  return query<Candidate>(
    `with candidates as (${parts.join(' union ')})
     select document::float8 as document, ordinal, title_terms, heading_terms, body_terms, ${similarity} as similarity,
       (select json_agg(json_build_array(lexeme, positions, weights)) from unnest(words)
        where lexeme = any(${bind(terms.map((term) => termOf(store, term)))}::text[])) as found
     from candidates join passages using (document, ordinal)`,
    parameters,
  );
}

/** The rarest words, as many as keep what they bring within bounds: what a common word adds, it adds to these. */
function rarestOf(terms: readonly string[], counts: ReadonlyMap<string, number>): string[] {
  const known = terms
    .map((term) => ({ term, count: counts.get(term) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count || (a.term < b.term ? -1 : 1));
  let sum = 0;
  return known.filter(({ count }, at) => (sum += count) <= MOST_MATCHED || at === 0).map(({ term }) => term);
}

function idfWeight(passages: number, count: number): number {
  return Math.log(1 + passages / Math.max(1, count));
}

function placesOf(found: Candidate['found'], store: number): Map<string, TermPlaces> {
  const prefix = termOf(store, '').length;
  return new Map(
    (found ?? []).map(([lexeme, positions, weights]) => [lexeme.slice(prefix), { positions, weights }]),
  );
}

interface Scored extends Candidate {
  readonly score: number;
  readonly coverage: number;
  readonly similarity: number;
}

function combine(scored: readonly Scored[]): RankedPassage[] {
  const best = Math.max(0, ...scored.map(({ score }) => score)) || 1;
  const scale = (best * MEANING_SHARE) / (1 - MEANING_FLOOR);
  return scored
    .map(({ document, ordinal, score, coverage, similarity }) => ({
      document,
      ordinal,
      coverage,
      similarity,
      // The last digits depend on the order of additions.
      score: Math.round((score + scale * Math.max(0, similarity - MEANING_FLOOR)) * 1e6) / 1e6,
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.document - b.document || a.ordinal - b.ordinal);
}

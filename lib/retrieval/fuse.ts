import type { DocumentFacts, Suggestion } from '../core/suggestion';
import type { PassageHit } from './retriever';

/** A hit with what is known of its document. */
export interface RankedDocument {
  readonly hit: PassageHit;
  readonly facts: DocumentFacts;
}

/** The page beside which the panel sits: never suggested to itself, whatever route led to it. */
export interface OwnPage {
  readonly key: string;
  readonly url: string;
  readonly documentId: string | null;
  readonly sourceId: string | null;
}

export interface FuseOptions {
  readonly page: OwnPage | null;
  /** Documents their source has confirmed in this look-up. */
  readonly confirmed: ReadonlySet<string>;
  /** Documents whose live version differs from the cached one. */
  readonly changed: ReadonlySet<string>;
  readonly mostArticles: number;
  readonly mostTickets: number;
  /** `likely` needs this coverage of the query … */
  readonly likelyCoverage: number;
  /** … and this share of the best score. */
  readonly likelyShare: number;
  /** Hits below this share of the best score of their own kind are not worth a row. */
  readonly leastShare: number;
  /** The same against the best of both kinds: tickets are short and score low beside an article about the fault. */
  readonly leastShareOverall: number;
}

/** Calibrated on Acme's judgements (scripts/eval-retrieval.ts): four of five `likely` rows are judged relevant. */
export const defaultFuseOptions: FuseOptions = {
  page: null,
  confirmed: new Set(),
  changed: new Set(),
  mostArticles: 5,
  mostTickets: 5,
  likelyCoverage: 0.35,
  likelyShare: 0.6,
  leastShare: 0.25,
  leastShareOverall: 0.1,
};

export interface Fused {
  readonly articles: Suggestion[];
  readonly tickets: Suggestion[];
}

/**
 * One list each of articles and resolved tickets out of what one retriever ranked over cache and live documents
 * together: one row a document, without the page itself, newer first where scores are even.
 */
export function fuse(ranked: readonly RankedDocument[], options: Partial<FuseOptions> = {}): Fused {
  const settings = { ...defaultFuseOptions, ...options };
  const rows = oneEach(
    ranked
      .filter(({ facts }) => !isOwnPage(facts, settings.page) && isKnowledge(facts))
      .sort(byScoreThenFreshness),
  );
  const best = rows[0]?.hit.score ?? 0;
  const listOf = (kind: DocumentFacts['kind'], most: number) => {
    const ofKind = rows.filter(({ facts }) => facts.kind === kind);
    const least = Math.max(
      (ofKind[0]?.hit.score ?? 0) * settings.leastShare,
      best * settings.leastShareOverall,
    );
    return ofKind
      .filter(({ hit }) => hit.score > 0 && hit.score >= least)
      .map((row) => toSuggestion(row, best, settings))
      .slice(0, most);
  };
  return {
    articles: listOf('article', settings.mostArticles),
    tickets: listOf('ticket', settings.mostTickets),
  };
}

/** An open ticket has no answer to give. */
function isKnowledge(facts: DocumentFacts): boolean {
  return facts.kind === 'article' || facts.ticketResolved;
}

function isOwnPage(facts: DocumentFacts, page: OwnPage | null): boolean {
  if (page === null) return false;
  const sameSource = page.sourceId === null || page.sourceId === facts.sourceId;
  if (page.documentId !== null && sameSource && page.documentId === facts.documentId) return true;
  // One instance can be two sources (Jira and its service desk): there a ticket is known by its key.
  const sameInstance = sameSource || originOf(page.url) === originOf(facts.url);
  if (sameInstance && facts.ticketKey !== null && facts.ticketKey === page.key) return true;
  return sameAddress(facts.url) === sameAddress(page.url);
}

/** Two sources over one instance, or two cached copies, bring the same document twice: the better row stays. */
function oneEach(rows: readonly RankedDocument[]): RankedDocument[] {
  const seen = new Set<string>();
  return rows.filter(({ facts }) => {
    const names = [
      `key ${facts.documentKey}`,
      `id ${facts.sourceId} ${facts.documentId}`,
      `url ${sameAddress(facts.url)}`,
    ];
    if (names.some((name) => seen.has(name))) return false;
    for (const name of names) seen.add(name);
    return true;
  });
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function sameAddress(url: string): string {
  return url.replace(/#.*$/, '').replace(/\/$/, '');
}

function byScoreThenFreshness(a: RankedDocument, b: RankedDocument): number {
  return (
    b.hit.score - a.hit.score ||
    compare(b.facts.updated ?? '', a.facts.updated ?? '') ||
    compare(a.facts.documentKey, b.facts.documentKey)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toSuggestion({ hit, facts }: RankedDocument, best: number, options: FuseOptions): Suggestion {
  const likely =
    hit.coverage >= options.likelyCoverage &&
    hit.score >= best * options.likelyShare &&
    facts.state === 'current';
  return {
    ...facts,
    passage: hit.passage,
    marks: hit.marks.map((mark) => ({ ...mark })),
    score: hit.score,
    strength: likely ? 'likely' : 'possible',
    origin: options.confirmed.has(facts.documentKey) ? 'live' : 'cache',
    changed: options.changed.has(facts.documentKey),
  };
}

/** Scores this near, as a share of the higher one, are no reason to move what somebody may be reading. */
const nearShare = 0.15;

/**
 * `next` in an order that moves nothing without need: rows that were already shown keep their order among
 * themselves where their scores are near, and a new row passes an old one only when it is clearly better. Rows
 * missing from `next` are gone, for they may no longer be shown.
 */
export function mergeStable(previous: readonly Suggestion[], next: readonly Suggestion[]): Suggestion[] {
  const places = new Map(previous.map((row, place) => [row.documentKey, place]));
  const placeOf = (row: Suggestion) => places.get(row.documentKey) ?? Number.POSITIVE_INFINITY;
  const rows = [...next];
  // Each exchange puts one more pair back into the order it was shown in, so this ends.
  for (let settled = false; !settled;) {
    settled = true;
    for (let index = 1; index < rows.length; index += 1) {
      const [upper, lower] = [rows[index - 1], rows[index]];
      if (upper === undefined || lower === undefined || !(placeOf(lower) < placeOf(upper))) continue;
      if (upper.score - lower.score > nearShare * Math.abs(upper.score)) continue;
      rows[index - 1] = lower;
      rows[index] = upper;
      settled = false;
    }
  }
  return rows;
}

import type { PageContext } from '../core/page';
import { blocksToText } from '../core/rich-text';
import type { SearchQuery } from '../core/query';
import type { Answer, Citation } from '../core/suggestion';
import type { AnswerSource } from './answer-source';
import { detectLanguage } from '../retrieval/language';
import { missingFacts, unknownTerms } from './missing-facts';
import { pickStatements } from './pick-statements';
import type { Quotable } from './read-sections';

export interface ExtractOptions {
  /** The page the answer is for; null for a typed question. */
  readonly context: PageContext | null;
  /** A question wants the sentences with the fact; anything else the steps that mend it. */
  readonly question: boolean;
  /** Share of the query's weight that must stand in one passage (title and headings included). */
  readonly leastEvidence: number;
  /** The same where the query names a code that no source knows: a near miss is most likely another fault. */
  readonly leastEvidenceUnknownCode: number;
  /** A query lighter than this asks nothing: "it doesn't work". Weight 1 is one word of the title. */
  readonly leastQueryWeight: number;
  /** Another source needs this share of the first one's evidence. */
  readonly secondShare: number;
  /** A source in another language than the ticket's counts so much. */
  readonly otherLanguage: number;
  /** A resolved ticket beside an article. */
  readonly ticketShare: number;
  readonly mostStatements: number;
}

/**
 * `leastEvidence` is calibrated on two sets, both printed by scripts/eval-retrieval.ts. Of Acme's open tickets those
 * that nobody can answer reach 0.26 at most (one says too little to count), and 27 of the 29 others 0.31 or more.
 * Of the questions of workarena-kb nine in ten reach it, and with their article taken away, in a knowledge base full
 * of look-alikes, seven in ten still do: words alone cannot tell those, so every statement stays linked to its
 * source.
 */
export const defaultExtractOptions: ExtractOptions = {
  context: null,
  question: false,
  leastEvidence: 0.31,
  leastEvidenceUnknownCode: 0.4,
  leastQueryWeight: 0.8,
  secondShare: 0.6,
  otherLanguage: 0.8,
  ticketShare: 0.85,
  mostStatements: 6,
};

interface Weighed {
  readonly source: AnswerSource;
  readonly evidence: number;
  readonly rank: number;
}

/** How many of the best sources are read for an answer. */
const examined = 5;
/** Beside the first one so many are quoted, each so often: the answer stays one answer. */
const mostSupporting = 2;
const mostOfSupporting = 2;
/** Another source of the same kind has to come this near to the first one. */
const nearShare = 0.65;

/**
 * Two to six sentences or steps out of the sources, word for word, each with its citation; or an abstention that
 * says what is missing. Pure: the same sources give the same answer.
 * @param sources best first, with all passages of each document
 */
export function extractAnswer(
  query: SearchQuery,
  sources: readonly AnswerSource[],
  options: Partial<ExtractOptions> = {},
): Answer {
  const settings = { ...defaultExtractOptions, ...options };
  const { context, question } = settings;
  const weighed = weigh(query, sources.slice(0, examined), settings);
  if (context?.kind === 'article') return whatElseIsSaid(query, weighed, context);
  const missing = (answered: boolean) => missingFacts(query, sources, context, answered);
  const [first, ...others] = weighed;
  if (first === undefined || !isEnough(query, sources, weighed, settings)) return abstention(missing(false));
  const lead = pickStatements(first.source, query, { most: settings.mostStatements, question, whole: false });
  const quotes = lead.map((quote) => ({ quote, from: first }));
  for (const from of others.filter((other) => supports(other, first, settings)).slice(0, mostSupporting)) {
    const most = Math.min(mostOfSupporting, settings.mostStatements - quotes.length);
    const more = pickStatements(from.source, query, { most, question, whole: true });
    quotes.push(...more.map((quote) => ({ quote, from })));
  }
  return quotes.length === 0 ? abstention(missing(false)) : compose(quotes, missing(true));
}

/** Points of an article page are few and each from another document. */
const mostPoints = 4;
/** A document says something of the page's subject down to this share of the best one's rank. */
const pointShare = 0.35;

/**
 * A page asks nothing, so nothing is answered: the sentence that comes nearest to it from each of the documents
 * nearest to it, of those that the page does not hold itself.
 */
function whatElseIsSaid(query: SearchQuery, weighed: readonly Weighed[], context: PageContext): Answer {
  const own = blocksToText(context.blocks);
  const near = weighed.filter(
    ({ rank, source }) =>
      rank >= (weighed[0]?.rank ?? 0) * pointShare && isIn(query.language, languageOf(source)),
  );
  const title = context.title.toLowerCase();
  const points = near.flatMap((from) => {
    const nearest = pickStatements(from.source, query, { most: 4, question: true, whole: false });
    // "See also" lines name the page and say nothing about its subject.
    const quote = nearest.find(
      ({ text }) =>
        !own.includes(text) &&
        !text.toLowerCase().includes(title) &&
        text.split(/\s+/).length >= 6 &&
        // A line of a list of links is no sentence.
        /[.!?…。！？:)"”»]$/.test(text),
    );
    return quote === undefined ? [] : [{ quote, from }];
  });
  if (points.length === 0) return abstention([]);
  const answer = compose(points.slice(0, mostPoints), []);
  return { ...answer, statements: answer.statements.map((statement) => ({ ...statement, step: false })) };
}

/** Many products do not say which language a page is in; its words do. */
function languageOf({ facts, passages }: AnswerSource): string | null {
  return facts.language ?? detectLanguage(passages.map((passage) => passage.text.slice(0, 600)).join('\n'));
}

function isIn(wanted: string | null, language: string | null): boolean {
  return wanted === null || language === null || language.startsWith(wanted);
}

function abstention(missing: string[]): Answer {
  return { outcome: 'abstained', writtenBy: 'extracts', statements: [], citations: [], missing };
}

/** Best first; what is not current never leads unless there is nothing else. */
function weigh(query: SearchQuery, sources: readonly AnswerSource[], options: ExtractOptions): Weighed[] {
  const all = sources.map((source) => {
    const { language, kind } = source.facts;
    const foreign = !isIn(query.language, language);
    const evidence = source.coverage;
    const factor = (foreign ? options.otherLanguage : 1) * (kind === 'ticket' ? options.ticketShare : 1);
    return { source, evidence, rank: source.score * factor };
  });
  const current = all.filter(({ source }) => source.facts.state === 'current');
  return (current.length > 0 ? current : all).sort((a, b) => b.rank - a.rank);
}

function isEnough(
  query: SearchQuery,
  sources: readonly AnswerSource[],
  weighed: readonly Weighed[],
  options: ExtractOptions,
): boolean {
  const weight = query.terms.reduce((sum, term) => sum + term.weight, 0);
  if (weight < options.leastQueryWeight) return false;
  const codes = new Set(query.terms.filter(isErrorCode).map((term) => term.text));
  const unknownCode =
    codes.size > 0 &&
    unknownTerms(query, sources).filter((term) => codes.has(term.text)).length === codes.size;
  const evidence = weighed[0]?.evidence ?? 0;
  return evidence >= (unknownCode ? options.leastEvidenceUnknownCode : options.leastEvidence);
}

/** Weight tells codes from host names and keys; see find-identifiers. */
function isErrorCode(term: SearchQuery['terms'][number]): boolean {
  return term.kind === 'identifier' && /\d/.test(term.text) && term.weight >= 2;
}

/** Another source: near in evidence, in the same language, best of all the resolution of a like ticket. */
function supports(other: Weighed, first: Weighed, options: ExtractOptions): boolean {
  const [a, b] = [other.source.facts.language, first.source.facts.language];
  if (other.source.facts.kind === first.source.facts.kind && other.rank < first.rank * nearShare)
    return false;
  if (a !== null && b !== null && a !== b) return false;
  return other.evidence >= Math.max(options.leastEvidence, first.evidence * options.secondShare);
}

function compose(quotes: readonly { quote: Quotable; from: Weighed }[], missing: string[]): Answer {
  const citations = quotes.map(({ quote, from }, index) => toCitation(quote, from.source, index + 1));
  const statements = quotes.map(({ quote }, index) => ({
    text: quote.text,
    step: quote.kind === 'step',
    citation: index + 1,
  }));
  return { outcome: 'answered', writtenBy: 'extracts', statements, citations, missing };
}

function toCitation(quote: Quotable, source: AnswerSource, number: number): Citation {
  const { documentKey, documentId, sourceId, title, url } = source.facts;
  return {
    number,
    documentKey,
    documentId,
    sourceId,
    passageId: quote.passage.id,
    title,
    url,
    headingPath: [...quote.passage.headingPath],
    quote: quote.text,
    span: { start: quote.start, end: quote.end },
  };
}

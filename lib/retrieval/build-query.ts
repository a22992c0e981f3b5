import type { PageContext } from '../core/page';
import type { QueryTerm, SearchQuery } from '../core/query';
import { blocksToText } from '../core/rich-text';
import { peopleOf } from '../core/ticket';
import { cleanTicketText } from './clean-ticket-text';
import { rarity } from './common-words';
import { findIdentifiers } from './find-identifiers';
import { fold } from './fold';
import { detectLanguage, primaryTag } from './language';
import { stopWords } from './stop-words';
import { tokenize, type Token } from './tokenize';

export interface BuildQueryOptions {
  readonly limit: number;
  readonly mostTerms: number;
  readonly weight: {
    readonly title: number;
    readonly heading: number;
    readonly description: number;
    readonly comment: number;
    readonly category: number;
    readonly identifier: number;
    readonly phrase: number;
  };
}

export const defaultBuildQueryOptions: BuildQueryOptions = {
  limit: 10,
  mostTerms: 24,
  weight: {
    title: 1,
    heading: 0.6,
    description: 0.5,
    comment: 0.25,
    category: 0.2,
    identifier: 2.5,
    phrase: 1.2,
  },
};

/** One piece of the page and how much its words count. */
interface Part {
  readonly text: string;
  readonly weight: number;
  readonly identifierShare: number;
  readonly phrases: boolean;
}

/** Characters that are compared by meaning: in a longer text the subject drowns. */
const mostMeaning = 800;
const headLength = 16_000;
const tailLength = 4_000;
const mostIdentifiers = 8;
const mostPhrases = 4;
const longestPhrase = 9;

/** The query that a ticket asks by itself. Never its own key; few terms, or none, where there is little to ask. */
export function buildTicketQuery(context: PageContext, options = defaultBuildQueryOptions): SearchQuery {
  const { ticket } = context;
  const { weight } = options;
  const title = ticket?.title || context.title;
  const description =
    ticket === null ? blocksToText(context.blocks) : ticket.description || blocksToText(context.blocks);
  const comments = (ticket?.comments ?? []).slice(-6).map((comment) => comment.text);
  return build(context, options, [
    { text: cleanTitle(title), weight: weight.title, identifierShare: 1, phrases: true },
    {
      text: cleanTicketText(sampled(description)),
      weight: weight.description,
      identifierShare: 0.8,
      phrases: true,
    },
    {
      text: cleanTicketText(sampled(comments.join('\n\n'))),
      weight: weight.comment,
      identifierShare: 0.4,
      phrases: false,
    },
    { text: ticket?.category ?? '', weight: weight.category, identifierShare: 0, phrases: false },
  ]);
}

/** What else the company says about the subject of an article: its title, its headings, its telling words. */
export function buildArticleQuery(context: PageContext, options = defaultBuildQueryOptions): SearchQuery {
  const { weight } = options;
  const headings = context.blocks.filter((block) => block.kind === 'heading').map((block) => block.text);
  const body = context.blocks.filter((block) => block.kind !== 'heading');
  return build(context, options, [
    { text: context.title, weight: weight.title, identifierShare: 1, phrases: false },
    { text: headings.join('\n'), weight: weight.heading, identifierShare: 0.5, phrases: false },
    { text: sampled(blocksToText(body)), weight: weight.description, identifierShare: 0.3, phrases: false },
  ]);
}

export function buildQuery(context: PageContext, options = defaultBuildQueryOptions): SearchQuery {
  return context.kind === 'ticket' ? buildTicketQuery(context, options) : buildArticleQuery(context, options);
}

/** A query from words a person typed or selected. */
export function buildTextQuery(text: string, options = defaultBuildQueryOptions): SearchQuery {
  const part: Part = { text: cleanTicketText(sampled(text)), weight: 1, identifierShare: 1, phrases: true };
  const language = detectLanguage(part.text);
  const terms = collect([part], language, new Set(), options);
  return { terms, language, limit: options.limit, excludeIds: [], text: part.text.slice(0, mostMeaning) };
}

function build(context: PageContext, options: BuildQueryOptions, parts: readonly Part[]): SearchQuery {
  const text = parts.map((part) => part.text).join('\n');
  // The text decides before the page does: a German user may write English.
  const language = detectLanguage(text) ?? primaryTag(context.language);
  const own = new Set([context.key, context.ticket?.key ?? ''].filter((key) => key !== '').map(fold));
  const terms = collect(parts, language, own, options);
  return {
    terms,
    language,
    limit: options.limit,
    excludeIds: context.documentId === null ? [] : [context.documentId],
    // Title and description say what it is about; what follows mostly says who did what about it.
    text: parts
      .slice(0, 2)
      .map((part) => part.text)
      .join('\n')
      .slice(0, mostMeaning),
    ...(context.ticket !== null && { people: peopleOf(context.ticket) }),
  };
}

function collect(
  parts: readonly Part[],
  language: string | null,
  own: ReadonlySet<string>,
  options: BuildQueryOptions,
): QueryTerm[] {
  const identifiers = collectIdentifiers(parts, own, options);
  const phrases = parts
    .filter((part) => part.phrases)
    .flatMap((part) => quotedPhrases(part.text, language, options));
  const words = collectWords(parts, language, own, identifiers);
  return [...identifiers.slice(0, mostIdentifiers), ...distinct(phrases).slice(0, mostPhrases), ...words]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, options.mostTerms);
}

function collectIdentifiers(
  parts: readonly Part[],
  own: ReadonlySet<string>,
  options: BuildQueryOptions,
): QueryTerm[] {
  const terms = parts.flatMap((part) =>
    findIdentifiers(part.text, own).map((found) => ({
      text: found.text,
      weight: rounded(options.weight.identifier * found.value * part.identifierShare),
      kind: 'identifier' as const,
    })),
  );
  return distinct(terms.filter((term) => term.weight > 0).sort((a, b) => b.weight - a.weight));
}

const quotes =
  /"([^"\n]{6,200})"|“([^”\n]{6,200})”|„([^“”\n]{6,200})[“”]|«\s?([^»\n]{6,200})\s?»|(?<![\p{L}\p{N}])'([^'\n]{8,200})'(?!\p{L})/gu;

/** What somebody put in quotation marks is mostly what a screen said. A long message is looked for by its beginning. */
function quotedPhrases(text: string, language: string | null, options: BuildQueryOptions): QueryTerm[] {
  return [...text.matchAll(quotes)].flatMap((match) => {
    const quoted = match.slice(1).find((group) => group !== undefined) ?? '';
    const words = quoted
      .trim()
      .replace(/[.,;:!?]+$/, '')
      .split(/\s+/);
    if (words.length < 2 || tokenize(quoted, language).length < 2) return [];
    const phrase = words.slice(0, longestPhrase).join(' ');
    return [{ text: phrase, weight: options.weight.phrase, kind: 'phrase' as const }];
  });
}

interface Candidate {
  /** As most often written. */
  readonly surface: string;
  weight: number;
}

/** Words by where they stand, how often, and how little the language of helpdesks is used to them. */
function collectWords(
  parts: readonly Part[],
  language: string | null,
  own: ReadonlySet<string>,
  identifiers: readonly QueryTerm[],
): QueryTerm[] {
  const inIdentifiers = new Set(
    identifiers.flatMap((term) => tokenize(term.text, language).map((token) => token.term)),
  );
  const candidates = new Map<string, Candidate>();
  for (const part of parts) {
    const seen = new Map<string, number>();
    let covered = 0;
    for (const token of tokenize(part.text, language)) {
      // "sign-in" is one word to look for; its parts stand inside it.
      if (token.end <= covered) continue;
      covered = token.end;
      if (!isWord(token) || own.has(token.folded) || inIdentifiers.has(token.term) || isStop(token.folded))
        continue;
      const times = (seen.get(token.term) ?? 0) + 1;
      seen.set(token.term, times);
      // The second and third mention add half and a third: harmonic, so that a repeated log line stays one word.
      const gain = (part.weight * rarity(token.folded) * emphasis(part.text, token)) / times;
      const known = candidates.get(token.term);
      if (known === undefined)
        candidates.set(token.term, { surface: part.text.slice(token.start, token.end), weight: gain });
      else if (times <= 4) known.weight += times === 1 ? gain : gain * 0.5;
    }
  }
  return [...candidates.values()]
    .map(({ surface, weight }) => ({
      text: surface,
      weight: rounded(Math.min(weight, 2)),
      kind: 'word' as const,
    }))
    .filter((term) => term.weight >= 0.05);
}

function isWord(token: Token): boolean {
  return token.kind === 'word' && token.folded.length > 1 && /\p{L}/u.test(token.folded);
}

/** Tickets mix languages: an English stop word in a German sentence still says nothing. */
function isStop(folded: string): boolean {
  return ['en', 'de', 'fr'].some((tag) => stopWords[tag]?.has(folded) === true) && folded.length < 5;
}

/** A capital inside a sentence, or inside a word, is mostly a product's name; German capitalises every noun. */
function emphasis(text: string, token: Token): number {
  const surface = text.slice(token.start, token.end);
  if (/\p{Ll}\p{Lu}|^\p{Lu}{2,}$/u.test(surface)) return 1.3;
  const before = text.slice(Math.max(0, token.start - 2), token.start);
  const midSentence = /[\p{L}\p{N},]\s$/u.test(before);
  return midSentence && /^\p{Lu}/u.test(surface) ? 1.15 : 1;
}

function distinct(terms: readonly QueryTerm[]): QueryTerm[] {
  const seen = new Set<string>();
  return terms.filter((term) => {
    const key = fold(term.text);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A forwarded log can be megabytes: its beginning says what is wrong, its end often what came of it. */
function sampled(text: string): string {
  if (text.length <= headLength + tailLength) return text;
  return `${text.slice(0, headLength)}\n${text.slice(-tailLength)}`;
}

/** Titles of mails that became tickets. */
function cleanTitle(title: string): string {
  return cleanTicketText(title.slice(0, 1000).replace(/^(?:\s*(?:re|aw|fw|fwd|wg|tr|rép)\s*:)+\s*/i, ''));
}

function rounded(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

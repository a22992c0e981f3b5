import type { SearchQuery } from '../core/query';
import type { AnswerSource } from './answer-source';
import { QueryMatcher, readText, unite } from './match-text';
import { readSections, type Quotable, type Section, type SectionRole } from './read-sections';

export interface PickOptions {
  /** At most this many statements. */
  readonly most: number;
  /** A question wants a fact, a fault wants the steps that mend it. */
  readonly question: boolean;
  /** A procedure longer than `most` is left out, not cut: half of one is worse than none beside another answer. */
  readonly whole: boolean;
}

interface ScoredSection {
  readonly section: Section;
  readonly matches: readonly number[];
  score: number;
}

/** What a section's role and shape are worth, as a share of the query. */
const roleWorth = { fix: 0.2, other: 0, aside: -0.12 } as const;
const stepsWorth = 0.1;
const headingWorth = 0.5;
/** In a question the words decide, hardly the section's name. */
const questionShare = 0.25;
/** A sentence below this share of the best one is left out. */
const leastShare = 0.3;
const mostSentences = 3;
/** A fix in plain sentences is quoted so far. */
const mostPlainFix = 4;
/**
 * A procedure is preferred to a section that describes the fault down to this share of its score: one called a fix
 * need not repeat a word of the fault.
 */
const procedureShare = { fix: 0.1, other: 0.4, aside: 1 } as const;
/** The same against a section with a heading of its own. */
const rivalShare = 0.85;
const leastLeadShare = 0.2;

/** The statements of one source that answer best, in the order of the document. */
export function pickStatements(source: AnswerSource, query: SearchQuery, options: PickOptions): Quotable[] {
  const matcher = new QueryMatcher(query);
  const language = source.facts.language ?? query.language;
  const sections = scoreSections(readSections(source), matcher, language, options);
  const best = sections.toSorted((a, b) => b.score - a.score)[0];
  if (best === undefined || options.most < 1) return [];
  const procedure = options.question ? undefined : bestProcedure(sections, best);
  if (procedure === undefined) return inOrder(bestSentences(sections, best, matcher, language, options));
  const steps = procedureOf(procedure.section);
  if (options.whole && steps.length > options.most && steps[0]?.kind === 'step') return [];
  const lead = steps.length < options.most ? sideSentence(sections, procedure, matcher, language) : [];
  return inOrder([...lead, ...steps.slice(0, options.most)]);
}

function inOrder(quotables: readonly Quotable[]): Quotable[] {
  return quotables.toSorted((a, b) => a.order - b.order);
}

function stepsOf(section: Section): Quotable[] {
  return section.quotables.filter((quotable) => quotable.kind === 'step');
}

/**
 * What an article says first mostly repeats the fault in the requester's words; what mends it is the procedure that
 * fits best, unless it hardly touches the query.
 */
function bestProcedure(sections: readonly ScoredSection[], best: ScoredSection): ScoredSection | undefined {
  // A section with a heading of its own that fits much better has the answer in plain sentences.
  const yields = best.section.heading === '' || best.section.role === 'aside';
  const leastOf = (role: SectionRole) => best.score * (yields ? procedureShare[role] : rivalShare);
  const fitting = sections
    .filter(({ section, score }) => procedureOf(section).length > 0 && score >= leastOf(section.role))
    .toSorted((a, b) => b.score - a.score);
  return fitting.find(({ section }) => stepsOf(section).length >= 2) ?? fitting[0];
}

/** One sentence beside the steps that is near to the query: what they are for, or the exception that applies. */
function sideSentence(
  sections: readonly ScoredSection[],
  procedure: ScoredSection,
  matcher: QueryMatcher,
  language: string | null,
): Quotable[] {
  const steps = procedureOf(procedure.section);
  const quotables = sections
    .filter(({ section }) => section.role !== 'aside')
    .flatMap(({ section }) => section.quotables)
    .filter(
      (quotable) => (quotable.kind === 'paragraph' || quotable.kind === 'note') && !steps.includes(quotable),
    );
  const matches = quotables.map((quotable) => matcher.matches(readText(quotable.text, language)));
  const inSteps = unite(steps.map((step) => matcher.matches(readText(step.text, language))));
  // Only what the steps do not say themselves.
  const news = matches.map((one) =>
    matcher.share(one.map((value, index) => Math.max(0, value - (inSteps[index] ?? 0)))),
  );
  const best = Math.max(0, ...news);
  const index = news.indexOf(best);
  return best < leastLeadShare ? [] : quotables.slice(index, index + 1);
}

function scoreSections(
  sections: readonly Section[],
  matcher: QueryMatcher,
  language: string | null,
  options: PickOptions,
): ScoredSection[] {
  const read = sections.map((section) => {
    const heading = matcher.matches(readText(section.heading, language));
    const body = matcher.matches(
      readText(section.quotables.map((quotable) => quotable.text).join('\n'), language),
    );
    return { section, heading, matches: unite([heading, body]), score: 0 };
  });
  const rare = rarities(read.map((entry) => entry.matches));
  return read.map(({ section, heading, matches }) => {
    const hasSteps = section.quotables.filter((quotable) => quotable.kind === 'step').length >= 2;
    const shape =
      (roleWorth[section.role] + (hasSteps ? stepsWorth : 0)) * (options.question ? questionShare : 1);
    const words = matcher.share(matches, rare) + headingWorth * matcher.share(heading, rare);
    return { section, matches, score: words + shape };
  });
}

/** What every section of a document mentions tells none of them from the others: ln(1 + all / those that have it). */
function rarities(all: readonly (readonly number[])[]): number[] {
  const width = Math.max(0, ...all.map((matches) => matches.length));
  return Array.from({ length: width }, (_, index) => {
    const having = all.filter((matches) => (matches[index] ?? 0) > 0).length;
    return having === 0 ? 0 : Math.log(1 + all.length / having);
  });
}

/** What a section tells to do: its steps, or, where it is called a fix, what it says. */
function procedureOf(section: Section): Quotable[] {
  const steps = stepsOf(section);
  if (steps.length >= 2 && section.role !== 'aside') return firstRun(steps);
  return section.role === 'fix' ? section.quotables.slice(0, mostPlainFix) : [];
}

/** The first unbroken run of steps: two lists under one heading are two procedures. */
function firstRun(steps: readonly Quotable[]): Quotable[] {
  const run: Quotable[] = [];
  for (const step of steps) {
    const last = run.at(-1);
    if (last !== undefined && step.order !== last.order + 1) break;
    run.push(step);
  }
  return run;
}

/** The sentences nearest to the query, from the whole document; its best section's count more. */
function bestSentences(
  sections: readonly ScoredSection[],
  best: ScoredSection,
  matcher: QueryMatcher,
  language: string | null,
  options: PickOptions,
): Quotable[] {
  const read = sections.flatMap((entry) =>
    entry.section.quotables.map((quotable) => ({
      quotable,
      entry,
      matches: matcher.matches(readText(quotable.text, language)),
    })),
  );
  const rare = rarities(read.map(({ matches }) => matches));
  const scored = read
    .map(({ quotable, entry, matches }) => ({
      quotable,
      score:
        matcher.share(matches, rare) +
        0.4 * entry.score +
        (entry === best ? 0.05 : 0) -
        shortness(quotable.text),
    }))
    .sort((a, b) => b.score - a.score || a.quotable.order - b.quotable.order);
  const top = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }, index) => index === 0 || score >= top * leastShare)
    .slice(0, Math.min(options.most, mostSentences))
    .map(({ quotable }) => quotable);
}

/** Two words match easily and say little. */
function shortness(text: string): number {
  const words = text.split(/\s+/).length;
  return words < 4 ? 0.1 : 0;
}

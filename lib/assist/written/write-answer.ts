import type { Draft } from '../../core/assist-state';
import type { EngineUsage } from '../../core/model';
import type { Answer, Citation } from '../../core/suggestion';
import type { EngineEvent, EngineRequest } from '../../engines/engine';
import type { AnswerSource } from '../answer-source';
import { verifyAnswer } from '../verify-citation';
import { createClaimCheck, type ClaimCheck, type NumberedPassage } from './check-claim';
import { readClaims, type Claim } from './read-claims';
import type { WritingTask } from './write-prompt';

/** Asks the model that was chosen. @throws DesksideError; AbortError */
export type Write = (
  request: EngineRequest,
  options: { readonly signal: AbortSignal; onEvent(event: EngineEvent): void },
) => Promise<void>;

export interface WrittenAnswer {
  /** Null while, or where, nothing of it can be shown. */
  readonly answer: Answer | null;
  readonly draft: Draft;
}

export interface WriteAnswerOptions {
  readonly task: WritingTask;
  readonly sources: readonly AnswerSource[];
  readonly missing: readonly string[];
  readonly language: string | null;
  readonly write: Write;
  readonly signal: AbortSignal;
  /** Each time another sentence is whole. */
  onAnswer(written: WrittenAnswer): void;
}

/**
 * Has an answer written, and shows of it what its sources say: each sentence is checked as soon as it is whole, gets
 * the quote that bears it out, and is left out where there is none.
 * @throws DesksideError where the model fails; AbortError
 */
export async function writeAnswer(options: WriteAnswerOptions): Promise<WrittenAnswer> {
  const { task, write, signal, language, onAnswer } = options;
  const check = createClaimCheck(task.passages);
  let raw = '';
  let seen = 0;
  let usage: EngineUsage | null = null;
  const enough = new AbortController();
  try {
    await write(task.request, {
      signal: AbortSignal.any([signal, enough.signal]),
      onEvent(event) {
        if (event.type === 'end') usage = event.usage;
        if (event.type !== 'text-delta' || enough.signal.aborted) return;
        raw += event.text;
        const claims = readClaims(raw, language, false);
        if (claims.length <= seen) return;
        seen = claims.length;
        onAnswer(toWritten(raw, claims, check, options, null));
        if (goesRound(claims)) enough.abort();
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!enough.signal.aborted) throw error;
  }
  signal.throwIfAborted();
  return toWritten(raw, readClaims(raw, language, true), check, options, usage);
}

/** Small models get stuck in a sentence and would repeat it to the end. */
function goesRound(claims: readonly Claim[]): boolean {
  return claims.length - new Set(claims.map(({ text }) => text)).size >= 2;
}

function toWritten(
  raw: string,
  claims: readonly Claim[],
  check: ClaimCheck,
  { task, sources, missing }: WriteAnswerOptions,
  usage: EngineUsage | null,
): WrittenAnswer {
  const citations: Citation[] = [];
  const statements: Answer['statements'] = [];
  let cited = 0;
  for (const claim of claims) {
    const support = check(claim);
    const source = support && sources.find(({ passages }) => passages.includes(support.source.passage));
    if (!support || !source || statements.some(({ text }) => text === claim.text)) continue;
    if (claim.cited.includes(support.source.number)) cited += 1;
    const number = citations.length + 1;
    citations.push(citationOf(number, source, support.source, support));
    statements.push({ text: claim.text, step: claim.step, citation: number });
  }
  const passages = new Map(task.passages.map(({ passage }) => [passage.id, passage]));
  const answer: Answer = {
    outcome: 'answered',
    writtenBy: 'model',
    statements,
    citations,
    missing: [...missing],
  };
  const verified = statements.length === 0 ? null : verifyAnswer(answer, (id) => passages.get(id));
  return {
    answer: verified?.outcome === 'answered' ? verified : null,
    draft: {
      raw,
      kept: verified?.statements.length ?? 0,
      cited,
      uncited: claims.filter((claim) => claim.cited.length === 0).length,
      // What is said twice counts once.
      dropped: new Set(claims.map(({ text }) => text)).size - (verified?.statements.length ?? 0),
      usage,
    },
  };
}

function citationOf(
  number: number,
  { facts }: AnswerSource,
  { passage }: NumberedPassage,
  span: { readonly start: number; readonly end: number },
): Citation {
  const { documentKey, documentId, sourceId, title, url } = facts;
  return {
    number,
    documentKey,
    documentId,
    sourceId,
    passageId: passage.id,
    title,
    url,
    headingPath: [...passage.headingPath],
    quote: passage.text.slice(span.start, span.end),
    span: { start: span.start, end: span.end },
  };
}

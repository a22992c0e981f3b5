import type { ModelRecord } from '../../core/model';
import type { PageContext } from '../../core/page';
import { blocksToText } from '../../core/rich-text';
import type { Answer } from '../../core/suggestion';
import type { EngineRequest } from '../../engines/engine';
import type { AnswerSource } from '../answer-source';
import type { NumberedPassage } from './check-claim';

/** What a prompt has to know of a model. */
export interface PromptModel extends Pick<ModelRecord, 'contextTokens' | 'tone'> {
  /** Too small to answer from sources. It can still put into other words what was found. */
  readonly isSmall: boolean;
}

/** Characters of all passages together: a small model on a processor reads some tens of tokens a second. */
const MOST_TEXT = 3_000;
const MOST_PASSAGES = 4;
const MOST_TOKENS = 320;
/** Of the ticket itself, in characters. */
const MOST_TICKET = 700;
/** What stands around passages and ticket, and what counting by characters may be wrong by. */
const FRAME_TOKENS = 250;
/** Of most texts; a little more for English, less for names and codes. */
const CHARACTERS_A_TOKEN = 3;
/** Of extracts that a small model puts into other words, in characters: it loses its way in more. */
const MOST_REWRITTEN = 800;
/** With less of a passage nothing can be said. */
const LEAST_TEXT = 120;
/** Around what was quoted of a passage. */
const AROUND = 450;

export interface WritingTask {
  readonly request: EngineRequest;
  /** What it may cite. */
  readonly passages: readonly NumberedPassage[];
}

/**
 * What a model is asked: the numbered passages that the extracts rest on, those of the other sources after them, and
 * the ticket. Null where there is nothing to answer from.
 */
export function writePrompt(
  context: PageContext,
  extracts: Answer,
  sources: readonly AnswerSource[],
  language: string | null,
  model: PromptModel,
): WritingTask | null {
  if (model.isSmall) return rewritePrompt(extracts, sources, language, model);
  const { contextTokens, tone } = model;
  const mostTokens = Math.min(MOST_TOKENS, Math.floor(contextTokens / 4));
  const room = (contextTokens - mostTokens - FRAME_TOKENS) * CHARACTERS_A_TOKEN;
  const mostTicket = Math.min(MOST_TICKET, Math.floor(room / 3));
  const passages: NumberedPassage[] = [];
  const texts: string[] = [];
  let left = Math.min(MOST_TEXT, room - mostTicket);
  for (const { source, passage, around } of candidates(extracts, sources)) {
    if (passages.length === MOST_PASSAGES || left < LEAST_TEXT) break;
    const text = excerptOf(passage.text, around, Math.min(left, AROUND * 2 + 200));
    left -= text.length;
    const number = passages.length + 1;
    const title = [source.facts.title, ...passage.headingPath].filter((part) => part !== '').join(' — ');
    passages.push({ number, passage, language: source.facts.language });
    texts.push(`[${number}] ${title}\n${text}`);
  }
  if (passages.length === 0) return null;
  const ticket = `${context.title}\n${blocksToText(context.blocks)}`.trim().slice(0, mostTicket);
  const system = [
    'You help a service desk agent. Answer from the numbered sources only, in two to six short sentences or numbered steps.',
    'Put each on a line of its own, and end it with the number of its source in square brackets, such as [1].',
    'Keep names, numbers and codes exactly as they are. Say nothing that the sources do not say.',
    // A model that was tuned to the house's tone is only thrown off by being told of one.
    ...(tone === 'prompt' ? ['Write as a friendly and brief colleague.'] : []),
    `Write in ${nameOf(language)}.`,
  ].join(' ');
  const user = `Sources:\n\n${texts.join('\n\n')}\n\nTicket:\n${ticket}\n\nWhat should be done, or what is the answer?`;
  return {
    passages,
    request: {
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      mostTokens,
      temperature: 0,
      citedLines: passages.length,
    },
  };
}

/** The extracts, to be put into other words: what the smallest models are good for. */
function rewritePrompt(
  extracts: Answer,
  sources: readonly AnswerSource[],
  language: string | null,
  { contextTokens, tone }: PromptModel,
): WritingTask | null {
  const mostTokens = Math.min(MOST_TOKENS, Math.floor(contextTokens / 3));
  let left = Math.min(MOST_REWRITTEN, (contextTokens - mostTokens - FRAME_TOKENS) * CHARACTERS_A_TOKEN);
  const passages: NumberedPassage[] = [];
  const notes: string[] = [];
  for (const { source, passage, around, quotes } of candidates(extracts, sources)) {
    if (around === null) continue;
    const fitting = quotes.filter((quote) => (left -= quote.length) >= 0);
    if (fitting.length === 0) break;
    passages.push({ number: passages.length + 1, passage, language: source.facts.language });
    notes.push(...fitting);
  }
  if (passages.length === 0) return null;
  const reply = tone === 'prompt' ? 'a short, friendly reply to a colleague' : 'a reply';
  const inLanguage = language === null || language.startsWith('en') ? '' : ` in ${nameOf(language)}`;
  const content = `Rewrite these instructions as ${reply}${inLanguage}. Keep all names and numbers.\n\n${notes.join('\n')}`;
  return { passages, request: { messages: [{ role: 'user', content }], mostTokens, temperature: 0 } };
}

interface PassageChoice {
  readonly source: AnswerSource;
  readonly passage: AnswerSource['passages'][number];
  /** Where in its text the quotes stand; null to begin at its beginning. */
  readonly around: { readonly start: number; readonly end: number } | null;
  readonly quotes: readonly string[];
}

/** Passages that were quoted first, in the order of their numbers; then the first ones of the other sources. */
function candidates(extracts: Answer, sources: readonly AnswerSource[]): PassageChoice[] {
  const chosen = new Map<string, PassageChoice>();
  for (const { passageId, span, quote } of extracts.citations) {
    const source = sources.find(({ passages }) => passages.some(({ id }) => id === passageId));
    const passage = source?.passages.find(({ id }) => id === passageId);
    if (!source || !passage) continue;
    const { around: before, quotes = [] } = chosen.get(passageId) ?? {};
    const around = {
      start: Math.min(span.start, before?.start ?? span.start),
      end: Math.max(span.end, before?.end ?? span.end),
    };
    chosen.set(passageId, { source, passage, around, quotes: [...quotes, quote] });
  }
  const quoted = new Set([...chosen.values()].map(({ source }) => source));
  for (const source of sources) {
    const [first] = source.passages;
    if (!quoted.has(source) && first)
      chosen.set(first.id, { source, passage: first, around: null, quotes: [] });
  }
  return [...chosen.values()];
}

function excerptOf(text: string, around: PassageChoice['around'], most: number): string {
  const start = Math.max(0, (around?.start ?? 0) - AROUND / 2);
  const from = start === 0 ? 0 : text.indexOf(' ', start) + 1;
  const whole = text.slice(from, from + most);
  return from + most < text.length ? whole.slice(0, Math.max(whole.lastIndexOf(' '), 0)) : whole;
}

function nameOf(language: string | null): string {
  if (language === null) return 'the language of the ticket';
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? 'the language of the ticket';
  } catch {
    return 'the language of the ticket';
  }
}

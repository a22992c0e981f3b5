import { describe, expect, it } from 'vitest';
import { DesksideError } from '../../core/errors';
import type { PageContext } from '../../core/page';
import type { DocumentFacts, Passage } from '../../core/suggestion';
import type { EngineEvent } from '../../engines/engine';
import type { AnswerSource } from '../answer-source';
import { layGround, type Groundwork } from './groundwork';
import type { WritingTask } from './write-prompt';
import { writeAnswer, type Write, type WrittenAnswer } from './write-answer';

const text =
  'Error 809 means that UDP port 500 is blocked. Open the port on the router. Restart the client afterwards.';
const passage: Passage = {
  id: 'd1#0',
  documentKey: 'd1',
  headingPath: ['Fix'],
  text,
  units: [{ kind: 'paragraph', start: 0, end: text.length }],
  ordinal: 0,
};
const facts = {
  documentKey: 'd1',
  documentId: '1',
  sourceId: 'wiki',
  title: 'VPN error 809',
  url: 'https://wiki.example/1',
  language: 'en',
} as DocumentFacts;
const source: AnswerSource = { facts, passages: [passage], score: 1, coverage: 1 };
const quote = { start: 0, end: 45 };
const extracts = {
  outcome: 'answered' as const,
  writtenBy: 'extracts' as const,
  statements: [{ text: text.slice(0, 45), step: false, citation: 1 }],
  citations: [
    {
      number: 1,
      documentKey: 'd1',
      documentId: '1',
      sourceId: 'wiki',
      passageId: 'd1#0',
      title: '',
      url: '',
      headingPath: [],
      quote: text.slice(0, 45),
      span: quote,
    },
  ],
  missing: ['Which router is it?'],
};
const context = {
  kind: 'ticket',
  title: 'VPN does not connect',
  blocks: [{ kind: 'paragraph', text: 'Error 809 since this morning.' }],
} as unknown as PageContext;
const model = { contextTokens: 4096, tone: 'prompt', isSmall: false } as const;
const ground = layGround(context, extracts, [source], 'en') as Groundwork;
const task = ground.taskFor(model) as WritingTask;
const never = new AbortController().signal;

/** Says the pieces one after the other. */
const says =
  (...pieces: string[]): Write =>
  async (_request, { signal, onEvent }) => {
    for (const piece of pieces) {
      await Promise.resolve();
      signal.throwIfAborted();
      onEvent({ type: 'text-delta', text: piece });
    }
  };
async function run(write: Write, signal = never) {
  const seen: WrittenAnswer[] = [];
  const written = await writeAnswer({
    ...ground,
    task,
    write,
    signal,
    onAnswer: (each) => void seen.push(each),
  });
  return { written, seen };
}

describe('the ground of an answer', () => {
  it('is the passages that were quoted, numbered, and the ticket', () => {
    const [system, user] = task.request.messages;
    expect(system?.content).toContain('Write in English.');
    expect(user?.content).toContain(`[1] VPN error 809 — Fix\n${text}`);
    expect(user?.content).toContain('VPN does not connect\nError 809 since this morning.');
    expect(task.passages).toEqual([{ number: 1, passage, language: 'en' }]);
  });

  it('fits into the context of a small model, and asks for no tone that the weights have', () => {
    const small = ground.taskFor({ contextTokens: 512, tone: 'weights', isSmall: false });
    const [system, user] = small?.request.messages ?? [];
    expect(system?.content).not.toContain('friendly');
    expect(task.request.messages[0]?.content).toContain('friendly');
    const tokens = ((system?.content.length ?? 0) + (user?.content.length ?? 0)) / 3;
    expect(tokens + (small?.request.mostTokens ?? 0)).toBeLessThan(512);
  });

  it('is kept short, with what was quoted in it', () => {
    const long = 'Nothing of note here. '.repeat(400);
    const far: Passage = { ...passage, text: long + text };
    const moved = { start: long.length, end: long.length + 45 };
    const citation = { ...extracts.citations[0], span: moved };
    const answer = { ...extracts, citations: [citation] } as typeof extracts;
    const other = layGround(context, answer, [{ ...source, passages: [far] }], 'en');
    const prompt = other?.taskFor(model)?.request.messages[1]?.content ?? '';
    expect(prompt).toContain('Error 809 means that UDP port 500 is blocked.');
    expect(prompt.length).toBeLessThan(2_500);
  });

  it('of the smallest models is the extracts alone, to be put into other words', () => {
    const small = ground.taskFor({ ...model, isSmall: true });
    expect(small?.request.messages).toEqual([
      {
        role: 'user',
        content: `Rewrite these instructions as a short, friendly reply to a colleague. Keep all names and numbers.\n\n${extracts.citations[0]?.quote}`,
      },
    ]);
    expect(small?.passages).toEqual([{ number: 1, passage, language: 'en' }]);
  });

  it('is missing where nothing is answered, and on a page', () => {
    expect(layGround({ ...context, kind: 'article' }, extracts, [source], 'en')).toBeNull();
    expect(layGround(context, { ...extracts, outcome: 'abstained' }, [source], 'en')).toBeNull();
    expect(layGround(context, extracts, [], 'en')).toBeNull();
  });
});

describe('a written answer', () => {
  it('grows sentence by sentence, each with the quote that bears it out', async () => {
    const { written, seen } = await run(
      says('UDP port 500 is ', 'blocked [1]. Open ', 'the port on the router [1].'),
    );
    expect(seen.map(({ answer }) => answer?.statements.length)).toEqual([1]);
    expect(written.answer?.statements.map((one) => one.text)).toEqual([
      'UDP port 500 is blocked.',
      'Open the port on the router.',
    ]);
    expect(written.answer?.citations.map((one) => one.quote)).toEqual([
      'Error 809 means that UDP port 500 is blocked.',
      'Open the port on the router.',
    ]);
    expect(written.answer?.missing).toEqual(['Which router is it?']);
    expect(written.draft).toMatchObject({ kept: 2, cited: 2, uncited: 0, dropped: 0 });
  });

  it('that goes round in circles is ended, not waited for', async () => {
    let said = 0;
    const { written } = await run(async (_request, { signal, onEvent }) => {
      for (; said < 1_000 && !signal.aborted; said += 1) {
        onEvent({ type: 'text-delta', text: 'It is a host error of a host. ' });
        await Promise.resolve();
      }
      signal.throwIfAborted();
    });
    expect(said).toBeLessThan(10);
    expect(written).toMatchObject({ answer: null, draft: { kept: 0 } });
  });

  it.each(['', '<|im_end|>', '\u0000\u0001', '[1][2][3]', '{"answer":', '<script>alert(1)</script>'])(
    'of garbage (%j) is none',
    async (garbage) => {
      expect((await run(says(garbage))).written.answer).toBeNull();
    },
  );

  it('fails as the model fails, and stops when nobody wants it', async () => {
    await expect(run(() => Promise.reject(new DesksideError('server', 'broke')))).rejects.toMatchObject({
      kind: 'server',
    });
    const stop = new AbortController();
    const write: Write = (_request, { onEvent }) => {
      onEvent({ type: 'text-delta', text: 'So' } satisfies EngineEvent);
      stop.abort();
      return Promise.resolve();
    };
    await expect(run(write, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

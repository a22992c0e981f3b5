import { describe, expect, it } from 'vitest';
import type { Groundwork } from '../assist/written/groundwork';
import type { Writer } from '../core/assist-state';
import { DesksideError } from '../core/errors';
import type { Answer, DocumentFacts, Passage } from '../core/suggestion';
import { createAnswerWriter, type AnswerPath } from './answer-writer';

const text = 'Open the port on the router. Restart the client afterwards.';
const passage: Passage = {
  id: 'd1#0',
  documentKey: 'd1',
  headingPath: [],
  text,
  units: [{ kind: 'paragraph', start: 0, end: text.length }],
  ordinal: 0,
};
const extracts: Answer = {
  outcome: 'answered',
  writtenBy: 'extracts',
  statements: [],
  citations: [],
  missing: [],
};
const ground: Groundwork = {
  taskFor: ({ contextTokens }) =>
    contextTokens < 512
      ? null
      : {
          request: { messages: [], mostTokens: 9, temperature: 0 },
          passages: [{ number: 1, passage, language: 'en' }],
        },
  sources: [
    {
      facts: {
        documentKey: 'd1',
        documentId: '1',
        sourceId: 'wiki',
        title: 'Ports',
        url: 'https://w.example',
      } as DocumentFacts,
      passages: [passage],
      score: 1,
      coverage: 1,
    },
  ],
  extracts,
  missing: [],
  language: 'en',
  people: ['Dana Reyes'],
};

const names = ['Scribe', 'Second', 'Third'];
/** One path for each way to write, best first. */
function setUp(...ways: AnswerPath['write'][]) {
  const said: { answer?: Answer; writer: Writer | null }[] = [];
  const desk = createAnswerWriter({
    paths: () =>
      Promise.resolve(
        ways.map((write, at) => ({
          title: names[at] ?? '',
          contextTokens: 4096,
          tone: 'prompt' as const,
          isSmall: false,
          remote: null,
          write,
        })),
      ),
    publish: (change) => void said.push(change),
    logger: { warn: () => undefined },
  });
  return { desk, said, states: () => said.map(({ writer }) => writer?.state ?? null) };
}
const sayAll: AnswerPath['write'] = (_request, { onEvent }) => {
  onEvent({
    type: 'text-delta',
    text: 'Open the port on the router [1]. Restart the client afterwards [1].',
  });
  return Promise.resolve();
};
/** Says a sentence, and waits to be stopped. */
const hang: AnswerPath['write'] = (_request, { signal, onEvent }) => {
  onEvent({ type: 'text-delta', text: 'Open the port on the router [1]. And' });
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error)),
  );
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('writing beside a ticket', () => {
  it('is offered where a model is chosen, and nowhere else', async () => {
    const { desk, states } = setUp(sayAll);
    await desk.offer(ground);
    await desk.offer(null);
    expect(states()).toEqual(['offered', null]);
    const without = setUp();
    await without.desk.offer(ground);
    await without.desk.write();
    expect(without.states()).toEqual([null, null]);
  });

  it('ends with an answer of the model', async () => {
    const { desk, said, states } = setUp(sayAll);
    await desk.offer(ground);
    await desk.write();
    expect(states()).toEqual(['offered', 'writing', 'writing', 'done']);
    expect(said.at(-1)).toMatchObject({ answer: { writtenBy: 'model' }, writer: { draft: { kept: 2 } } });
  });

  it('keeps what is whole when it is stopped, and can be asked for again', async () => {
    const { desk, said } = setUp(hang);
    await desk.offer(ground);
    const writing = desk.write();
    await settled();
    await desk.write(); // twice is once
    desk.stop();
    await writing;
    expect(said.at(-1)).toMatchObject({
      answer: { statements: [{ text: 'Open the port on the router.' }] },
      writer: { state: 'offered' },
    });
  });

  it('that fails gives the sources their word back, and says why', async () => {
    const { desk, said } = setUp(() => Promise.reject(new DesksideError('no-room', 'No memory')));
    await desk.offer(ground);
    await desk.write();
    expect(said.at(-1)).toMatchObject({
      answer: extracts,
      writer: { state: 'failed', problem: 'No memory' },
    });
  });

  it('falls from one model to the next, and says which one wrote and why', async () => {
    const half: AnswerPath['write'] = (_request, { onEvent }) => {
      onEvent({ type: 'text-delta', text: 'Open the port on the router [1]. And' });
      return Promise.reject(new DesksideError('server', 'The model broke while it wrote'));
    };
    const { desk, said } = setUp(half, () => Promise.reject(new Error('no')), sayAll);
    await desk.offer(ground);
    await desk.write();
    expect(said.at(-1)).toMatchObject({
      answer: { writtenBy: 'model' },
      writer: {
        model: 'Third',
        state: 'done',
        problem: 'Scribe: The model broke while it wrote. Second: The model broke down',
        draft: { kept: 2 },
      },
    });
    // What the first one began is gone before the second one begins.
    const second = said.findIndex(({ writer }) => writer?.model === 'Second');
    expect(said[second]?.answer).toEqual(extracts);
  });

  it('says of each model why none could write', async () => {
    const fails: AnswerPath['write'] = () => Promise.reject(new DesksideError('no-room', 'No memory'));
    const { desk, said } = setUp(fails, fails);
    await desk.offer(ground);
    await desk.write();
    expect(said.at(-1)).toMatchObject({
      answer: extracts,
      writer: { model: 'Scribe', state: 'failed', problem: 'Scribe: No memory. Second: No memory' },
    });
  });

  it('that is stopped does not go on with the next model', async () => {
    const { desk, said } = setUp(hang, sayAll);
    await desk.offer(ground);
    const writing = desk.write();
    await settled();
    desk.stop();
    await writing;
    expect(said.at(-1)).toMatchObject({ writer: { model: 'Scribe', state: 'offered' } });
  });

  it('says what the model is about', async () => {
    const { desk, said } = setUp((request, options) => {
      options.onPhase('waiting');
      options.onPhase('loading');
      options.onPhase('writing');
      return sayAll(request, options);
    });
    await desk.offer(ground);
    await desk.write();
    const phases = said.flatMap(({ writer }) => (writer?.state === 'writing' ? [writer.phase] : []));
    expect([...new Set(phases)]).toEqual(['waiting', 'loading', 'writing']);
  });

  it('is for nobody once the ticket is another', async () => {
    const { desk, said } = setUp(hang);
    await desk.offer(ground);
    const writing = desk.write();
    await settled();
    const before = said.length;
    desk.clear();
    await writing;
    await desk.write();
    expect(said).toHaveLength(before);
  });

  it('rests on its sources: where one may not be shown, neither may it', async () => {
    const { desk } = setUp(sayAll);
    expect(desk.restsOn(() => false)).toBe(true);
    await desk.offer(ground);
    expect(desk.restsOn(({ documentKey }) => documentKey === 'd1')).toBe(true);
    expect(desk.restsOn(() => false)).toBe(false);
  });
});

import { expect, test, vi } from 'vitest';
import { settingsSchema, type Settings } from '../../core/settings';
import type { EngineEvent, EngineRequest } from '../../engines/engine';
import type { EndpointAddress } from '../../engines/openai';
import { createEndpointService } from './endpoint-service';

const baseUrl = 'https://models.acme.test/v1';
const sender = {} as never;
const request: EngineRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Dana Reyes (dana@acme.test) asks about Albatross.' },
  ],
  mostTokens: 10,
  temperature: 0,
};
const usage = { promptTokens: 1, tokens: 2, firstTokenMs: 3, totalMs: 4 };

function setUp(change: Partial<Settings> = {}, isAllowed = true) {
  const settings = settingsSchema.parse({
    endpointUrl: baseUrl,
    endpointModel: 'large',
    redactionWords: ['Albatross'],
    ...change,
  });
  const kept = new Map<string, { value: string; belongsTo: string }>();
  const connected: EndpointAddress[] = [];
  const sent: EngineRequest[] = [];
  const service = createEndpointService(
    {
      connect(address) {
        connected.push(address);
        return {
          models: () => Promise.resolve(['large']),
          stores: () => Promise.resolve([{ id: 'vs_1', name: 'Handbook', documents: 3 }]),
          search: () => Promise.resolve([]),
          file: () => Promise.resolve({ filename: null, attributes: {}, texts: [] }),
          async *chat(_model, asked) {
            sent.push(asked);
            await Promise.resolve();
            yield { type: 'text-delta', text: 'Tell PERS' };
            yield { type: 'text-delta', text: 'ON_1: WORD_1 is EMAIL' };
            yield { type: 'text-delta', text: '_1' };
            yield { type: 'end', reason: 'stop', usage };
          },
        };
      },
      secrets: {
        read: (name, belongsTo) =>
          Promise.resolve(kept.get(name)?.belongsTo === belongsTo ? (kept.get(name)?.value ?? null) : null),
        save: (name, value, belongsTo) => Promise.resolve(void kept.set(name, { value, belongsTo })),
        remove: (name) => Promise.resolve(void kept.delete(name)),
      },
      isAllowed: () => Promise.resolve(isAllowed),
      logger: { warn: () => undefined },
    },
    () => settings,
  );
  return { ...service, connected, sent };
}
async function write({ path }: ReturnType<typeof setUp>): Promise<string> {
  let text = '';
  await path()?.write(request, {
    people: ['Dana Reyes'],
    signal: new AbortController().signal,
    onEvent: (event: EngineEvent) => void (text += event.type === 'text-delta' ? event.text : ''),
    onPhase: () => undefined,
  });
  return text;
}

test.each([{ endpointUrl: '' }, { endpointModel: '' }])('without %o there is none', (change) => {
  expect(setUp(change).path()).toBeNull();
});

test('what is shown is what is sent, without what must stay; the answer has it back', async () => {
  const one = setUp();
  const preview = one.path()?.preview?.(request, ['Dana Reyes']);
  expect(preview).toEqual({
    host: 'models.acme.test',
    model: 'large',
    texts: ['Be brief.', 'PERSON_1 (EMAIL_1) asks about WORD_1.'],
    taken: expect.arrayContaining([
      { placeholder: 'PERSON_1', value: 'Dana Reyes' },
      { placeholder: 'EMAIL_1', value: 'dana@acme.test' },
      { placeholder: 'WORD_1', value: 'Albatross' },
    ]) as unknown,
  });
  expect(await write(one)).toBe('Tell Dana Reyes: Albatross is dana@acme.test');
  expect(one.sent[0]?.messages.map(({ content }) => content)).toEqual(preview?.texts);
});

test('it was agreed to by setting for this address only, or a moment ago, until it is forgotten', async () => {
  const isAgreed = ({ path }: ReturnType<typeof setUp>) => path()?.remote?.isAgreed;
  expect(isAgreed(setUp({ endpointAgreed: baseUrl }))).toBe(true);
  expect(isAgreed(setUp({ endpointAgreed: 'https://other.test/v1' }))).toBe(false);
  const one = setUp();
  expect(isAgreed(one)).toBe(false);
  one.agree();
  expect(isAgreed(one)).toBe(true);
  await one.handlers['endpoint/save-key']({ baseUrl: '', key: null }, sender);
  expect(isAgreed(one)).toBe(false);
});

test('a key goes to its own address and to no other', async () => {
  const one = setUp();
  await one.handlers['endpoint/save-key']({ baseUrl, key: 'sk-1' }, sender);
  expect(await one.handlers['endpoint/state']({ baseUrl }, sender)).toEqual({ hasKey: true });
  await one.handlers['endpoint/test']({ baseUrl }, sender);
  await one.handlers['endpoint/test']({ baseUrl: 'https://evil.test/v1' }, sender);
  expect(one.connected.map(({ apiKey }) => apiKey)).toEqual(['sk-1', null]);
  await one.handlers['endpoint/save-key']({ baseUrl, key: null }, sender);
  expect(await one.handlers['endpoint/state']({ baseUrl }, sender)).toEqual({ hasKey: false });
});

test('a server that the browser does not allow is not asked', async () => {
  const one = setUp({}, false);
  expect(await one.handlers['endpoint/test']({ baseUrl }, sender)).toMatchObject({
    models: [],
    failure: { kind: 'no-permission' },
  });
  await expect(write(one)).rejects.toMatchObject({ kind: 'no-permission' });
  expect(one.connected).toEqual([]);
});

test('a failure of any kind is one in words', async () => {
  const one = setUp();
  vi.spyOn(AbortSignal, 'timeout').mockImplementationOnce(() => {
    throw new DOMException('late', 'TimeoutError');
  });
  expect(await one.handlers['endpoint/test']({ baseUrl }, sender)).toMatchObject({
    failure: { kind: 'timeout' },
  });
});

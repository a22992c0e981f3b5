import { describe, expect, test } from 'vitest';
import type { Connector, ConnectorIo, PageTokenRecipe } from '../connectors/connector';
import { DesksideError, type ErrorKind } from '../core/errors';
import { createConnectorCalls, retryDelay } from './connector-calls';

const recipe: PageTokenRecipe = { globalName: 'g_ck', inputSelectors: [], pagePaths: [], parse: () => null };
const plain = { id: 'jira', pageToken: null } as Connector;
const withToken = { id: 'servicenow', pageToken: recipe } as Connector;

/** Calls a connector whose answers are given one after the other; the token is new each time it is forgotten. */
function world(outcomes: unknown[], connector = plain, allowed = true) {
  const forgotten: string[] = [];
  const waits: number[] = [];
  const tokens: (string | null)[] = [];
  const stop = new AbortController();
  const call = createConnectorCalls({
    ioFor: async (asked, _source, signal) =>
      ({ signal, pageToken: asked.pageToken ? `token ${forgotten.length}` : null }) as ConnectorIo,
    tokens: { get: async () => null, forget: (baseUrl) => void forgotten.push(baseUrl) },
    isAllowed: async () => allowed,
    wait: async (ms, signal) => {
      waits.push(ms);
      signal.throwIfAborted();
    },
    random: () => 0,
  });
  const run = () =>
    call(
      { connector, source: { baseUrl: 'https://acme.example' }, signal: stop.signal, user: null },
      async (io) => {
        tokens.push(io.pageToken);
        const outcome = outcomes[tokens.length - 1];
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    );
  return { run, waits, tokens, forgotten, stop };
}
const fails = (kind: ErrorKind, retryAfterMs?: number) =>
  new DesksideError(kind, kind, retryAfterMs === undefined ? {} : { retryAfterMs });

describe('a second chance', () => {
  test.each<ErrorKind>(['unreachable', 'server', 'rate-limited'])('is given to "%s", once', async (kind) => {
    const { run, tokens } = world([fails(kind), 'answer']);
    expect(await run()).toBe('answer');
    expect(tokens).toHaveLength(2);
    const failing = world([fails(kind), fails(kind), 'never']);
    await expect(failing.run()).rejects.toMatchObject({ kind });
    expect(failing.tokens).toHaveLength(2);
  });

  test.each<ErrorKind>([
    'timeout',
    'signed-out',
    'needs-open-tab',
    'forbidden',
    'not-found',
    'bad-answer',
    'invalid-query',
    'no-permission',
    'unsupported',
  ])('is not given to "%s"', async (kind) => {
    const { run, tokens, waits } = world([fails(kind), 'never']);
    await expect(run()).rejects.toMatchObject({ kind });
    expect(tokens).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('comes no sooner than the other side asked', async () => {
    const { run, waits } = world([fails('rate-limited', 2_000), 'answer']);
    await run();
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(2_000);
  });

  test('is not waited for when the other side asks for longer than a person waits', async () => {
    const { run, waits, tokens } = world([fails('rate-limited', 30_000), 'never']);
    await expect(run()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 30_000 });
    expect([waits, tokens.length]).toEqual([[], 1]);
  });

  test('is not given to a defect, which passes untouched', async () => {
    const defect = new TypeError('defect');
    const { run, tokens } = world([defect, 'never']);
    await expect(run()).rejects.toBe(defect);
    expect(tokens).toHaveLength(1);
  });
});

test('a host that the browser does not let us read is not asked at all', async () => {
  const { run, tokens } = world(['never'], plain, false);
  await expect(run()).rejects.toMatchObject({ kind: 'no-permission' });
  expect(tokens).toEqual([]);
});

describe('a page token that was refused', () => {
  test('is forgotten and read anew, once', async () => {
    const { run, tokens, forgotten, waits } = world([fails('signed-out'), 'answer'], withToken);
    expect(await run()).toBe('answer');
    expect(tokens).toEqual(['token 0', 'token 1']);
    expect(forgotten).toEqual(['https://acme.example']);
    expect(waits).toEqual([]);
  });

  test('twice means signed out; and no other retry follows', async () => {
    const twice = world([fails('signed-out'), fails('signed-out'), 'never'], withToken);
    await expect(twice.run()).rejects.toMatchObject({ kind: 'signed-out' });
    const other = world([fails('signed-out'), fails('server'), 'never'], withToken);
    await expect(other.run()).rejects.toMatchObject({ kind: 'server' });
    expect([twice.tokens.length, other.tokens.length]).toEqual([2, 2]);
  });
});

describe('an abort', () => {
  test('passes through as it is', async () => {
    const abort = new DOMException('Aborted', 'AbortError');
    const { run, tokens } = world([abort, 'never']);
    await expect(run()).rejects.toBe(abort);
    expect(tokens).toHaveLength(1);
  });

  test('leaves no second try, whatever the first one failed of', async () => {
    const { run, tokens, stop } = world([fails('server'), 'never']);
    const running = run();
    stop.abort();
    await expect(running).rejects.toMatchObject({ kind: 'server' });
    expect(tokens).toHaveLength(1);
  });
});

test('retries spread over time, so that many panels do not come back at once', () => {
  const delays = [0, 0.5, 1].map((random) => retryDelay(fails('server'), random));
  expect(new Set(delays).size).toBe(3);
});

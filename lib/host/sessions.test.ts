import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Connector } from '../connectors/connector';
import { DesksideError } from '../core/errors';
import { sourceConfigSchema, type Identity } from '../core/source';
import type { CallConnector } from './connector-calls';
import { createSessions, isOutOfReach, sessionKeyOf } from './sessions';

const source = sourceConfigSchema.parse({
  id: 's',
  product: 'jira',
  name: 'Jira',
  baseUrl: 'https://jira.example',
});
const connector = { id: 'jira' } as Connector;
const ann: Identity = { userId: 'ann', displayName: 'Ann' };
const bob: Identity = { userId: 'bob', displayName: 'Bob' };
const signedOut = new DesksideError('signed-out', 'Sign in first');
const offline = new DesksideError('unreachable', 'No network');
const { signal } = new AbortController();

/** A source that answers each `identify` as the test decides, and says how often it was asked. */
function world(stored: Identity | null = null) {
  const rows = new Map<string, Identity>(stored ? [[sessionKeyOf(source), stored]] : []);
  const left: string[] = [];
  const clock = { now: 1_000_000 };
  let answer: () => Promise<Identity> = () => Promise.resolve(ann);
  let asked = 0;
  const call = (async () => {
    asked += 1;
    return answer();
  }) as unknown as CallConnector;
  const sessions = createSessions({
    call,
    store: {
      load: async (key) => rows.get(key) ?? null,
      save: async (key, identity) => void rows.set(key, identity),
      remove: async (key) => void rows.delete(key),
    },
    now: () => clock.now,
    onUserLeft: async (_source, userId) => void left.push(userId),
    trustMs: 60_000,
  });
  return {
    sessions,
    rows,
    left,
    clock,
    asked: () => asked,
    answers: (next: () => Promise<Identity>) => void (answer = next),
    verify: (until = signal) => sessions.verify(connector, source, until),
  };
}
/** An answer that the test gives by hand. */
function held() {
  let give: (identity: Identity) => void = () => undefined;
  const promise = new Promise<Identity>((resolve) => (give = resolve));
  return { promise, give };
}

afterEach(() => void vi.useRealTimers());

describe('confirming who is signed in', () => {
  test('callers at the same time share one request', async () => {
    const { verify, asked } = world();
    expect(await Promise.all([verify(), verify(), verify()])).toEqual([ann, ann, ann]);
    expect(asked()).toBe(1);
  });

  test('counts for the trust time and no longer', async () => {
    const { verify, asked, clock, sessions } = world();
    await verify();
    clock.now += 59_999;
    await verify();
    expect(asked()).toBe(1);
    expect(sessions.recent(source)).toEqual(ann);
    clock.now += 1;
    expect(sessions.recent(source)).toBeNull();
    await verify();
    expect(asked()).toBe(2);
  });

  test('two products on one host have users of their own', async () => {
    const { verify, sessions } = world();
    await verify();
    expect(sessions.recent({ ...source, product: 'confluence' })).toBeNull();
  });

  test('a caller who gives up does not take the answer away from the others', async () => {
    const { verify, answers } = world();
    const { promise, give } = held();
    answers(() => promise);
    const impatient = new AbortController();
    const [gone, patient] = [verify(impatient.signal), verify()];
    impatient.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    give(ann);
    expect(await patient).toEqual(ann);
  });

  test('a caller who has given up already asks nobody', async () => {
    const { verify, asked } = world();
    await expect(verify(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked()).toBe(0);
  });

  test('a source that takes too long is a timeout, not an abort', async () => {
    vi.useFakeTimers();
    const call = ((options: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        options.signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
      })) as unknown as CallConnector;
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const late = new AbortController();
      setTimeout(() => late.abort(new DOMException('Late', 'TimeoutError')), ms);
      return late.signal;
    });
    const sessions = createSessions({
      call,
      store: { load: async () => null, save: async () => undefined, remove: async () => undefined },
      now: () => 0,
      onUserLeft: async () => undefined,
    });
    const verifying = expect(sessions.verify(connector, source, signal)).rejects.toMatchObject({
      kind: 'timeout',
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await verifying;
    timeout.mockRestore();
  });
});

describe('another user', () => {
  test('named by a page makes the source be asked again', async () => {
    const { verify, asked, sessions } = world();
    sessions.pageSaw(source, 'ann');
    await verify();
    sessions.pageSaw(source, 'ann');
    await verify();
    expect(asked()).toBe(1);
    sessions.pageSaw(source, 'bob');
    expect(sessions.recent(source)).toBeNull();
    await verify();
    expect(asked()).toBe(2);
  });

  test('named by the first page that says anything, after the source was asked, too', async () => {
    const { verify, asked, sessions } = world();
    await verify();
    sessions.pageSaw(source, '');
    await verify();
    await verify();
    expect(asked()).toBe(2);
  });

  test('in place of the one before: that one left, and the new one is kept', async () => {
    const { verify, answers, left, rows, sessions } = world();
    await verify();
    answers(() => Promise.resolve(bob));
    sessions.doubt(source);
    expect(await verify()).toEqual(bob);
    expect(left).toEqual(['ann']);
    expect([...rows.values()]).toEqual([bob]);
  });

  test('also when the one before is only known from the last time the host ran', async () => {
    const { verify, answers, left } = world(ann);
    answers(() => Promise.resolve(bob));
    await verify();
    expect(left).toEqual(['ann']);
  });

  test('seen by a page while the source is being asked: that answer is not trusted', async () => {
    const { verify, answers, asked, sessions, rows } = world();
    const first = held();
    answers(() => first.promise);
    sessions.pageSaw(source, 'ann');
    const verifying = verify();
    await vi.waitFor(() => expect(asked()).toBe(1));
    sessions.pageSaw(source, 'bob');
    answers(() => Promise.resolve(bob));
    first.give(ann);
    expect(await verifying).toEqual(bob);
    expect(asked()).toBe(2);
    expect([...rows.values()]).toEqual([bob]);
    expect(sessions.recent(source)).toEqual(bob);
  });

  test('at every turn: the source is not asked without end', async () => {
    const { verify, answers, asked, sessions } = world();
    let turn = 0;
    answers(async () => {
      sessions.pageSaw(source, `user ${(turn += 1)}`);
      return ann;
    });
    sessions.pageSaw(source, 'user 0');
    expect(await verify()).toEqual(ann);
    expect(asked()).toBeLessThan(10);
    expect(sessions.recent(source)).toBeNull();
  });
});

describe('nobody', () => {
  test('signed in: what was known is forgotten and the user before has left, once', async () => {
    const { verify, answers, left, rows, sessions } = world();
    await verify();
    sessions.doubt(source);
    answers(() => Promise.reject(signedOut));
    await expect(verify()).rejects.toBe(signedOut);
    await expect(verify()).rejects.toBe(signedOut);
    expect(left).toEqual(['ann']);
    expect(rows.size).toBe(0);
    expect(await sessions.last(source)).toBeNull();
  });

  test('was ever signed in: nobody has left', async () => {
    const { verify, answers, left } = world();
    answers(() => Promise.reject(signedOut));
    await expect(verify()).rejects.toBe(signedOut);
    expect(left).toEqual([]);
  });
});

describe('a user whom the source refuses after it had confirmed them', () => {
  test('has left, and is not trusted again without being asked for', async () => {
    const { sessions, verify, left, rows, asked } = world();
    await verify();
    await sessions.left(source, ann);
    expect(left).toEqual(['ann']);
    expect([sessions.recent(source), await sessions.last(source), rows.size]).toEqual([null, null, 0]);
    await verify();
    expect(asked()).toBe(2);
  });

  test('takes nobody along who has signed in since', async () => {
    const { sessions, verify, left } = world(ann);
    await verify();
    await sessions.left(source, bob);
    expect(left).toEqual([]);
    expect(sessions.recent(source)).toEqual(ann);
  });
});

describe('out of reach', () => {
  test('the user confirmed last still counts, also after a restart', async () => {
    const { verify, answers, left, sessions } = world(ann);
    answers(() => Promise.reject(offline));
    await expect(verify()).rejects.toBe(offline);
    expect(await sessions.last(source)).toEqual(ann);
    expect(sessions.recent(source)).toBeNull();
    expect(left).toEqual([]);
  });

  test('the next caller asks anew', async () => {
    const { verify, answers, asked } = world();
    answers(() => Promise.reject(offline));
    await expect(verify()).rejects.toBe(offline);
    answers(() => Promise.resolve(ann));
    expect(await verify()).toEqual(ann);
    expect(asked()).toBe(2);
  });

  test.each([
    [offline, true],
    [new DesksideError('timeout', ''), true],
    [new DesksideError('server', ''), true],
    [new DesksideError('rate-limited', ''), true],
    [signedOut, false],
    [new DesksideError('forbidden', ''), false],
    [new DOMException('Aborted', 'AbortError'), false],
    [new TypeError('defect'), false],
  ])('%s: %s', (error, expected) => {
    expect(isOutOfReach(error)).toBe(expected);
  });
});

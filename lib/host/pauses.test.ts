import { describe, expect, test } from 'vitest';
import { DesksideError, type ErrorKind } from '../core/errors';
import { createPauses } from './pauses';

function world() {
  const clock = { now: 1_000_000 };
  const pauses = createPauses({ now: () => clock.now });
  return {
    clock,
    pauses,
    fail: (kind: ErrorKind, init = {}) => pauses.note('s', new DesksideError(kind, kind, init)),
  };
}

describe('a source', () => {
  test.each<[ErrorKind, boolean]>([
    ['signed-out', true],
    ['needs-open-tab', true],
    ['no-permission', true],
    ['rate-limited', true],
    ['unreachable', false],
    ['server', false],
    ['timeout', false],
    ['forbidden', false],
    ['bad-answer', false],
  ])('that failed with %s is left alone: %s', (kind, paused) => {
    const { pauses, fail } = world();
    fail(kind);
    expect(pauses.reason('s')?.kind ?? null).toBe(paused ? kind : null);
    expect(pauses.reason('another')).toBeNull();
  });

  test('is asked again five minutes later, in case the sign-in was not seen', () => {
    const { pauses, fail, clock } = world();
    fail('signed-out');
    clock.now += 5 * 60_000 - 1;
    expect(pauses.reason('s')).not.toBeNull();
    clock.now += 1;
    expect(pauses.reason('s')).toBeNull();
  });

  test.each([
    [undefined, 30_000],
    [90_000, 90_000],
    [7_200_000, 3_600_000],
  ])('that said to come back in %s ms is left alone for %s ms', (retryAfterMs, pause) => {
    const { pauses, fail, clock } = world();
    fail('rate-limited', { retryAfterMs });
    expect(pauses.reason('s')?.until).toBe(clock.now + pause);
  });

  test('is asked again after a page of it was seen, but not before its rate limit is over', () => {
    const { pauses, fail } = world();
    fail('signed-out');
    pauses.lift('s');
    expect(pauses.reason('s')).toBeNull();
    fail('rate-limited');
    pauses.lift('s');
    expect(pauses.reason('s')?.kind).toBe('rate-limited');
  });

  test.each([null, undefined, new Error('ours'), new DOMException('', 'AbortError')])(
    'is not blamed for %s',
    (error) => {
      const { pauses } = world();
      pauses.note('s', error);
      expect(pauses.reason('s')).toBeNull();
    },
  );
});

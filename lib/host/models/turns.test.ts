import { expect, test } from 'vitest';
import { createTurns } from './turns';

function work(log: string[], name: string) {
  let end = () => undefined as void;
  const done = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    log.push(`${name} begins`);
    await done;
    log.push(`${name} ends`);
    return name;
  };
  return { run, end: () => end() };
}

test('one thing after the other, and what was asked last before what waits longer', async () => {
  const turns = createTurns();
  const log: string[] = [];
  const [first, second, third] = [work(log, 'first'), work(log, 'second'), work(log, 'third')];
  const one = turns.take(first.run);
  await Promise.resolve();
  const two = turns.take(second.run);
  const three = turns.take(third.run);
  [first, second, third].forEach(({ end }) => end());
  expect(await Promise.all([one, two, three])).toEqual(['first', 'second', 'third']);
  expect(log).toEqual([
    'first begins',
    'first ends',
    'third begins',
    'third ends',
    'second begins',
    'second ends',
  ]);
});

test('what is stopped while it waits never begins; what fails lets the next one go on', async () => {
  const turns = createTurns();
  const log: string[] = [];
  const first = work(log, 'first');
  const one = turns.take(first.run);
  await Promise.resolve();
  const stop = new AbortController();
  const two = turns.take(work(log, 'second').run, stop.signal);
  const three = turns.take(() => Promise.reject(new Error('no')));
  stop.abort();
  await expect(two).rejects.toThrow(/abort/i);
  first.end();
  await expect(three).rejects.toThrow('no');
  expect(await one).toBe('first');
  expect(await turns.take(() => Promise.resolve('after'))).toBe('after');
  expect(log).toEqual(['first begins', 'first ends']);
});

test('what was stopped before it was asked does not wait', async () => {
  await expect(createTurns().take(() => Promise.resolve(1), AbortSignal.abort())).rejects.toThrow(/abort/i);
});

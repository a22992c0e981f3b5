import { describe, expect, test } from 'vitest';
import { createChannel } from './channel';

async function read<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('a channel', () => {
  test('hands over what was pushed before and after reading began, in order', async () => {
    const channel = createChannel<number>();
    channel.push(1);
    channel.push(2);
    const reading = read(channel.values);
    await Promise.resolve();
    channel.push(3);
    channel.end();
    expect(await reading).toEqual([1, 2, 3]);
  });

  test('wakes a reader who waits', async () => {
    const channel = createChannel<string>();
    const next = channel.values.next();
    channel.push('late');
    expect(await next).toEqual({ value: 'late', done: false });
  });

  test('fails only after what was pushed before the failure is read', async () => {
    const channel = createChannel<number>();
    channel.push(1);
    channel.fail(new Error('broken'));
    expect(await channel.values.next()).toEqual({ value: 1, done: false });
    await expect(channel.values.next()).rejects.toThrow('broken');
  });

  test('that nobody reads fails without being heard of', async () => {
    const channel = createChannel<number>();
    channel.fail(new Error('unheard'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(read(channel.values)).rejects.toThrow('unheard');
  });

  test('takes what comes after its reader has left', async () => {
    const channel = createChannel<number>();
    channel.push(1);
    for await (const _first of channel.values) break;
    channel.push(2);
    expect(await channel.values.next()).toEqual({ value: undefined, done: true });
  });
});

import { describe, expect, test } from 'vitest';
import { createClient, createPageClient } from './client';

function clientAnswering(answer: () => Promise<unknown>) {
  const sent: unknown[] = [];
  const client = createClient({
    sendMessage(message) {
      sent.push(message);
      return answer();
    },
  });
  return { sent, client };
}
const replies = (reply: unknown) => clientAnswering(() => Promise.resolve(reply));

describe('a request', () => {
  test('carries the address that the protocol gives its name', async () => {
    const { sent, client } = replies({ deskside: 1, ok: true, value: { startedAt: 5 } });
    expect(await client.send('host/ping', {})).toEqual({ startedAt: 5 });
    expect(sent).toEqual([{ deskside: 1, to: 'host', name: 'host/ping', payload: {} }]);
  });

  test("throws the other side's failure by its name", async () => {
    const { client } = replies({
      deskside: 1,
      ok: false,
      error: { kind: 'signed-out', message: 'Sign in first' },
    });
    await expect(client.send('host/ping', {})).rejects.toMatchObject({
      kind: 'signed-out',
      message: 'Sign in first',
    });
  });

  test.each([
    ['nothing', undefined],
    ['something that is no reply', { startedAt: 5 }],
    ['a failure without a known name', { deskside: 1, ok: false, error: { kind: 'odd', message: '' } }],
  ])('answered with %s was not answered', async (_what, reply) => {
    await expect(replies(reply).client.send('host/ping', {})).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('whose answer has another shape is a bad answer', async () => {
    const { client } = replies({ deskside: 1, ok: true, value: { startedAt: 'yesterday' } });
    await expect(client.send('host/ping', {})).rejects.toMatchObject({ kind: 'bad-answer' });
  });

  test('that nobody hears is unreachable, with the reason', async () => {
    const cause = new Error('Receiving end does not exist');
    const { client } = clientAnswering(() => Promise.reject(cause));
    await expect(client.send('host/ping', {})).rejects.toMatchObject({ kind: 'unreachable', cause });
  });
});

describe('a page’s message to the host', () => {
  const answer = { deskside: 1, ok: true, value: { startedAt: 7 } };
  /** The background starts the host where it is asked to. */
  function browser(isRunning: boolean) {
    const sent: string[] = [];
    let running = isRunning;
    const client = createPageClient({
      sendMessage(message) {
        const { to, name } = message as { to: string; name: string };
        sent.push(name);
        if (name === 'host/ensure') running = true;
        if (to === 'host' && !running) return Promise.reject(new Error('Receiving end does not exist'));
        return Promise.resolve(to === 'host' ? answer : { deskside: 1, ok: true, value: {} });
      },
    });
    return { ...client, sent };
  }

  test('goes to a host that is there', async () => {
    const { send, sent } = browser(true);
    expect(await send('host/ping', {})).toEqual({ startedAt: 7 });
    expect(sent).toEqual(['host/ping']);
  });

  test('has a host started that is not there', async () => {
    const { send, sent } = browser(false);
    expect(await send('host/ping', {})).toEqual({ startedAt: 7 });
    expect(sent).toEqual(['host/ping', 'host/ensure', 'host/ping']);
  });

  test('is not repeated when the host itself says that something cannot be reached', async () => {
    let count = 0;
    const { send } = createPageClient({
      sendMessage() {
        count += 1;
        return Promise.resolve({
          deskside: 1,
          ok: false,
          error: { kind: 'unreachable', message: 'No answer' },
        });
      },
    });
    await expect(send('host/ping', {})).rejects.toMatchObject({ kind: 'unreachable' });
    expect(count).toBe(1);
  });
});

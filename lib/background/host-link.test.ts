import { describe, expect, test, vi } from 'vitest';
import { DesksideError } from '../core/errors';
import { createLocalHost, createOffscreenHost } from './host-link';

/** A browser that allows one offscreen document and takes its time to make it. */
function fakeBrowser(options: { exists?: boolean; failures?: number } = {}) {
  let exists = options.exists ?? false;
  let failures = options.failures ?? 0;
  const done: string[] = [];
  return {
    done,
    kill: () => void (exists = false),
    offscreen: {
      async createDocument({ url }: { url: string }) {
        done.push(`create ${url}`);
        await Promise.resolve();
        if (exists) throw new Error('Only a single offscreen document may be created.');
        if (failures > 0) {
          failures -= 1;
          throw new Error('Could not create the document');
        }
        exists = true;
      },
    },
    runtime: {
      async getContexts() {
        return exists ? [{}] : [];
      },
      async sendMessage(message: unknown): Promise<unknown> {
        done.push(`send ${String(Reflect.get(Object(message), 'name'))}`);
        if (!exists) throw new Error('Receiving end does not exist');
        return { deskside: 1, ok: true, value: { startedAt: 3 } };
      },
    },
  };
}
const linkTo = (browser: ReturnType<typeof fakeBrowser>) =>
  createOffscreenHost({ offscreen: browser.offscreen, runtime: browser.runtime, url: 'engine-host.html' });

describe('the offscreen host', () => {
  test('is created once, however many ask at the same time', async () => {
    const browser = fakeBrowser();
    const { ensure } = linkTo(browser);
    await Promise.all([ensure(), ensure(), ensure()]);
    await ensure();
    expect(browser.done).toEqual(['create engine-host.html']);
  });

  test('is not created by asking whether it is there', async () => {
    const browser = fakeBrowser();
    expect(await linkTo(browser).isRunning()).toBe(false);
    expect(browser.done).toEqual([]);
    await linkTo(browser).ensure();
    expect(await linkTo(browser).isRunning()).toBe(true);
  });

  test('that is already there is left alone', async () => {
    const browser = fakeBrowser({ exists: true });
    await linkTo(browser).ensure();
    expect(browser.done).toEqual([]);
  });

  test('that another worker created in the meantime counts as created', async () => {
    const browser = fakeBrowser({ exists: true });
    const answers: unknown[][] = [[], [{}]];
    browser.runtime.getContexts = async () => (answers.shift() ?? [{}]) as object[];
    await expect(linkTo(browser).ensure()).resolves.toBeUndefined();
  });

  test('that could not be created fails for all who asked, and the next one tries again', async () => {
    const browser = fakeBrowser({ failures: 1 });
    const { ensure } = linkTo(browser);
    const together = await Promise.allSettled([ensure(), ensure()]);
    expect(together.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    await expect(ensure()).resolves.toBeUndefined();
    expect(browser.done).toHaveLength(2);
  });

  test('is back with the next message after it was killed', async () => {
    const browser = fakeBrowser();
    const link = linkTo(browser);
    await link.send('host/ping', {});
    browser.kill();
    expect(await link.send('host/ping', {})).toEqual({ startedAt: 3 });
    expect(browser.done).toEqual([
      'create engine-host.html',
      'send host/ping',
      'create engine-host.html',
      'send host/ping',
    ]);
  });

  test('that does not listen is unreachable by name', async () => {
    const browser = fakeBrowser({ exists: true });
    browser.runtime.sendMessage = () => Promise.reject(new Error('Receiving end does not exist'));
    await expect(linkTo(browser).send('host/ping', {})).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('the host in the same page', () => {
  test('is called as one of our own pages would call it', async () => {
    const handle = vi.fn(() =>
      Promise.resolve({ deskside: 1 as const, ok: true as const, value: { startedAt: 4 } }),
    );
    const link = createLocalHost(handle, 'moz-extension://x/background');
    expect(await link.send('host/ping', {})).toEqual({ startedAt: 4 });
    expect(handle).toHaveBeenCalledWith(
      { deskside: 1, to: 'host', name: 'host/ping', payload: {} },
      { url: 'moz-extension://x/background' },
    );
  });

  test('that does not know the message is unreachable', async () => {
    await expect(createLocalHost(() => null, 'x').send('host/ping', {})).rejects.toBeInstanceOf(
      DesksideError,
    );
  });
});

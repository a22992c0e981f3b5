import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AssistState } from '../core/assist-state';
import { DesksideError } from '../core/errors';
import type { Send } from './client';
import { watchTab, type ConnectionStatus } from './panel-stream';

const tabId = 7;
const silenceMs = 12_000;

function stateOf(tab: number, title: string): AssistState {
  return {
    tabId: tab,
    subject: { state: 'reading', title, url: 'https://a.example/' },
    stage: 'idle',
    articles: [],
    tickets: [],
    answer: null,
    writer: null,
    sources: [],
    offer: null,
    offline: false,
    wordsOnly: null,
    timings: { cachedMs: null, liveMs: null },
  };
}

/** The host's end of one Port, held by the test. */
class FakePort {
  readonly sent: unknown[] = [];
  disconnected = 0;
  private hear: (message: unknown) => void = () => undefined;
  private close: () => void = () => undefined;
  readonly onMessage = { addListener: (listener: (message: unknown) => void) => void (this.hear = listener) };
  readonly onDisconnect = { addListener: (listener: () => void) => void (this.close = listener) };
  constructor(private readonly refuses = false) {}
  postMessage(message: unknown): void {
    if (this.refuses) throw new Error('Attempting to use a disconnected port object');
    this.sent.push(message);
  }
  disconnect(): void {
    this.disconnected += 1;
  }
  say(message: unknown): void {
    this.hear(message);
  }
  state(sequence: number, title: string, tab = tabId): void {
    this.say({ type: 'state', sequence, state: stateOf(tab, title) });
  }
  closeFromHost(): void {
    this.close();
  }
}

function setup(options: { ensure?: () => Promise<unknown>; refuses?: (port: number) => boolean } = {}) {
  const ports: FakePort[] = [];
  const titles: string[] = [];
  const statuses: ConnectionStatus[] = [];
  const ensured: number[] = [];
  const stop = new AbortController();
  const begin = Date.now();
  const start = () =>
    watchTab({
      runtime: {
        connect: () => {
          const port = new FakePort(options.refuses?.(ports.length) ?? false);
          ports.push(port);
          return port;
        },
      },
      send: (async () => {
        ensured.push(Date.now() - begin);
        await options.ensure?.();
        return {};
      }) as unknown as Send,
      tabId,
      onState: (state) => titles.push(state.subject.state === 'reading' ? state.subject.title : ''),
      onConnection: (status) => statuses.push(status),
      signal: stop.signal,
      silenceMs,
      setTimer: (callback, ms) => setTimeout(callback, ms) as unknown as number,
      clearTimer: (id) => clearTimeout(id),
    });
  const port = (at: number) => ports[at] ?? expect.fail(`Port ${at} was not opened`);
  return { start, port, ports, titles, statuses, ensured, stop };
}
/** Lets promises settle and the shortest wait before a new Port pass. */
const settle = () => vi.advanceTimersByTimeAsync(60);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('following a tab', () => {
  test('the host is made sure of, then the tab is watched and its states delivered', async () => {
    const { start, port, titles, statuses, ensured } = setup();
    start();
    await settle();
    expect(ensured).toHaveLength(1);
    expect(port(0).sent).toEqual([{ type: 'watch', tabId }]);
    port(0).state(1, 'first');
    port(0).state(2, 'second');
    expect(titles).toEqual(['first', 'second']);
    expect(statuses.slice(0, 2)).toEqual(['connecting', 'connected']);
  });

  test('a state of another tab is never delivered', async () => {
    const { start, port, titles } = setup();
    start();
    await settle();
    port(0).state(1, 'of another ticket', tabId + 1);
    expect(titles).toEqual([]);
  });
});

describe('a Port is replaced', () => {
  test.each<[string, (port: FakePort) => void]>([
    ['a number was skipped', (port) => port.state(3, 'too new')],
    ['a number came twice', (port) => port.state(1, 'again')],
    ['the host says it is the end', (port) => port.say({ type: 'end', sequence: 2, reason: 'restart' })],
    ['the Port closed', (port) => port.closeFromHost()],
  ])('when %s; the new one brings the whole state', async (_why, breakIt) => {
    const { start, port, ports, titles } = setup();
    start();
    await settle();
    port(0).state(1, 'before');
    breakIt(port(0));
    port(0).state(2, 'from the old Port');
    await settle();
    expect(ports).toHaveLength(2);
    expect(port(0).disconnected).toBe(1);
    expect(port(1).sent).toEqual([{ type: 'watch', tabId }]);
    port(1).state(1, 'whole');
    expect(titles).toEqual(['before', 'whole']);
  });

  test('when its very first message was lost', async () => {
    const { start, port, ports, titles } = setup();
    start();
    await settle();
    port(0).say({ type: 'heartbeat', sequence: 2 });
    await settle();
    expect(ports).toHaveLength(2);
    expect(titles).toEqual([]);
  });

  test('when it falls silent, and not as long as it beats', async () => {
    const { start, port, ports } = setup();
    start();
    await settle();
    for (let sequence = 1; sequence <= 4; sequence += 1) {
      port(0).say({ type: 'heartbeat', sequence });
      await vi.advanceTimersByTimeAsync(silenceMs - 1_000);
    }
    expect(ports).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_060);
    expect(ports).toHaveLength(2);
  });

  test('when it could not even be written to: one new Port, not two', async () => {
    const { start, port, ports } = setup({ refuses: (at) => at === 0 });
    start();
    await settle();
    port(0).closeFromHost();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ports).toHaveLength(2);
  });
});

describe('a host that cannot be had', () => {
  test('is asked for again, ever more slowly but at least every two seconds, and the loss is told', async () => {
    const { start, ports, statuses, ensured } = setup({
      ensure: () => Promise.reject(new DesksideError('unreachable', 'no')),
    });
    start();
    await vi.advanceTimersByTimeAsync(20_000);
    const waits = ensured.slice(1).map((at, index) => at - (ensured[index] ?? 0));
    expect(waits.slice(0, 6)).toEqual([50, 100, 200, 400, 800, 1_600]);
    expect(new Set(waits.slice(6))).toEqual(new Set([2_000]));
    expect(statuses.at(-1)).toBe('lost');
    expect(ports).toHaveLength(0);
  });

  test('is quickly back once it answers', async () => {
    let down = true;
    const { start, port, statuses } = setup({
      ensure: () => (down ? Promise.reject(new Error('down')) : Promise.resolve()),
    });
    start();
    await vi.advanceTimersByTimeAsync(5_000);
    down = false;
    await vi.advanceTimersByTimeAsync(2_000);
    port(0).state(1, 'back');
    expect(statuses.at(-1)).toBe('connected');
  });
});

describe('aborting', () => {
  test('before the start means that nothing starts', async () => {
    const { start, stop, ensured, statuses } = setup();
    stop.abort();
    start();
    await settle();
    expect([ensured, statuses]).toEqual([[], []]);
  });

  test.each<[string, (port: FakePort) => void]>([
    ['while connected', (port) => port.state(1, 'before')],
    ['while waiting for the next try', (port) => port.closeFromHost()],
  ])('%s leaves no timer, no Port and no word behind', async (_when, prepare) => {
    const { start, port, ports, titles, statuses, stop } = setup();
    start();
    await settle();
    prepare(port(0));
    stop.abort();
    const said = [titles.length, statuses.length];
    expect(port(0).disconnected).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    port(0).state(2, 'too late');
    port(0).closeFromHost();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([titles.length, statuses.length]).toEqual(said);
    expect(ports).toHaveLength(1);
  });

  test('while the host is being made sure of opens no Port', async () => {
    let arrive: () => void = () => undefined;
    const { start, ports, stop } = setup({
      ensure: () => new Promise<void>((resolve) => (arrive = resolve)),
    });
    start();
    stop.abort();
    arrive();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ports).toHaveLength(0);
  });
});

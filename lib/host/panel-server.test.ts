import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AssistState } from '../core/assist-state';
import { PANEL_PORT, panelEventSchema, type PanelEvent } from '../messaging/protocol';
import { createPanelServer } from './panel-server';

const ownOrigin = 'chrome-extension://deskside';

function stateOf(tabId: number): AssistState {
  return {
    tabId,
    subject: { state: 'none', reason: 'not-supported' },
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

/** A panel's end of its Port. */
class FakePort {
  readonly heard: PanelEvent[] = [];
  broken = false;
  private hear: (message: unknown) => void = () => undefined;
  private close: () => void = () => undefined;
  readonly onMessage = { addListener: (listener: (message: unknown) => void) => void (this.hear = listener) };
  readonly onDisconnect = { addListener: (listener: () => void) => void (this.close = listener) };
  constructor(
    readonly name = PANEL_PORT,
    readonly sender: { url?: string } = { url: `${ownOrigin}/sidepanel.html` },
  ) {}
  postMessage(message: unknown): void {
    if (this.broken) throw new Error('Attempting to use a disconnected port object');
    this.heard.push(panelEventSchema.parse(message));
  }
  disconnect(): void {
    this.broken = true;
  }
  say(message: unknown): void {
    this.hear(message);
  }
  leave(): void {
    this.broken = true;
    this.close();
  }
  types(): string[] {
    return this.heard.map((event) => event.type);
  }
}

function serve(restingBeats = 1) {
  const server = createPanelServer({
    stateOf,
    extensionOrigin: ownOrigin,
    heartbeatMs: 5_000,
    restingBeats,
  });
  const panel = (tabId?: number) => {
    const port = new FakePort();
    expect(server.accept(port)).toBe(true);
    if (tabId !== undefined) port.say({ type: 'watch', tabId });
    return port;
  };
  return { server, panel };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('whose Port it is', () => {
  test.each<[string, FakePort]>([
    ['another name', new FakePort('other')],
    ['a web page', new FakePort(PANEL_PORT, { url: 'https://evil.example/' })],
    ['a look-alike of our origin', new FakePort(PANEL_PORT, { url: `${ownOrigin}x/sidepanel.html` })],
    ['no address', new FakePort(PANEL_PORT, {})],
  ])('%s is not accepted and hears nothing', async (_who, port) => {
    const { server } = serve();
    expect(server.accept(port)).toBe(false);
    port.say({ type: 'watch', tabId: 7 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(port.heard).toEqual([]);
  });
});

describe('what a panel is told', () => {
  test('the whole state of the tab it watches, then every change of it, and of no other', () => {
    const { server, panel } = serve();
    const port = panel(7);
    server.publish(stateOf(8));
    server.publish(stateOf(7));
    expect(port.heard.map((event) => (event.type === 'state' ? event.state.tabId : event.type))).toEqual([
      7, 7,
    ]);
  });

  test('another tab, once it says so', () => {
    const { server, panel } = serve();
    const port = panel(7);
    port.say({ type: 'watch', tabId: 8 });
    server.publish(stateOf(7));
    server.publish(stateOf(8));
    expect(port.heard.map((event) => (event.type === 'state' ? event.state.tabId : 0))).toEqual([7, 8, 8]);
  });

  test('everything in numbers without a gap, from 1, each panel by itself', async () => {
    const { server, panel } = serve();
    const [one, two] = [panel(7), panel(7)];
    await vi.advanceTimersByTimeAsync(5_000);
    server.publish(stateOf(7));
    two.say({ type: 'ping' });
    server.publish(stateOf(7));
    expect(one.heard.map((event) => event.sequence)).toEqual([1, 2, 3, 4]);
    expect(two.heard.map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(two.types()).toEqual(['state', 'heartbeat', 'state', 'heartbeat', 'state']);
  });

  test('at rest, only now and then that the host is alive: each message keeps the service worker up', async () => {
    const { panel } = serve(9);
    const port = panel(7);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(port.types()).toEqual(['state']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(port.types()).toEqual(['state', 'heartbeat']);
  });

  test('that the host is alive, as long as the panel is', async () => {
    const { panel } = serve();
    const port = panel();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(port.types()).toEqual(['heartbeat', 'heartbeat', 'heartbeat']);
    port.leave();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([null, 'watch', { type: 'watch' }, { type: 'watch', tabId: '7' }, { type: 'drop', tabId: 7 }])(
    'nothing in answer to %j',
    (message) => {
      const { panel } = serve();
      const port = panel();
      port.say(message);
      expect(port.heard).toEqual([]);
    },
  );
});

describe('a panel that goes', () => {
  test('is no longer served', () => {
    const { server, panel } = serve();
    const port = panel(7);
    port.leave();
    server.publish(stateOf(7));
    expect(port.heard).toHaveLength(1);
  });

  test('without a word does not keep the others from hearing', () => {
    const { server, panel } = serve();
    const [gone, here] = [panel(7), panel(7)];
    gone.broken = true;
    server.publish(stateOf(7));
    expect(here.types()).toEqual(['state', 'state']);
    here.leave();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('the end is said as the last number, and nothing comes after it', async () => {
  const { server, panel } = serve();
  const port = panel(7);
  server.end('restart');
  expect(port.heard.at(-1)).toEqual({ type: 'end', sequence: 2, reason: 'restart' });
  server.publish(stateOf(7));
  port.say({ type: 'watch', tabId: 7 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(port.heard).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

import { describe, expect, test } from 'vitest';
import type { AssistUpdate } from '../assist/assist';
import type { AssistState } from '../core/assist-state';
import type { PageContext, PageReading } from '../core/page';
import type { Suggestion } from '../core/suggestion';
import type { LookUpOptions } from './look-up';
import { contextFromPage } from './read-context';
import { createTabDesk } from './tab-desk';

function readingOf(id: string, more: Partial<PageReading> = {}): PageReading {
  return {
    match: {
      site: 'desk',
      kind: 'ticket',
      origin: 'https://desk.example',
      basePath: '',
      ref: { kind: 'ticket', id, idType: 'key', within: null },
      rule: 'ticket',
      wrapper: false,
      customerView: false,
    },
    url: `https://desk.example/${id}`,
    title: `Ticket ${id}`,
    language: null,
    pageUser: null,
    ticket: null,
    blocks: [],
    fingerprint: 'f1',
    ...more,
  };
}
const rowOf = (name: string, sourceId = 'kb') => ({ documentKey: name, sourceId, title: name }) as Suggestion;

interface Call {
  kind: 'preview' | 'run' | 'read';
  id: string;
  signal: AbortSignal;
  shown: string[] | null;
  emit(change: Partial<AssistUpdate>): void;
  end(context?: PageContext | null): void;
  fail(error: unknown): void;
}

/** A desk whose every question waits until the test answers it. */
function world(automatic = true) {
  const published: AssistState[] = [];
  const warnings: string[] = [];
  const calls: Call[] = [];
  const settings = { automatic, offered: false };
  const ask = <T>(
    kind: Call['kind'],
    id: string,
    signal: AbortSignal,
    options?: LookUpOptions,
    context?: PageContext,
  ) =>
    new Promise<T>((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop);
      calls.push({
        kind,
        id,
        signal,
        shown: options?.shown?.articles.map((row) => row.title) ?? null,
        emit(change) {
          if (!context) throw new Error('A record that is read emits nothing');
          options?.emit({
            contextId: context.contextId,
            revision: context.revision,
            stage: 'live',
            articles: [],
            tickets: [],
            answer: null,
            sources: [],
            offline: false,
            wordsOnly: null,
            timings: { cachedMs: null, liveMs: null },
            ...change,
          });
        },
        end: (value) => resolve(value as T),
        fail: reject,
      });
    });
  const idOf = (context: PageContext) => context.key;
  const desk = createTabDesk({
    tabId: 7,
    readByApi: (reading, signal) => ask<PageContext | null>('read', reading.match.ref?.id ?? '', signal),
    fromPage: (reading) => contextFromPage(reading, null),
    offerFor: (reading) =>
      settings.offered ? { product: 'desk', productName: 'Desk', baseUrl: reading.match.origin } : null,
    preview: (context, options) => ask('preview', idOf(context), options.signal, options, context),
    lookUp: (context, options) => ask('run', idOf(context), options.signal, options, context),
    answerPaths: () => Promise.resolve([]),
    isAutomatic: () => settings.automatic,
    publish: (state) => void published.push(state),
    logger: { warn: (what) => void warnings.push(what) },
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const last = (kind: Call['kind']) =>
    calls.findLast((call) => call.kind === kind) ?? expect.fail(`no ${kind}`);
  return {
    desk,
    published,
    warnings,
    calls,
    settings,
    settled,
    last,
    show: (id: string, more: Partial<PageReading> = {}) =>
      desk.show({ reading: readingOf(id, more), at: 1000 }),
    /** The record is read, by API where a context is given, and the cache has said what it had. */
    async read(context: PageContext | null) {
      last('read').end(context);
      for (const call of calls) if (call.kind === 'preview') call.end();
      await settled();
    },
    /** Lets the record and the preview be over, so that the look-up itself is under way. */
    async toRun(): Promise<Call> {
      last('read').end(null);
      for (const call of calls) if (call.kind === 'preview') call.end();
      await settled();
      return last('run');
    },
    count: (kind: Call['kind']) => calls.filter((call) => call.kind === kind).length,
    titles: () => desk.state().articles.map((row) => row.title),
  };
}

describe('the site of the page, where it is no source yet', () => {
  const byApi = (id: string) => contextFromPage(readingOf(id), null);

  test('is offered once its record could be read by API, and no longer after it was declined', async () => {
    const { desk, show, read, settings } = world();
    settings.offered = true;
    show('A');
    expect(desk.state().offer).toBeNull();
    await read(byApi('A'));
    expect(desk.state().offer).toMatchObject({ baseUrl: 'https://desk.example' });
    settings.offered = false;
    desk.refresh(false);
    await read(byApi('A'));
    expect(desk.state().offer).toBeNull();
  });

  test('is not offered where only the page could be read, and not on the next page before that was', async () => {
    const { desk, show, read, settings } = world();
    settings.offered = true;
    show('A');
    await read(null);
    expect(desk.state().offer).toBeNull();
    show('B');
    await read(byApi('B'));
    expect(desk.state().offer).not.toBeNull();
    show('C');
    expect(desk.state().offer).toBeNull();
  });
});

describe('a ticket is opened', () => {
  test('its cached rows come before its record is read, the look-up after', async () => {
    const { show, last, titles, desk, settled, count } = world();
    show('A');
    last('preview').emit({ articles: [rowOf('cached')], stage: 'done' });
    expect(titles()).toEqual(['cached']);
    expect(desk.state()).toMatchObject({ stage: 'cache', subject: { state: 'ready', key: 'A' } });
    last('preview').end();
    await settled();
    expect(count('run')).toBe(0);
    last('read').end({ ...contextFromPage(readingOf('A'), null), title: 'By API', readBy: 'api' });
    await settled();
    expect(last('run').shown).toEqual(['cached']);
    expect(desk.state().subject).toMatchObject({ title: 'By API', readBy: 'api' });
  });

  test('nothing of the ticket before stays for an instant', async () => {
    const { show, toRun, published } = world();
    show('A');
    (await toRun()).emit({ articles: [rowOf('for A')] });
    const before = published.length;
    show('B');
    for (const state of published.slice(before)) expect(state.articles).toEqual([]);
    expect(published.at(-1)?.subject).toMatchObject({ title: 'Ticket B' });
  });

  test('what still comes for the ticket before is dropped, however it comes', async () => {
    const { show, toRun, titles, desk } = world();
    show('A');
    const late = await toRun();
    show('B');
    expect(late.signal.aborted).toBe(true);
    late.emit({ articles: [rowOf('for A')] });
    late.end();
    expect(titles()).toEqual([]);
    expect(desk.state().subject).toMatchObject({ title: 'Ticket B' });
  });

  test('moving on while everything is under way leaves no failure behind that nobody hears', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    process.on('unhandledRejection', hear);
    const { show, desk, settled, warnings } = world();
    show('A');
    show('B');
    desk.show({ reading: null, reason: 'not-supported' });
    await settled();
    await settled();
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('that neither page nor record says anything about has nothing to read', async () => {
    const { show, last, settled, desk, count } = world();
    show('A', { title: '' });
    last('read').end(null);
    await settled();
    expect(desk.state().subject).toEqual({ state: 'none', reason: 'nothing-to-read' });
    expect(count('run')).toBe(0);
  });

  test('whose look-up fails ends, and the failure is written down', async () => {
    const { show, toRun, desk, settled, warnings } = world();
    show('A');
    (await toRun()).fail(new Error('broken'));
    await settled();
    expect(desk.state().stage).toBe('done');
    expect(warnings).toEqual(['a look-up failed']);
  });
});

describe('the page reports again', () => {
  test('the same: nothing is done twice', async () => {
    const { show, toRun, count } = world();
    show('A');
    await toRun();
    show('A');
    expect(count('read')).toBe(1);
  });

  test('an edit: it is looked up anew, and what is shown stays until then', async () => {
    const { show, toRun, titles, settled, last, count } = world();
    show('A');
    const first = await toRun();
    first.emit({ articles: [rowOf('old')], stage: 'done' });
    first.end();
    await settled();
    show('A', { fingerprint: 'f2' });
    expect(titles()).toEqual(['old']);
    expect((await toRun()).shown).toEqual(['old']);
    expect(count('preview')).toBe(1);
    last('run').emit({ articles: [rowOf('new')] });
    expect(titles()).toEqual(['new']);
  });

  test('a new document at the same address: it is a new look-up', async () => {
    const { show, toRun, desk, count } = world();
    show('A');
    await toRun();
    desk.show({ reading: null, reason: 'not-supported' });
    show('A');
    expect(count('read')).toBe(2);
  });

  test('nothing to sit beside, twice: it is told once', () => {
    const { desk, published } = world();
    desk.show({ reading: null, reason: 'edit' });
    desk.show({ reading: null, reason: 'edit' });
    expect(published).toHaveLength(1);
  });
});

describe('look-ups that somebody has to ask for', () => {
  test('the ticket is named and nothing searched', async () => {
    const { show, last, settled, desk, count } = world(false);
    show('A');
    last('read').end(null);
    await settled();
    expect(desk.state()).toMatchObject({ stage: 'idle', subject: { state: 'ready', key: 'A' } });
    expect([count('preview'), count('run')]).toEqual([0, 0]);
  });

  test('asked for, it is looked up once, and an edit asks nobody again', async () => {
    const { show, toRun, desk, settled, last, count } = world(false);
    show('A');
    last('read').end(null);
    await settled();
    desk.refresh(true);
    const run = await toRun();
    run.emit({ articles: [rowOf('asked for')], stage: 'done' });
    run.end();
    await settled();
    show('A', { fingerprint: 'f2' });
    last('read').end(null);
    await settled();
    expect(count('run')).toBe(1);
    expect(desk.state()).toMatchObject({ stage: 'done', articles: [{ title: 'asked for' }] });
  });

  test('an edit in the middle of it takes it up again', async () => {
    const { show, toRun, desk, settled, last, count } = world(false);
    show('A');
    last('read').end(null);
    await settled();
    desk.refresh(true);
    await toRun();
    show('A', { fingerprint: 'f2' });
    await toRun();
    expect(count('run')).toBe(2);
  });

  test('switched to in the middle of one, it is over: nothing waits for what will not come', async () => {
    const { show, toRun, desk, settled, settings, last } = world();
    show('A');
    (await toRun()).emit({ articles: [rowOf('half')], stage: 'live' });
    settings.automatic = false;
    desk.refresh(false);
    last('read').end(null);
    await settled();
    expect(desk.state()).toMatchObject({ stage: 'idle', articles: [], subject: { state: 'ready' } });
  });
});

describe('rows that may no longer be shown', () => {
  test('go at once, with an answer that quotes one of them', async () => {
    const { show, toRun, desk, published } = world();
    show('A');
    const answer = { outcome: 'answered', citations: [{ documentKey: 'gone', sourceId: 'kb' }] };
    (await toRun()).emit({
      articles: [rowOf('gone'), rowOf('stays')],
      tickets: [rowOf('gone too', 'removed')],
      answer: answer as AssistUpdate['answer'],
    });
    const before = published.length;
    desk.withdraw((row) => row.documentKey !== 'gone' && row.sourceId !== 'removed');
    expect(published).toHaveLength(before + 1);
    expect(desk.state()).toMatchObject({ articles: [{ title: 'stays' }], tickets: [], answer: null });
    desk.withdraw(() => true);
    expect(published).toHaveLength(before + 1);
  });
});

test('a desk whose tab was closed publishes nothing more', async () => {
  const { show, toRun, desk, published } = world();
  show('A');
  const run = await toRun();
  desk.dispose();
  const before = published.length;
  run.emit({ articles: [rowOf('late')] });
  expect(run.signal.aborted).toBe(true);
  expect(published).toHaveLength(before);
});

import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '../core/assist-state';
import { chunkDocument } from '../retrieval/chunk';
import { MemoryRetriever } from '../retrieval/memory-retriever';
import { documentFacts, sourceDocument, ticketContext } from '../retrieval/test-documents';
import { assist, type AssistRequest, type AssistUpdate, type FoundDocument, type LiveReport } from './assist';

const vpn = sourceDocument({
  id: 'KB1',
  title: 'VPN error 809',
  blocks: [
    { kind: 'paragraph', text: 'Error 809 means that the gateway was not reached.' },
    { kind: 'heading', level: 2, text: 'Fix' },
    {
      kind: 'list',
      ordered: true,
      items: ['Allow UDP 500 and UDP 4500.', 'Restart the router.'].map((text) => ({ text, depth: 0 })),
    },
  ],
});
const context = ticketContext({
  key: 'INC1',
  title: 'VPN error 809 at home',
  description: 'The VPN shows error 809 since Monday.',
});

function status(
  sourceId: string,
  state: SourceStatus['state'],
  error: SourceStatus['error'] = null,
): SourceStatus {
  return {
    sourceId,
    name: sourceId,
    product: 'wiki',
    openUrl: 'https://wiki.example',
    state,
    found: 0,
    error,
    retryAt: null,
  };
}

/** A host in small: one retriever, and live sources that add to it before they report. */
function setUp(live: (add: (document: typeof vpn) => Promise<string>) => AsyncIterable<LiveReport>) {
  const retriever = new MemoryRetriever();
  const shelf = new Map<string, Omit<FoundDocument, 'hit'>>();
  const add = async (document: typeof vpn) => {
    const passages = chunkDocument(document, document.id);
    shelf.set(document.id, { facts: documentFacts(document), passages });
    await retriever.add([{ documentKey: document.id, owner: 'me', document, passages }]);
    return document.id;
  };
  const updates: AssistUpdate[] = [];
  const controller = new AbortController();
  let now = 1000;
  const request: AssistRequest = {
    context,
    searchCache: async (query, { k, signal }) =>
      (await retriever.search(query, { k, owners: new Set(['me']), signal })).flatMap((hit) => {
        const entry = shelf.get(hit.documentKey);
        return entry === undefined ? [] : [{ hit, ...entry }];
      }),
    searchLive: () => live(add),
    emit: (update) => updates.push(update),
    signal: controller.signal,
    now: () => (now += 10),
    startedAt: 1000,
  };
  return { request, updates, add, controller };
}

describe('assist', () => {
  it('shows what the cache holds before any source is asked, then the live copy of it', async () => {
    const { request, updates, add } = setUp(async function* () {
      yield { status: status('wiki', 'searching'), confirmed: [], changed: [] };
      yield { status: status('wiki', 'done'), confirmed: ['KB1'], changed: ['KB1'] };
    });
    await add(vpn);
    await assist(request);
    expect(updates.map((update) => update.stage)).toEqual(['cache', 'cache', 'live', 'live', 'done']);
    expect(updates[0]?.answer).toBeNull();
    expect(updates[1]?.answer).toMatchObject({ outcome: 'answered' });
    expect(updates[0]?.articles[0]).toMatchObject({ documentKey: 'KB1', origin: 'cache', changed: false });
    expect(updates.at(-1)?.articles[0]).toMatchObject({ documentKey: 'KB1', origin: 'live', changed: true });
    expect(updates.at(-1)?.timings).toEqual({ cachedMs: 10, liveMs: 30 });
  });

  it('answers from live documents where the cache was empty', async () => {
    const { request, updates } = setUp(async function* (add) {
      yield { status: status('wiki', 'done'), confirmed: [await add(vpn)], changed: [] };
    });
    await assist(request);
    expect(updates[0]).toMatchObject({ stage: 'cache', articles: [], answer: { outcome: 'abstained' } });
    expect(updates.at(-1)?.answer).toMatchObject({ outcome: 'answered' });
    expect(updates.at(-1)?.answer?.statements.map((one) => one.text)).toContain('Restart the router.');
    expect(updates.at(-1)?.timings.cachedMs).toBeNull();
  });

  it('binds every update to the context and revision it was made for', async () => {
    const { request, updates } = setUp(async function* () {
      yield { status: status('wiki', 'done'), confirmed: [], changed: [] };
    });
    await assist(request);
    expect(new Set(updates.map((update) => `${update.contextId} ${update.revision}`))).toEqual(
      new Set([`${context.contextId} ${context.revision}`]),
    );
  });

  it('ends with the order in which an encoder reads what was found, and says nothing twice', async () => {
    const { request, updates, add } = setUp(async function* () {
      yield { status: status('wiki', 'done'), confirmed: [], changed: [] };
    });
    await add(vpn);
    await add({ ...vpn, id: 'KB2', url: 'https://wiki.example/KB2', title: 'VPN error 809 on phones' });
    const rated = (found: readonly FoundDocument[]) =>
      found
        .map((one) => ({ ...one, hit: { ...one.hit, score: one.facts.documentId === 'KB2' ? 90 : 30 } }))
        .toSorted((a, b) => b.hit.score - a.hit.score);
    const shown = () => updates.at(-1)?.articles.map(({ documentKey }) => documentKey);
    const orderBy =
      (known: boolean): AssistRequest['readingOrder'] =>
      () => ({
        known: (found) => (known ? rated(found) : null),
        recall: () => Promise.resolve(),
        read: (found) => Promise.resolve(rated(found)),
      });
    await assist(request);
    expect(shown()).toEqual(['KB1', 'KB2']);
    updates.splice(0);
    await assist({ ...request, readingOrder: orderBy(false) });
    expect(updates.map(({ stage }) => stage)).toEqual(['cache', 'cache', 'live', 'done', 'done']);
    expect(updates.at(-2)?.articles.map(({ documentKey }) => documentKey)).toEqual(['KB1', 'KB2']);
    expect(shown()).toEqual(['KB2', 'KB1']);
    updates.splice(0);
    await assist({ ...request, readingOrder: orderBy(true) });
    expect(updates.map(({ stage }) => stage)).toEqual(['cache', 'cache', 'live', 'done']);
    expect(shown()).toEqual(['KB2', 'KB1']);
  });

  it('says which language is looked up by words alone, where one is', async () => {
    const german = ticketContext({
      key: 'INC2',
      title: 'Der Drucker druckt nicht mehr',
      description: 'Seit gestern kommt bei jedem Auftrag nur eine leere Seite aus dem Drucker.',
    });
    const { request, updates } = setUp(async function* () {
      yield { status: status('wiki', 'done'), confirmed: [], changed: [] };
    });
    await assist({ ...request, meaningLanguages: ['en'] });
    expect(updates.at(-1)?.wordsOnly).toBeNull();
    await assist({ ...request, context: german, meaningLanguages: ['en'] });
    expect(updates.at(-1)?.wordsOnly).toBe('de');
    await assist({ ...request, context: german, meaningLanguages: ['en', 'de'] });
    expect(updates.at(-1)?.wordsOnly).toBeNull();
  });

  it('does without an encoder that has nothing to say', async () => {
    const { request, updates, add } = setUp(async function* () {
      yield { status: status('wiki', 'done'), confirmed: [], changed: [] };
    });
    await add(vpn);
    await assist({
      ...request,
      readingOrder: () => ({
        known: () => null,
        recall: () => Promise.resolve(),
        read: () => Promise.resolve(null),
      }),
    });
    expect(updates.map(({ stage }) => stage)).toEqual(['cache', 'cache', 'live', 'done']);
  });

  it('emits nothing after an abort and lets the abort through', async () => {
    const { request, updates, add, controller } = setUp(async function* () {
      yield { status: status('wiki', 'searching'), confirmed: [], changed: [] };
      controller.abort();
      yield { status: status('wiki', 'done'), confirmed: ['KB1'], changed: [] };
    });
    await add(vpn);
    await expect(assist(request)).rejects.toMatchObject({ name: 'AbortError' });
    expect(updates.map((update) => update.stage)).toEqual(['cache', 'cache', 'live']);
  });

  it('says offline only when no source could be reached', async () => {
    const reports = (second: LiveReport['status']) =>
      setUp(async function* () {
        yield { status: status('wiki', 'failed', 'unreachable'), confirmed: [], changed: [] };
        yield { status: second, confirmed: [], changed: [] };
      });
    const off = reports(status('jira', 'failed', 'unreachable'));
    await assist(off.request);
    expect(off.updates.at(-1)?.offline).toBe(true);
    const out = reports(status('jira', 'failed', 'signed-out'));
    await assist(out.request);
    expect(out.updates.at(-1)?.offline).toBe(false);
    expect(out.updates.at(-1)?.sources.map((source) => source.error)).toEqual(['unreachable', 'signed-out']);
  });

  it('asks no source for a ticket without words, and says what is missing', async () => {
    let asked = false;
    const { request, updates } = setUp(async function* () {
      asked = true;
      yield { status: status('wiki', 'done'), confirmed: [], changed: [] };
    });
    await assist({ ...request, context: ticketContext({ key: 'INC2', title: '???', description: '' }) });
    expect(asked).toBe(false);
    expect(updates).toHaveLength(1);
    expect(updates[0]).toMatchObject({ stage: 'done', articles: [], answer: { outcome: 'abstained' } });
    expect(updates[0]?.answer?.missing).toContain('What exactly happens, and since when?');
  });
});

import { describe, expect, test } from 'vitest';
import type { SyncView } from '../../lib/queries/library';
import { errorKinds } from '../../lib/core/errors';
import { libraryAddress, libraryPlaceOf, type LibraryPlace } from './library-address';
import { syncSentence } from './library-words';

describe('what of the library an address shows', () => {
  test.each<LibraryPlace>([
    { view: 'overview' },
    { view: 'source', sourceId: 'files' },
    { view: 'document', documentKey: 'a%7Cb|c&d=e#f?g' },
    { view: 'search', words: 'what & why? 100%' },
  ])('$view goes there and back', (place) => {
    expect(libraryPlaceOf(libraryAddress(place))).toEqual(place);
  });

  test.each(['', '#library', '#library?', '#library?document=', '#library?other=x', '#sources?x=1'])(
    '%j is the overview',
    (hash) => expect(libraryPlaceOf(hash)).toEqual({ view: 'overview' }),
  );
});

describe('how a copy stands', () => {
  const sync = (change: Partial<SyncView>): SyncView => ({
    jobKey: 'j',
    sourceId: 'wiki',
    scope: null,
    what: 'articles',
    state: 'running',
    reason: null,
    waitingUntil: null,
    mode: 'everything',
    phase: 'listing',
    finishedAt: null,
    seen: 1250,
    kept: 1200,
    unchanged: 50,
    forgotten: 0,
    failures: 0,
    failed: [],
    total: 9000,
    truncated: false,
    doubtedAt: null,
    syncedAt: null,
    ...change,
  });
  const say = (change: Partial<SyncView>) => syncSentence(sync(change), 'Wiki', 1_000, 'en');

  test.each<[Partial<SyncView>, string]>([
    [{}, 'Copying: 1,250 of 9,000 articles…'],
    [{ total: null, what: 'tickets' }, 'Copying: 1,250 resolved tickets…'],
    [{ mode: 'changes', total: null }, 'Reading what has changed: 1,250 articles…'],
    [{ phase: 'sweeping' }, 'Looking for articles that are gone…'],
    [{ state: 'paused', reason: 'user' }, 'Paused. 1,250 of 9,000 articles so far.'],
    [{ state: 'done' }, 'Up to date: 1,250 documents copied.'],
    [{ state: 'done', mode: 'changes', kept: 1, forgotten: 2 }, 'Up to date: 1 change taken over, 2 gone.'],
    [
      { state: 'done', failures: 3, truncated: true },
      'Up to date: 1,250 documents copied, 3 could not be read. There are more than Deskside copies.',
    ],
  ])('%o', (change, sentence) => expect(say(change)).toBe(sentence));

  test.each(errorKinds)('stopped by %s says so in a sentence, with how far it is', (reason) => {
    expect(say({ state: 'failed', reason })).toMatch(
      /^(Paused|Stopped): .+\. 1,250 of 9,000 articles so far\.$/,
    );
  });

  test('a wait is told with its end only while it lasts', () => {
    expect(say({ waitingUntil: 2_000 })).toContain('Waiting: Wiki is asked again at');
    expect(say({ waitingUntil: 500 })).toContain('Copying');
  });
});

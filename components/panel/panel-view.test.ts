import { describe, expect, it } from 'vitest';
import { stateOf } from '../../tests/fixtures/panel/build-state';
import { panelStates } from '../../tests/fixtures/panel/states';
import { panelView, writerOf } from './panel-view';

const view = (state: Parameters<typeof panelView>[0]['state'], hasSource: boolean | null = true) =>
  panelView({ state, connection: 'connected', hasSource });

describe('what fills the panel', () => {
  it.each([
    ['ready', 'results'],
    ['cached', 'results'],
    ['offline', 'results'],
    ['partial', 'results'],
    ['abstained', 'results'],
    ['nothing-found', 'nothing-found'],
    ['all-failed', 'all-failed'],
    ['looking-up', 'looking-up'],
    ['reading', 'reading'],
  ] as const)('%s: %s', (name, kind) => {
    expect(view(panelStates[name]).kind).toBe(kind);
  });

  it.each(['not-supported', 'nothing-to-read', 'signed-out', 'edit', 'not-looked-up'] as const)(
    '%s has its line',
    (name) => {
      expect(view(panelStates[name])).toEqual({ kind: 'situation', situation: name });
    },
  );

  it('asks for a source before anything else, but only once the settings are known', () => {
    expect(view(panelStates['not-supported'], false)).toEqual({ kind: 'situation', situation: 'no-source' });
    expect(view(panelStates['not-supported'], null)).toMatchObject({ situation: 'not-supported' });
  });

  it('keeps results while the connection is lost, and says so only without any', () => {
    const lost = { connection: 'lost' as const, hasSource: true };
    expect(panelView({ state: panelStates.ready, ...lost }).kind).toBe('results');
    expect(panelView({ state: null, ...lost })).toEqual({ kind: 'situation', situation: 'lost' });
  });
});

describe('who wrote what is shown', () => {
  it('is the cache until one result is confirmed', () => {
    expect(writerOf(panelStates.cached)).toBe('cache');
    expect(writerOf(panelStates.partial)).toBe('extracts');
  });
  it('is the cache when no source was reached', () => {
    expect(writerOf(panelStates.offline)).toBe('cache');
  });
  it('is nobody while nothing is shown', () => {
    expect(writerOf(stateOf())).toBeNull();
  });
});

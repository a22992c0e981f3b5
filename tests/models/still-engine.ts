import { expect } from 'vitest';
import type { Engine } from '../../lib/engines/engine';

/** An engine that has nothing to say; `change` is what a test is about. */
export function stillEngine(change: Partial<Engine> = {}): Engine {
  return {
    id: 'wllama',
    availability: () => Promise.resolve({ state: 'available', runsOn: 'processor' }),
    lacks: () => Promise.resolve(null),
    load: () => Promise.resolve(),
    stream: () => expect.fail('unused'),
    embed: () => expect.fail('unused'),
    unload: () => Promise.resolve(),
    ...change,
  };
}

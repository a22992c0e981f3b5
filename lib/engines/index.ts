import type { Engine } from './engine';
import * as list from './list';

/** Makes one of each engine. Runtimes are loaded with the first model. */
export function createEngines(): Engine[] {
  return Object.values(list).map((create) => create());
}

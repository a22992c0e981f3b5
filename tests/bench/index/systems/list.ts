import type { OpenIndex } from '../system';

/** Each loads only its own code, so that a cold start pays for nobody else's. */
export const systems: Readonly<Record<string, () => Promise<OpenIndex>>> = {
  deskside: async () => (await import('./deskside')).openIndex,
  minisearch: async () => (await import('./minisearch')).openIndex,
  orama: async () => (await import('./orama')).openIndex,
  'packed-numbers': async () => (await import('./packed-numbers')).openIndex,
  'row-per-vector': async () => (await import('./row-per-vector')).openIndex,
};

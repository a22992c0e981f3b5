import * as list from './list';
import type { Site } from './site';

/** Every product whose pages are read, by the names in the list. No two claim the same page, so their order is free. */
export const sites: readonly Site[] = Object.values(list);

import type { Connector } from './connector';
import * as list from './list';

/** Every product that can be asked, by the names in the list. */
export const connectors: readonly Connector[] = Object.values(list);

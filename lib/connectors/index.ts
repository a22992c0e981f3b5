import { confluenceDc } from './confluence-dc';
import type { Connector } from './connector';
import { jiraDc } from './jira-dc';
import { mediawiki } from './mediawiki';
import { servicenow } from './servicenow';

/** Every product that Deskside can ask, in the order the options page lists them. */
export const connectors: readonly Connector[] = [servicenow, jiraDc, confluenceDc, mediawiki];

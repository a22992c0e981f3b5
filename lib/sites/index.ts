import { site as confluenceDc } from './confluence-dc';
import { site as jiraDc } from './jira-dc';
import { site as mediawiki } from './mediawiki';
import { site as servicenow } from './servicenow';
import type { Site } from './site';

/** Every product whose pages are read. */
export const sites: readonly Site[] = [servicenow, jiraDc, confluenceDc, mediawiki];

// Every product whose pages are read, one line each.
export { site as confluenceDc } from './confluence-dc';
export { site as jiraDc } from './jira-dc';
export { site as mediawiki } from './mediawiki';
export { site as servicenow } from './servicenow';

// Every product that can be asked, one line each.
export { confluenceDc } from './confluence-dc';
export { jiraDc } from './jira-dc';
export { mediawiki } from './mediawiki';
export { servicenow } from './servicenow';

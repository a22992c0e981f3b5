// Every product that can be asked, one line each.
export { confluenceCloud } from './confluence-cloud';
export { confluenceDc } from './confluence-dc';
export { dokuwiki } from './dokuwiki';
export { generic } from './generic';
export { jiraCloud } from './jira-cloud';
export { jiraDc } from './jira-dc';
export { jiraServiceManagement } from './jira-service-management';
export { mediawiki } from './mediawiki';
export { requestTracker } from './request-tracker';
export { servicenow } from './servicenow';
export { sharepoint } from './sharepoint';

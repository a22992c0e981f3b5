// Every product whose pages are read, one line each.
export { site as confluenceCloud } from './confluence-cloud';
export { site as confluenceDc } from './confluence-dc';
export { site as dokuwiki } from './dokuwiki';
export { site as generic } from './generic';
export { site as jiraCloud } from './jira-cloud';
export { site as jiraDc } from './jira-dc';
export { site as jiraServiceManagement } from './jira-service-management';
export { site as mediawiki } from './mediawiki';
export { site as requestTracker } from './request-tracker';
export { site as servicenow } from './servicenow';
export { site as sharepoint } from './sharepoint';

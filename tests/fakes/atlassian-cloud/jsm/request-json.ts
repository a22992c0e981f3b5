import { agoOrDate, restInstant } from '../../atlassian/instant';
import type { Person } from '../../company';
import { categoryOf, type JiraComment, type JiraIssue } from '../../jira-dc/records';
import { renderWikiMarkup } from '../../jira-dc/wiki-markup';
import { personJson } from '../jira/issue-json';
import type { AtlassianCloud } from '../instance';
import type { ServiceDesk } from './requests';

export function deskUrl({ baseUrl }: Pick<AtlassianCloud, 'baseUrl'>): string {
  return `${baseUrl}/rest/servicedeskapi`;
}

/** One request as its customer sees it: fields of the request form in place of the issue's. */
export function requestJson(cloud: AtlassianCloud, issue: JiraIssue, desk: ServiceDesk) {
  const category = categoryOf(issue.status).key;
  return {
    _expands: [
      'participant',
      'status',
      'sla',
      'requestType',
      'serviceDesk',
      'attachment',
      'action',
      'comment',
    ],
    issueId: issue.id,
    issueKey: issue.key,
    summary: issue.summary,
    requestTypeId: issue.type === 'Service Request' ? '28' : '27',
    serviceDeskId: desk.id,
    createdDate: dateJson(cloud, issue.created),
    reporter: customerJson(cloud, cloud.company.person(issue.reporter)),
    requestFieldValues: [
      { fieldId: 'summary', label: 'Summary', value: issue.summary },
      {
        fieldId: 'description',
        label: 'What can we help you with?',
        value: issue.description ?? '',
        renderedValue: { html: issue.description === null ? '' : renderWikiMarkup(issue.description) },
      },
    ],
    currentStatus: {
      status: issue.status,
      statusCategory: { new: 'NEW', indeterminate: 'INDETERMINATE', done: 'DONE' }[category] ?? 'UNDEFINED',
      statusDate: dateJson(cloud, issue.resolved ?? issue.updated),
    },
    _links: {
      self: `${deskUrl(cloud)}/request/${issue.id}`,
      jiraRest: `${cloud.baseUrl}/rest/api/2/issue/${issue.id}`,
      web: `${cloud.baseUrl}/servicedesk/customer/portal/${desk.id}/${issue.key}`,
      agent: `${cloud.baseUrl}/browse/${issue.key}`,
    },
  };
}

export function requestCommentJson(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  comment: JiraComment,
  expand: ReadonlySet<string>,
) {
  return {
    _expands: ['attachment', 'renderedBody'],
    id: comment.id,
    body: comment.body,
    ...(expand.has('renderedBody') ? { renderedBody: { html: renderWikiMarkup(comment.body) } } : {}),
    public: !comment.internal,
    author: customerJson(cloud, cloud.company.person(comment.author)),
    created: dateJson(cloud, comment.created),
    _links: { self: `${deskUrl(cloud)}/request/${issue.id}/comment/${comment.id}` },
  };
}

function customerJson(cloud: AtlassianCloud, person: Person) {
  const { accountId, emailAddress, displayName, active, timeZone, self, avatarUrls } = personJson(
    cloud,
    person,
  );
  return {
    accountId,
    emailAddress,
    displayName,
    active,
    timeZone,
    _links: { jiraRest: self, avatarUrls, self },
  };
}

function dateJson(cloud: AtlassianCloud, at: string) {
  return {
    iso8601: restInstant(at, cloud.zone).replace(/\.\d+/, ''),
    jira: restInstant(at, cloud.zone),
    friendly: agoOrDate(at, cloud.now(), cloud.zone, 'jira'),
    epochMillis: Date.parse(at),
  };
}

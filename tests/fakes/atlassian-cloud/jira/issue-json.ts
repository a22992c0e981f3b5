import { agoOrDate, restInstant, shownInstant } from '../../atlassian/instant';
import type { Person } from '../../company';
import { fieldNames, pickFields, plainFields } from '../../jira-dc/issue-fields';
import { visibleComments } from '../../jira-dc/issue-json';
import type { JiraComment, JiraIssue, JiraProject } from '../../jira-dc/records';
import { renderWikiMarkup } from '../../jira-dc/wiki-markup';
import { hasLicence } from '../accounts';
import type { AtlassianCloud } from '../instance';
import type { Viewer } from './viewer';

/** One issue as REST 3 answers it: bodies as documents, people by account, rendered fields beside them where asked. */
export function issueJson(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  wanted: ReadonlySet<string>,
  expand: ReadonlySet<string>,
  viewer: Viewer,
) {
  const all = fieldsJson(cloud, issue, viewer);
  const fields = pickFields(all, wanted);
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${restUrl(cloud)}/issue/${issue.id}`,
    key: issue.key,
    ...(expand.has('renderedFields')
      ? { renderedFields: pickFields(renderedJson(cloud, issue, viewer), wanted) }
      : {}),
    ...(expand.has('names') ? { names: fieldNames(fields) } : {}),
    fields,
  };
}

export function commentsJson(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  expand: ReadonlySet<string>,
  viewer: Viewer,
) {
  return visibleComments(issue, viewer).map((comment) => commentJson(cloud, issue, comment, expand));
}

export function personJson(cloud: AtlassianCloud, person: Person) {
  const accountId = cloud.accounts.idOf(person.id);
  return {
    self: `${restUrl(cloud)}/user?accountId=${encodeURIComponent(accountId)}`,
    accountId,
    accountType: hasLicence(person) ? 'atlassian' : 'customer',
    emailAddress: person.email,
    avatarUrls: avatars(cloud),
    displayName: person.name,
    active: true,
    timeZone: cloud.zone,
  };
}

export function projectJson(cloud: AtlassianCloud, project: JiraProject) {
  return {
    expand: 'description,lead,issueTypes,url,projectKeys,permissions,insight',
    self: `${restUrl(cloud)}/project/${project.id}`,
    id: project.id,
    key: project.key,
    name: project.name,
    avatarUrls: avatars(cloud),
    projectTypeKey: project.typeKey,
    simplified: false,
    style: 'classic',
    isPrivate: false,
    properties: {},
  };
}

export function restUrl({ baseUrl }: Pick<AtlassianCloud, 'baseUrl'>): string {
  return `${baseUrl}/rest/api/3`;
}

function avatars({ baseUrl }: AtlassianCloud) {
  const at = (size: string) =>
    `${baseUrl}/rest/api/3/universal_avatar/view/type/user/avatar/10122?size=${size}`;
  return { '48x48': at('xlarge'), '24x24': at('small'), '16x16': at('xsmall'), '32x32': at('medium') };
}

function fieldsJson(cloud: AtlassianCloud, issue: JiraIssue, viewer: Viewer): Record<string, unknown> {
  const { zone } = cloud;
  const person = (id: string | null) => (id === null ? null : personJson(cloud, cloud.company.person(id)));
  return {
    ...plainFields(issue, restUrl(cloud)),
    description: issue.description === null ? null : cloud.toAdf(renderWikiMarkup(issue.description)),
    project: projectOf(cloud, issue.project),
    resolutiondate: issue.resolved ? restInstant(issue.resolved, zone) : null,
    reporter: person(issue.reporter),
    creator: person(issue.reporter),
    assignee: person(issue.assignee),
    created: restInstant(issue.created, zone),
    updated: restInstant(issue.updated, zone),
    comment: commentPage(cloud, issue, commentsJson(cloud, issue, new Set(), viewer)),
  };
}

function projectOf(cloud: AtlassianCloud, project: JiraProject) {
  const { self, id, key, name, projectTypeKey, simplified, avatarUrls } = projectJson(cloud, project);
  return { self, id, key, name, projectTypeKey, simplified, avatarUrls };
}

function renderedJson(cloud: AtlassianCloud, issue: JiraIssue, viewer: Viewer): Record<string, unknown> {
  const { zone } = cloud;
  const shown = (at: string) => agoOrDate(at, cloud.now(), zone, 'jira');
  const comments = visibleComments(issue, viewer).map((comment) => ({
    ...commentJson(cloud, issue, comment, new Set()),
    body: renderWikiMarkup(comment.body),
    created: shown(comment.created),
    updated: shown(comment.updated),
  }));
  return {
    summary: null,
    description: issue.description === null ? null : renderWikiMarkup(issue.description),
    created: shown(issue.created),
    updated: shown(issue.updated),
    resolutiondate: issue.resolved ? shownInstant(issue.resolved, zone, 'jira') : null,
    environment: '',
    comment: commentPage(cloud, issue, comments),
  };
}

function commentPage(cloud: AtlassianCloud, issue: JiraIssue, comments: readonly unknown[]) {
  const self = `${restUrl(cloud)}/issue/${issue.id}/comment`;
  return { comments, self, maxResults: comments.length, total: comments.length, startAt: 0 };
}

function commentJson(
  cloud: AtlassianCloud,
  issue: JiraIssue,
  comment: JiraComment,
  expand: ReadonlySet<string>,
) {
  const isDesk = issue.project.typeKey === 'service_desk';
  const author = personJson(cloud, cloud.company.person(comment.author));
  const html = renderWikiMarkup(comment.body);
  return {
    self: `${restUrl(cloud)}/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    author,
    body: cloud.toAdf(html),
    ...(expand.has('renderedBody') ? { renderedBody: html } : {}),
    updateAuthor: author,
    created: restInstant(comment.created, cloud.zone),
    updated: restInstant(comment.updated, cloud.zone),
    // Elsewhere than in a service desk an internal comment is one for a role only.
    ...(!isDesk && comment.internal
      ? { visibility: { type: 'role', value: 'Developers', identifier: 'Developers' } }
      : {}),
    jsdPublic: !(isDesk && comment.internal),
    ...(isDesk && expand.has('properties')
      ? { properties: [{ key: 'sd.public.comment', value: { internal: comment.internal } }] }
      : {}),
  };
}

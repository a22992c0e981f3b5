import { agoOrDate, restInstant, shownInstant } from '../atlassian/instant';
import type { Company, Person } from '../company';
import { fieldNames, pickFields, plainFields } from './issue-fields';
import { seesComment, type JiraComment, type JiraIssue, type JiraProject } from './records';
import { renderWikiMarkup } from './wiki-markup';

/** What the answers need besides the issue. */
export interface JsonContext {
  readonly company: Company;
  readonly person: Person;
  /** Address of the instance with its context path. */
  readonly baseUrl: string;
  readonly zone: string;
  readonly now: number;
}

/** One issue as REST 2 answers it: the fields asked for, rendered ones beside them where asked. */
export function issueJson(
  issue: JiraIssue,
  wanted: ReadonlySet<string>,
  expand: ReadonlySet<string>,
  context: JsonContext,
) {
  const all = fieldsJson(issue, context);
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${context.baseUrl}/rest/api/2/issue/${issue.id}`,
    key: issue.key,
    ...(expand.has('renderedFields')
      ? { renderedFields: pickFields(renderedJson(issue, context), wanted) }
      : {}),
    ...(expand.has('names') ? { names: fieldNames(pickFields(all, wanted)) } : {}),
    fields: pickFields(all, wanted),
  };
}

export function commentsJson(issue: JiraIssue, expand: ReadonlySet<string>, context: JsonContext) {
  return visibleComments(issue, context).map((comment) => commentJson(issue, comment, expand, context));
}

export function personJson(id: string, { company, baseUrl, zone }: JsonContext) {
  const person = company.person(id);
  return {
    self: `${baseUrl}/rest/api/2/user?username=${encodeURIComponent(id)}`,
    name: id,
    key: `JIRAUSER${person.servicenowSysId.slice(-5)}`,
    emailAddress: person.email,
    avatarUrls: { '48x48': `${baseUrl}/secure/useravatar?avatarId=10122` },
    displayName: person.name,
    active: true,
    timeZone: zone,
  };
}

export function projectJson(project: JiraProject, { baseUrl }: Pick<JsonContext, 'baseUrl'>) {
  return {
    self: `${baseUrl}/rest/api/2/project/${project.id}`,
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: project.typeKey,
  };
}

function fieldsJson(issue: JiraIssue, context: JsonContext): Record<string, unknown> {
  const { zone } = context;
  const person = (id: string | null) => (id === null ? null : personJson(id, context));
  return {
    ...plainFields(issue, `${context.baseUrl}/rest/api/2`),
    description: issue.description,
    project: projectJson(issue.project, context),
    resolutiondate: issue.resolved ? restInstant(issue.resolved, zone) : null,
    reporter: person(issue.reporter),
    creator: person(issue.reporter),
    assignee: person(issue.assignee),
    created: restInstant(issue.created, zone),
    updated: restInstant(issue.updated, zone),
    comment: commentPage(commentsInIssue(issue, context)),
  };
}

function renderedJson(issue: JiraIssue, context: JsonContext): Record<string, unknown> {
  const { now, zone } = context;
  const comments = visibleComments(issue, context).map((comment) => ({
    ...commentJson(issue, comment, new Set(), context),
    body: renderWikiMarkup(comment.body),
    created: agoOrDate(comment.created, now, zone, 'jira'),
    updated: agoOrDate(comment.updated, now, zone, 'jira'),
  }));
  return {
    summary: null,
    description: issue.description === null ? '' : renderWikiMarkup(issue.description),
    created: agoOrDate(issue.created, now, zone, 'jira'),
    updated: agoOrDate(issue.updated, now, zone, 'jira'),
    resolutiondate: issue.resolved ? shownInstant(issue.resolved, zone, 'jira') : null,
    environment: '',
    comment: commentPage(comments),
  };
}

/** The comments inside an issue do not say which of them are internal: only their own resource does. */
function commentsInIssue(issue: JiraIssue, context: JsonContext) {
  return visibleComments(issue, context).map((comment) => commentJson(issue, comment, new Set(), context));
}

function commentPage(comments: readonly unknown[]) {
  return { comments, maxResults: comments.length, total: comments.length, startAt: 0 };
}

function commentJson(
  issue: JiraIssue,
  comment: JiraComment,
  expand: ReadonlySet<string>,
  context: JsonContext,
) {
  const isDesk = issue.project.typeKey === 'service_desk';
  const internal = isDesk
    ? { properties: [{ key: 'sd.public.comment', value: { internal: comment.internal } }] }
    : {};
  // Outside a service desk an internal comment is one for a role only.
  const restricted = !isDesk && comment.internal ? { visibility: { type: 'role', value: 'Developers' } } : {};
  return {
    self: `${context.baseUrl}/rest/api/2/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    author: personJson(comment.author, context),
    body: comment.body,
    ...(expand.has('renderedBody') ? { renderedBody: renderWikiMarkup(comment.body) } : {}),
    updateAuthor: personJson(comment.author, context),
    created: restInstant(comment.created, context.zone),
    updated: restInstant(comment.updated, context.zone),
    ...restricted,
    ...(expand.has('properties') ? internal : {}),
  };
}

export function visibleComments(issue: JiraIssue, { person }: Pick<JsonContext, 'person'>): JiraComment[] {
  return issue.comments.filter((comment) => seesComment(person, comment));
}

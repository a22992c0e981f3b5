import type { Person } from '../../company';
import {
  isAgent,
  seesIssue,
  type JiraComment,
  type JiraIssue,
  type JiraProject,
} from '../../jira-dc/records';
import { revoked } from '../../modes';
import type { AtlassianCloud } from '../instance';

/** A service project's door for customers. */
export interface ServiceDesk {
  /** Number of the desk in the API and of its portal in addresses. */
  readonly id: string;
  readonly project: JiraProject;
}

/** Acme's desks: one, with portal 3. */
export function serviceDesks(cloud: AtlassianCloud): ServiceDesk[] {
  return cloud.jira.projects
    .filter(({ typeKey }) => typeKey === 'service_desk')
    .map((project, index) => ({ id: String(3 + index), project }));
}

export function deskOf(cloud: AtlassianCloud, issue: JiraIssue): ServiceDesk | null {
  return serviceDesks(cloud).find(({ project }) => project.id === issue.project.id) ?? null;
}

/** The requests somebody has to do with: their own as a customer, every desk's as its agent. */
export function requestsFor(cloud: AtlassianCloud, person: Person): JiraIssue[] {
  return cloud.jira.issues.filter(
    (issue) =>
      issue.project.typeKey === 'service_desk' &&
      revoked(cloud.modes, issue.key, issue.id) === null &&
      (issue.reporter === person.id || (isAgent(person) && seesIssue(person, issue))),
  );
}

export function findRequest(cloud: AtlassianCloud, person: Person, keyOrId: string): JiraIssue | null {
  const issue = cloud.jira.find(keyOrId);
  return issue && requestsFor(cloud, person).includes(issue) ? issue : null;
}

/** Agents see internal notes by the API; the portal shows them to nobody. */
export function requestComments(person: Person, issue: JiraIssue): JiraComment[] {
  return issue.comments.filter(({ internal }) => !internal || isAgent(person));
}

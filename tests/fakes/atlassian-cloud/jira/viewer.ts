import type { Person } from '../../company';
import { seesIssue, type JiraIssue, type JiraStore } from '../../jira-dc/records';
import { revoked } from '../../modes';
import { hasLicence } from '../accounts';
import type { AtlassianCloud } from '../instance';

/** Somebody as Jira takes them: with a licence, or like the public. */
export interface Viewer {
  /** Somebody without rights where nobody is signed in. */
  readonly person: Person;
  readonly isSignedIn: boolean;
  readonly isLicensed: boolean;
  /** The projects and issues there are for them. */
  readonly store: JiraStore;
}

const nobody: Person = {
  id: 'anonymous',
  name: 'Anonymous',
  email: '',
  title: '',
  password: '',
  roles: [],
  servicenowSysId: '0'.repeat(32),
  groups: [],
};

export function viewerOf(cloud: AtlassianCloud, person: Person | null): Viewer {
  const isLicensed = hasLicence(person);
  const { publicProjects } = cloud.settings;
  const isShown = (issue: JiraIssue) =>
    isLicensed
      ? seesIssue(person, issue)
      : issue.visibility === 'all' && publicProjects.has(issue.project.key);
  const issues = cloud.jira.issues.filter(
    (issue) => revoked(cloud.modes, issue.key, issue.id) === null && isShown(issue),
  );
  const projects = cloud.jira.projects.filter(({ key }) => isLicensed || publicProjects.has(key));
  const find = (keyOrId: string) => {
    const issue = cloud.jira.find(keyOrId);
    return issue && issues.includes(issue) ? issue : null;
  };
  return {
    person: person ?? nobody,
    isSignedIn: person !== null,
    isLicensed,
    store: { ...cloud.jira, issues, projects, find },
  };
}

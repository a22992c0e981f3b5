import { createHash } from 'node:crypto';
import type { Company, Person, Ticket, Visibility } from '../company';
import { maySee } from '../sessions';

export interface JiraComment {
  id: string;
  /** Person id. */
  author: string;
  created: string;
  updated: string;
  /** Wiki markup. */
  body: string;
  internal: boolean;
}

export interface JiraIssue {
  /** Number in the database, as text. */
  id: string;
  key: string;
  /** Keys it had in other projects; they keep leading here. */
  formerKeys: string[];
  project: JiraProject;
  type: string;
  summary: string;
  /** Wiki markup; null when empty. */
  description: string | null;
  reporter: string;
  assignee: string | null;
  assignmentGroup: string | null;
  status: string;
  resolution: string | null;
  priority: string | null;
  components: string[];
  labels: string[];
  created: string;
  updated: string;
  resolved: string | null;
  visibility: Visibility;
  comments: JiraComment[];
}

export interface JiraProject {
  id: string;
  key: string;
  name: string;
  /** `service_desk` projects have internal comments. */
  typeKey: 'service_desk' | 'software' | 'business';
}

/** What a test changes on an issue; each edit moves `updated`. */
export interface IssueEdit {
  summary?: string;
  description?: string | null;
  status?: string;
  resolution?: string | null;
  assignee?: string | null;
  labels?: string[];
  comment?: { author: string; body: string; internal?: boolean };
}

const projectNames: Record<string, string> = {
  HELP: 'IT Helpdesk',
  OPS: 'IT Operations',
  BLD: 'Build and Release',
};
const openStatuses: Record<string, string> = { 'In Progress': 'indeterminate', Pending: 'indeterminate' };
const doneStatuses = new Set(['Resolved', 'Closed', 'Done']);

export interface JiraStore {
  readonly company: Company;
  readonly projects: readonly JiraProject[];
  readonly issues: readonly JiraIssue[];
  find(keyOrId: string): JiraIssue | null;
  edit(key: string, edit: IssueEdit): void;
  /** Moves an issue to another project, where it gets the next free number; answers the new key. */
  move(key: string, projectKey: string): string;
}

/** Acme's Jira issues; close notes become the comment with which an issue was resolved, since Jira has no field for them. */
export function createStore(company: Company, now: () => number): JiraStore {
  const tickets = company.tickets.filter((ticket) => ticket.home === 'jira');
  const keys = [...new Set(tickets.map(projectKeyOf))].sort();
  const projects = keys.map((key, index) => projectOf(key, index));
  const issues = [...tickets]
    .sort((a, b) => a.created.localeCompare(b.created))
    .map((ticket, index) => issueOf(ticket, index, projects));
  const find = (keyOrId: string) => {
    const key = keyOrId.toUpperCase();
    const isMeant = (issue: JiraIssue) =>
      issue.key === key || issue.id === keyOrId || issue.formerKeys.includes(key);
    return issues.find(isMeant) ?? null;
  };
  return {
    company,
    projects,
    issues,
    find,
    edit(key, edit) {
      const issue = find(key);
      if (!issue) throw new Error(`No Jira issue "${key}"`);
      applyEdit(issue, edit, new Date(Math.max(now(), Date.parse(issue.updated) + 1000)).toISOString());
    },
    move(key, projectKey) {
      const issue = find(key);
      const project = projects.find((candidate) => candidate.key === projectKey);
      if (!issue || !project) throw new Error(`Cannot move "${key}" to "${projectKey}"`);
      const numbers = issues
        .flatMap((other) => [other.key, ...other.formerKeys])
        .filter((other) => other.startsWith(`${projectKey}-`))
        .map((other) => Number(other.slice(projectKey.length + 1)));
      issue.formerKeys.push(issue.key);
      Object.assign(issue, { project, key: `${projectKey}-${Math.max(0, ...numbers) + 1}` });
      return issue.key;
    },
  };
}

/** Whether this person may see the issue at all; nobody may without a session. */
export function seesIssue(person: Person | null, issue: JiraIssue): boolean {
  return person !== null && (maySee(person, issue.visibility) || issue.reporter === person.id);
}

/** Internal comments of a service desk are for its agents. */
export function seesComment(person: Person, comment: JiraComment): boolean {
  return !comment.internal || isAgent(person);
}

export function isAgent(person: Person): boolean {
  return person.roles.includes('itil') || person.roles.includes('admin');
}

/** Status category: `new`, `indeterminate` or `done`. */
export function categoryOf(status: string): { id: number; key: string; name: string; colorName: string } {
  if (doneStatuses.has(status)) return { id: 3, key: 'done', name: 'Done', colorName: 'success' };
  return openStatuses[status] === 'indeterminate'
    ? { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'inprogress' }
    : { id: 2, key: 'new', name: 'To Do', colorName: 'default' };
}

function projectKeyOf(ticket: Ticket): string {
  return ticket.project ?? ticket.id.replace(/-\d+$/, '');
}

function projectOf(key: string, index: number): JiraProject {
  return {
    id: String(10000 + index),
    key,
    name: projectNames[key] ?? key,
    typeKey: key === 'HELP' ? 'service_desk' : 'software',
  };
}

function issueOf(ticket: Ticket, index: number, projects: readonly JiraProject[]): JiraIssue {
  const project = projects.find(({ key }) => key === projectKeyOf(ticket));
  if (!project) throw new Error(`${ticket.id} is in no project`);
  return {
    id: String(10100 + index),
    key: ticket.id,
    formerKeys: [],
    project,
    type: ticket.type,
    summary: ticket.title,
    description: ticket.description === '' ? null : ticket.description,
    reporter: ticket.requester,
    assignee: ticket.assignee,
    assignmentGroup: ticket.assignmentGroup,
    status: ticket.status,
    resolution: ticket.resolved ? (ticket.closeCode ?? 'Done') : null,
    priority: ticket.priority,
    components: ticket.category ? [ticket.category] : [],
    labels: ticket.labels,
    created: ticket.created,
    updated: ticket.updated,
    resolved: ticket.resolved,
    visibility: ticket.visibility,
    comments: commentsOf(ticket),
  };
}

function commentsOf(ticket: Ticket): JiraComment[] {
  const notes = ticket.comments.map((note) => ({ ...note, at: note.created }));
  const closing =
    ticket.closeNotes && ticket.resolved
      ? [
          {
            author: ticket.assignee ?? ticket.requester,
            at: ticket.resolved,
            internal: false,
            body: ticket.closeNotes,
          },
        ]
      : [];
  return [...notes, ...closing].map(({ author, at, internal, body }, index) =>
    newComment(`${ticket.id}/${index}`, { author, internal, body: body.trim() }, at),
  );
}

function newComment(
  seed: string,
  comment: Pick<JiraComment, 'author' | 'body' | 'internal'>,
  at: string,
): JiraComment {
  // The same number on every start, so that links to comments keep working.
  const id = String(20000 + (createHash('sha1').update(seed).digest().readUInt32BE(0) % 900_000));
  return { id, ...comment, created: at, updated: at };
}

function applyEdit(issue: JiraIssue, edit: IssueEdit, at: string): void {
  const { comment, ...fields } = edit;
  Object.assign(issue, fields);
  issue.updated = at;
  if (edit.resolution !== undefined) issue.resolved = edit.resolution === null ? null : at;
  if (comment) {
    const seed = `${issue.key}/${issue.comments.length}/${at}`;
    issue.comments.push(
      newComment(
        seed,
        { author: comment.author, body: comment.body, internal: comment.internal ?? false },
        at,
      ),
    );
  }
}

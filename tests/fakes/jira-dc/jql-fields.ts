import type { Operator } from '../atlassian/clauses';
import type { Person } from '../company';
import { categoryOf, seesIssue, type JiraComment, type JiraIssue, type JiraStore } from './records';

export interface JqlField {
  readonly kind: 'text' | 'date' | 'person' | 'choice';
  readonly operators: readonly Operator[];
  /** Lower-case values; empty where the field is not set. */
  values(issue: JiraIssue): string[];
  texts(issue: JiraIssue, sees: (comment: JiraComment) => boolean): string[];
  /** How a query names the issues where the field is not set. */
  readonly unsetName?: string;
  /** Whether the value exists at all; every value does where this is missing. */
  known?(value: string, store: JiraStore, person: Person): boolean;
  unknown?(value: string, field: string): string;
  sortValue?(issue: JiraIssue): string;
}

const textOperators: readonly Operator[] = ['~', '!~', 'is', 'is not'];
const choiceOperators: readonly Operator[] = ['=', '!=', 'in', 'not in', 'is', 'is not'];
const dateOperators: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>=', 'is', 'is not'];
const priorities = ['Highest', 'High', 'Medium', 'Low', 'Lowest'];
const statuses = ['Open', 'In Progress', 'Pending', 'Resolved', 'Closed', 'Done', 'To Do', 'Reopened'];
const resolutions = ['Done', 'Fixed', "Won't Do", 'Duplicate', 'Cannot Reproduce', 'Declined'];

const text = (texts: JqlField['texts']): JqlField => ({
  kind: 'text',
  operators: textOperators,
  texts,
  values: () => [],
  sortValue: (issue) => texts(issue, () => false)[0]?.toLowerCase() ?? '',
});
const date = (at: (issue: JiraIssue) => string | null): JqlField => ({
  kind: 'date',
  operators: dateOperators,
  texts: () => [],
  values: (issue) => present(at(issue)),
});
const choice = (values: (issue: JiraIssue) => (string | null)[], more: Partial<JqlField> = {}): JqlField => ({
  kind: 'choice',
  operators: choiceOperators,
  texts: () => [],
  values: (issue) => values(issue).flatMap((value) => present(value?.toLowerCase() ?? null)),
  ...more,
});

const oneOf =
  (names: (store: JiraStore) => readonly string[]): NonNullable<JqlField['known']> =>
  (value, store) =>
    names(store).some((name) => name.toLowerCase() === value.toLowerCase());
const person = (of: (issue: JiraIssue) => string | null): JqlField => ({
  ...choice((issue) => [of(issue)]),
  kind: 'person',
  known: oneOf(({ company }) => company.people.map(({ id }) => id)),
});
const key: JqlField = {
  ...choice((issue) => [issue.key, issue.id, ...issue.formerKeys]),
  known: (value, store, asker) => {
    const issue = store.find(value);
    return issue !== null && seesIssue(asker, issue);
  },
  unknown: (value, field) => `An issue with key '${value}' does not exist for field '${field}'.`,
};
const everything = text((issue, sees) => [
  issue.summary,
  issue.description ?? '',
  ...issue.comments.filter(sees).map(({ body }) => body),
]);

const byName: Record<string, JqlField> = {
  text: { ...everything, operators: ['~'] },
  summary: text((issue) => [issue.summary]),
  description: text((issue) => present(issue.description)),
  environment: text(() => []),
  comment: {
    ...text((issue, sees) => issue.comments.filter(sees).map(({ body }) => body)),
    operators: ['~', '!~'],
  },
  key,
  issuekey: key,
  issue: key,
  id: key,
  project: choice((issue) => [issue.project.key, issue.project.name, issue.project.id], {
    known: oneOf(({ projects }) => projects.flatMap((project) => [project.key, project.name, project.id])),
  }),
  status: choice((issue) => [issue.status], {
    known: oneOf(({ issues }) => [...statuses, ...issues.map((issue) => issue.status)]),
  }),
  statuscategory: choice((issue) => [categoryOf(issue.status).name, categoryOf(issue.status).key], {
    known: oneOf(() => ['To Do', 'In Progress', 'Done', 'new', 'indeterminate']),
  }),
  resolution: choice((issue) => [issue.resolution], {
    unsetName: 'unresolved',
    known: oneOf(({ issues }) => [
      ...resolutions,
      'Unresolved',
      ...issues.flatMap((issue) => present(issue.resolution)),
    ]),
  }),
  priority: choice((issue) => [issue.priority], {
    known: oneOf(() => priorities),
    sortValue: (issue) => String(priorities.length - priorities.indexOf(issue.priority ?? '')),
  }),
  issuetype: choice((issue) => [issue.type], {
    known: oneOf(({ issues }) => issues.map((issue) => issue.type)),
  }),
  labels: choice((issue) => issue.labels),
  component: choice((issue) => issue.components, {
    known: oneOf(({ issues }) => issues.flatMap((issue) => issue.components)),
  }),
  level: choice((issue) => [issue.visibility === 'all' ? null : issue.visibility.join(' and ')]),
  'assignment group': choice((issue) => [issue.assignmentGroup]),
  assignee: person((issue) => issue.assignee),
  reporter: person((issue) => issue.reporter),
  creator: person((issue) => issue.reporter),
  created: date((issue) => issue.created),
  updated: date((issue) => issue.updated),
  resolved: date((issue) => issue.resolved),
};
const aliases: Record<string, string> = {
  type: 'issuetype',
  createddate: 'created',
  updateddate: 'updated',
  resolutiondate: 'resolved',
  'cf[10200]': 'assignment group',
};

/** A field by its lower-case name; undefined where Jira has none of that name. */
export function jqlFields(name: string): JqlField | undefined {
  return byName[aliases[name] ?? name];
}

function present(value: string | null): string[] {
  return value === null || value === '' ? [] : [value];
}

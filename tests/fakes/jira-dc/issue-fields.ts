import { categoryOf, type JiraIssue } from './records';

/** What the issue navigator can show; the comments are not among it. */
const navigable = [
  'summary', 'description', 'issuetype', 'project', 'status', 'resolution', 'resolutiondate', 'priority', 'labels',
  'components', 'reporter', 'creator', 'assignee', 'created', 'updated', 'environment', 'fixVersions', 'versions',
  'issuelinks', 'security', 'customfield_10200',
]; // prettier-ignore

/** The fields a request asks for; `otherwise` where it names none, or only ones it does not want. */
export function requestedFields(url: URL, otherwise: string): Set<string> {
  const all = requestedList(url, 'fields');
  if ([...all].every((name) => name.startsWith('-'))) all.add(otherwise);
  return all.has('*navigable') ? new Set([...all, ...navigable]) : all;
}

/** A parameter that may be given several times or with commas. */
export function requestedList(url: URL, name: string): Set<string> {
  const values = url.searchParams.getAll(name).flatMap((value) => value.split(','));
  return new Set(values.map((value) => value.trim()).filter(Boolean));
}

export function pickFields(
  fields: Record<string, unknown>,
  wanted: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name]) => (wanted.has('*all') || wanted.has(name)) && !wanted.has(`-${name}`),
    ),
  );
}

/** What people call a field, for `expand=names`. */
export function fieldNames(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((field) => [field, nameOf(field)]));
}

/** Every REST version's fields that hold no person and no text with markup. */
export function plainFields(issue: JiraIssue, restUrl: string): Record<string, unknown> {
  const named = (kind: string, name: string) => ({
    self: `${restUrl}/${kind}/${idOf(name)}`,
    id: idOf(name),
    name,
  });
  return {
    summary: issue.summary,
    issuetype: { ...named('issuetype', issue.type), description: '', subtask: false },
    status: { ...named('status', issue.status), description: '', statusCategory: categoryOf(issue.status) },
    resolution:
      issue.resolution === null ? null : { ...named('resolution', issue.resolution), description: '' },
    priority: issue.priority === null ? null : named('priority', issue.priority),
    labels: issue.labels,
    components: issue.components.map((name) => named('component', name)),
    environment: null,
    fixVersions: [],
    versions: [],
    attachment: [],
    issuelinks: [],
    customfield_10200:
      issue.assignmentGroup === null
        ? null
        : { value: issue.assignmentGroup, id: idOf(issue.assignmentGroup) },
    ...(issue.visibility === 'all'
      ? {}
      : { security: named('securitylevel', issue.visibility.join(' and ')) }),
  };
}

function nameOf(field: string): string {
  return field === 'customfield_10200' ? 'Assignment group' : field.charAt(0).toUpperCase() + field.slice(1);
}

/** The same number for the same name, as ids of a running instance are. */
function idOf(name: string): string {
  return String([...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7) + 1);
}

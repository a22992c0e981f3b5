import { json } from '../../atlassian/server';

/** The query parameters of each operation that the double serves, as the vendor's description of REST 3 names them. */
export const parameters = {
  '/rest/api/3/serverInfo': [],
  '/rest/api/3/myself': ['expand'],
  '/rest/api/3/issue/{issueIdOrKey}': [
    'fields',
    'fieldsByKeys',
    'expand',
    'properties',
    'updateHistory',
    'failFast',
  ],
  '/rest/api/3/issue/{issueIdOrKey}/comment': ['startAt', 'maxResults', 'orderBy', 'expand'],
  '/rest/api/3/issue/{issueIdOrKey}/remotelink': ['globalId'],
  '/rest/api/3/search/jql': [
    'jql',
    'nextPageToken',
    'maxResults',
    'fields',
    'expand',
    'properties',
    'fieldsByKeys',
    'failFast',
    'reconcileIssues',
  ],
  '/rest/api/3/project/search': [
    'startAt',
    'maxResults',
    'orderBy',
    'id',
    'keys',
    'query',
    'typeKey',
    'categoryId',
    'action',
    'expand',
    'status',
    'properties',
    'propertyQuery',
  ],
} as const satisfies Record<string, readonly string[]>;

export type Operation = keyof typeof parameters;

/** Refuses what the description does not name, null where all is well: the vendor ignores it, which would hide a slip. */
export function refuseUnknown(url: URL, operation: Operation): Response | null {
  const known: readonly string[] = parameters[operation];
  const unknown = [...url.searchParams.keys()].filter((name) => !known.includes(name));
  return unknown.length === 0
    ? null
    : restError(400, `The query parameter '${unknown.join("', '")}' is not one of ${operation}.`);
}

export function restError(status: number, ...errorMessages: string[]): Response {
  return json({ errorMessages, errors: {} }, status);
}

import { restInstant } from '../atlassian/instant';
import { json } from '../atlassian/server';
import type { Person } from '../company';
import type { ConfluenceFlavour, ConfluenceInstance } from './instance';
import { webPath } from './records';

/** People by user name, times in the server's zone, old addresses; everybody who is signed in may use it. */
export const dataCenter: ConfluenceFlavour = {
  user: userJson,
  webPath,
  spacePath: ({ key }) => `/display/${key}`,
  instant: (at, zone) => restInstant(at, zone, true),
  admits: (person): person is Person => person !== null,
  refusal: () =>
    failure(
      403,
      'com.atlassian.confluence.api.service.exceptions.PermissionException: Current user not permitted to use Confluence',
    ),
};

/** A refusal as REST 1 words it. */
export function failure(statusCode: number, message: string): Response {
  const reason = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' }[statusCode] ?? '';
  const data = {
    authorized: statusCode === 400,
    valid: true,
    allowedInReadOnlyMode: true,
    errors: [],
    successful: false,
  };
  return json({ statusCode, data, message, reason }, statusCode);
}

function userJson({ store, baseUrl, contextPath }: ConfluenceInstance, id: string) {
  const person = store.company.person(id);
  return {
    type: 'known',
    username: id,
    userKey: person.servicenowSysId.slice(0, 32),
    profilePicture: {
      path: `${contextPath}/images/icons/profilepics/default.svg`,
      width: 48,
      height: 48,
      isDefault: true,
    },
    displayName: person.name,
    _links: { base: baseUrl, context: contextPath, self: `${baseUrl}/rest/api/user?username=${id}` },
    _expandable: { status: '' },
  };
}

import type { Person } from '../company';
import { isAdmin, isPrivileged, type DeskQueue, type Grant, type Right } from './desk';

/** Somebody, asked what they may do. */
export interface Reader {
  readonly person: Person;
  may(right: Right, ticket: { readonly queue: DeskQueue; readonly requester: string }): boolean;
  mayInQueue(right: Right, queue: DeskQueue): boolean;
  mayInClass(right: Right, classRights: readonly Grant[]): boolean;
}

export function readerOf(person: Person): Reader {
  const groups = new Set([
    'Everyone',
    isPrivileged(person) ? 'Privileged' : 'Unprivileged',
    ...person.groups,
  ]);
  const has = (right: Right, grants: readonly Grant[], roles: readonly string[] = []) =>
    isAdmin(person) ||
    grants.some(
      ({ to, role, rights }) => rights.includes(right) && (role ? roles.includes(to) : groups.has(to)),
    );
  return {
    person,
    may: (right, { queue, requester }) =>
      has(right, queue.rights, requester === person.id ? ['Requestor'] : []),
    mayInQueue: (right, queue) => has(right, queue.rights),
    mayInClass: has,
  };
}

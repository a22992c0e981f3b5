import { DesksideError } from '../core/errors';

/**
 * An id as one path segment. Throws `not-found` for what is no id: a dot segment would make the URL parser ask
 * another resource.
 */
export function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..' || /\p{Cs}/u.test(id)) {
    throw new DesksideError('not-found', 'This is not an id');
  }
  return encodeURIComponent(id);
}

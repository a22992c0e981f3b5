import { DesksideError } from '../core/errors';

/**
 * Keys join parts with "|". Inside a part "|" and "%" are written as %7C and %25, so that no two different lists of
 * parts meet in one key, whatever a product uses as user or document id. (encodeURIComponent would throw on lone
 * surrogates.)
 */
function encodePart(part: string): string {
  return part.replace(/[%|]/g, (character) => (character === '%' ? '%25' : '%7C'));
}

function decodePart(part: string): string {
  return part.replace(/%7C|%25/g, (escaped) => (escaped === '%25' ? '%' : '|'));
}

function join(...parts: string[]): string {
  return parts.map(encodePart).join('|');
}

/**
 * Whose rows: one signed-in user at one origin. Where two products on one origin have users of their own, pass the
 * session's key for the origin. Throws `invalid-query` for an empty part: everybody would share those rows.
 */
export function ownerKey(origin: string, userId: string): string {
  if (origin === '' || userId === '')
    throw new DesksideError('invalid-query', 'A row needs an origin and a user.');
  return join(origin, userId);
}

/** The two parts of an owner key as they went in; null when it is not one. */
export function parseOwnerKey(owner: string): { origin: string; userId: string } | null {
  const [origin, userId, ...rest] = owner.split('|').map(decodePart);
  if (!origin || !userId || rest.length > 0) return null;
  return { origin, userId };
}

/** Primary key of a document's row: every owner has a copy of their own. */
export function documentKey(owner: string, sourceId: string, documentId: string): string {
  return join(owner, sourceId, documentId);
}

/** Whose document it is, from its key alone. */
export function ownerOfDocument(key: string): string {
  return decodePart(key.split('|')[0] ?? '');
}

/** Every document key of this owner begins so, and no other owner's does. */
export function ownerPrefix(owner: string): string {
  return `${encodePart(owner)}|`;
}

/** What a removal was about: one document, or every row of an owner, source, origin, or all of them. */
export type RemovalScope = 'document' | 'owner' | 'source' | 'origin' | 'all';

export function removalMarkKey(scope: RemovalScope, value: string): string {
  return join(scope, value);
}

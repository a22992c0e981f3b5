import type { DocumentRef } from '../../core/document';

/** The default pattern; administrators can widen it, which then only costs them the panel on those projects. */
const KEY = /^[A-Z][A-Z0-9_]+-[1-9]\d*$/;

/** The reference to an issue by its key, which people also write small; null for what is no key. */
export function keyRef(text: string | null | undefined): DocumentRef | null {
  const id = (text ?? '').trim().toUpperCase();
  return KEY.test(id) ? { kind: 'ticket', id, idType: 'key', within: null } : null;
}

/** The issue that is open over a board or beside a list. */
export function selectedRef(params: URLSearchParams): DocumentRef | null {
  return keyRef(params.get('selectedIssue'));
}

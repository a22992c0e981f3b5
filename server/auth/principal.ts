/** Who asks: a key, or somebody whom an OpenID provider vouches for. */
export interface Principal {
  /** "key_…", or "oidc:" and issuer and subject. Owns what it makes. */
  readonly id: string;
  readonly groups: readonly string[];
  /** May map groups to stores and see to all of them. */
  readonly isOperator: boolean;
}

export const EVERYONE = 'everyone';
export const groupReader = (group: string): string => `group:${group}`;
const userReader = (id: string): string => `user:${id}`;

/** By what names a list of readers may mean somebody. */
export function readerNames({ id, groups }: Principal): string[] {
  return [EVERYONE, userReader(id), ...groups.map(groupReader)];
}

/** A reader as lists may name it. */
export const readerPattern = /^(?:everyone|(?:group|user):\S.{0,199})$/;

import type { Person } from '../company';
import type { FakeModes } from '../fake';
import type { Session, Sessions } from '../sessions';
import type { WikiStore } from './store';

export interface WikiSettings {
  /** Nobody reads without an account. */
  isPrivate: boolean;
}

/** The running wiki that pages and API share. */
export interface WikiInstance {
  readonly store: WikiStore;
  readonly baseUrl: string;
  readonly sessions: Sessions;
  readonly settings: WikiSettings;
  readonly modes: FakeModes;
  now(): number;
}

export interface WikiCall {
  readonly request: Request;
  readonly url: URL;
  readonly session: Session | null;
  /** Null for somebody who is not signed in. */
  readonly person: Person | null;
}

export const siteName = 'Acme IT Wiki';
export const wikiVersion = '1.39.17';

/** Accounts are under people's names; the number is the same on every start. */
export function userId(wiki: WikiInstance, person: Person): number {
  return wiki.store.company.people.indexOf(person) + 3;
}

export function mayRead(wiki: WikiInstance, call: WikiCall): boolean {
  return call.person !== null || !wiki.settings.isPrivate;
}

/** Ends with a plus sign and a backslash, as all tokens of the product do. */
export function loginToken({ session }: WikiCall): string {
  return `${session?.token.slice(0, 40) ?? ''}+\\`;
}

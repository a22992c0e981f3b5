import type { Company, Person } from '../company';
import type { FakeModes } from '../fake';
import { maySee, type Session, type Sessions } from '../sessions';
import type { DokuPage } from './pages';

export interface DokuSettings {
  /** Whoever has no account reads what everybody reads. */
  isPublic: boolean;
  /** The remote interface, off as delivered. */
  isRemote: boolean;
  /** Groups and people that may call it, as `remoteuser` has them; "!!not set!!" lets nobody. */
  remoteUsers: string;
  /** Actions that the administrator has switched off: "search", "revisions". */
  disabledActions: readonly string[];
  /** The default template names who is signed in; some others do not. */
  namesUser: boolean;
}

/** The running wiki that pages and remote interface share. */
export interface DokuInstance {
  readonly company: Company;
  readonly pages: readonly DokuPage[];
  readonly baseUrl: string;
  readonly sessions: Sessions;
  readonly settings: DokuSettings;
  readonly modes: FakeModes;
  now(): number;
}

export interface DokuCall {
  readonly request: Request;
  readonly url: URL;
  readonly session: Session | null;
  /** Null for somebody who is not signed in. */
  readonly person: Person | null;
}

export const wikiTitle = 'Acme Operations';
export const wikiRelease = 'Release 2022-07-31b "Igor"';

export function isAdmin(person: Person | null): boolean {
  return person?.roles.includes('admin') ?? false;
}

export function mayRead({ settings, modes }: DokuInstance, person: Person | null, page: DokuPage): boolean {
  if (modes.revoked.get(page.id) === 'forbidden') return false;
  if (isAdmin(person)) return true;
  return (person !== null || settings.isPublic) && maySee(person, page.readers);
}

/** A page that is there for this person, or null. */
export function pageById({ pages, modes }: DokuInstance, id: string): DokuPage | null {
  return modes.revoked.get(id) === 'not-found' ? null : (pages.find((page) => page.id === id) ?? null);
}

/** Every page that this person may find. */
export function readablePages(wiki: DokuInstance, person: Person | null): DokuPage[] {
  return wiki.pages.filter((page) => pageById(wiki, page.id) !== null && mayRead(wiki, person, page));
}

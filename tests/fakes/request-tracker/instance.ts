import type { Company, Person } from '../company';
import type { FakeModes } from '../fake';
import type { Session, Sessions } from '../sessions';
import type { RtStore } from './store';

/** The running RT that pages and REST share. */
export interface RtInstance {
  readonly company: Company;
  readonly store: RtStore;
  readonly baseUrl: string;
  readonly sessions: Sessions;
  readonly modes: FakeModes;
}

export interface RtCall {
  readonly request: Request;
  readonly url: URL;
  readonly session: Session | null;
  /** Null for somebody who is not signed in. */
  readonly person: Person | null;
}

/** A call of somebody who is signed in. */
export type RtUserCall = RtCall & { readonly person: Person };

export const rtName = 'acme';
export const rtVersion = '5.0.3+dfsg-3~deb12u6';
export const cookieName = `RT_SID_${rtName}.443`;

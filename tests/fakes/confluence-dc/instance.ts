import type { FakeModes } from '../fake';
import type { ConfluenceStore } from './records';

export interface ConfluenceSettings {
  /** HTTP status of the page that says somebody may not see another one. */
  notPermittedStatus: 200 | 403;
  /** What a restricted page is over REST: refused, or hidden as if it were not there. */
  restrictedRest: 'forbidden' | 'not-found';
  /** The most rows of an answer that holds bodies. */
  maxRowsWithBodies: number;
}

/** The running instance that pages and API share. */
export interface ConfluenceInstance {
  readonly store: ConfluenceStore;
  /** Address with context path, no slash at the end. */
  readonly baseUrl: string;
  readonly contextPath: string;
  readonly version: string;
  readonly zone: string;
  readonly settings: ConfluenceSettings;
  readonly modes: FakeModes;
  now(): number;
}

import type { FakeModes } from '../fake';
import type { JiraStore } from './records';

export interface JiraSettings {
  /** The server's own cap on the rows of one search (jira.search.views.default.max). */
  maxSearchResults: number;
  /** Milliseconds the single-page views take to show another issue. */
  switchDelayMs: number;
}

/** The running instance that pages and APIs share. */
export interface JiraInstance {
  readonly store: JiraStore;
  /** Address with context path, no slash at the end. */
  readonly baseUrl: string;
  readonly contextPath: string;
  readonly version: string;
  readonly zone: string;
  readonly settings: JiraSettings;
  readonly modes: FakeModes;
  now(): number;
}

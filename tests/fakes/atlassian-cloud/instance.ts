import type { Company } from '../company';
import type { ConfluenceStore } from '../confluence-dc/records';
import type { FakeModes } from '../fake';
import type { JiraStore } from '../jira-dc/records';
import type { Accounts } from './accounts';
import type { AdfDocument } from './adf';

export interface CloudSettings {
  /** Milliseconds the single-page application takes to show what was asked for. */
  switchDelayMs: number;
  /** What stands before the whole site: nothing, a check that somebody is human, or a page that says it is being maintained. */
  edge: 'open' | 'captcha' | 'maintenance';
  /** Where people without a session are sent to sign in: a host of the vendor's, not this site. */
  identityOrigin: string;
  /** Issues that anybody may see without an account. */
  publicProjects: Set<string>;
  /** What an issue is to somebody who may use the service desk but not Jira. */
  unlicensed: 'forbidden' | 'not-found';
  /** How a board shows the issue that is selected on it: older sites dim the board, newer ones keep it usable. */
  boardOverlay: 'modal' | 'preview-panel';
}

/** The running site that the pages and APIs of all its products share. */
export interface AtlassianCloud {
  readonly company: Company;
  readonly host: string;
  /** `https://acme.atlassian.net`; Confluence is below `/wiki` of it. */
  readonly baseUrl: string;
  readonly cloudId: string;
  /** Build number as the products' pages and APIs name it. */
  readonly version: string;
  readonly zone: string;
  readonly accounts: Accounts;
  readonly jira: JiraStore;
  readonly confluence: ConfluenceStore;
  readonly settings: CloudSettings;
  readonly modes: FakeModes;
  now(): number;
  /** HTML as the doubles render it, in the format in which the cloud keeps texts. */
  toAdf(html: string): AdfDocument;
}

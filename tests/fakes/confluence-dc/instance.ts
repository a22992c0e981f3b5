import type { Person } from '../company';
import type { FakeModes } from '../fake';
import type { ConfluencePage, ConfluenceSpace, ConfluenceStore } from './records';

export interface ConfluenceSettings {
  /** HTTP status of the page that says somebody may not see another one. */
  notPermittedStatus: 200 | 403;
  /** What a restricted page is over REST: refused, or hidden as if it were not there. */
  restrictedRest: 'forbidden' | 'not-found';
  /** The most rows of an answer that holds bodies. */
  maxRowsWithBodies: number;
}

/** In what the two lines of the product differ where they answer alike otherwise. */
export interface ConfluenceFlavour {
  /** A known person as answers describe them. */
  user(confluence: ConfluenceInstance, personId: string): Record<string, unknown>;
  /** Where a page is read, below the context path. */
  webPath(page: ConfluencePage): string;
  spacePath(space: ConfluenceSpace): string;
  /** A moment as REST 1 writes it. */
  instant(at: string, zone: string): string;
  /** Who may use the API at all; everybody else is told `refusal`. */
  admits(person: Person | null): person is Person;
  refusal(): Response;
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
  readonly flavour: ConfluenceFlavour;
  readonly modes: FakeModes;
  now(): number;
}

import type { Company, Person } from '../company';
import type { FakeModes } from '../fake';
import type { Session, Sessions } from '../sessions';
import type { Store } from './store';

/** What tests and the demo may switch on a running double. */
export interface ServicenowSettings {
  /** Whether the knowledge API's plugin is active; without it its paths answer 404. */
  knowledgeApi: boolean;
  /** Whether agents may read sys_journal_field; most instances keep it to administrators. */
  journalTable: 'open' | 'closed';
  /** Makes a query with a condition nobody understands find nothing, instead of everything. */
  invalidQueryReturnsNoRows: boolean;
  /** One box for comments and work notes with a switch, or one box each. */
  journalBoxes: 'one' | 'two';
  /** Tables that REST refuses to everybody, or that the instance does not have. */
  tables: Record<string, 'forbidden' | 'absent'>;
}

/** The running instance that pages and APIs share. */
export interface Instance {
  readonly company: Company;
  readonly origin: string;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly settings: ServicenowSettings;
  readonly modes: FakeModes;
  /** Scripts that queries made the server evaluate, oldest first. */
  readonly scripts: string[];
}

/** One request of somebody signed in. */
export interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly session: Session;
  readonly person: Person;
}

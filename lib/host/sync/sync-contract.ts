import type { Connector, ListedKind } from '../../connectors/connector';
import type { SourceDocument } from '../../core/document';
import type { Identity, SourceConfig } from '../../core/source';
import type { SyncRow } from '../../core/sync';
import type { Logger } from '../../platform/logger';
import type { CallConnector } from '../connector-calls';
import type { Pauses } from '../pauses';
import type { Sessions } from '../sessions';

/** A document that a job has listed, and in which listing of everything it was seen last. */
export interface SyncMember {
  readonly id: string;
  readonly generation: number;
}

/** Where jobs stand. Each call is whole or not at all; nothing is expected of two calls together. */
export interface SyncStore {
  get(jobKey: string): Promise<SyncRow | null>;
  all(): Promise<SyncRow[]>;
  put(row: SyncRow): Promise<void>;
  /** With all its members. */
  delete(jobKey: string): Promise<void>;
  /** These were seen in that generation; those that are new become members. */
  mark(jobKey: string, ids: readonly string[], generation: number): Promise<void>;
  members(jobKey: string): Promise<SyncMember[]>;
  unmark(jobKey: string, ids: readonly string[]): Promise<void>;
}

/** Where documents are kept: the library, or as much of it as copying needs. */
export interface SyncTarget {
  ownerOf(source: Pick<SourceConfig, 'product' | 'baseUrl'>, user: Identity): string;
  keyOf(owner: string, sourceId: string, documentId: string): string;
  /** Resolves when they will be there after a restart. `fetchedAt`: when the source was asked, in epoch milliseconds. */
  keep(
    owner: string,
    source: SourceConfig,
    documents: readonly SourceDocument[],
    fetchedAt: number,
  ): Promise<unknown>;
  /** Versions of what is kept, by id: of these ids at least. */
  versions(owner: string, sourceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  forget(documentKeys: readonly string[]): Promise<void>;
}

export interface SyncOptions {
  readonly connectors: readonly Connector[];
  /** A source by its id; null where it was taken away. */
  readonly sourceOf: (sourceId: string) => Promise<SourceConfig | null>;
  readonly call: CallConnector;
  readonly sessions: Pick<Sessions, 'verify' | 'doubt'>;
  readonly target: SyncTarget;
  readonly store: SyncStore;
  readonly pauses: Pick<Pauses, 'reason' | 'note'>;
  readonly now: () => number;
  /** Resolves after `ms`; rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  readonly policy?: Partial<SyncPolicy>;
}

export interface SyncPolicy {
  /** Documents of one job. */
  readonly mostDocuments: number;
  /** After so long everything is listed once more, since changes do not tell what is gone. */
  readonly everythingAfterMs: number;
  /** Clocks differ, and search indexes are late: changes are asked for from so much earlier. */
  readonly overlapMs: number;
  /** Between two pages, so that people who wait for the same server are served as well. */
  readonly betweenPagesMs: number;
  /** Waits before a page that failed in passing is asked for again; after the last one the job has failed. */
  readonly retryAfterMs: readonly number[];
  /** A listing that misses so much is believed when another one so much later misses it too. */
  readonly doubtMs: number;
}

const HOUR_MS = 60 * 60_000;

export const usualPolicy: SyncPolicy = {
  mostDocuments: 50_000,
  everythingAfterMs: 7 * 24 * HOUR_MS,
  overlapMs: 10 * 60_000,
  betweenPagesMs: 250,
  retryAfterMs: [5_000, 60_000, 300_000],
  doubtMs: 24 * HOUR_MS,
};

/** What a job works with: one source, one user's rows, one sort of documents. */
export interface SyncJob {
  readonly connector: Connector;
  readonly source: SourceConfig;
  readonly signal: AbortSignal;
}

export interface SyncRequest {
  readonly source: SourceConfig;
  readonly scope: string | null;
  readonly what: ListedKind;
  /** List everything, however lately that was done. */
  readonly everything?: boolean;
}

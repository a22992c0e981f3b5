import type { SourceStatus } from '../core/assist-state';
import { DesksideError, type ErrorKind } from '../core/errors';
import type { SourceConfig } from '../core/source';

/** Failures after which a source is not asked again by itself until something has changed. */
const pausing: ReadonlySet<ErrorKind> = new Set(['signed-out', 'needs-open-tab', 'no-permission']);
/** In case the sign-in happened where we could not see it. */
const PAUSE_MS = 5 * 60_000;

/**
 * Which sources want to be left alone, and until when: a rate limit is kept, a signed-out source is asked again
 * only after a page of it was seen or the user asked for it. In memory: a restart forgives.
 */
export function createPauses(options: { now: () => number }) {
  const { now } = options;
  const pauses = new Map<string, { until: number; kind: ErrorKind }>();

  return {
    /** Why this source should not be asked now; null when it may be. */
    reason(sourceId: string): { until: number; kind: ErrorKind } | null {
      const pause = pauses.get(sourceId);
      if (!pause || pause.until <= now()) return null;
      return pause;
    },
    note(sourceId: string, error: unknown): void {
      if (!(error instanceof DesksideError)) return;
      if (error.kind === 'rate-limited') {
        pauses.set(sourceId, {
          kind: error.kind,
          until: now() + Math.min(error.retryAfterMs ?? 30_000, 3_600_000),
        });
      } else if (pausing.has(error.kind)) pauses.set(sourceId, { kind: error.kind, until: now() + PAUSE_MS });
    },
    /** Signed in again, perhaps: a page of the source was seen, or somebody pressed refresh. Rate limits stay. */
    lift(sourceId: string): void {
      if (pauses.get(sourceId)?.kind !== 'rate-limited') pauses.delete(sourceId);
    },
  };
}
export type Pauses = ReturnType<typeof createPauses>;

export function waitingStatus(source: SourceConfig): SourceStatus {
  return {
    sourceId: source.id,
    name: source.name,
    product: source.product,
    openUrl: source.baseUrl,
    state: 'waiting',
    found: 0,
    error: null,
    retryAt: null,
  };
}

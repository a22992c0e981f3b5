import { useRef, useState } from 'react';
import type { RestoreOutcome } from '../../lib/core/backup';

export interface BackupState {
  readonly doing: 'backup' | 'restore' | null;
  /** So far, or of the one that has ended. */
  readonly documents: number;
  readonly outcome: RestoreOutcome | null;
  /** A backup has been offered as a file. */
  readonly saved: boolean;
  /** What went wrong, in words. */
  readonly problem: string | null;
}

export interface BackupWork {
  backUp(signal: AbortSignal, onProgress: (documents: number) => void): Promise<void>;
  restore(
    file: Blob,
    signal: AbortSignal,
    onProgress: (soFar: RestoreOutcome) => void,
  ): Promise<RestoreOutcome>;
  /** A failure in words; null for an abort. */
  wordsFor(error: unknown): string | null;
}

const idle: BackupState = { doing: null, documents: 0, outcome: null, saved: false, problem: null };

/** One backup or restore at a time, with how far it is; leaving the page ends it. */
export function useBackup(work: BackupWork) {
  const [state, setState] = useState(idle);
  const stop = useRef<AbortController | null>(null);
  const run = async (
    doing: 'backup' | 'restore',
    what: (signal: AbortSignal) => Promise<Partial<BackupState>>,
  ) => {
    stop.current = new AbortController();
    setState({ ...idle, doing });
    const { signal } = stop.current;
    try {
      const result = await what(signal);
      setState((now) => ({ ...now, ...result, doing: null }));
    } catch (error) {
      const problem = signal.aborted ? 'Cancelled.' : work.wordsFor(error);
      setState((now) => ({ ...now, doing: null, problem }));
    }
  };
  return {
    state,
    backUp: () =>
      void run('backup', async (signal) => {
        await work.backUp(signal, (documents) => setState((now) => ({ ...now, documents })));
        return { saved: true };
      }),
    restore: (file: Blob) =>
      void run('restore', async (signal) => {
        const onProgress = (outcome: RestoreOutcome) =>
          setState((now) => ({
            ...now,
            outcome,
            documents: outcome.restored + outcome.kept + outcome.refused,
          }));
        return { outcome: await work.restore(file, signal, onProgress) };
      }),
    cancel: () => stop.current?.abort(),
  };
}

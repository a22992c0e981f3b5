import { useRef, useState } from 'react';

/** One file, or the files of a folder. */
export interface ChosenFiles {
  readonly name: string;
  readonly files: readonly File[];
}

export interface ModelImportState {
  /** Null while nothing is copied. */
  readonly file: { readonly name: string; readonly bytes: number } | null;
  /** Share that is copied, 0 to 1. */
  readonly share: number;
  /** What went wrong with the last one, in words. */
  readonly problem: string | null;
  /** Title of the model that was added last. */
  readonly added: string | null;
}

export interface ModelImportWork {
  /** Title of the model. @throws AbortError */
  importModel(chosen: ChosenFiles, signal: AbortSignal, onProgress: (share: number) => void): Promise<string>;
  wordsFor(error: unknown): string;
  onChanged(): void;
}

const nothing: ModelImportState = { file: null, share: 0, problem: null, added: null };

/** One model at a time from a file, with how far it is; leaving the page ends it. */
export function useModelImport({ importModel, wordsFor, onChanged }: ModelImportWork) {
  const [state, setState] = useState(nothing);
  const stop = useRef<AbortController | null>(null);
  return {
    state,
    async add(chosen: ChosenFiles): Promise<void> {
      const mine = (stop.current = new AbortController());
      const bytes = chosen.files.reduce((sum, { size }) => sum + size, 0);
      setState({ ...nothing, file: { name: chosen.name, bytes } });
      try {
        const onProgress = (share: number) => setState((now) => ({ ...now, share }));
        const added = await importModel(chosen, mine.signal, onProgress);
        setState({ ...nothing, added });
      } catch (error) {
        setState({ ...nothing, problem: mine.signal.aborted ? 'Cancelled.' : wordsFor(error) });
      }
      onChanged();
    },
    cancel: () => stop.current?.abort(),
  };
}

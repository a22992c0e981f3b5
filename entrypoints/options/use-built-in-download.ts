import { useRef, useState } from 'react';
import type { BuiltInDownload } from '../../components/models/engine-list';
import { languageModel, promptLanguages } from '../../lib/platform/language-model';

/** Has the browser download its own model. It does so for a click in a visible page only. */
export function useBuiltInDownload(onChanged: () => void) {
  const [state, setState] = useState<BuiltInDownload>({ share: null, problem: null });
  const isRunning = useRef(false);
  return {
    state,
    async start(): Promise<void> {
      const api = languageModel();
      if (!api || isRunning.current) return;
      isRunning.current = true;
      setState({ share: 0, problem: null });
      try {
        const session = await api.create({
          ...promptLanguages,
          monitor: (monitor) =>
            monitor.addEventListener('downloadprogress', (event) =>
              setState({ share: Number(Reflect.get(event, 'loaded')) || 0, problem: null }),
            ),
        });
        session.destroy();
        setState({ share: null, problem: null });
      } catch (error) {
        const why = error instanceof Error ? `: ${error.message}` : '';
        setState({ share: null, problem: `The browser did not download its model${why}` });
      }
      isRunning.current = false;
      onChanged();
    },
  };
}

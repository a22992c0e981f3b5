import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useBackend } from './backend';
import { createImportQueue, type ImportQueue, type ImportQueueOptions } from './import-queue';
import { refreshLibrary } from './library';

/** The page's one queue of files. Closing the page while files are added is asked about: the rest would not come in. */
export function useImportQueue(
  options: Pick<ImportQueueOptions, 'read' | 'problemOf' | 'now'>,
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): ImportQueue {
  const { send, persist } = useBackend();
  const client = useQueryClient();
  const [queue] = useState(() =>
    createImportQueue({ ...options, send, persist, onChanged: () => refreshLibrary(client) }),
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (queue.isBusy()) event.preventDefault();
    };
    page.addEventListener('beforeunload', ask);
    return () => page.removeEventListener('beforeunload', ask);
  }, [queue, page]);
  return queue;
}

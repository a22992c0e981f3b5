import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from 'react-error-boundary';
import { browser } from 'wxt/browser';
import { z } from 'zod';
import '../../components/tokens.css';
import { PageFailure } from '../../components/ui/page-failure';
import { matchPatternOf } from '../../lib/platform/match-pattern';
import { BackendContext } from '../../lib/queries/backend';
import { createBrowserBackend } from '../../lib/queries/browser-backend';
import { createQueryClient } from '../../lib/queries/query-client';
import { followSettings } from '../../lib/queries/settings';
import { sites } from '../../lib/sites/index';

// zod's compiled parsers use `new Function`, which the extension's content security policy forbids.
z.config({ jitless: true });

/** By a link that is followed at once; the browser asks where to, or puts it with the other downloads. */
function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Not before the download has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Shows a page of the extension with all that its components ask of the background. */
export async function mountPage(page: ReactNode): Promise<void> {
  const { id: windowId = browser.windows.WINDOW_ID_CURRENT } = await browser.windows.getCurrent();
  const backend = createBrowserBackend({
    browser,
    clipboard: navigator.clipboard,
    windowId,
    optionsUrl: new URL('/options.html', location.href).href,
    patternOf: matchPatternOf,
    productName: (id) => sites.find((site) => site.id === id)?.name ?? id,
    randomId: () => crypto.randomUUID().slice(0, 6),
    persist: () => navigator.storage.persist(),
    download,
  });
  const client = createQueryClient();
  const life = new AbortController();
  addEventListener('pagehide', () => life.abort());
  followSettings({ storage: browser.storage, client, signal: life.signal });

  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root');
  createRoot(root).render(
    <QueryClientProvider client={client}>
      <ErrorBoundary fallback={<PageFailure onReload={() => location.reload()} />}>
        <BackendContext value={backend}>{page}</BackendContext>
      </ErrorBoundary>
    </QueryClientProvider>,
  );
}

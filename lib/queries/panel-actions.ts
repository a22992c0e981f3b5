import type { SentText, SourceStatus } from '../core/assist-state';
import type { SourceConfig } from '../core/source';
import type { Backend } from './backend';

/**
 * What the panel can ask for, beside settings: each does its message and reports a failure to `onError`, because a
 * button has nobody to throw to.
 */
export function createPanelRequests(options: {
  backend: Backend;
  tabId: number | null;
  sources: readonly SourceConfig[];
  onError(error: unknown): void;
}) {
  const { backend, tabId, sources, onError } = options;
  const run = (work: Promise<unknown>) => void work.catch(onError);
  const refresh = () => {
    if (tabId !== null) run(backend.send('lookup/refresh', { tabId }));
  };
  return {
    refresh,
    /** A browser that does not let the extension ask the endpoint yet is asked to, within the click. */
    writeAnswer(agree: boolean, endpointUrl: string | null) {
      if (tabId === null) return;
      const write = () => backend.send('answer/write', { tabId, agree });
      run(
        endpointUrl === null
          ? write()
          : backend.permissions
              .request([backend.patternOf(endpointUrl)])
              .then((granted) => (granted ? write() : {})),
      );
    },
    previewWriting: (): Promise<SentText | null> =>
      tabId === null
        ? Promise.resolve(null)
        : backend.send('answer/preview', { tabId }).then(
            ({ sent }) => sent,
            (error: unknown) => {
              onError(error);
              return null;
            },
          ),
    stopWriting() {
      if (tabId !== null) run(backend.send('answer/stop', { tabId }));
    },
    openSource: (url: string, quote: string | null) => {
      const shortQuote = quote === null || quote.trim() === '' ? null : quote.slice(0, 4000);
      run(backend.send('citation/open', { url, quote: shortQuote, windowId: backend.windowId }));
    },
    openInLibrary: (documentKey: string) =>
      run(backend.openOptions(`library?${new URLSearchParams({ document: documentKey }).toString()}`)),
    lookAgain: () => run(backend.send('pages/report-again', {})),
    allowAccess: (status: SourceStatus) => {
      const baseUrl = sources.find((source) => source.id === status.sourceId)?.baseUrl ?? status.openUrl;
      run(backend.permissions.request([backend.patternOf(baseUrl)]).then((granted) => granted && refresh()));
    },
    /** Asks the browser for a host where it is not granted, then goes on. Has to run inside the click. */
    withAccess: (baseUrl: string, then: () => void) =>
      run(backend.permissions.request([backend.patternOf(baseUrl)]).then((granted) => granted && then())),
    openOptions: (section: string | null) => run(backend.openOptions(section)),
    copyText: (text: string) =>
      backend.writeClipboard(text).then(
        () => true,
        (error: unknown) => {
          onError(error);
          return false;
        },
      ),
  };
}

import { defineContentScript } from 'wxt/utils/define-content-script';
import { pageSites } from '../lib/page/page-sites';
import { startPage } from '../lib/page/start-page';

/**
 * Registered at run time for the hosts that are read (see lib/background/content-scripts), never for others, and
 * after the files of the sites that each host can be.
 */
export default defineContentScript({
  matches: [],
  registration: 'runtime',
  allFrames: true,
  runAt: 'document_start',
  main(context) {
    startPage({
      sites: pageSites(globalThis),
      window,
      runtime: browser.runtime,
      signal: context.signal,
      isOrphaned: () => context.isInvalid,
    });
  },
});

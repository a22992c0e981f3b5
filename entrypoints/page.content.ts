import { defineContentScript } from 'wxt/utils/define-content-script';
import { startPage } from '../lib/page/start-page';

/** Registered at run time for the hosts that are read (see lib/background/content-scripts), never for others. */
export default defineContentScript({
  matches: ['https://*.service-now.com/*', 'https://*.servicenowservices.com/*'],
  registration: 'runtime',
  allFrames: true,
  runAt: 'document_start',
  main(context) {
    startPage({
      window,
      runtime: browser.runtime,
      signal: context.signal,
      isOrphaned: () => context.isInvalid,
    });
  },
});

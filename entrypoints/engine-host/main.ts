import { browser } from 'wxt/browser';
import { createClient } from '../../lib/messaging/client';
import { createLogger } from '../../lib/platform/logger';
import { startHost } from './start-host';

const runtime = browser.runtime as typeof chrome.runtime;
const { send } = createClient(runtime);
const logger = createLogger('host', console);
const started = startHost(runtime, { send, loadSettings: () => send('settings/load', {}), checkpoint: null });

runtime.onMessage.addListener((raw: unknown, sender, respond) => {
  if (Reflect.get(Object(raw), 'to') !== 'host') return false;
  void started
    .then((server) => server(raw, sender))
    .catch((error: unknown) => {
      logger.warn('the host did not start', error);
      return null; // no reply: the other side hears that nobody answered
    })
    .then(respond);
  return true;
});
// Pages that were read before this document existed say again what they are.
started
  .then(() => send('pages/report-again', {}))
  .catch((error: unknown) => logger.warn('nobody was asked to report again', error));

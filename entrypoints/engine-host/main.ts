import { browser } from 'wxt/browser';
import { createClient } from '../../lib/messaging/client';
import { startHost } from './start-host';

const runtime = browser.runtime as typeof chrome.runtime;
const { send } = createClient(runtime);
const started = startHost(runtime, { send, loadSettings: () => send('settings/load', {}), checkpoint: null });

runtime.onMessage.addListener((raw: unknown, sender, respond) => {
  if (Reflect.get(Object(raw), 'to') !== 'host') return false;
  void started.then((server) => server(raw, sender)).then(respond);
  return true;
});
// Pages that were read before this document existed say again what they are.
void started.then(() => send('pages/report-again', {}));

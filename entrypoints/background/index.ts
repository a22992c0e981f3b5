import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../../lib/background/start-background';
import { sites } from '../../lib/sites/index';
import { createSettingsStore } from '../../lib/storage/settings-store';
import { connectHost } from './connect-host';

export default defineBackground({
  type: 'module',
  main() {
    const api = browser as typeof chrome;
    const settings = createSettingsStore({ local: api.storage.local, managed: api.storage.managed });
    startBackground({ browser: api, settings, sites, ...connectHost(api, settings) });
  },
});

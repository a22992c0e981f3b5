import type { UserManifest } from 'wxt';
import { sites } from './lib/sites/index';

/** Hosts of the vendors' own clouds: known by name, so the panel works there from the first minute. */
const vendorHosts = [...new Set(sites.flatMap((site) => site.hostedPatterns))];

/** Anything else is asked for when a source is added; this only says what may be asked for. */
const askable = ['https://*/*', 'http://*/*'];

const chromium: UserManifest = {
  minimum_chrome_version: '124',
  permissions: [
    'sidePanel',
    'offscreen',
    'storage',
    'unlimitedStorage',
    'scripting',
    'activeTab',
    'contextMenus',
    'alarms',
  ],
  // Isolated from other origins, our pages may share memory among threads: a model writes about twice as fast.
  cross_origin_embedder_policy: { value: 'require-corp' },
  cross_origin_opener_policy: { value: 'same-origin' },
  side_panel: { default_path: 'sidepanel.html' },
  storage: { managed_schema: 'managed-schema.json' },
  commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+K' } } },
  // A private window has its own session at every source: it gets its own cache too.
  incognito: 'split',
};

/** Firefox has a sidebar instead of a side panel, an event page instead of an offscreen document. */
const firefox: UserManifest = {
  permissions: ['storage', 'unlimitedStorage', 'scripting', 'activeTab', 'contextMenus', 'alarms'],
  browser_specific_settings: {
    gecko: { id: 'deskside@deskside.invalid', strict_min_version: '128.0' },
  },
  commands: { _execute_sidebar_action: { suggested_key: { default: 'Alt+Shift+K' } } },
};

/**
 * The manifest, whole. `requiredOrigins` (comma-separated match patterns) moves hosts from optional to required and
 * changes nothing else: no prompt can be answered in a headless test, so tests grant their hosts this way.
 */
export function buildManifest(browser: string, requiredOrigins = ''): UserManifest {
  const granted = requiredOrigins.split(',').filter((origin) => origin !== '');
  return {
    name: 'Deskside',
    short_name: 'Deskside',
    description: 'Cited answers from what your company knows, beside the ticket or page you have open.',
    ...(browser === 'firefox' ? firefox : chromium),
    host_permissions: [...vendorHosts, ...granted],
    optional_host_permissions: askable,
    action: { default_title: 'Deskside' },
    content_security_policy: {
      extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'; img-src 'self' data: blob:",
    },
  };
}

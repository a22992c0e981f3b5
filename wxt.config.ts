import { defineConfig } from 'wxt';
import { buildManifest } from './lib/platform/manifest';

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  imports: false,
  manifest: ({ browser }) => buildManifest(browser, process.env.DESKSIDE_REQUIRED_ORIGINS),
});

import { defineConfig } from 'wxt';
import { buildManifest } from './manifest';
import { managedSchemaAsset } from './scripts/managed-schema';
import { pageSiteAssets } from './scripts/page-site-assets';
import { withoutRemoteCode } from './scripts/without-remote-code';

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  imports: false,
  outDir: process.env.DESKSIDE_OUT_DIR ?? '.output',
  manifest: ({ browser }) => buildManifest(browser, process.env.DESKSIDE_REQUIRED_ORIGINS),
  vite: () => ({
    plugins: [withoutRemoteCode()],
    worker: { plugins: () => [withoutRemoteCode()] },
  }),
  hooks: {
    async 'build:publicAssets'(_wxt, files) {
      files.push(managedSchemaAsset(), ...(await pageSiteAssets()));
    },
  },
});

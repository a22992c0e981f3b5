import { defineConfig } from 'wxt';
import { buildManifest } from './manifest';
import { managedSchemaAsset } from './scripts/managed-schema';

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  imports: false,
  outDir: process.env.DESKSIDE_OUT_DIR ?? '.output',
  manifest: ({ browser }) => buildManifest(browser, process.env.DESKSIDE_REQUIRED_ORIGINS),
  hooks: {
    'build:publicAssets'(_wxt, files) {
      files.push(managedSchemaAsset());
    },
  },
});

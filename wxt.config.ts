import { defineConfig } from 'wxt';
import { buildManifest } from './manifest';
import { managedSchemaAsset } from './scripts/managed-schema';
import { modelLibraryAssets } from './scripts/model-libraries';
import { pageSiteAssets } from './scripts/page-site-assets';
import { withoutRemoteCode } from './scripts/without-remote-code';

/** Libraries of models fit one version of WebLLM: a folder of another one, for trying theirs. */
const otherWebLlm = process.env.DESKSIDE_WEB_LLM;

export default defineConfig({
  modules: ['@wxt-dev/module-react'],
  imports: false,
  outDir: process.env.DESKSIDE_OUT_DIR ?? '.output',
  manifest: ({ browser }) => buildManifest(browser, process.env.DESKSIDE_REQUIRED_ORIGINS),
  vite: () => ({
    resolve: {
      alias: otherWebLlm === undefined ? [] : [{ find: '@mlc-ai/web-llm', replacement: otherWebLlm }],
    },
    plugins: [withoutRemoteCode()],
    // Runtimes of models are loaded when they are needed, in workers too.
    worker: { format: 'es', plugins: () => [withoutRemoteCode()] },
    define: { 'import.meta.env.ENTERPRISE': JSON.stringify(process.env.DESKSIDE_ENTERPRISE === '1') },
  }),
  hooks: {
    async 'build:publicAssets'(_wxt, files) {
      files.push(managedSchemaAsset(), ...modelLibraryAssets(), ...(await pageSiteAssets()));
    },
  },
});

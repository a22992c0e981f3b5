import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { sites } from '../lib/sites/index';
import { siteBundles, type SiteBundle } from '../lib/sites/site-bundles';

const root = resolve(import.meta.dirname, '..');

/**
 * The sites' code as files of the package, in the shape of WXT's `build:publicAssets` hook: made from the list, so
 * that a new site needs no entry point of its own.
 */
export async function pageSiteAssets(): Promise<{ relativeDest: string; contents: string }[]> {
  return Promise.all(
    siteBundles(sites).map(async (bundle) => ({
      relativeDest: bundle.file,
      contents: await bundled(bundle),
    })),
  );
}

async function bundled({ file, siteIds }: SiteBundle): Promise<string> {
  const imports = siteIds.map((id, at) => `import { site as s${at} } from '${fileOf(`lib/sites/${id}`)}';`);
  const source = [
    ...imports,
    `import { addPageSites } from '${fileOf('lib/page/page-sites')}';`,
    `addPageSites(globalThis, [${siteIds.map((_, at) => `s${at}`).join(', ')}]);`,
  ].join('\n');
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [virtualEntry(source)],
    build: {
      write: false,
      minify: true,
      target: 'chrome124',
      modulePreload: false,
      rollupOptions: { input: ENTRY, output: { format: 'iife', entryFileNames: 'sites.js' } },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunk = outputs
    .flatMap((each) => ('output' in each ? each.output : []))
    .find((each) => 'code' in each);
  if (!chunk || !('code' in chunk)) throw new Error(`Nothing was built for ${file}`);
  return chunk.code;
}

const ENTRY = 'virtual:page-sites';
function virtualEntry(source: string): Plugin {
  return {
    name: 'deskside:page-sites',
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : null),
    load: (id) => (id === `\0${ENTRY}` ? source : null),
  };
}

/** Slashes go forward in a module's name, on every system. */
function fileOf(path: string): string {
  return join(root, `${path}.ts`).replaceAll('\\', '/');
}

import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/**
 * Builds the extension, for Chromium unless told otherwise, and returns its folder. `requiredOrigins` grants hosts at install, which is the
 * only thing in which a test or demo build differs from the shipped one.
 */
export function buildExtension(options: {
  outDir: string;
  requiredOrigins: readonly string[];
  browser?: 'chrome' | 'firefox';
  isEnterprise?: boolean;
  /** Where model libraries to be packed are. */
  modelLibraries?: string;
  /** Folder of another version of WebLLM, to be built in instead of the one that is pinned. */
  webLlm?: string;
}): string {
  const { browser = 'chrome' } = options;
  const args = [join('node_modules', 'wxt', 'bin', 'wxt.mjs'), 'build', '-b', browser, '--mv3'];
  const result = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      DESKSIDE_OUT_DIR: options.outDir,
      DESKSIDE_REQUIRED_ORIGINS: options.requiredOrigins.join(','),
      ...(options.isEnterprise && { DESKSIDE_ENTERPRISE: '1' }),
      ...(options.modelLibraries !== undefined && { DESKSIDE_MODEL_LIBRARIES: options.modelLibraries }),
      ...(options.webLlm !== undefined && { DESKSIDE_WEB_LLM: options.webLlm }),
    },
  });
  if (result.status !== 0) throw new Error(`The build failed:\n${result.stdout}\n${result.stderr}`);
  return resolve(options.outDir, `${browser}-mv3`);
}

import type { Plugin } from 'vite';

/** Where a package would fetch code from; the extension brings all of its own. */
const remoteCode = /https:\/\/cdn\.jsdelivr\.net\/[\w@./-]+\.(?:js|mjs|wasm)/g;

/**
 * Takes addresses of code out of packages. None of them is asked, because the engine switches that off
 * (`setCompat(null)`); so nobody has to take our word for it.
 */
export function withoutRemoteCode(): Plugin {
  return {
    name: 'without-remote-code',
    transform(code, id) {
      if (!id.includes('/node_modules/') || !code.includes('cdn.jsdelivr.net')) return null;
      return { code: code.replace(remoteCode, 'https://nowhere.invalid/'), map: null };
    },
  };
}

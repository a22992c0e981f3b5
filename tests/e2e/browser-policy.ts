import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/browser/find-browser';

/** Where Debian's Chromium reads what administrators set. https://www.chromium.org/administrators/linux-quick-start/ */
const policyDir = '/etc/chromium/policies/managed';
const policyFile = join(policyDir, 'deskside-test.json');

/** Why no policy can be set here; null where one can. */
export function whyNoPolicy(): string | null {
  if (process.platform !== 'linux') return 'the policy folder is known for Linux only';
  if (process.getuid?.() !== 0) return `only root may write to ${policyDir}`;
  if (!/\/chromium(-browser)?$/.test(findBrowser() ?? '/usr/bin/chromium'))
    return 'the browser is not Debian’s Chromium';
  return null;
}

/** Counts from the browser's next start. */
export function setPolicy(extensionId: string, policy: object): void {
  mkdirSync(policyDir, { recursive: true });
  writeFileSync(policyFile, JSON.stringify({ '3rdparty': { extensions: { [extensionId]: policy } } }));
}

export function clearPolicy(): void {
  rmSync(policyFile, { force: true });
}

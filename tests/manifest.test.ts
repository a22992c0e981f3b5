import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { sites } from '../lib/sites/index';
import { siteBundles } from '../lib/sites/site-bundles';
import { buildExtension } from '../scripts/build-extension';
import { acmeOrigins } from './fakes/acme-hosts';

/** What the shipped extension may do, to the letter: a line more here is a question to everybody who installs it. */
const permissions = [
  'activeTab',
  'alarms',
  'contextMenus',
  'offscreen',
  'scripting',
  'sidePanel',
  'storage',
  'unlimitedStorage',
];
const policy = "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'; img-src 'self' data: blob:";
const vendorHosts = [
  'https://*.atlassian.net/*',
  'https://*.service-now.com/*',
  'https://*.servicenowservices.com/*',
  'https://*.sharepoint.cn/*',
  'https://*.sharepoint.com/*',
  'https://*.sharepoint.us/*',
];

const outDirs = ['.output/manifest-a', '.output/manifest-b'] as const;
const manifestSchema = z.looseObject({
  permissions: z.array(z.string()),
  host_permissions: z.array(z.string()),
  optional_host_permissions: z.array(z.string()),
  content_security_policy: z.record(z.string(), z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;
let shipped: Manifest;
let underTest: Manifest;

function build(outDir: string, requiredOrigins: readonly string[]): Manifest {
  const folder = buildExtension({ outDir, requiredOrigins });
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
}

beforeAll(() => {
  shipped = build(outDirs[0], []);
  underTest = build(outDirs[1], acmeOrigins);
}, 180_000);
afterAll(() => {
  for (const folder of outDirs) rmSync(folder, { recursive: true, force: true });
});

test('the build under test is the shipped one, with some hosts granted beforehand', () => {
  const { host_permissions: shippedHosts, ...shippedRest } = shipped;
  const { host_permissions: testedHosts, ...testedRest } = underTest;
  expect(testedRest).toEqual(shippedRest);
  expect(new Set(testedHosts)).toEqual(new Set([...shippedHosts, ...acmeOrigins]));
});

test('asks for these permissions and no other', () => {
  expect([...shipped.permissions].sort()).toEqual(permissions);
  expect(shipped).not.toHaveProperty('optional_permissions');
});

test('reads the hosts of vendors’ clouds, and any other only when it is asked for', () => {
  expect([...shipped.host_permissions].sort()).toEqual(vendorHosts);
  expect(shipped.optional_host_permissions).toEqual(['https://*/*', 'http://*/*']);
});

test('puts no script into a page by its manifest, and shows no file of its own to pages', () => {
  expect(shipped).not.toHaveProperty('content_scripts');
  expect(shipped).not.toHaveProperty('web_accessible_resources');
  expect(shipped).not.toHaveProperty('externally_connectable');
});

test('no page gets more than 20 KB of script, whatever its host can be', () => {
  const [folder] = outDirs;
  const sizeOf = (file: string) =>
    gzipSync(readFileSync(join(folder, 'chrome-mv3', file)), { level: 9 }).length;
  const common = sizeOf('content-scripts/page.js');
  const sizes = siteBundles(sites).map(({ file }) => ({ file, bytes: common + sizeOf(file) }));
  expect(sizes.filter(({ bytes }) => bytes > 20_000)).toEqual([]);
  expect(sizes.length).toBeGreaterThanOrEqual(sites.length);
});

test('runs nothing but its own code', () => {
  expect(shipped.content_security_policy).toEqual({ extension_pages: policy });
});

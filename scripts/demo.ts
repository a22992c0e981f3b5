/**
 * The demo: Acme IT's systems on this machine, and a browser with Deskside beside them.
 *
 *   npm run demo              opens the browser and leaves it to you
 *   npm run demo -- --once    headless: visits every site, prints what the panel showed, writes screenshots and report.json
 */
import { rmSync, mkdirSync } from 'node:fs';
import { buildExtension } from './build-extension';
import { describeAccess } from './demo/describe-access';
import { demoOrigins, startDemo } from './demo/start-demo';
import { visitAll } from './demo/visit-all';

const once = process.argv.includes('--once') || !hasDisplay();
const output = 'demo-output';

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

async function main(): Promise<void> {
  if (once && !process.argv.includes('--once')) console.log('There is no display, so this runs headless.');
  console.log('Building the extension…');
  const extensionDir = buildExtension({ outDir: '.output/demo', requiredOrigins: demoOrigins });
  const demo = await startDemo({ extensionDir, headless: once, log: console.log });
  try {
    if (once) {
      rmSync(output, { recursive: true, force: true });
      mkdirSync(output, { recursive: true });
      const failures = await visitAll(demo, output, console.log);
      process.exitCode = failures === 0 ? 0 : 1;
      return;
    }
    console.log(describeAccess(demo));
    await demo.openTabs();
    await demo.untilClosed();
  } finally {
    await demo.close();
  }
}

await main();

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const home = process.env.HOME ?? '';
const programFiles = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];

/** Where browsers live, Chromium first: branded Chrome no longer takes extensions from the command line. */
function candidates(): string[] {
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
        join(home, 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
      ];
    case 'win32':
      return programFiles
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Chromium/Application/chrome.exe'),
          join(folder, 'Google/Chrome/Application/chrome.exe'),
          join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ]);
    default:
      return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
        .flatMap((name) => [`/usr/bin/${name}`, `/usr/local/bin/${name}`, `/snap/bin/${name}`])
        .concat('/opt/google/chrome/chrome');
  }
}

/** Path of a browser on this machine, or null. `CHROME_PATH` overrides everything and must exist. */
export function findBrowser(): string | null {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(`CHROME_PATH is set to ${chosen}, which does not exist. Correct it or unset it.`);
  }
  const installed = candidates().find((path) => existsSync(path));
  if (installed) return installed;
  const downloaded = chromium.executablePath();
  return existsSync(downloaded) ? downloaded : null;
}

const advice = `No browser found. Install Chrome, Chromium or Edge, or set CHROME_PATH to one, and run this again.`;

/** A browser, installed if need be: by Playwright's own command, else by apt where we are root. */
export function findOrInstallBrowser(log: (line: string) => void): string {
  const found = findBrowser();
  if (found) return found;
  log("No browser found: trying Playwright's installer…");
  run(process.execPath, [
    join('node_modules', 'playwright-core', 'cli.js'),
    'install',
    '--with-deps',
    'chromium',
  ]);
  const afterPlaywright = findBrowser();
  if (afterPlaywright) return afterPlaywright;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    log('Trying apt-get install chromium…');
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], environment);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], environment);
    const afterApt = findBrowser();
    if (afterApt) return afterApt;
  }
  throw new Error(advice);
}

function run(command: string, args: string[], environment: NodeJS.ProcessEnv = process.env): void {
  // A failed step is answered by looking again for a browser, not by its exit code. Ten minutes is a slow mirror.
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 600_000, env: environment });
}

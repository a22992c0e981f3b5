import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser } from 'playwright-core';
import { z } from 'zod';
import { createPipe } from './debugging-pipe';
import { removeFolder } from './remove-folder';

const loadedSchema = z.object({ id: z.string().min(1) });

export interface LaunchOptions {
  executablePath: string;
  extensionDir: string;
  headless: boolean;
  /** "acme.service-now.com" -> "127.0.0.1:8443": the browser's own resolver, so pages keep their host names. */
  hosts: Record<string, string>;
  /** Kept between launches when given; else a fresh one that is deleted. */
  profileDir?: string;
  /** Window size in CSS pixels. */
  size?: { width: number; height: number };
  extraArgs?: string[];
}

export interface LaunchedBrowser {
  /** Attaches a debugger to everything, workers too, which keeps them alive. */
  connect(): Promise<Browser>;
  /** The DevTools endpoint, for checks without a debugger. */
  endpoint: string;
  extensionId: string;
  profileDir: string;
  process: ChildProcess;
  close(): Promise<void>;
}

/**
 * Starts a browser with the extension as an ordinary process, not as Playwright's child: debuggers can come and go
 * while it runs. The extension is loaded over the debugging pipe, which works in branded Chrome and Edge too.
 */
export async function launchBrowser(options: LaunchOptions): Promise<LaunchedBrowser> {
  const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'deskside-'));
  const portFile = join(profileDir, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  allowUnpackedExtensions(profileDir);
  const child = spawn(options.executablePath, browserArgs(options, profileDir), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  child.once('error', (error) => {
    said += String(error);
  });
  const pipe = createPipe(child);
  try {
    const port = await waitForPort(portFile, child, () => said);
    const loaded = await pipe.send('Extensions.loadUnpacked', { path: options.extensionDir });
    const extensionId = loadedSchema.parse(loaded).id;
    const endpoint = `http://127.0.0.1:${port}`;
    return {
      endpoint,
      extensionId,
      profileDir,
      process: child,
      connect: () => chromium.connectOverCDP(endpoint),
      close: () => close(child, options.profileDir === undefined ? profileDir : null),
    };
  } catch (error) {
    await close(child, options.profileDir === undefined ? profileDir : null);
    throw error;
  }
}

/** Without developer mode the browser disables an unpacked extension as soon as it is reloaded. */
function allowUnpackedExtensions(profileDir: string): void {
  const file = join(profileDir, 'Default', 'Preferences');
  if (existsSync(file)) return; // a profile that was used before has it already
  mkdirSync(join(profileDir, 'Default'), { recursive: true });
  writeFileSync(file, JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
}

function browserArgs(options: LaunchOptions, profileDir: string): string[] {
  const { width, height } = options.size ?? { width: 1440, height: 900 };
  const rules = Object.entries(options.hosts).map(([host, address]) => `MAP ${host} ${address}`);
  return [
    `--user-data-dir=${profileDir}`,
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--enable-unsafe-extension-debugging',
    ...(options.headless ? ['--headless=new', '--disable-gpu', '--hide-scrollbars'] : []),
    // Only root has no sandbox to lose; everybody else keeps it.
    ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--ignore-certificate-errors',
    `--host-resolver-rules=${rules.join(', ')}`,
    `--window-size=${width},${height}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--password-store=basic',
    '--use-mock-keychain',
    ...(options.extraArgs ?? []),
    'about:blank',
  ];
}

async function waitForPort(file: string, child: ChildProcess, said: () => string): Promise<number> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    await sleep(50);
    if (hasEnded(child))
      throw new Error(`The browser ended at once (${child.exitCode ?? child.signalCode}):\n${said()}`);
    const port = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN;
    if (port > 0) return port;
  }
  throw new Error(`The browser did not start within 30 s:\n${said()}`);
}

async function close(child: ChildProcess, throwawayProfile: string | null): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (!hasEnded(child)) {
    child.kill('SIGTERM');
    await Promise.race([gone, sleep(3_000)]);
    if (!hasEnded(child)) {
      child.kill('SIGKILL');
      await Promise.race([gone, sleep(3_000)]);
    }
  }
  if (throwawayProfile) await removeFolder(throwawayProfile);
}

/** Also true for one that was never started: it has no process id. */
function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

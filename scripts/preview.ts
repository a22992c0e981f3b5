import { mkdir, rm } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { panelStates } from '../tests/fixtures/panel/states';

/**
 * Pictures of the panel and the options page without the extension, over fixtures, into test-output/preview/.
 * `npx tsx scripts/preview.ts [part of a name]` takes only those whose name holds the part.
 */
const outDir = 'test-output/preview';
const siteDir = 'test-output/preview-site';
const executablePath = process.env.DESKSIDE_CHROMIUM ?? '/usr/bin/chromium';
const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Shot {
  name: string;
  path: string;
  width: number;
  dark: boolean;
  /** Done before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
}

const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(450);
  };
const addSource = (connect: boolean) => async (page: Page) => {
  await page.getByLabel('Add a source').fill('tools.acme.example/jira/browse/HELP-1');
  await page.getByRole('button', { name: 'Next' }).click();
  if (connect) await page.getByRole('button', { name: 'Allow and connect' }).click();
  await page.waitForTimeout(200);
};

function panelShots(): Shot[] {
  const names = [...Object.keys(panelStates), 'starting', 'lost', 'no-source'];
  const twice = new Set(['ready', 'cached', 'long', 'rtl']);
  const shots = names.flatMap((state): Shot[] => {
    const locale = state === 'german' ? '&locale=de' : '';
    const base = { path: `/?state=${state}${locale}`, name: `panel-${state}` };
    const narrow = [false, true].map((dark) => ({ ...base, width: 320, dark }));
    return twice.has(state) ? [...narrow, { ...base, width: 480, dark: false }] : narrow;
  });
  const ready = { path: '/?state=ready', width: 320 };
  return [
    ...shots,
    { ...ready, name: 'panel-focus', dark: false, prepare: press('j', 'j') },
    { ...ready, name: 'panel-keys', dark: false, prepare: press('?') },
    { ...ready, name: 'panel-quote', dark: false, prepare: (page) => hoverFirst(page, '[data-citation]') },
    {
      ...ready,
      name: 'panel-menu',
      dark: true,
      prepare: (page) => page.getByRole('button', { name: 'Menu' }).click(),
    },
    { ...ready, name: 'panel-privacy', dark: false, prepare: (page) => page.getByText('Extracts').click() },
    {
      ...ready,
      name: 'panel-resolution',
      dark: false,
      prepare: (page) => page.getByText('How it was resolved').first().click(),
    },
  ];
}

function optionsShots(): Shot[] {
  const page = '/?page=options';
  const sections = ['sources', 'library', 'models', 'pages', 'lookup', 'cache', 'appearance', 'about'];
  const wide = sections.map((id) => ({
    name: `options-${id}`,
    path: `${page}#${id}`,
    width: 1100,
    dark: id === 'cache',
  }));
  const variant = (id: string, connect: boolean): Shot => ({
    name: `options-add-${id}`,
    path: `${page}&variant=${id}`,
    width: 1100,
    dark: false,
    prepare: addSource(connect),
  });
  return [
    ...wide,
    { name: 'options-sources', path: page, width: 420, dark: false },
    { name: 'options-sources', path: page, width: 1100, dark: true },
    { name: 'options-details', path: `${page}&variant=details`, width: 1100, dark: false },
    { name: 'options-details', path: `${page}&variant=details`, width: 360, dark: true },
    { name: 'options-removed', path: `${page}&variant=removed`, width: 1100, dark: false },
    { name: 'options-locked', path: `${page}&variant=locked`, width: 1100, dark: false },
    { name: 'options-library', path: `${page}#library`, width: 320, dark: true },
    ...[
      'empty',
      'loading',
      'writing',
      'done',
      'failed',
      'broken',
      'copying',
      'refused',
      'downloading',
      'measured',
      'compared',
    ].map((variant) => ({
      name: `options-models-${variant}`,
      path: `${page}&variant=${variant}#models`,
      width: 1100,
      dark: false,
    })),
    { name: 'options-models-done', path: `${page}&variant=done#models`, width: 320, dark: true },
    {
      name: 'options-models-downloading',
      path: `${page}&variant=downloading#models`,
      width: 320,
      dark: true,
    },
    ...['found', 'refused', 'locked'].map((state) => ({
      name: `options-endpoint-${state}`,
      path: `${page}&variant=${state}#endpoint`,
      width: 1100,
      dark: false,
    })),
    { name: 'options-endpoint-found', path: `${page}&variant=found#endpoint`, width: 320, dark: true },
    { name: 'options-library-empty', path: `${page}&variant=empty#library`, width: 1100, dark: true },
    variant('one', false),
    variant('several', false),
    variant('unknown', false),
    variant('connected', true),
    variant('signed-out', true),
    variant('refused', true),
  ];
}

async function hoverFirst(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().hover();
  await page.waitForTimeout(600);
}

async function take(browser: Browser, origin: string, shot: Shot): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: shot.width, height: 720 },
    deviceScaleFactor: 2,
    colorScheme: shot.dark ? 'dark' : 'light',
  });
  page.on('pageerror', (error) => console.error(shot.name, error.message));
  await page.goto(origin + shot.path);
  // Skeletons and late words appear after a second at most.
  await page.waitForTimeout(1_100);
  await shot.prepare?.(page);
  const path = `${outDir}/${shot.name}-${shot.width}${shot.dark ? '-dark' : ''}.png`;
  await page.screenshot({ path, fullPage: shot.prepare === undefined });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wider > 0) console.error(`${shot.name}: ${wider} px wider than ${shot.width}`);
  await page.close();
}

const part = process.argv[2] ?? '';
const shots = [...panelShots(), ...optionsShots()].filter((shot) => shot.name.includes(part));
if (part === '') await rm(outDir, { recursive: true, force: true });
await mkdir(outDir, { recursive: true });
const shared = {
  root: 'tests/preview',
  publicDir: '../../public',
  configFile: false as const,
  logLevel: 'error' as const,
};
await build({ ...shared, build: { outDir: `../../${siteDir}`, emptyOutDir: true, target: 'chrome124' } });
const server = await preview({
  ...shared,
  build: { outDir: `../../${siteDir}` },
  preview: { port: 0, host: '127.0.0.1' },
});
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('The preview server has no address');
const browser = await chromium.launch({ executablePath, headless: true, args: browserArguments });
for (const shot of shots) await take(browser, new URL(address).origin, shot);
await browser.close();
await server.close();
console.info(`${shots.length} pictures in ${outDir}/`);

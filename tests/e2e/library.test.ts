import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { acmeHosts } from '../fakes/acme-hosts';
import { manyMore } from '../fakes/big-company';
import { loadCompany } from '../fakes/company';
import { headingParagraph, makeDocx, makePdf } from '../import-files';
import { acmeSources } from './attach';
import { chooseFiles, debuggerOf } from './choose-files';
import { testBuildDir } from './test-build-dir';
import { watchPanel } from './watch-panel';
import { startWorld, type World } from './world';

/** Files through the real chooser, a copy of a whole wiki, backup and restore, in the library page of the real extension. */
const pictures = 'test-output/library';
const confluence = acmeSources(['confluence-dc']);
const copied = 260;
const oneArticle = 'Split tunnel and DNS after VPN';

let world: World;
let options: Page;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-library-'));
  mkdirSync(pictures, { recursive: true });
  const company = manyMore(
    loadCompany(),
    copied,
    (article) => article.home === 'confluence' && article.title === oneArticle,
    () => false,
  );
  world = await startWorld({ company });
  await world.saveSettings({ sources: confluence });
  await world.signIn('dana.reyes');
  options = await openLibrary();
});
// A page behind another does not look how things stand: one test that failed would take the next along.
beforeEach(() => options.bringToFront());
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openLibrary(hash = '#library'): Promise<Page> {
  const page = await world.newPage(world.extensionUrl(`options.html${hash}`));
  await page.setViewportSize({ width: 1100, height: 900 });
  return page;
}
const mainText = () => options.innerText('main');
const says = (words: string | RegExp, timeout = 30_000) => expect.poll(mainText, { timeout }).toMatch(words);
const picture = (name: string, page = options) =>
  page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
const button = (name: string | RegExp, page = options) => page.getByRole('button', { name });

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
const choose = (...paths: string[]) => chooseFiles(options, 'input[data-files]', paths);
const rowOf = (name: string) => options.locator('[data-file]', { hasText: name });
const closeList = () => button('Close the list').click();

/** What the library finds for these words, as the page lists it. */
async function found(words: string): Promise<string[]> {
  const page = await openLibrary(`#library?${new URLSearchParams({ words }).toString()}`);
  await page.getByRole('region', { name: 'Found' }).waitFor();
  const titles = await page.locator('ol li > a').allInnerTexts();
  await page.close();
  return titles;
}

const fix = 'Hold the quokka button for nine seconds until the torque lamp of the zephyr press turns green.';

describe('files', () => {
  test('of every everyday format are read and added, each with what became of it', async () => {
    const paths = [
      file(
        'zephyr-press.pdf',
        await makePdf((pdf) => {
          pdf.fontSize(22).text('Zephyr press shows E-7741').moveDown();
          pdf.fontSize(11).text(`The zephyr press stops with E-7741 in the morning. ${fix}`);
          for (let page = 0; page < 30; page += 1) pdf.addPage().text(`Appendix ${page}. `.repeat(200));
        }),
      ),
      file(
        'travel.docx',
        await makeDocx([headingParagraph('Travel policy'), 'Trains are booked by the marmot desk.']),
      ),
      file(
        'desks.csv',
        'Question,Answer\nWho owns desk A-17?,Facilities\nWho owns desk B-4?,The wombat team\n',
      ),
      file('notes.md', '# Night shift\n\nThe okapi alarm is tested on Sundays.\n'),
    ];
    await choose(...paths);
    await says('4 of 4 files added.');
    await picture('imported');
    await expect.poll(() => rowOf('desks.csv').innerText()).toContain('2 documents added');
    expect(await found('okapi alarm')).toContain('Night shift');
    expect((await found('who owns desk B-4'))[0]).toBe('Who owns desk B-4?');
    expect((await found('marmot desk trains'))[0]).toBe('Travel policy');
    await closeList();
  });

  test('read again change nothing; one that lost a row loses it here', async () => {
    await choose(
      join(folder, 'notes.md'),
      file('desks.csv', 'Question,Answer\nWho owns desk A-17?,Facilities\n'),
    );
    await says('2 of 2 files added.');
    expect(await rowOf('notes.md').innerText()).toContain('1 as before');
    expect(await rowOf('desks.csv').innerText()).toContain('1 removed that it holds no more');
    await closeList();
  });

  test('that cannot be read say why and what to do, and stop none of the others', async () => {
    const whole = await makeDocx(['Whole.']);
    const huge = file('huge.txt', '');
    // Sparse: two hundred megabytes that take no room here.
    truncateSync(huge, 200_000_001);
    await choose(
      file('damaged.docx', whole.subarray(0, whole.length / 2)),
      file('locked.pdf', await makePdf((pdf) => void pdf.text('Secret'), { password: 'pass' })),
      huge,
      file('empty.md', ''),
      file('picture.png', Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 0])),
      file('torn.pdf', '%PDF-1.7\nnothing of a PDF'),
      file('good.md', '# Good\n\nThe numbat list is whole.\n'),
    );
    await says('1 of 7 files added. 6 files could not be added.', 60_000);
    await picture('refused');
    const reason = async (name: string) => (await rowOf(name).innerText()).split('\n').at(-1);
    expect(await reason('damaged.docx')).toMatch(/damaged or incomplete.*save it again/);
    expect(await reason('locked.pdf')).toMatch(/protected by a password.*Save a copy without/);
    expect(await reason('huge.txt')).toMatch(/too large.*Split it/);
    expect(await reason('empty.md')).toMatch(/empty/);
    expect(await reason('picture.png')).toMatch(/type cannot be read/);
    expect(await reason('torn.pdf')).toMatch(/damaged or incomplete/);
    expect(await found('numbat list')).toEqual(['Good']);
    await button('Remove good.md again').click();
    await expect.poll(() => rowOf('good.md').innerText()).toContain('Removed again');
    expect(await found('numbat list')).toEqual([]);
    await closeList();
  });

  test('answer a ticket in the panel, and its citation opens the file in the library', async () => {
    const ticket = world.company.tickets.find(({ id }) => id === 'INC0010023');
    const words = [ticket?.title, ticket?.description].join(' ');
    await choose(file('ticket.md', `# ${ticket?.title}\n\n${words}. ${fix}\n`));
    await says('1 of 1 file added.');
    await closeList();
    // Only now: what a page is looked up with is what is there when it opens.
    const page = await world.newPage(
      `https://${acmeHosts.servicenow}/incident.do?sys_id=${ticket?.sysId ?? ''}`,
    );
    const panel = await world.openPanel(page);
    const watch = await watchPanel(panel);
    await watch.until('the file among the sources', ({ articles, stage }) =>
      Boolean(stage === 'done' && articles.some(({ sourceId }) => sourceId === 'files')),
    );
    await picture('panel', panel);
    const opened = world.context().waitForEvent('page');
    await panel
      .getByRole('button', { name: ticket?.title ?? '' })
      .first()
      .click();
    const document = await opened;
    await document.waitForURL(/options\.html#library\?document=/);
    await expect.poll(() => document.innerText('main')).toContain(fix);
    await document.close();
    await world.closePanel(page);
    await page.close();
  });
});

describe('a whole source', () => {
  const source = () => options.locator(`[data-source="${confluence[0]?.id}"]`);

  test(
    'is copied with progress, paused, taken up by the next host, and brought to its end',
    { timeout: 180_000 },
    async () => {
      await source().getByRole('button', { name: 'Copy all articles' }).click();
      await expect.poll(() => source().innerText(), { timeout: 20_000 }).toMatch(/Copying: [1-9]/);
      await picture('copying');
      await button('Pause').click();
      await expect.poll(() => source().innerText()).toContain('Paused.');
      await button('Resume').click();
      await expect.poll(() => source().innerText()).toMatch(/Copying/);
      // The host goes, as a crash would take it; the next message starts another.
      await options.evaluate(() => chrome.offscreen.closeDocument());
      await expect
        .poll(() => source().innerText(), { timeout: 120_000 })
        .toMatch(/Up to date: \d+ documents copied/);
      await picture('copied');
      const text = await source().innerText();
      const documents = Number(/(\d+) documents\b/.exec(text)?.[1]);
      expect(documents).toBeGreaterThan(copied);
      expect(Number(/(\d+) documents copied/.exec(text)?.[1])).toBeGreaterThanOrEqual(documents - 1);
    },
  );

  test('lists its documents, narrows them, shows one, and removes it', async () => {
    await source().getByRole('link').click();
    const search = options.getByRole('searchbox');
    await search.waitFor();
    await expect.poll(() => options.locator('ul[aria-label="Documents"] li').count()).toBe(50);
    await button('Show more').click();
    await expect.poll(() => options.locator('ul[aria-label="Documents"] li').count()).toBe(100);
    await search.fill('vpn');
    await expect.poll(() => options.locator('ul[aria-label="Documents"] li').count()).toBeLessThan(50);
    const first = options.locator('ul[aria-label="Documents"] li a').first();
    const title = await first.innerText();
    await first.click();
    await expect.poll(() => options.getByRole('heading', { level: 2 }).innerText()).toBe(title);
    await picture('document');
    await button('Remove').click();
    await button('Press again: it goes').click();
    await options.waitForURL(/source=/);
    await options.goto(world.extensionUrl('options.html#library'));
  });
});

test('everything goes into a file and comes back the same after it was removed', async () => {
  const questions = ['okapi alarm', 'marmot desk trains', 'vpn error', 'printer toner'];
  const ranked = () => Promise.all(questions.map(found));
  const before = await ranked();
  // Each debugger that is attached has a folder of its own for downloads, and the last one counts.
  const session = await world.context().browser()?.newBrowserCDPSession();
  await session?.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  await button('Back up to a file').click();
  await says(/documents backed up/);
  const saved = () => readdirSync(folder).find((name) => /^deskside-library-.*\.jsonl\.gz$/.test(name));
  await expect.poll(saved).toBeDefined();
  const path = join(folder, saved() ?? '');
  for (const name of ['files', confluence[0]?.id ?? '']) {
    const row = options.locator(`[data-source="${name}"]`);
    await row.getByRole('button', { name: 'Remove all' }).click();
    await row.getByRole('button', { name: 'Press again' }).click();
  }
  await says('Nothing stored yet');
  expect(await found('okapi alarm')).toEqual([]);
  await options.locator('input[data-restore]').setInputFiles(path);
  await says(/\d+ documents restored/, 60_000);
  await picture('restored');
  expect(await ranked()).toEqual(before);
  await options.locator('input[data-restore]').setInputFiles(file('other.gz', 'no backup at all'));
  await says('not a backup of a Deskside library');
});

/** The extension has no limit but the disk's, so the test takes that permission away and lets the browser set one. */
function limitedExtension(): string {
  const limited = join(folder, 'limited');
  cpSync(join(testBuildDir, 'chrome-mv3'), limited, { recursive: true });
  const manifestFile = join(limited, 'manifest.json');
  const manifest = z
    .looseObject({ permissions: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(manifestFile, 'utf8')));
  const permissions = manifest.permissions.filter((permission) => permission !== 'unlimitedStorage');
  writeFileSync(manifestFile, JSON.stringify({ ...manifest, permissions }));
  return limited;
}

test(
  'a full disk: it says so, nothing is lost, and with room again it goes on',
  { timeout: 180_000 },
  async () => {
    await world.close();
    world = await startWorld({ extensionDir: limitedExtension() });
    options = await openLibrary();
    // Before anything is written: the browser asks for the room that is left only now and then.
    const session = await debuggerOf(options);
    const origin = world.extensionUrl('').replace(/\/$/, '');
    const { usage = 0 } = await options.evaluate(() => navigator.storage.estimate());
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 400_000 });
    await choose(file('before.md', '# Before\n\nThe okapi alarm is tested on Sundays.\n'));
    await says('1 of 1 file added.');
    await closeList();

    const rows = Array.from({ length: 3_000 }, (_, index) => `Row ${index},${'bilby '.repeat(40)}${index}`);
    await choose(file('many.csv', `Title,Text\n${rows.join('\n')}\n`));
    await says(/no room left on this device.*try again/s, 60_000);
    await picture('full');
    expect(await found('okapi alarm')).toContain('Before');

    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await button('Try again').click();
    await says('1 of 1 file added.', 120_000);
    expect((await found('bilby 2999'))[0]).toBe('Row 2999');
    expect(await found('okapi alarm')).toContain('Before');
  },
);

import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Company } from '../../fakes/company';
import { linksOf, mainPage, textOf, wikiPages, type WikiPage } from '../../fakes/mediawiki/pages';
import { toExportFormat } from './export-format';
import { runCommand } from '../run-command';
import { mediawikiFolder } from './packages';

export const wikiAdmin = { name: 'WikiAdmin', password: 'Admin-pass-12345' };

export interface SeededWiki {
  /** Folder with the SQLite files. */
  databases: string;
  /** LocalSettings.php for a copy of them in `folder`; a start adds its own address. */
  settingsFor(folder: string): string;
}

/**
 * A wiki with Acme's pages and accounts in `cache`, under a name made from everything that goes into it: built when it
 * is not there yet (about ten seconds), taken as it is otherwise.
 */
export async function seededWiki(company: Company, cache: string): Promise<SeededWiki> {
  const pages = wikiPages(company);
  const folder = join(cache, fingerprint(company, pages));
  if (!existsSync(folder)) await build(company, pages, cache, folder);
  const settings = readFileSync(join(folder, 'LocalSettings.php'), 'utf8');
  return { databases: join(folder, 'db'), settingsFor: (copy) => settings.replaceAll(databasesMark, copy) };
}

/** Stands in kept settings for the folder of the databases, which several of them name. */
const databasesMark = '@DATABASES@';

function fingerprint(company: Company, pages: readonly WikiPage[]): string {
  const hash = createHash('sha256');
  const dump = toExportFormat(pages, company);
  const people = company.people.map(({ name, email, password }) => ({ name, email, password }));
  hash.update(JSON.stringify({ dump, people }));
  for (const file of ['seed.ts', 'seed.php']) hash.update(readFileSync(join(import.meta.dirname, file)));
  hash.update(readFileSync(join(mediawikiFolder, 'includes', 'Defines.php')));
  return hash.digest('hex').slice(0, 16);
}

/** Built beside its place and moved there when whole: a build that was cut off leaves nothing that looks finished. */
async function build(
  company: Company,
  pages: readonly WikiPage[],
  cache: string,
  target: string,
): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'building-'));
  try {
    await install(folder);
    await seed(folder, company, pages);
    const settings = join(folder, 'LocalSettings.php');
    writeFileSync(settings, readFileSync(settings, 'utf8').replaceAll(join(folder, 'db'), databasesMark));
    for (const old of readdirSync(cache)) {
      if (/^[0-9a-f]{16}$/.test(old)) rmSync(join(cache, old), { recursive: true, force: true });
    }
    renameSync(folder, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<void> {
  mkdirSync(join(folder, 'db'));
  const options = {
    '--dbtype': 'sqlite',
    '--dbpath': join(folder, 'db'),
    '--dbname': 'wiki',
    '--server': 'http://wiki.invalid',
    '--scriptpath': '',
    '--lang': 'en',
    '--pass': wikiAdmin.password,
    '--confpath': folder,
  };
  await php(
    [
      join(mediawikiFolder, 'maintenance', 'install.php'),
      ...Object.entries(options).flat(),
      'Acme IT Wiki',
      wikiAdmin.name,
    ],
    folder,
  );
}

async function seed(folder: string, company: Company, pages: readonly WikiPage[]): Promise<void> {
  const settings = join(folder, 'LocalSettings.php');
  writeFileSync(settings, `${readFileSync(settings, 'utf8')}\n${seedSettings}\n`);
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const people = company.people.map(({ name, email, password }) => ({ name, email, password }));
  const front = pages.find(({ title }) => title === mainPage)?.revisions.at(-1);
  const args = {
    '--people': write('people.json', JSON.stringify(people)),
    '--dump': write(
      'pages.xml',
      toExportFormat(
        pages.filter(({ title }) => title !== mainPage),
        company,
      ),
    ),
    '--main': write('main-page.txt', front ? textOf(front, linksOf(company)) : ''),
  };
  await php([join(import.meta.dirname, 'seed.php'), ...Object.entries(args).flat()], folder);
}

async function php(args: readonly string[], folder: string): Promise<void> {
  const env = { MEDIAWIKI_FOLDER: mediawikiFolder, MW_CONFIG_FILE: join(folder, 'LocalSettings.php') };
  // install.php refuses to run where a configuration is named already.
  const isInstall = args[0]?.endsWith('install.php') ?? false;
  const { code, output } = await runCommand('php', args, { env: isInstall ? {} : env });
  if (code !== 0) throw new Error(`php ${args[0] ?? ''} failed: ${output.trim().slice(-2000)}`);
}

/** People choose their own passwords in the corpus; nothing of the wiki may run on its own clock. */
const seedSettings = `
$wgArticlePath = '/wiki/$1';
$wgPasswordPolicy['policies']['default'] = [];
$wgJobRunRate = 0;
$wgEnableEmail = false;
$wgUseInstantCommons = false;
$wgPingback = false;
$wgShowExceptionDetails = true;
$wgDefaultSkin = 'vector';
$wgSearchHighlightBoundaries = '[\\p{Z}\\p{P}\\p{C}]';
$wgRestrictDisplayTitle = false;
`;

/** Copies the databases to where a server may write to them. */
export function copyDatabases({ databases }: SeededWiki, folder: string): void {
  cpSync(databases, folder, { recursive: true });
}

import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Company } from '../../fakes/company';
import { accessLines, dokuwikiPages } from '../../fakes/dokuwiki/pages';
import { runCommand } from '../run-command';
import { dokuwikiFolder } from './packages';

/** What a test turns on a wiki that may be running: DokuWiki reads its settings on every request. */
export interface DokuwikiSettings {
  /** Whoever has no account reads what everybody reads. */
  isPublic: boolean;
  /** The remote interface, open to everybody with an account. */
  isRemote: boolean;
  /** `userewrite`: 0 none, 1 by the web server, 2 by the script. */
  rewrite: 0 | 1 | 2;
  useSlash: boolean;
  /** Names of pages are their headings. */
  useHeading: boolean;
  disabledActions: readonly string[];
}

export const delivered: DokuwikiSettings = {
  isPublic: false,
  isRemote: false,
  rewrite: 0,
  useSlash: false,
  useHeading: false,
  disabledActions: [],
};

/** Environment under which the product's scripts find this wiki and no other. */
export function wikiEnvironment(dir: string): Record<string, string> {
  return { DOKUWIKI_CONF: join(dir, 'conf'), DOKUWIKI_FOLDER: dokuwikiFolder };
}

export const phpOptions: readonly string[] = [
  '-d',
  `auto_prepend_file=${join(import.meta.dirname, 'prepend.php')}`,
  // Settings that a test changes count at once.
  '-d',
  'opcache.revalidate_freq=0',
  '-d',
  'date.timezone=UTC',
  '-d',
  'error_reporting=0',
];

/** Acme's accounts, rights and pages in folders of their own under `dir`. Under a second. */
export async function seedWiki(dir: string, company: Company, settings: DokuwikiSettings): Promise<void> {
  const folders = ['attic', 'cache', 'index', 'locks', 'log', 'media', 'media_attic', 'media_meta', 'meta', 'pages', 'tmp']; // prettier-ignore
  for (const folder of folders) mkdirSync(join(dir, 'data', folder), { recursive: true });
  for (const folder of ['conf', 'sessions']) mkdirSync(join(dir, folder), { recursive: true });
  const conf = (name: string, lines: readonly string[]) => {
    writeFileSync(join(dir, 'conf', name), `${lines.join('\n')}\n`);
  };
  conf('users.auth.php', ['# <?php exit()?>', ...company.people.map(accountLine)]);
  // The package enables a plugin that complains on every page that it is enabled.
  conf('plugins.local.php', ['<?php', "$plugins['testing'] = 0;"]);
  configure(dir, company, settings);
  const list = join(dir, 'pages.json');
  writeFileSync(list, JSON.stringify(dokuwikiPages(company)));
  const args = [...phpOptions, join(import.meta.dirname, 'seed.php'), list];
  const { code, output } = await runCommand('php', args, { env: wikiEnvironment(dir) });
  if (code !== 0) throw new Error(`The wiki could not be filled: ${output.trim().slice(-2000)}`);
}

/** Settings and rights, in force with the next request. */
export function configure(dir: string, company: Company, settings: DokuwikiSettings): void {
  const rights = accessLines(dokuwikiPages(company), settings);
  putWhole(join(dir, 'conf', 'acl.auth.php'), `# <?php exit()?>\n${rights.join('\n')}\n`);
  const lines = Object.entries({
    title: 'Acme Operations',
    savedir: join(dir, 'data'),
    useacl: 1,
    superuser: '@administrators',
    updatecheck: 0,
    license: '',
    disableactions: settings.disabledActions.join(','),
    remote: Number(settings.isRemote),
    remoteuser: settings.isRemote ? '@user' : '!!not set!!',
    userewrite: settings.rewrite,
    useslash: Number(settings.useSlash),
    useheading: Number(settings.useHeading),
  }).map(([name, value]) => `$conf['${name}'] = ${phpValue(value)};`);
  putWhole(join(dir, 'conf', 'local.php'), `<?php\n${lines.join('\n')}\n`);
}

/** In one step: a request in progress reads the old file or the new one, never half of it. */
function putWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

function phpValue(value: string | number): string {
  return typeof value === 'number'
    ? String(value)
    : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** SHA-1 is one of the forms that the product takes; these are passwords of nobody. */
function accountLine({ id, name, email, password, groups }: Company['people'][number]): string {
  const hash = createHash('sha1').update(password).digest('hex');
  return [id, hash, name, email, ['user', ...groups].join(',')].join(':');
}

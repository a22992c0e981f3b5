import { existsSync } from 'node:fs';
import { runCommand } from './run-command';

/** Where Debian's package puts MediaWiki. */
export const mediawikiFolder = '/usr/share/mediawiki';

const extensions = ['pdo_sqlite', 'mbstring', 'xml', 'intl'];
/** The dash at the end keeps Apache out; micro-httpd satisfies the dependency on a web server and never runs. */
const packages =
  'mediawiki php-cgi php-cli php-sqlite3 php-mbstring php-xml php-intl php-curl micro-httpd libapache2-mod-php8.2-';

/** Null when MediaWiki and PHP are there, installed now where that is possible; otherwise why not. */
export async function ensureMediawiki(): Promise<string | null> {
  if ((await missing()) === null) return null;
  const why = await install();
  if (why !== null) return why;
  return missing();
}

async function missing(): Promise<string | null> {
  if (!existsSync(`${mediawikiFolder}/maintenance/install.php`)) return 'MediaWiki is not installed';
  const { code, output } = await runCommand('php', ['-m']);
  if (code !== 0) return 'PHP is not installed';
  const loaded = new Set(output.toLowerCase().split(/\s+/));
  const absent = extensions.filter((name) => !loaded.has(name));
  return absent.length > 0 ? `PHP has no ${absent.join(', ')}` : null;
}

async function install(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'MediaWiki is not installed, and installing it needs root';
  if (!existsSync('/usr/bin/apt-get')) return 'MediaWiki is not installed, and there is no apt-get';
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await runCommand('apt-get', ['update'], { env });
  if (updated.code !== 0) return `apt-get update failed: ${lastLine(updated.output)}`;
  const args = ['install', '-y', '--no-install-recommends', ...packages.split(' ')];
  const installed = await runCommand('apt-get', args, { env });
  return installed.code === 0 ? null : `apt-get install failed: ${lastLine(installed.output)}`;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}

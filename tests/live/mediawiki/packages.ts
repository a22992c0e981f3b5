import { ensurePackages, missingInPhp } from '../debian';

/** Where Debian's package puts MediaWiki. */
export const mediawikiFolder = '/usr/share/mediawiki';

/** The dash at the end keeps Apache out; micro-httpd satisfies the dependency on a web server and never runs. */
const packages =
  'mediawiki php-cgi php-cli php-sqlite3 php-mbstring php-xml php-intl php-curl micro-httpd libapache2-mod-php8.2-';

/** Null when MediaWiki and PHP are there, installed now where that is possible; otherwise why not. */
export async function ensureMediawiki(): Promise<string | null> {
  const marker = `${mediawikiFolder}/maintenance/install.php`;
  const why = await ensurePackages({ marker, packages: packages.split(' ') });
  return why ?? missingInPhp(['pdo_sqlite', 'mbstring', 'xml', 'intl']);
}

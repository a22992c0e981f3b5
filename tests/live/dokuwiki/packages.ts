import { ensurePackages, missingInPhp } from '../debian';

/** Where Debian's package puts DokuWiki. */
export const dokuwikiFolder = '/usr/share/dokuwiki';

/** PHP asks for a web server unless it gets one that never runs: php-cgi and micro-httpd keep Apache out. */
const packages = [
  'dokuwiki',
  'php-cli',
  'php-cgi',
  'php-mbstring',
  'php-xml',
  'micro-httpd',
  'libapache2-mod-php8.2-',
];

/** What the package would ask whoever installs it. Its own wiki is never used. */
const preseed = [
  'dokuwiki dokuwiki/system/configure-webserver multiselect',
  'dokuwiki dokuwiki/wiki/policy select public',
  'dokuwiki dokuwiki/wiki/acl boolean true',
  'dokuwiki dokuwiki/wiki/superuser string admin',
  'dokuwiki dokuwiki/wiki/fullname string Wiki Admin',
  'dokuwiki dokuwiki/wiki/email string admin@example.test',
  'dokuwiki dokuwiki/wiki/password password Admin-pass-12345',
  'dokuwiki dokuwiki/wiki/confirm password Admin-pass-12345',
  'dokuwiki dokuwiki/wiki/title string Test',
  'dokuwiki dokuwiki/wiki/license select cc-by',
];

/** Null when DokuWiki and PHP are there, installed now where that is possible; otherwise why not. */
export async function ensureDokuwiki(): Promise<string | null> {
  const why = await ensurePackages({ marker: `${dokuwikiFolder}/doku.php`, packages, preseed });
  return why ?? missingInPhp(['mbstring', 'xml']);
}

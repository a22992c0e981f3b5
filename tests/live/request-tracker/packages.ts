import { ensurePackages } from '../debian';

/** Where Debian's package puts Request Tracker. */
export const rtFolder = '/usr/share/request-tracker5';
export const rtServer = `${rtFolder}/libexec/rt-server`;
export const rtSetup = '/usr/sbin/rt-setup-database-5';

const question = (name: string, type: string, value: string) =>
  `request-tracker5 request-tracker5/${name} ${type} ${value}`;

/**
 * Null when Request Tracker is there, installed now where that is possible; otherwise why not. Its own database stays
 * empty and its own server is never started: every run brings both.
 */
export function ensureRequestTracker(): Promise<string | null> {
  return ensurePackages({
    marker: rtServer,
    // A small stand-in for a mail server satisfies the dependency on one.
    packages: ['request-tracker5', 'rt5-standalone', 'rt5-db-sqlite', 'dbconfig-no-thanks', 'msmtp-mta'],
    preseed: [
      question('rtname', 'string', 'rt.acme.example'),
      question('organization', 'string', 'rt.acme.example'),
      question('correspondaddress', 'string', 'rt@acme.example'),
      question('commentaddress', 'string', 'rt-comment@acme.example'),
      question('webbaseurl', 'string', 'http://127.0.0.1'),
      question('handle-siteconfig-permissions', 'boolean', 'true'),
      question('install-cronjobs', 'boolean', 'false'),
      question('dbconfig-install', 'boolean', 'false'),
    ],
  });
}

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RtSettings {
  /** What RT calls itself, with the port people use. */
  readonly address: URL;
  /** Where it lies below that: "" or "/rt". */
  readonly webPath: string;
  /** Its texts may be searched, as with `$FullTextSearch` on. Off is how RT comes. */
  readonly searchesTexts: boolean;
}

/**
 * Writes the settings of an RT whose files all lie in `dir`, and gives the environment under which its programs find
 * them and nothing of the machine's own.
 */
export function writeSettings(dir: string, settings: RtSettings): Record<string, string> {
  const { address, webPath, searchesTexts } = settings;
  for (const folder of ['conf.d', 'mason', 'sessions', 'log'])
    mkdirSync(join(dir, folder), { recursive: true });
  const mail = join(dir, 'mail.sh');
  // Every mail is taken and forgotten.
  writeFileSync(mail, '#!/bin/sh\ncat > /dev/null\n');
  chmodSync(mail, 0o755);
  const port = address.port || (address.protocol === 'https:' ? '443' : '80');
  const file = join(dir, 'RT_SiteConfig.pm');
  writeFileSync(
    file,
    `Set($rtname, 'acme');
Set($Organization, 'acme.example');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, ${perlString(join(dir, 'rt.sqlite'))});
Set($WebDomain, ${perlString(address.hostname)});
Set($WebPort, ${port});
Set($WebPath, ${perlString(webPath)});
Set($WebBaseURL, ${perlString(address.origin)});
Set($Timezone, 'UTC');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($MailCommand, 'sendmailpipe');
Set($SendmailPath, ${perlString(mail)});
# Accounts of a test need no slow passwords.
Set($BcryptCost, 10);
Set(%FullTextSearch, Enable => ${searchesTexts ? 1 : 0}, Indexed => 0);
$RT::MasonDataDir = ${perlString(join(dir, 'mason'))};
$RT::MasonSessionDir = ${perlString(join(dir, 'sessions'))};
$RT::VarPath = ${perlString(dir)};
1;
`,
  );
  return { RT_SITE_CONFIG: file, RT_SITE_CONFIG_DIR: join(dir, 'conf.d') };
}

function perlString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

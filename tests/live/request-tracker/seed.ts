import { createHash } from 'node:crypto';
import {
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
import { runCommand } from '../run-command';
import { describeDesk } from './describe-desk';
import { rtFolder, rtSetup } from './packages';
import { writeSettings } from './settings';

const script = join(import.meta.dirname, 'seed.pl');

/**
 * A database with Acme's accounts, rights, articles and tickets in `cache`, under a name made from everything that goes
 * into it: built when it is not there yet (about ten seconds), taken as it is otherwise.
 */
export async function seededDatabase(company: Company, cache: string): Promise<string> {
  const desk = JSON.stringify(describeDesk(company));
  const folder = join(cache, fingerprint(desk));
  if (!existsSync(folder)) await build(desk, cache, folder);
  return join(folder, 'rt.sqlite');
}

function fingerprint(desk: string): string {
  const hash = createHash('sha256').update(desk);
  for (const file of [
    script,
    join(import.meta.dirname, 'settings.ts'),
    join(rtFolder, 'lib/RT/Generated.pm'),
  ]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Built beside its place and moved there when whole: a build that was cut off leaves nothing that looks finished. */
async function build(desk: string, cache: string, target: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'building-'));
  try {
    const address = new URL('http://rt.invalid');
    const env = writeSettings(folder, { address, webPath: '', searchesTexts: false });
    const list = join(folder, 'desk.json');
    writeFileSync(list, desk);
    await run(rtSetup, ['--action', 'init', '--skip-create'], env);
    await run('perl', [script, list], env);
    for (const old of readdirSync(cache)) {
      if (/^[0-9a-f]{16}$/.test(old)) rmSync(join(cache, old), { recursive: true, force: true });
    }
    renameSync(folder, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(file: string, args: readonly string[], env: Record<string, string>): Promise<void> {
  const { code, output } = await runCommand(file, args, { env });
  if (code !== 0) throw new Error(`${file} failed: ${output.trim().slice(-2000)}`);
}

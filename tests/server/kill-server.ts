import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '../../server/database/open-pglite';

const root = join(import.meta.dirname, '../..');
/** In the folder that it reads. */
export const DOCUMENTS = 60;
const PARAGRAPHS = 12;

export interface KillOutcome {
  /** How many documents could be found whole after each kill. */
  readonly whole: number[];
  /** Documents with some of their passages and not the others, ever. */
  readonly torn: string[];
  /** How many could be found in the end. */
  readonly found: number;
}

/** A folder of documents whose every paragraph names it, so that a part of one can be told. */
function writeFolder(folder: string): void {
  mkdirSync(folder);
  for (let at = 0; at < DOCUMENTS; at += 1) {
    const paragraphs = Array.from(
      { length: PARAGRAPHS },
      (_, place) =>
        `Document D${at}X, paragraph ${place}. ${'The valve is opened by hand and closed again. '.repeat(14)}`,
    );
    writeFileSync(join(folder, `d${at}.txt`), paragraphs.join('\n\n'));
  }
}

/**
 * Starts the server over a folder and kills it in the middle of reading, so many times; looks after each kill whether
 * every document is there whole or not at all.
 */
export async function killWhileReading(times: number, log: (line: string) => void): Promise<KillOutcome> {
  const base = mkdtempSync(join(tmpdir(), 'deskside-kill-'));
  const folder = join(base, 'documents');
  let data = join(base, 'data-0');
  writeFolder(folder);
  const whole: number[] = [];
  const torn: string[] = [];
  for (let time = 0; time < times; time += 1) {
    await runAndKill(folder, data, 40 + ((time * 137) % 900));
    const seen = await look(data);
    whole.push(seen.whole);
    torn.push(...seen.torn);
    log(`kill ${time + 1}: ${seen.whole} of ${DOCUMENTS} whole, ${seen.torn.length} torn`);
    // All read: the next one begins with nothing.
    if (seen.whole === DOCUMENTS) data = join(base, `data-${time + 1}`);
  }
  await runAndKill(folder, data, null);
  return { whole, torn, found: (await look(data)).whole };
}

/** Kills so many milliseconds after the first file was taken up; null: lets it come to its end. */
function runAndKill(folder: string, data: string, afterMs: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(root, 'server/main.ts'), '--folder', folder, '--store', 'Killed'],
      { cwd: root, env: { ...process.env, DATA_DIR: data, PORT: '0', LOG_LEVEL: 'silent' } },
    );
    let said = '';
    let timer: ReturnType<typeof setTimeout> | null = null;
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (afterMs !== null && timer === null && /files looked at|new,/.test(said))
        timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
      if (/files can be found/.test(said)) child.kill(afterMs === null ? 'SIGTERM' : 'SIGKILL');
    });
    let problem = '';
    child.stderr.on('data', (part: Buffer) => (problem += part.toString()));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' || code === 0
        ? resolve()
        : reject(new Error(`The server ended (${code}): ${problem}`)),
    );
  });
}

async function look(data: string): Promise<{ whole: number; torn: string[] }> {
  const database = await openPglite(join(data, 'database'));
  try {
    const rows = await database.query<{ filename: string; text: string; codes: number }>(
      `select filename, string_agg(text, ' ' order by ordinal) as text, count(code)::int - count(*)::int as codes
       from passages join documents on document = documents.id left join files on files.id = file
       left join passage_codes using (document, ordinal) group by filename`,
    );
    const isWhole = ({ filename, text, codes }: (typeof rows)[number]) => {
      const name = filename.replace(/^d(\d+)\.txt$/, 'D$1X');
      return codes === 0 && text.split(`Document ${name}, paragraph`).length === PARAGRAPHS + 1;
    };
    const torn = rows.filter((row) => !isWhole(row)).map(({ filename }) => filename);
    return { whole: rows.length - torn.length, torn };
  } finally {
    await database.close();
  }
}

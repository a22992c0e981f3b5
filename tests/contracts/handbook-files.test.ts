import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { FileContent } from '../../lib/import/file-reader';
import { ImportProblem } from '../../lib/import/import-problem';
import { readAs } from '../import-files';

/** A real organisation's handbook, in the state its site generator keeps it. */
const folder = resolve(import.meta.dirname, '../../../shared/data/kb/tts-handbook');
const isThere = existsSync(folder);
if (!isThere) console.log(`Skipped: no handbook at ${folder}`);

async function readHandbook(): Promise<Map<string, FileContent | ImportProblem>> {
  const read = new Map<string, FileContent | ImportProblem>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const contents = await readAs(name, new Uint8Array(readFileSync(path))).catch((error: unknown) => {
      if (error instanceof ImportProblem) return [error];
      throw error;
    });
    for (const content of contents) read.set(name, content);
  }
  return read;
}

test.skipIf(!isThere)(
  'every file of a real handbook is read, but those that only lead elsewhere',
  async () => {
    const read = await readHandbook();
    const problems = [...read].flatMap(([name, each]) =>
      each instanceof ImportProblem ? [`${each.kind} ${name}`] : [],
    );
    const leadsElsewhere = (name: string) => /^redirect_to:/m.test(readFileSync(join(folder, name), 'utf8'));
    expect(problems.filter((each) => !each.startsWith('empty ') || !leadsElsewhere(each.slice(6)))).toEqual(
      [],
    );
    expect(read.size - problems.length).toBeGreaterThan(230);
  },
);

test.skipIf(!isThere)('its pages have their titles, headings, steps and links', async () => {
  const content = (await readHandbook()).get('pages/18f/how-18f-works/changing-your-name.md');
  if (!content || content instanceof ImportProblem) throw new Error('The page was not read');
  expect(content.title).toBe('Changing your name');
  expect(content.blocks.slice(1, 4)).toMatchObject([
    { kind: 'heading', level: 2, text: 'Changing your name across GSA' },
    { kind: 'paragraph' },
    {
      kind: 'list',
      ordered: true,
      items: [
        { text: 'Log in to HR Links', links: [{ start: 10, end: 18, url: 'https://hrlinks.gsa.gov/' }] },
        { text: 'Follow these steps.' },
        { text: expect.stringContaining('You will receive an automated email') },
        { text: expect.stringContaining('GSA IT Help Desk') },
      ],
    },
  ]);
});

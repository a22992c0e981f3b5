import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const id = 'inhouse-notes';

/** The guide is the test's input: who follows it to the letter must get there. */
const guide = readFileSync(join(root, 'docs/add-a-site.md'), 'utf8');
const blocks = [...guide.matchAll(/^```(ts|html)\n([\s\S]*?)^```$/gm)];
const [source = '', line = ''] = blocks.filter(([, kind]) => kind === 'ts').map(([, , text = '']) => text);
const page = blocks.find(([, kind]) => kind === 'html')?.[2] ?? '';

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'deskside-new-site-'));
  for (const folder of ['lib', 'tests/contracts', 'tests/fixtures', '.wxt']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  for (const file of ['tsconfig.json', 'package.json']) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  writeFileSync(
    join(copy, 'vitest.config.ts'),
    "export default { test: { include: ['tests/contracts/sites.test.ts'] } };\n",
  );
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(tool: string, args: readonly string[]): { ok: boolean; output: string } {
  const command = [join('node_modules', ...tool.split('/')), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { ok: status === 0, output: stdout + stderr };
}
const contractSuite = () => run('vitest/vitest.mjs', ['run']);
const passedIn = (output: string) => Number(/Tests\s.*?(\d+) passed/.exec(output)?.[1] ?? 0);

test('the guide’s site: one file, one line, one page, and the contract suite passes', () => {
  const before = contractSuite();
  expect(before.ok, before.output).toBe(true);

  writeFileSync(join(copy, 'lib/sites', `${id}.ts`), source);
  mkdirSync(join(copy, 'tests/fixtures/sites', id), { recursive: true });
  writeFileSync(join(copy, 'tests/fixtures/sites', id, 'note.html'), page);
  const unlisted = contractSuite();
  expect(unlisted.ok, 'a site that is in no list must not pass').toBe(false);

  appendFileSync(join(copy, 'lib/sites/list.ts'), line);
  const after = contractSuite();
  expect(after.ok, after.output).toBe(true);
  // Every example and every look-alike is a test of its own.
  expect(passedIn(after.output)).toBeGreaterThan(passedIn(before.output) + 9);
}, 240_000);

test('and it is well-typed', () => {
  writeFileSync(
    join(copy, 'tsconfig.site.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['.wxt/wxt.d.ts', `lib/sites/${id}.ts`] }),
  );
  const { ok, output } = run('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.site.json']);
  expect(ok, output).toBe(true);
}, 120_000);

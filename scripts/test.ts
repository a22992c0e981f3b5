/**
 * Everything that must hold, in one command: types, lint and shape; rules and contracts; the built extension in real
 * browsers; real systems where they can be installed. Ends with one line: N passed, N failed, N skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const output = 'test-output';
const bin = (name: string) =>
  join('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

const total = { passed: 0, failed: 0, skipped: 0 };

function run(command: string, args: string[]): boolean {
  const result = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  return result.status === 0;
}

/** A step that passes or fails as a whole. */
function step(name: string, command: string, args: string[]): void {
  console.log(`\n== ${name}`);
  if (run(command, args)) total.passed += 1;
  else total.failed += 1;
}

function suite(project: string): void {
  console.log(`\n== ${project} tests`);
  const file = join(output, `${project}.json`);
  rmSync(file, { force: true });
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const succeeded = run(bin('vitest'), args);
  const report = readReport(file);
  if (report === null) {
    console.error(`${project}: the runner left no report`);
    total.failed += 1;
    return;
  }
  // A file that could not even be loaded has no tests to count.
  const broken = report.testResults.filter(
    (file_) => file_.status === 'failed' && file_.assertionResults.length === 0,
  );
  // The name of what is skipped says why.
  for (const { status, fullName } of report.testResults.flatMap((result) => result.assertionResults)) {
    if (status !== 'passed' && status !== 'failed') console.log(`skipped: ${fullName.trim()}`);
  }
  total.passed += report.numPassedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  total.failed += report.numFailedTests + broken.length;
  if (!succeeded && report.numFailedTests + broken.length === 0) total.failed += 1;
}

function readReport(file: string): z.infer<typeof reportSchema> | null {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(String(error));
    return null;
  }
}

mkdirSync(output, { recursive: true });
step('types, lint, format, unused code', 'npm', ['run', '--silent', 'check']);
for (const project of ['unit', 'e2e', 'firefox', 'live']) suite(project);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

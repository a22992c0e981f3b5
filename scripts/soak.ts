/**
 * Kills the real browser while the library changes, and checks what is left: see tests/soak/kills.test.ts.
 *
 *   npm run soak [-- --kills 500] [--seed 20261123]
 *
 * A line for each kill goes into test-output/soak.log.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, seed: { type: 'string', default: '20261123' } },
});
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'e2e', 'tests/soak/kills.test.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, KILLS: values.kills, SEED: values.seed },
});
process.exitCode = status ?? 1;

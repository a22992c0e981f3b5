/**
 * Kills the real browser while the library changes, and the server while it reads, and checks what is left: see
 * tests/soak/kills.test.ts and tests/server/kill-server.ts.
 *
 *   npm run soak [-- --kills 500] [--server-kills 100] [--seed 20261123]
 *
 * A line for each kill goes into test-output/soak.log.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { DOCUMENTS, killWhileReading } from '../tests/server/kill-server';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    'server-kills': { type: 'string', default: '100' },
    seed: { type: 'string', default: '20261123' },
  },
});
const serverKills = Number(values['server-kills']);
if (serverKills > 0) {
  const { torn, found } = await killWhileReading(serverKills, (line) => console.log(line));
  console.log(`The server: ${serverKills} kills, ${torn.length} half documents, ${found} found in the end`);
  if (torn.length > 0 || found !== DOCUMENTS) process.exit(1);
}
if (values.kills === '0') process.exit(0);
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'e2e', 'tests/soak/kills.test.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, KILLS: values.kills, SEED: values.seed },
});
process.exitCode = status ?? 1;

import { defineConfig } from 'vitest/config';

/**
 * Real browsers and servers on a shared machine: what fails is tried once more, and the report names what needed it.
 * Twice is a failure. Rules and contracts get no second chance.
 */
const againInABrowser = 1;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'lib/**/*.test.ts',
            'components/**/*.test.{ts,tsx}',
            'tests/contracts/**/*.test.ts',
            'tests/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          environment: 'node',
          // Machines are shared: slowness is no failure, standing still is.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts', 'tests/soak/**/*.test.ts'],
          retry: againInABrowser,
          globalSetup: ['tests/e2e/global-setup.ts'],
          // One browser at a time: the machines are small, and the browser is the thing under test.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'firefox',
          include: ['tests/firefox/**/*.test.ts'],
          retry: againInABrowser,
          fileParallelism: false,
          testTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'live',
          include: ['tests/live/**/*.test.ts'],
          retry: againInABrowser,
          globalSetup: ['tests/e2e/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

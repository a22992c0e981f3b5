import { afterEach, expect, test, vi } from 'vitest';
import { lacksMemory } from './device-memory';

afterEach(() => void vi.unstubAllGlobals());

test.each([
  // What browsers say, what the model needs, whether that is too much for sure.
  [4, 5e9, false],
  [4, 7e9, true],
  [0.5, 2.2e9, true],
  [8, 60e9, false],
  [32, 60e9, false],
  [undefined, 60e9, false],
  [4, null, false],
])('with %s GiB said, a model of %s bytes: too large is %s', (deviceMemory, memoryBytes, isTooLarge) => {
  vi.stubGlobal('navigator', { deviceMemory });
  expect(lacksMemory({ memoryBytes }) !== null).toBe(isTooLarge);
});

test('it says what is needed and what there is', () => {
  vi.stubGlobal('navigator', { deviceMemory: 1 });
  expect(lacksMemory({ memoryBytes: 2_200_000_000 })).toBe(
    'It needs about 2.2 GB of memory, and this computer has about 1 GB',
  );
});

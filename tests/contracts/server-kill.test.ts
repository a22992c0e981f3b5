import { expect, test } from 'vitest';
import { DOCUMENTS, killWhileReading } from '../server/kill-server';

test('killed ten times while it reads a folder, no half document is ever found, and in the end all of them', async () => {
  const { whole, torn, found } = await killWhileReading(10, (line) => console.log(line));
  expect(torn).toEqual([]);
  // It was killed in the middle, and it goes on where it was.
  expect(whole.some((count) => count > 0 && count < DOCUMENTS)).toBe(true);
  expect(found).toBe(DOCUMENTS);
}, 400_000);

import { expect, test } from 'vitest';
import { isAllowed } from './permissions';

test('a host counts as allowed when the browser says so for its whole pattern, and for nothing else', async () => {
  const asked: unknown[] = [];
  const granted = ['https://wiki.example/*'];
  const permissions = {
    async contains(wanted: { origins: string[] }) {
      asked.push(wanted);
      return wanted.origins.every((origin) => granted.includes(origin));
    },
  };
  expect(await isAllowed(permissions, 'https://wiki.example/*')).toBe(true);
  expect(await isAllowed(permissions, 'https://other.example/*')).toBe(false);
  expect(asked).toEqual([{ origins: ['https://wiki.example/*'] }, { origins: ['https://other.example/*'] }]);
});

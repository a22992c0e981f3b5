import { describe, expect, it } from 'vitest';
import { documentKey, ownerKey, ownerPrefix, parseOwnerKey } from './keys';

/** Parts that would collide if they were only joined, or only half escaped. */
const awkward = [
  'a',
  'b',
  'a|b',
  'a%7Cb',
  '|',
  '||',
  '%',
  '%25',
  '%7C',
  'a|',
  '|a',
  'ü',
  '\ud800',
  'https://x.test',
];

describe('keys', () => {
  it('never meet for different parts', () => {
    const owners = new Map<string, string>();
    for (const origin of awkward) {
      for (const user of awkward) owners.set(ownerKey(origin, user), `${origin}\n${user}`);
    }
    expect(owners.size).toBe(awkward.length ** 2);

    const documents = new Set<string>();
    for (const owner of owners.keys()) {
      for (const id of awkward)
        documents.add(documentKey(owner, 'kb|1', id)).add(documentKey(owner, 'kb', id));
    }
    expect(documents.size).toBe(owners.size * awkward.length * 2);
  });

  it('give back origin and user', () => {
    for (const origin of awkward) {
      for (const userId of awkward)
        expect(parseOwnerKey(ownerKey(origin, userId))).toEqual({ origin, userId });
    }
    expect(parseOwnerKey('no-owner')).toBeNull();
    expect(parseOwnerKey('a|b|c')).toBeNull();
  });

  it('refuse an owner without a user, whose rows everybody would share', () => {
    expect(() => ownerKey('https://kb.example.com', '')).toThrow(/a user/);
    expect(() => ownerKey('', 'maria')).toThrow(/an origin/);
  });

  it('begin with the prefix of their own owner and of no other', () => {
    const owners = awkward.flatMap((origin) => awkward.map((user) => ownerKey(origin, user)));
    for (const owner of owners) {
      const key = documentKey(owner, 'kb', '1');
      expect(owners.filter((other) => key.startsWith(ownerPrefix(other)))).toEqual([owner]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { decodeTinyLink, pageRef } from './address';

describe('decodeTinyLink', () => {
  it.each([
    ['Fc1bBw', '123456789'],
    ['AQAB', '65537'],
    ['AQ', '1'],
    ['-----w', '4294967295'],
    ['AAAAAAE', '4294967296'],
    ['phDOEg', '315494566'],
  ])('%s is page %s', (code, id) => {
    expect(decodeTinyLink(code)).toBe(id);
  });
});

describe('pageRef', () => {
  it.each([undefined, '', '0', '007', '-1', '1e3', 'NaN', '12345678901234567890'])('%s is no page', (id) => {
    expect(pageRef(id)).toBeNull();
  });
});

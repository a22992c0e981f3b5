import { afterEach, describe, expect, test, vi } from 'vitest';
import { findBrowser } from './find-browser';

afterEach(() => void vi.unstubAllEnvs());

describe('CHROME_PATH', () => {
  test('overrides everything', () => {
    vi.stubEnv('CHROME_PATH', process.execPath);
    expect(findBrowser()).toBe(process.execPath);
  });

  test('that leads nowhere is said, not passed over', () => {
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome');
    expect(() => findBrowser()).toThrow('/nowhere/chrome');
  });
});

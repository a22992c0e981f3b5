import { describe, expect, test } from 'vitest';
import { matchPatternOf, patternCovers } from './match-pattern';

test.each([
  ['https://jira.example', 'https://jira.example/*'],
  ['https://jira.example:8443/jira', 'https://jira.example/*'],
  ['http://Wiki.Example/wiki/', 'http://wiki.example/*'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1/*'],
  ['http://[::1]:8080/x', 'http://[::1]/*'],
])('%s is covered by %s, and by it alone', (baseUrl, pattern) => {
  expect(matchPatternOf(baseUrl)).toBe(pattern);
  expect(patternCovers(pattern, new URL(baseUrl))).toBe(true);
});

describe('a pattern covers', () => {
  test.each([
    ['https://*.desk.example/*', 'https://acme.desk.example/x?y#z', true],
    ['https://*.desk.example/*', 'https://a.b.desk.example/', true],
    ['https://*.desk.example/*', 'https://desk.example/', true],
    ['https://*.desk.example/*', 'https://evildesk.example/', false],
    ['https://*.desk.example/*', 'https://desk.example.evil.example/', false],
    ['https://*.desk.example/*', 'http://acme.desk.example/', false],
    ['https://jira.example/*', 'https://jira.example:8443/', true],
    ['https://jira.example/*', 'https://sub.jira.example/', false],
    ['https://jira.example/*', 'https://jira.example@evil.example/', false],
    ['<all_urls>', 'https://jira.example/', false],
    ['https://*/*', 'https://jira.example/', false],
  ])('%s and %s: %s', (pattern, url, expected) => {
    expect(patternCovers(pattern, new URL(url))).toBe(expected);
  });
});

import { expect, test } from 'vitest';
import { DesksideError } from '../core/errors';
import { createLogger } from './logger';

function logged(what: string, ...error: unknown[]): string {
  const lines: string[] = [];
  createLogger('host', { warn: (line: string) => void lines.push(line) }).warn(what, ...error);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

test('a line says what failed, by kind, status and place', () => {
  const error = new DesksideError('forbidden', 'Not for ann@acme.example', {
    status: 403,
    at: 'https://jira.example/rest/api/2/search',
    cause: new Error('jql=text ~ "salary of Bob"'),
  });
  expect(logged('search', error)).toBe(
    '[deskside:host] search: forbidden 403 https://jira.example/rest/api/2/search',
  );
});

test.each([
  [new Error('token=s3cret'), 'Error'],
  [new TypeError('s3cret'), 'TypeError'],
  ['s3cret', 'string'],
  [{ token: 's3cret' }, 'object'],
  [null, 'object'],
])('nothing else is told of an error: %s', (error, expected) => {
  expect(logged('search', error)).toBe(`[deskside:host] search: ${expected}`);
});

test('a line without an error ends after what it says', () => {
  expect(logged('no browser')).toBe('[deskside:host] no browser');
});

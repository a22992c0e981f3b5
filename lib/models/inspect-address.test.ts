import { expect, test } from 'vitest';
import { inspectAddress } from './inspect-address';

const url = 'https://models.acme.test/files/Desk%202.Q4.gguf?download=true';
const signal = new AbortController().signal;
const inspect = (answer: () => Response | Promise<Response>) =>
  inspectAddress(url, null, { fetch: () => Promise.resolve().then(answer), signal });

test('a model is known by its first bytes, and its size by what the server says of the rest', async () => {
  const part = () => new Response('GGUF', { status: 206, headers: { 'content-range': 'bytes 0-3/123456' } });
  expect(await inspect(part)).toMatchObject({
    id: 'desk-2-q4-2n9c',
    title: 'Desk 2.Q4',
    engine: 'wllama',
    files: [{ name: 'model.gguf', url, bytes: 123_456, sha256: null }],
  });
  const whole = () => new Response('GGUF and all the rest', { headers: { 'content-length': '21' } });
  expect((await inspect(whole)).files[0]?.bytes).toBe(21);
});

test.each([
  ['a missing file', () => new Response('', { status: 404 }), 'not-found'],
  ['a file for others', () => new Response('', { status: 403 }), 'forbidden'],
  ['a broken server', () => new Response('', { status: 500 }), 'server'],
  [
    'a web page',
    () => new Response('<!doctype html>', { headers: { 'content-length': '15' } }),
    'bad-answer',
  ],
  ['a length that nobody says', () => new Response('GGUF'), 'bad-answer'],
  ['nothing', () => new Response(null, { status: 200 }), 'bad-answer'],
  ['no server', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
])('%s is refused in words', async (_name, answer, kind) => {
  await expect(inspect(answer)).rejects.toMatchObject({ kind });
});

import { expect, test } from 'vitest';
import { cacheOfFiles } from './cache-of-files';

const url = 'https://model.invalid/one/resolve/main/tokenizer.json';

test('finds what lies on this device by its address, and nothing else', async () => {
  const cache = await cacheOfFiles(new Map([[url, new Blob(['{"a":1}'])]])).open('webllm/model');
  expect(await (await cache.match(new Request(url)))?.json()).toEqual({ a: 1 });
  expect(await (await cache.match(url))?.text()).toBe('{"a":1}');
  expect(await cache.match(`${url}.other`)).toBeUndefined();
  expect((await cache.keys()).map((request) => request.url)).toEqual([url]);
});

test('fetches nothing: what is missing is named', async () => {
  const cache = await cacheOfFiles(new Map()).open('webllm/model');
  await expect(cache.add(new Request(url))).rejects.toMatchObject({
    name: 'NotFoundError',
    message: 'The model has no tokenizer.json',
  });
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFolder } from '../../scripts/browser/remove-folder';
import { servePage } from '../bench/serve-page';
import type { DirectRequest } from '../engine-page/direct';
import { tinyModel } from '../models/tiny-model';
import { startWorld, type World } from './world';

/** llama.cpp's engine in a worker of a page: what cannot be seen through the panel. */
const realModel = process.env.MODEL_GGUF ?? '';
const cited = /^[^[\]\n]+\[[12]\](?:\n[^[\]\n]+\[[12]\])*$/;

let world: World;
let page: Page;
let folder = '';
let served: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-engine-'));
  served = await servePage({
    root: join(import.meta.dirname, '..', 'engine-page'),
    outDir: join(folder, 'page'),
    files: {
      '/stray.gguf': () =>
        Buffer.from(tinyModel({ answers: ['Restart the machine [7].'], otherwise: ' [2]' })),
      '/real.gguf': () => readFileSync(realModel),
    },
  });
  world = await startWorld({ products: [] });
  page = await world.newPage(served.url);
});
afterAll(async () => {
  await world?.close();
  served?.close();
  await removeFolder(folder);
});

const ask = (change: Partial<DirectRequest['request']>, path = '/stray.gguf', contextTokens = 2048) =>
  page.evaluate((asked) => window.runDirectly(asked), {
    path,
    contextTokens,
    request: {
      messages: [{ role: 'user' as const, content: 'What is to be done?' }],
      mostTokens: 200,
      temperature: 0,
      ...change,
    },
  });

describe('a form for the answer', () => {
  test('without one a model says what it likes', async () => {
    expect(await ask({})).toMatchObject({ text: 'Restart the machine [7].' });
  });

  test('with one it can name none but the sources that are there', async () => {
    expect(await ask({ citedLines: 2 })).toMatchObject({ text: 'Restart the machine [2]' });
  });
});

test('a context that takes more memory than there is fails in words, and the next one loads', async () => {
  expect(await ask({}, '/stray.gguf', 2_000_000_000)).toEqual({
    failed: 'no-room: The model needs more memory than there is',
  });
  expect(await ask({})).toMatchObject({ text: 'Restart the machine [7].' });
});

describe.skipIf(realModel === '')(
  'a real model (MODEL_GGUF names its file; without one there is nothing to run)',
  () => {
    test('keeps to the form', async () => {
      const sources =
        'Sources:\n\n[1] Blank pages\nIf a printer prints blank pages, take the toner out, remove the strip and put it back.\n\n[2] Printer queue\nIf a job hangs, open the queue and delete the job, then print again.';
      const answer = await ask(
        {
          messages: [
            {
              role: 'user',
              content: `${sources}\n\nMy printer prints blank pages. Answer from the sources in two short sentences, each with the number of its source.`,
            },
          ],
          citedLines: 2,
        },
        '/real.gguf',
      );
      console.log(basename(realModel), answer);
      if ('failed' in answer) expect.fail(answer.failed);
      // Cut off at the most tokens the last line may lack its end.
      const whole = answer.usage.tokens >= 200 ? answer.text.replace(/\n[^\n]*$/, '') : answer.text;
      expect(whole).toMatch(cited);
    }, 300_000);
  },
);

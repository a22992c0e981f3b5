import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from './embedder';
import { openEncoder } from './encoder';
import { shippedEncoder } from './shipped-encoder';

const root = join(import.meta.dirname, '../../public');
const model = readFileSync(join(root, shippedEncoder.modelPath));
const vocabulary = readFileSync(join(root, shippedEncoder.vocabularyPath), 'utf8');
const packages = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
const runtime = readFileSync(join(packages, 'ort-wasm-simd-threaded.wasm'));
const inner = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

/** From onnxruntime 1.32 for Python, with the tokenizer of the sentence-transformers project. */
const golden = {
  laptop: [-0.0015, -0.0307, -0.0076, -0.0788, 0.0973, -0.0259],
  toner: [-0.0062, -0.0374, -0.0912, -0.0594, -0.0417, -0.0537],
  near: 0.1708,
};

let encoder: Embedder;
beforeAll(async () => {
  encoder = await openEncoder({ model, vocabulary }, { runtime });
}, 60_000);

async function encode(...texts: string[]): Promise<Float32Array[]> {
  return encoder.embed(texts, 'passage');
}

describe('the encoder that ships', () => {
  it('is the file that NOTICE.md names', () => {
    const hash = createHash('sha256').update(model).digest('hex');
    expect(readFileSync(join(root, 'encoder/NOTICE.md'), 'utf8')).toContain(hash);
  });

  it('says what onnxruntime says of the same texts on a processor of its own', async () => {
    const [laptop, toner] = await encode(
      'The laptop will not start after the update.',
      'Replace the toner cartridge of the printer on floor 3.',
    );
    if (!laptop || !toner) throw new Error('not two vectors');
    expect(laptop).toHaveLength(shippedEncoder.dimensions);
    expect(inner(laptop, laptop)).toBeCloseTo(1, 5);
    expect(inner(toner, toner)).toBeCloseTo(1, 5);
    for (const [at, value] of golden.laptop.entries()) expect(laptop[at]).toBeCloseTo(value, 2);
    for (const [at, value] of golden.toner.entries()) expect(toner[at]).toBeCloseTo(value, 2);
    expect(inner(laptop, toner)).toBeCloseTo(golden.near, 2);
  });

  it('reads word order, which a sum of words cannot', async () => {
    const [asked, turned] = await encode('Move mail from A to B.', 'Move mail from B to A.');
    const [open, shut] = await encode('The port is open, not closed.', 'The port is closed, not open.');
    if (!asked || !turned || !open || !shut) throw new Error('not four vectors');
    expect(inner(asked, turned)).toBeLessThan(0.9999);
    expect(inner(open, shut)).toBeLessThan(0.999);
  });

  it('gives nothing for nothing, and reads the beginning of what is too long', async () => {
    const [nothing, short, long] = await encode(' \u0000 ', 'vpn '.repeat(300), 'vpn '.repeat(30_000));
    expect(nothing?.every((value) => value === 0)).toBe(true);
    expect(long).toEqual(short);
  });

  it('stops between two texts', async () => {
    const controller = new AbortController();
    const work = encoder.embed(['one', 'two', 'three'], 'passage', controller.signal);
    controller.abort();
    await expect(work).rejects.toThrow(/abort/i);
  });
});

it('a damaged model is an error, not an answer', async () => {
  await expect(openEncoder({ model: model.subarray(0, 5_000), vocabulary }, { runtime })).rejects.toThrow();
});

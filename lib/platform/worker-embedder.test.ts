import { describe, expect, it, vi } from 'vitest';
import { wire } from './test-worker';
import { createWorkerEmbedder, serveEmbedder } from './worker-embedder';

/** Each text's vector is its length. */
const lengths = {
  async embed(texts: readonly string[], _kind: string, signal?: AbortSignal) {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      if (text === 'bad') throw new RangeError('no such text');
      vectors.push(Float32Array.of(text.length));
      await new Promise((resolve) => setTimeout(resolve));
    }
    return vectors;
  },
};

function setUp(open = () => Promise.resolve(lengths), idleMs = 60_000) {
  const wires: ReturnType<typeof wire>[] = [];
  const opened = vi.fn(open);
  const embedder = createWorkerEmbedder({
    start() {
      const one = wire();
      wires.push(one);
      serveEmbedder(one.port, opened);
      return one.handle;
    },
    idleMs,
  });
  return { embedder, wires, opened };
}

describe('an embedder in a worker', () => {
  it('starts with the first request, opens once, and answers each with its own', async () => {
    const { embedder, wires, opened } = setUp();
    expect(wires).toHaveLength(0);
    const both = await Promise.all([
      embedder.embed(['a', 'bb'], 'passage'),
      embedder.embed(['ccc'], 'query'),
    ]);
    expect(both).toEqual([[Float32Array.of(1), Float32Array.of(2)], [Float32Array.of(3)]]);
    expect(wires).toHaveLength(1);
    expect(opened).toHaveBeenCalledTimes(1);
  });

  it('fails what failed inside, and goes on', async () => {
    const { embedder } = setUp();
    await expect(embedder.embed(['bad'], 'query')).rejects.toThrow('RangeError');
    expect(await embedder.embed(['fine'], 'query')).toEqual([Float32Array.of(4)]);
  });

  it('tries again to open what could not be opened', async () => {
    let tries = 0;
    const { embedder } = setUp(() => {
      tries += 1;
      return tries === 1 ? Promise.reject(new TypeError('no file')) : Promise.resolve(lengths);
    });
    await expect(embedder.embed(['a'], 'query')).rejects.toThrow('TypeError');
    expect(await embedder.embed(['a'], 'query')).toEqual([Float32Array.of(1)]);
  });

  it('ends at once for whoever leaves, and stops the work between two texts', async () => {
    const { embedder } = setUp();
    const controller = new AbortController();
    const embed = vi.spyOn(lengths, 'embed');
    const leaving = embedder.embed(
      Array.from({ length: 1_000 }, () => 'text'),
      'passage',
      controller.signal,
    );
    await vi.waitFor(() => expect(embed).toHaveBeenCalled());
    controller.abort(new DOMException('left', 'AbortError'));
    await expect(leaving).rejects.toThrow('left');
    expect(await embedder.embed(['a'], 'query')).toEqual([Float32Array.of(1)]);
    expect(embed.mock.calls[0]?.[2]?.aborted).toBe(true);
    await expect(embedder.embed(['a'], 'query', controller.signal)).rejects.toThrow('left');
    embed.mockRestore();
  });

  it('fails what a dead worker was asked, and starts another', async () => {
    const { embedder, wires } = setUp();
    const asked = embedder.embed(['a'], 'query');
    wires[0]?.die();
    await expect(asked).rejects.toThrow('ended');
    expect(await embedder.embed(['a'], 'query')).toEqual([Float32Array.of(1)]);
    expect(wires).toHaveLength(2);
  });

  it('takes an answer that is none for the worker’s death', async () => {
    const { embedder, wires } = setUp();
    const asked = embedder.embed(['a'], 'query');
    wires[0]?.port.postMessage({ id: 1, vectors: ['<script>'] });
    await expect(asked).rejects.toThrow('ended');
  });

  it('gives the worker back when nothing is asked any more', async () => {
    const { embedder, wires } = setUp(undefined, 1);
    await embedder.embed(['a'], 'query');
    await vi.waitFor(() => expect(wires[0]?.terminate).toHaveBeenCalled());
    expect(await embedder.embed(['bb'], 'query')).toEqual([Float32Array.of(2)]);
    expect(wires).toHaveLength(2);
  });
});

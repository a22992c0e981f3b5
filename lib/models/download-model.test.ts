import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { modelRecordSchema, type DownloadProgress } from '../core/model';
import { downloadModel } from './download-model';
import { createMemoryFolders } from './memory-folders';
import { createModelStore } from './model-store';

const one = Uint8Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 251);
const two = Uint8Array.from({ length: 30_000 }, (_, at) => (at * 104_729) % 241);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const file = (name: string, bytes: Uint8Array, sha256: string | null = hashOf(bytes)) => ({
  name,
  url: `https://models.example/${name}`,
  bytes: bytes.length,
  sha256,
});
const record = modelRecordSchema.parse({
  id: 'house',
  engine: 'wllama',
  title: 'House',
  files: [file('one.bin', one), file('two.bin', two)],
  contextTokens: 4096,
  licence: null,
});
const contents: Record<string, Uint8Array> = { 'one.bin': one, 'two.bin': two };

type Answer = (request: Request, call: number) => Response | Promise<Response>;

/** A server of files that knows ranges; `misbehave` answers in its place where it gives something. */
function serve(misbehave: (request: Request, call: number) => ReturnType<Answer> | null = () => null) {
  const asked: { name: string; range: string | null }[] = [];
  const fetch = (async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    const name = new URL(url).pathname.slice(1);
    asked.push({ name, range: request.headers.get('range') });
    const odd = await misbehave(request, asked.length);
    if (odd) return odd;
    return whole(request);
  }) as typeof globalThis.fetch;
  return { fetch, asked };
}

function whole(
  request: Request,
  tag = '"v1"',
  bytes = contents[new URL(request.url).pathname.slice(1)],
): Response {
  if (!bytes) return new Response('nothing', { status: 404 });
  const from = Number(/bytes=(\d+)-/.exec(request.headers.get('range') ?? '')?.[1] ?? 0);
  const isSame = (request.headers.get('if-range') ?? tag) === tag;
  const headers = { etag: tag, 'content-type': 'application/octet-stream' };
  if (from === 0 || !isSame) return new Response(Uint8Array.from(bytes), { headers });
  if (from >= bytes.length) return new Response(null, { status: 416 });
  return new Response(Uint8Array.from(bytes.subarray(from)), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` },
  });
}

/** Sends so many bytes of the answer, and then loses the line. */
function cutAfter(response: Response, count: number): Response {
  const reader = response.body?.getReader();
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // What is still queued is thrown away by an error: it has to be asked for once more.
        if (sent >= count) return controller.error(new TypeError('network error'));
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return controller.close();
        const part = value.subarray(0, count - sent);
        sent += part.length;
        controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}

function setUp(
  server: ReturnType<typeof serve>,
  folders = createMemoryFolders(),
  onBytes: () => void = () => undefined,
) {
  const waits: number[] = [];
  const progress: DownloadProgress[] = [];
  const download = (of = record, signal = new AbortController().signal) =>
    downloadModel(folders, of, {
      fetch: server.fetch,
      signal,
      onProgress(each) {
        progress.push(each);
        onBytes();
      },
      now: () => 5,
      wait: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
      stallMs: 200,
    });
  const isReady = async () => (await createModelStore(folders).list())[0]?.state === 'ready';
  return { folders, waits, progress, download, isReady };
}

describe('a download', () => {
  it('brings again what the browser took away, and nothing else', async () => {
    const server = serve();
    const { folders, download, isReady } = setUp(server);
    await download();
    folders.files.get('house')?.delete('two.bin');
    expect(await isReady()).toBe(false);
    const before = server.asked.length;
    await download();
    expect(await isReady()).toBe(true);
    expect(server.asked.slice(before)).toEqual([{ name: 'two.bin', range: null }]);
  });

  it('brings every file, verified, and asks for nothing a second time', async () => {
    const server = serve();
    const { folders, download, progress } = setUp(server);
    await download();
    expect(await createModelStore(folders).list()).toMatchObject([
      { state: 'ready', isVerified: true, bytes: 80_000 },
    ]);
    expect(progress.at(-1)).toEqual({ bytes: 80_000, total: 80_000 });
    await download();
    expect(server.asked).toHaveLength(2);
  });

  it('goes on where the line was lost, again and again, with the right bytes', async () => {
    const server = serve((request, call) => (call <= 5 ? cutAfter(whole(request), 9_000) : null));
    const { folders, download, isReady } = setUp(server);
    await download();
    expect(await isReady()).toBe(true);
    expect(folders.files.get('house')?.get('one.bin')).toEqual(one);
    expect(server.asked.slice(0, 3).map(({ range }) => range)).toEqual([null, 'bytes=9000-', 'bytes=18000-']);
  });

  it('goes on after a pause, in another process, without asking for what is there', async () => {
    const pause = new AbortController();
    const first = serve((request) => cutAfter(whole(request), 20_000));
    const { folders, download } = setUp(first, createMemoryFolders(), () => pause.abort());
    await expect(download(record, pause.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const there = folders.files.get('house')?.get('one.bin')?.length ?? 0;
    expect(there).toBeGreaterThan(0);
    const second = serve();
    const later = setUp(second, folders);
    await later.download();
    expect(await later.isReady()).toBe(true);
    expect(second.asked[0]).toEqual(
      there === one.length ? { name: 'two.bin', range: null } : { name: 'one.bin', range: `bytes=${there}-` },
    );
  });

  it('begins anew where the file on the server is another one by now', async () => {
    const server = serve((request, call) =>
      call === 1
        ? cutAfter(
            whole(
              request,
              '"old"',
              Uint8Array.from(one, () => 1),
            ),
            9_000,
          )
        : null,
    );
    const { folders, download, isReady } = setUp(server);
    await download();
    expect(await isReady()).toBe(true);
    expect(folders.files.get('house')?.get('one.bin')).toEqual(one);
  });

  it('begins anew where the server knows no ranges, or gives the wrong one', async () => {
    const without = serve((request, call) =>
      call === 1
        ? cutAfter(whole(request), 9_000)
        : new Response(Uint8Array.from(contents[new URL(request.url).pathname.slice(1)] ?? [])),
    );
    const first = setUp(without);
    await first.download();
    expect(await first.isReady()).toBe(true);
    const wrong = serve((request, call) => {
      if (call === 1) return cutAfter(whole(request), 9_000);
      return call === 2
        ? new Response('x', { status: 206, headers: { 'content-range': 'bytes 0-0/50000' } })
        : null;
    });
    const second = setUp(wrong);
    await second.download();
    expect(second.folders.files.get('house')?.get('one.bin')).toEqual(one);
  });

  it('waits as long as the server asks, and longer each time it does not say', async () => {
    const server = serve((_request, call) => {
      if (call === 1) return new Response('', { status: 429, headers: { 'retry-after': '7' } });
      return call < 4 ? new Response('', { status: 503 }) : null;
    });
    const { download, waits, isReady } = setUp(server);
    await download();
    expect(waits).toEqual([7_000, 4_000, 8_000]);
    expect(await isReady()).toBe(true);
  });

  it('takes a line that falls silent for lost', async () => {
    const server = serve((request, call) =>
      call === 1
        ? new Response(
            new ReadableStream({
              start(controller) {
                controller.enqueue(one.subarray(0, 1_000));
                request.signal.addEventListener('abort', () => controller.error(request.signal.reason));
              },
            }),
          )
        : null,
    );
    const { download, isReady } = setUp(server);
    await download();
    expect(await isReady()).toBe(true);
    expect(server.asked[1]?.range).toBe('bytes=1000-');
  });
});

describe('a download that cannot be', () => {
  it.each<[string, Answer, string, string]>([
    ['is not there', () => new Response('', { status: 404 }), 'not-found', 'no such file'],
    ['is not for everybody', () => new Response('', { status: 403 }), 'forbidden', 'not give'],
    [
      'is a web page',
      () => new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
      'bad-answer',
      'web page',
    ],
    ['is longer than said', () => new Response(new Uint8Array(60_000)), 'bad-answer', 'more than'],
    ['is another file', () => new Response(new Uint8Array(50_000)), 'bad-answer', 'not what its publisher'],
    ['is always cut off', () => new Response(null), 'unreachable', 'interrupted'],
    ['is behind a broken server', () => new Response('', { status: 500 }), 'server', 'interrupted'],
  ])('because it %s, says so and is not ready', async (_what, answer, kind, words) => {
    const { download, isReady } = setUp(serve(answer));
    await expect(download()).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(words) as string,
    });
    expect(await isReady()).toBe(false);
  });

  it('keeps nothing of a file with another hash, and all of one that was interrupted', async () => {
    const wrong = setUp(serve(() => new Response(new Uint8Array(50_000))));
    await expect(wrong.download()).rejects.toThrow();
    expect(wrong.folders.files.get('house')?.get('one.bin')?.length).toBe(0);
    const cut = setUp(
      serve((request, call) =>
        call === 1 ? cutAfter(whole(request), 9_000) : Promise.reject(new TypeError('offline')),
      ),
    );
    await expect(cut.download()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(cut.folders.files.get('house')?.get('one.bin')?.length).toBe(9_000);
  });

  it('for want of room keeps what has come', async () => {
    const { download, isReady } = setUp(serve(), createMemoryFolders(20_000));
    await expect(download()).rejects.toMatchObject({ kind: 'no-room' });
    expect(await isReady()).toBe(false);
  });

  it('is unverified where nobody published a hash', async () => {
    const { folders, download } = setUp(serve());
    await download({ ...record, files: [file('one.bin', one, null)] });
    expect(await createModelStore(folders).list()).toMatchObject([{ state: 'ready', isVerified: false }]);
  });
});

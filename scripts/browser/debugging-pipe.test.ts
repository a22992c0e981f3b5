import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createPipe } from './debugging-pipe';

/** A browser's end of the pipe. */
function fakeBrowser() {
  const input = new PassThrough();
  const output = new PassThrough();
  const child = Object.assign(new EventEmitter(), { stdio: [null, null, null, input, output] });
  const asked: string[] = [];
  input.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
  return {
    asked,
    child,
    pipe: createPipe(child as unknown as ChildProcess),
    write: (bytes: Buffer | string) => output.write(bytes),
  };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the debugging pipe', () => {
  test('sends numbered commands, each ended by a zero byte', async () => {
    const { pipe, asked } = fakeBrowser();
    void pipe.send('Extensions.loadUnpacked', { path: '/x' });
    void pipe.send('Browser.close', {});
    await settle();
    expect(asked.join('')).toBe(
      '{"id":1,"method":"Extensions.loadUnpacked","params":{"path":"/x"}}\0{"id":2,"method":"Browser.close","params":{}}\0',
    );
  });

  test('gives each answer to who asked, events and order aside', async () => {
    const { pipe, write } = fakeBrowser();
    const answers = [pipe.send('A', {}), pipe.send('B', {})];
    write(
      '{"method":"Target.created","params":{}}\0{"id":2,"result":"b"}\0{"id":9,"result":"nobody"}\0{"id":1,"result":"a"}\0',
    );
    expect(await Promise.all(answers)).toEqual(['a', 'b']);
  });

  test('understands answers however they are cut, between the bytes of a character too', async () => {
    const { pipe, write } = fakeBrowser();
    const answer = pipe.send('A', {});
    for (const byte of Buffer.from('{"id":1,"result":"Zürich 密码"}\0')) {
      write(Buffer.from([byte]));
      await Promise.resolve();
    }
    expect(await answer).toBe('Zürich 密码');
  });

  test("throws the browser's own words", async () => {
    const { pipe, write } = fakeBrowser();
    const answer = pipe.send('A', {});
    write('{"id":1,"error":{"code":-32000,"message":"Manifest file is missing"}}\0');
    await expect(answer).rejects.toThrow('Manifest file is missing');
  });

  test.each([
    ['ends', (child: EventEmitter) => child.emit('exit', 1, null)],
    ['cannot be started', (child: EventEmitter) => child.emit('error', new Error('ENOENT'))],
  ])('leaves nobody waiting when the browser %s', async (_what, end) => {
    const { pipe, child } = fakeBrowser();
    const before = pipe.send('A', {});
    end(child);
    await expect(before).rejects.toThrow('The browser ended');
    await expect(pipe.send('B', {})).rejects.toThrow('The browser ended');
  });
});

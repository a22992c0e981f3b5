import { describe, expect, it } from 'vitest';
import { gzipSync, gunzipSync } from 'node:zlib';
import { readBackup, writeBackup } from './backup-file';

const createdAt = '2026-11-23T00:00:00.000Z';
const { signal } = new AbortController();
const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer());
async function* from(records: unknown[]) {
  yield* records;
}
async function read(file: Blob, seen: unknown[] = []): Promise<unknown[]> {
  for await (const { record } of readBackup(file, signal)) seen.push(record);
  return seen;
}
const packed = (text: string) => new Blob([new Uint8Array(gzipSync(text))]);
const head = '{"format":"deskside-library","version":1}\n';

describe('a backup file', () => {
  it('gives its records back, whatever is in them', async () => {
    const records = [{ a: 'line\nfeed' }, { text: 'x'.repeat(200_000) }, { end: 'no number' }, ['ü', null]];
    expect(await read(await writeBackup(from(records), { createdAt }))).toEqual(records);
    expect(await read(await writeBackup(from([]), { createdAt }))).toEqual([]);
  });

  it('hands on what breaks while it is written', async () => {
    async function* broken() {
      yield 1;
      throw new Error('the host is away');
    }
    await expect(writeBackup(broken(), { createdAt })).rejects.toThrow('the host is away');
  });

  it.each([
    ['an empty file', new Blob([])],
    ['a picture', new Blob([new Uint8Array([137, 80, 78, 71])])],
    ['another gzip file', packed('hello\nworld\n')],
    ['JSON of another sort', packed('{"a":1}\n')],
    ['one endless line', packed('x'.repeat(1_000))],
  ])('is not %s', async (_, file) => {
    await expect(read(file)).rejects.toThrow('not a backup');
  });

  it('of a later version says so', async () => {
    await expect(read(packed('{"format":"deskside-library","version":2}\n'))).rejects.toThrow(
      'later version',
    );
  });

  it('that was cut short gives what it has, then says so', async () => {
    const records = Array.from({ length: 2_000 }, (_, index) => ({ index, text: String(Math.sin(index)) }));
    const whole = await bytesOf(await writeBackup(from(records), { createdAt }));
    const seen: unknown[] = [];
    const cut = new Blob([new Uint8Array(whole.subarray(0, whole.length - 5_000))]);
    await expect(read(cut, seen)).rejects.toThrow('damaged or incomplete');
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(records.slice(0, seen.length));
  });

  it.each([
    ['a record was taken out', `${head}{"a":1}\n{"end":2}\n`],
    ['something stands behind the end', `${head}{"end":0}\n{"a":1}\n`],
    ['the end is missing', `${head}{"a":1}\n`],
    ['the last line is cut', `${head}{"a":1}\n{"end":`],
  ])('is damaged where %s', async (_, text) => {
    await expect(read(packed(text))).rejects.toThrow('damaged or incomplete');
  });

  it('whose bytes were changed is damaged', async () => {
    const numbers = Array.from({ length: 50_000 }, (_, index) => Math.sin(index));
    const whole = await bytesOf(await writeBackup(from([{ numbers }, {}]), { createdAt }));
    expect(gunzipSync(whole).length).toBeGreaterThan(0);
    whole[whole.length - 6]! ^= 0xff; // within the checksum
    await expect(read(new Blob([new Uint8Array(whole)]))).rejects.toThrow(/damaged/);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const file = await writeBackup(from([1, 2, 3]), { createdAt });
    const reading = (async () => {
      for await (const _ of readBackup(file, stop.signal)) stop.abort();
    })();
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadingLevel } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { blockSchema, blocksToText } from '../../lib/core/rich-text';
import type { FileContent, FileReader } from '../../lib/import/file-reader';
import { ImportProblem } from '../../lib/import/import-problem';
import { fileReaders } from '../../lib/import/index';
import { MOST_LINE, MOST_TEXT } from '../../lib/import/limits';
import { headingParagraph, importTools, makeDocx, makePdf, zipDocx } from '../import-files';
import { createRandom } from '../random-blocks';
import { mutateText } from './mutate-answer';

const sentence = 'The gateway refuses a token whose clock is wrong. ';

/** A good file of each format: what hostile ones are made of. */
const samples: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  // Not packed, so that what is spoilt in it is what it says.
  pdf: () => makePdf((pdf) => pdf.fontSize(20).text('VPN').fontSize(11).text(sentence.repeat(40)), { compress: false }),
  docx: () => makeDocx([headingParagraph('VPN', HeadingLevel.HEADING_1), sentence.repeat(40)]),
  html: async () =>
    utf8(`<!doctype html><html><head><title>VPN</title></head><body><h1>VPN</h1><p>${sentence} <a href="https://x.example/">x</a></p></body></html>`),
  markdown: async () =>
    utf8(`---\ntitle: VPN\n---\n# VPN\n\n${sentence}\n\n- [x](https://x.example/)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`),
  csv: async () => utf8(`number,title,body\nKB1,VPN,"${sentence}"\nKB2,Mail,"<p>${sentence}</p>"\n`),
  text: async () => utf8(`VPN\n\n${sentence}\n${sentence}\n\n- one\n- two https://x.example/\n`),
}; // prettier-ignore

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test('every format has a file of its own, a line in the list and a sample here', () => {
  const list = readFileSync(join(import.meta.dirname, '../../lib/import/list.ts'), 'utf8');
  for (const { id } of fileReaders) expect(list).toContain(`'./${id}-file'`);
  expect(fileReaders.map(({ id }) => id).sort()).toEqual(Object.keys(samples).sort());
});

test('no two formats share an extension or a media type', () => {
  for (const key of ['extensions', 'mediaTypes'] as const) {
    const all = fileReaders.flatMap((reader) => reader[key]);
    expect(all.filter((each, index) => all.indexOf(each) !== index || each !== each.toLowerCase())).toEqual(
      [],
    );
  }
});

describe.each(fileReaders)('$id', (reader) => {
  let good = new Uint8Array();
  beforeAll(async () => {
    good = new Uint8Array((await samples[reader.id]?.()) ?? []);
  });

  test('reads its own sample, and nobody else recognises it', async () => {
    const contents = await reader.read({ path: 'a', bytes: good.slice() }, importTools());
    expect(contents[0]?.title).toBe('VPN');
    expect(textOf(contents)).toContain('refuses a token');
    contents.forEach(checkContent);
    const others = fileReaders.filter(({ id, recognises }) => id !== reader.id && recognises?.(good));
    expect(others.map(({ id }) => id)).toEqual([]);
  });

  test('gives the same each time', async () => {
    const read = () => reader.read({ path: 'a', bytes: good.slice() }, importTools());
    expect(await read()).toEqual(await read());
  });

  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'hostile bytes give documents or a named problem (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      for (const bytes of [mutate(good, random), mutate(good, random), noise(random, reader)])
        await checkRead(reader, bytes);
    },
  );

  test('an abort passes through', async () => {
    const read = reader.read(
      { path: 'a', bytes: good.slice() },
      importTools({ signal: AbortSignal.abort() }),
    );
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'a Word document with a spoilt part gives a document or a named problem (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const parts = unzipSync((await samples.docx?.()) ?? new Uint8Array());
    const names = Object.keys(parts).filter((name) => name.endsWith('.xml'));
    for (let round = 0; round < 5; round += 1) {
      const name = names[Math.floor(random() * names.length)] ?? '';
      const spoilt = mutateText(strFromU8(parts[name] ?? new Uint8Array()), random);
      for (const reader of fileReaders.filter(({ id }) => id === 'docx'))
        await checkRead(reader, zipSync({ ...parts, [name]: strToU8(spoilt) }));
    }
  },
);

/** What goes back over its own steps does not end within the test's patience, on any machine. */
test.each<[string, () => Uint8Array]>([
  ['html', () => utf8('<!---->'.repeat(290) + '<p>x')],
  ['html', () => utf8('<meta '.repeat(100_000))],
  ['csv', () => utf8('\n'.repeat(5_000_000))],
  ['csv', () => utf8('"'.repeat(5_000_000))],
  ['csv', () => utf8(',"a'.repeat(1_000_000))],
  ['csv', () => utf8(`title,body\n${'a,"<p "\n'.repeat(5_000)}`)],
  ['markdown', () => utf8(`---\n${'a: [\n---- '.repeat(1_000)}`)],
  ['text', () => utf8('a '.repeat(1_000_000))],
  ['docx', () => zipDocx('<w:p>'.repeat(500_000))],
  ['docx', () => zipDocx(`<w:p ${'a'.repeat(500_000)}>`)],
  ['docx', () => zipDocx('<w:tbl><w:tr><w:tc>'.repeat(100_000))],
])('%s comes to an end over what was made to keep it busy', async (id, bytes) => {
  for (const reader of fileReaders.filter((each) => each.id === id)) {
    reader.recognises?.(bytes().subarray(0, 4_096));
    await checkRead(reader, bytes());
  }
});

async function checkRead(reader: FileReader, bytes: Uint8Array): Promise<void> {
  const contents = await reader.read({ path: 'a', bytes }, importTools()).catch((error: unknown) => {
    expect(error).toBeInstanceOf(ImportProblem);
    return [];
  });
  contents.forEach(checkContent);
}

function checkContent(content: FileContent): void {
  const { blocks, title, author, labels, created, updated } = content;
  expect(blocksToText([...blocks]).length).toBeLessThanOrEqual(MOST_TEXT + blocks.length);
  for (const line of [title, author ?? '', ...labels]) {
    expect(line.length).toBeLessThanOrEqual(MOST_LINE);
    expect(line).not.toMatch(/\n/);
  }
  for (const date of [created, updated])
    expect(date ?? '2026-01-01T00:00:00.000Z').toMatch(/^[+-]?\d{4,6}-.*Z$/);
  // The schema lets web and mail addresses be links and nothing else.
  for (const block of blocks) blockSchema.parse(block);
}

function textOf(contents: readonly FileContent[]): string {
  return contents.map(({ blocks }) => blocksToText([...blocks])).join('\n');
}

/** Bytes changed, a piece missing, twice, or the end cut off. */
function mutate(good: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const at = Math.floor(random() * good.length);
  const length = Math.floor(random() * Math.min(200, good.length));
  const pieces = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
  switch (Math.floor(random() * 4)) {
    case 0:
      return pieces(good.subarray(0, at), good.subarray(at + length));
    case 1:
      return pieces(good.subarray(0, at + length), good.subarray(at));
    case 2:
      return pieces(good.subarray(0, at));
    default: {
      const changed = new Uint8Array(good);
      for (let count = 1 + random() * 20; count > 0; count -= 1)
        changed[Math.floor(random() * good.length)] = Math.floor(random() * 256);
      return changed;
    }
  }
}

/** Noise behind the format's own beginning. */
function noise(random: () => number, reader: FileReader): Uint8Array<ArrayBuffer> {
  const starts: Readonly<Record<string, string>> = {
    pdf: '%PDF-1.7\n',
    docx: 'PK\u0003\u0004',
    html: '<html>',
  };
  const bytes = Array.from({ length: 600 }, () => Math.floor(random() * (reader.recognises ? 256 : 128)));
  return new Uint8Array([...utf8(starts[reader.id] ?? ''), ...bytes]);
}

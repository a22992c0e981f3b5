import { describe, expect, test } from 'vitest';
import { importTools, makePdf, readAs, zipDocx } from '../../tests/import-files';
import type { FileReader } from './file-reader';
import { MOST_BYTES } from './limits';
import { readFile } from './read-file';

describe('who reads a file', () => {
  test('content counts before the name', async () => {
    const pdf = await makePdf((each) => each.text('Text of a PDF'));
    const read = await readAs('wrong.docx', pdf);
    expect(read).toMatchObject([{ blocks: [{ text: 'Text of a PDF' }] }]);
    const docx = zipDocx('<w:p><w:r><w:t>Text of a document</w:t></w:r></w:p>');
    expect(await readAs('download', docx)).toMatchObject([{ blocks: [{ text: 'Text of a document' }] }]);
  });

  test('a name that says nothing leaves the media type', async () => {
    expect(
      await readAs('notes', '# VPN\n\nText', importTools(), 'text/markdown; charset=utf-8'),
    ).toMatchObject([{ title: 'VPN' }]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ['photo.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'unsupported-type'],
    ['setup.txt', new Uint8Array(512).map((_, index) => index % 7), 'unsupported-type'],
    ['no-extension', 'text', 'unsupported-type'],
    ['nothing.txt', '', 'empty'],
    ['spaces.md', '  \n\n', 'empty'],
    ['empty.html', '<html><body></body></html>', 'empty'],
    ['text.docx', 'just text', 'damaged'],
  ])('%s cannot be read', async (path, content, kind) => {
    await expect(readAs(path, content)).rejects.toMatchObject({ name: 'ImportProblem', kind });
  });
});

describe('what is too large', () => {
  test('is refused before any of it is read', async () => {
    const blob = new Blob(['x']);
    Object.defineProperty(blob, 'size', { value: MOST_BYTES + 1 });
    blob.slice = () => {
      throw new Error('It was read');
    };
    const read = readFile({ path: 'a.pdf', blob, modified: null }, importTools());
    await expect(read).rejects.toMatchObject({ kind: 'too-large' });
  });

  test('a format that needs the start only gets the start only', async () => {
    const lengths: number[] = [];
    const reader: FileReader = {
      id: 'log',
      name: 'Log',
      extensions: ['log'],
      mediaTypes: [],
      firstBytes: 10,
      read: async ({ bytes }) => {
        lengths.push(bytes.length);
        return [
          { title: '', blocks: [{ kind: 'paragraph', text: 'x' }], author: null, created: null, updated: null, language: null, labels: [], part: null, cut: false },
        ]; // prettier-ignore
      },
    };
    const file = { path: 'a.log', blob: new Blob(['0123456789 and more']), modified: null };
    expect(await readFile(file, importTools(), [reader])).toMatchObject([{ cut: true }]);
    expect(lengths).toEqual([10]);
  });
});

test('a file that is gone says so', async () => {
  const blob = new Blob(['text']);
  blob.slice = () => {
    throw new DOMException('The file was moved', 'NotFoundError');
  };
  const read = readFile({ path: 'a.txt', blob, modified: null }, importTools());
  await expect(read).rejects.toMatchObject({ kind: 'unreadable', next: expect.stringContaining('again') });
});

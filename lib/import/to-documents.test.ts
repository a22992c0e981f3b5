import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sourceDocumentSchema } from '../core/document';
import { fileContent } from './file-content';
import { normalPath, toDocuments } from './to-documents';

const content = fileContent([{ kind: 'paragraph', text: 'Text' }], { title: 'VPN' });
const bytes = new Blob(['the bytes']);
const file = { sourceId: 'files-1', path: 'Policies/IT/vpn.md', bytes, modified: Date.UTC(2026, 4, 2) };

test('a file is an article whose id is its path and whose version is its bytes', async () => {
  const [document] = await toDocuments([content], file);
  expect(sourceDocumentSchema.parse(document)).toEqual(document);
  expect(document).toMatchObject({
    id: 'Policies/IT/vpn.md',
    sourceId: 'files-1',
    ref: { kind: 'article', id: 'Policies/IT/vpn.md', idType: 'file', within: null },
    title: 'VPN',
    url: '',
    version: createHash('sha256').update('the bytes').digest('hex'),
    updated: '2026-05-02T00:00:00.000Z',
    space: 'Policies',
    restricted: false,
  });
});

test('the title is the file’s name where the file has none; a file by itself has no space', async () => {
  const [document] = await toDocuments([{ ...content, title: '' }], {
    ...file,
    path: 'Travel_policy-2026.docx',
  });
  expect(document).toMatchObject({ title: 'Travel policy 2026', space: null });
});

test('each row has its own id and version, and keeps them when another row changes', async () => {
  const row = (part: string, text: string) => ({ ...fileContent([{ kind: 'paragraph', text }]), part });
  const before = await toDocuments([row('INC1', 'a'), row('INC2', 'b')], file);
  const after = await toDocuments([row('INC1', 'a'), row('INC2', 'changed')], {
    ...file,
    bytes: new Blob(['x']),
  });
  expect(before.map(({ id }) => id)).toEqual(['Policies/IT/vpn.md#INC1', 'Policies/IT/vpn.md#INC2']);
  expect(after[0]?.version).toBe(before[0]?.version);
  expect(after[1]?.version).not.toBe(before[1]?.version);
});

test('a path too long for an id is told apart by its hash', async () => {
  const long = (end: string) => ({ ...file, path: `${'folder/'.repeat(100)}${end}` });
  const [one] = await toDocuments([content], long('one.md'));
  const [two] = await toDocuments([content], long('two.md'));
  expect(sourceDocumentSchema.safeParse(one).success).toBe(true);
  expect(one?.id).not.toBe(two?.id);
  const part = { ...content, part: 'row '.repeat(100) };
  const [row] = await toDocuments([part], long('one.md'));
  expect(sourceDocumentSchema.safeParse(row).success).toBe(true);
  expect(row?.id.startsWith(`${one?.id}#`)).toBe(true);
});

describe('a path has one spelling', () => {
  test.each([
    ['a\\b\\c.md', 'a/b/c.md'],
    ['/a//b/./c.md', 'a/b/c.md'],
    ['../../etc/passwd', 'etc/passwd'],
    ['u\u0308ber.md', '\u00fcber.md'],
    ['', 'file'],
  ])('%j', (path, expected) => {
    expect(normalPath(path)).toBe(expected);
  });
});

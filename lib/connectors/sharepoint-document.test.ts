import { expect, it } from 'vitest';
import { createTestIo, json, sourceOf } from '../../tests/connector-io';
import { sharepoint } from './sharepoint';

const source = sourceOf('sharepoint', 'https://acme.sharepoint.com');
const ref = { kind: 'article', id: '/sites/IT/Docs/a.docx', idType: 'path', within: null } as const;

it.each([
  '.evil.example/a.docx',
  '@evil.example/a.docx',
  ':8443/a.docx',
  '//evil.example/a.docx',
  '/\\evil.example',
  'a',
  `/${'a'.repeat(600)}`,
])('a path that would name another host, or fits no reference, is no path: %s', async (FileRef) => {
  const io = createTestIo(source.baseUrl, () =>
    json({ FileRef, Title: 'A', Modified: '2026-10-26T07:10:00Z', PrimaryQueryResult: null }),
  );
  await expect(sharepoint.fetchOne(ref, source, io)).rejects.toMatchObject({ kind: 'bad-answer' });
});

it.each([
  [{ ...ref, id: '/sites/HR/Docs/Salary-of-Dana.docx' }, 'Salary'],
  [{ ...ref, id: '/:w:/s/HR/Ea9TokenOfTheLink', idType: 'share' }, 'u!'],
])('an error tells neither a file’s name nor a sharing link: %j', async (wanted, secret) => {
  for (const answer of [
    () => json({}, { status: 500 }),
    () => json([]),
    () => new Response('', { status: 429 }),
  ]) {
    const error: unknown = await sharepoint
      .fetchOne(wanted, source, createTestIo(source.baseUrl, answer))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ at: expect.stringMatching(/^https:\/\/acme\.sharepoint\.com\//) });
    expect(JSON.stringify(error)).not.toContain(secret);
  }
});

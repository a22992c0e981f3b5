import type { SourceDocument } from '../core/document';
import { blocksToText } from '../core/rich-text';
import { hashText } from '../platform/hash-text';
import { isoMoment } from './file-dates';
import type { FileContent } from './file-reader';

/** Together with what is between them less than `documentRefSchema` allows. */
const LONGEST_PATH = 400;
const LONGEST_PART = 100;

/** What a document takes from its file. */
export interface FileFacts {
  readonly sourceId: string;
  readonly path: string;
  readonly bytes: Blob;
  /** Epoch milliseconds, as the file system says; what the file itself says counts more. */
  readonly modified: number | null;
}

/**
 * The documents of a file, for a source of files. The version of a whole file is its bytes' SHA-256; the rows of a
 * table each have their own, so that one changed row is one changed document.
 */
export async function toDocuments(
  contents: readonly FileContent[],
  facts: FileFacts,
): Promise<SourceDocument[]> {
  const path = normalPath(facts.path);
  const file = await fileIdOf(path);
  const version = await sha256(await facts.bytes.arrayBuffer());
  const documents: SourceDocument[] = [];
  for (const content of contents) {
    const id = content.part === null ? file : `${file}#${await short(content.part, LONGEST_PART)}`;
    documents.push({
      id,
      sourceId: facts.sourceId,
      kind: 'article',
      ref: { kind: 'article', id, idType: 'file', within: null },
      title: content.title || fileName(path),
      // A file has no address to go to.
      url: '',
      blocks: [...content.blocks],
      version: content.part === null ? version : rowVersion(content),
      author: content.author,
      created: content.created,
      updated: content.updated ?? (facts.modified === null ? null : isoMoment(facts.modified)),
      space: path.includes('/') ? (path.split('/')[0] ?? null) : null,
      language: content.language,
      state: 'current',
      labels: [...content.labels],
      restricted: false,
      ticket: null,
    });
  }
  return documents;
}

/** The id of a file's document; those of its parts begin with it and "#". */
export function fileIdOf(path: string): Promise<string> {
  return short(normalPath(path), LONGEST_PATH);
}

/** One spelling of a path: slashes, composed characters, nothing that steps aside. Windows and macOS differ in these. */
export function normalPath(path: string): string {
  const parts = path
    .normalize('NFC')
    .split(/[/\\]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/') || 'file';
}

/** "Travel policy 2024" of "Policies/Travel_policy-2024.docx". */
function fileName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/(.)\.[^.]{1,12}$/, '$1');
  const words = name.includes(' ') ? name : name.replace(/[_-]+/g, ' ').trim();
  return words || name;
}

async function short(text: string, most: number): Promise<string> {
  if (text.length <= most) return text;
  const hash = await sha256(new TextEncoder().encode(text));
  return `${hash}/${text.slice(-(most - hash.length - 1))}`;
}

function rowVersion({ title, blocks, author, created, updated, labels }: FileContent): string {
  return hashText(JSON.stringify([title, blocksToText(blocks), author, created, updated, labels]));
}

async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { Window } from 'happy-dom';
import { z } from 'zod';
import { backupRecordSchema } from '../../lib/core/backup';
import type { SourceDocument } from '../../lib/core/document';
import { readBackup } from '../../lib/platform/backup-file';
import { readFile } from '../../lib/import/read-file';
import { toDocuments } from '../../lib/import/to-documents';
import { Problem } from '../problem';

/** One document of a file, and which part of the file it is (empty: the whole). */
export interface ReadDocument {
  readonly part: string;
  readonly document: SourceDocument;
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;
/** Documents of one file. */
const MOST_DOCUMENTS = 100_000;

/**
 * The documents of a file: what the extension imports (PDF, Word, HTML, Markdown, CSV, text), and a backup of its
 * library. Bounded in text, depth, count and time by the readers themselves.
 * @throws ImportProblem, DesksideError, AbortError
 */
export async function readDocuments(
  file: { readonly filename: string; readonly content: Buffer },
  signal: AbortSignal,
): Promise<ReadDocument[]> {
  const blob = new Blob([new Uint8Array(file.content)]);
  if (isGzip(file.content)) return readLibrary(blob, signal);
  const parsing = lazyParser();
  try {
    const contents = await readFile(
      { path: file.filename, blob, modified: null },
      { parseHtml: parsing.parseHtml, signal },
    );
    const documents = await toDocuments(contents, {
      sourceId: 'files',
      path: file.filename,
      bytes: blob,
      modified: null,
    });
    return documents.map((document, at) => ({ document, part: contents[at]?.part ?? '' }));
  } finally {
    await parsing.close();
  }
}

/** A window takes a while to make: only for files that have HTML. Nothing in it loads or runs. */
function lazyParser() {
  let window: Window | null = null;
  return {
    parseHtml(html: string): Document {
      window ??= new Window({
        settings: {
          disableJavaScriptEvaluation: true,
          disableJavaScriptFileLoading: true,
          disableCSSFileLoading: true,
          disableIframePageLoading: true,
        },
      });
      // happy-dom has the methods of a document and types of its own.
      return new window.DOMParser().parseFromString(html, 'text/html') as unknown as Document;
    },
    close: async () => window?.happyDOM.close(),
  };
}

async function readLibrary(blob: Blob, signal: AbortSignal): Promise<ReadDocument[]> {
  const found: ReadDocument[] = [];
  for await (const { record } of readBackup(blob, signal)) {
    const parsed = backupRecordSchema.safeParse(record);
    if (!parsed.success) throw new Problem(400, 'The backup holds what is no document.', 'invalid_file');
    const { owner, document } = parsed.data;
    found.push({ part: JSON.stringify([owner, document.id]), document });
    if (found.length > MOST_DOCUMENTS) throw new Problem(400, 'The backup holds too much.', 'invalid_file');
  }
  return found;
}

/** Attributes that say what a file itself cannot: where it came from. */
export const aboutSchema = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional()
    .catch(undefined),
  title: z.string().min(1).max(300).optional().catch(undefined),
  author: z.string().max(300).optional().catch(undefined),
  updated: z.iso.datetime({ offset: true }).optional().catch(undefined),
  space: z.string().max(300).optional().catch(undefined),
  language: z.string().max(35).optional().catch(undefined),
  kind: z.enum(['article', 'ticket']).optional().catch(undefined),
  state: z.enum(['current', 'draft', 'outdated', 'retired']).optional().catch(undefined),
});

import { isAbort } from '../core/errors';
import { blocksToText } from '../core/rich-text';
import type { FileContent, FileReader, ImportTools } from './file-reader';
import { ImportProblem } from './import-problem';
import { fileReaders } from './index';
import { MOST_BYTES } from './limits';
import { pickReader, START_BYTES } from './pick-reader';

/** A file on its way in. `blob` is the browser's File: nothing of it is in memory yet. */
export interface ImportedFile {
  /** With its folders, relative to what was dropped. */
  readonly path: string;
  readonly blob: Blob;
  /** Epoch milliseconds, as the file system says. */
  readonly modified: number | null;
}

/**
 * The documents in a file. Throws ImportProblem for what cannot be read, and aborts; a reader's own failure is a
 * damaged file to whoever added it.
 */
export async function readFile(
  { path, blob }: ImportedFile,
  tools: ImportTools,
  readers: readonly FileReader[] = fileReaders,
): Promise<FileContent[]> {
  tools.signal.throwIfAborted();
  if (blob.size === 0) throw new ImportProblem('empty');
  if (blob.size > MOST_BYTES) throw new ImportProblem('too-large');
  const start = await bytesOf(blob, START_BYTES);
  const reader = pickReader(readers, { path, mediaType: blob.type, start });
  const bytes = await bytesOf(blob, reader.firstBytes ?? blob.size);
  tools.signal.throwIfAborted();
  const isCut = bytes.length < blob.size;
  const contents = await readAs(reader, path, bytes, tools);
  if (contents.every(({ blocks }) => blocksToText(blocks).trim() === '')) throw new ImportProblem('empty');
  return isCut ? contents.map((content) => ({ ...content, cut: true })) : contents;
}

/** A file that was moved, or whose share is gone, is known by its name only. */
async function bytesOf(blob: Blob, most: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.slice(0, most).arrayBuffer());
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ImportProblem('unreadable', { cause: error });
  }
}

async function readAs(
  reader: FileReader,
  path: string,
  bytes: Uint8Array,
  tools: ImportTools,
): Promise<FileContent[]> {
  try {
    return await reader.read({ path, bytes }, tools);
  } catch (error) {
    if (isAbort(error) || error instanceof ImportProblem) throw error;
    throw new ImportProblem('damaged', { cause: error });
  }
}

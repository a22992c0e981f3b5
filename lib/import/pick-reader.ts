import type { FileReader } from './file-reader';
import { ImportProblem } from './import-problem';

/** How much of a file's start says what it is. */
export const START_BYTES = 4_096;

/**
 * Who reads a file: who recognises its first bytes, else whose extension or media type it has. Throws for what nobody
 * reads.
 */
export function pickReader(
  readers: readonly FileReader[],
  file: { readonly path: string; readonly mediaType: string; readonly start: Uint8Array },
): FileReader {
  const recognised = readers.find((reader) => reader.recognises?.(file.start));
  if (recognised) return recognised;
  const extension = /\.([^./\\]{1,12})$/.exec(file.path)?.[1]?.toLowerCase() ?? '';
  const mediaType = file.mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const named =
    readers.find((reader) => reader.extensions.includes(extension)) ??
    readers.find((reader) => reader.mediaTypes.includes(mediaType));
  if (!named) throw new ImportProblem('unsupported-type');
  return named;
}

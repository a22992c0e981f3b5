import { fromEvent } from 'file-selector';
import { FILES_SOURCE_ID } from '../../lib/core/files-source';
import { ImportProblem } from '../../lib/import/import-problem';
import { fileReaders } from '../../lib/import/index';
import { readFile } from '../../lib/import/read-file';
import { fileIdOf, toDocuments } from '../../lib/import/to-documents';
import type { ChosenFile, FileProblem, ImportQueueOptions } from '../../lib/queries/import-queue';

/** Endings of the files that can be read: ".pdf". */
export const acceptedEndings = fileReaders.flatMap(({ extensions }) => extensions.map((one) => `.${one}`));

/** Files and folders of a drop or an input, each with its path; what a system keeps for itself is left out. */
export async function chosenFiles(event: Event): Promise<ChosenFile[]> {
  const chosen = await fromEvent(event);
  return chosen.flatMap((file) => {
    if (!(file instanceof File)) return [];
    const path = (file.webkitRelativePath || ('path' in file && String(file.path)) || file.name).replace(
      /^(?:\.?\/)+/,
      '',
    );
    const isHidden = path.split('/').some((part) => part.startsWith('.') || part.startsWith('~$'));
    return isHidden ? [] : [{ path, blob: file, modified: file.lastModified }];
  });
}

/** Reads a file's documents in this page; what is slow about it runs in a worker or gives way. */
export const readChosenFile: ImportQueueOptions['read'] = async ({ path, blob, modified }, tools) => {
  const parseHtml = (html: string) => new DOMParser().parseFromString(html, 'text/html');
  const contents = await readFile({ path, blob, modified }, { ...tools, parseHtml });
  const documents = await toDocuments(contents, { sourceId: FILES_SOURCE_ID, path, bytes: blob, modified });
  return { path: await fileIdOf(path), documents, cut: contents.some(({ cut }) => cut) };
};

/** Doing the same again helps only where the file system was at fault. */
export function problemOf(error: unknown): FileProblem | null {
  if (!(error instanceof ImportProblem)) return null;
  return { kind: error.kind, text: error.message, next: error.next, retryable: error.kind === 'unreadable' };
}

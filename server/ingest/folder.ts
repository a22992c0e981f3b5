import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { IncomingFile } from './sync-files';

/** What the extension imports from folders, too. */
const EXTENSIONS = /\.(?:pdf|docx|html?|xhtml|md|markdown|csv|tsv|txt|text|log)$/i;

/** The readable files of a folder and those in it, hidden ones left out, in a steady order. Links are not followed. */
export async function* folderFiles(folder: string, mostBytes: number): AsyncGenerator<IncomingFile> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && EXTENSIONS.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(folder.length).split(sep).filter(Boolean).join('/'),
    )
    .filter((name) => !name.split('/').some((part) => part.startsWith('.') || part === 'node_modules'))
    .sort();
  for (const name of names) {
    const path = join(folder, name);
    const { size, mtime } = await stat(path);
    if (size === 0 || size > mostBytes) continue;
    yield {
      name,
      content: await readFile(path),
      attributes: { updated: mtime.toISOString() },
      readers: null,
    };
  }
}

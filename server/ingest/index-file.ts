import { chunkDocument } from '../../lib/retrieval/chunk';
import type { Embedder } from '../../lib/retrieval/embedder';
import { detectLanguage, primaryTag } from '../../lib/retrieval/language';
import { indexPassages, storable } from '../search/index-passage';
import type { NewDocument } from '../stores/passages';
import { aboutSchema, readDocuments } from './read-documents';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface FileToIndex {
  readonly store: number;
  readonly filename: string;
  readonly content: Buffer;
  readonly attributes: Attributes;
  readonly readers: readonly string[] | null;
}

/** Enough of a text to tell its language. */
const SAMPLE = 4_000;
/** Passages embedded between two looks at the clock. */
const BATCH = 256;

/** What a store keeps of a file, made without the database: nothing is locked meanwhile. @throws as `readDocuments` */
export async function indexFile(
  file: FileToIndex,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<NewDocument[]> {
  const about = aboutSchema.parse(file.attributes);
  const made: NewDocument[] = [];
  for (const { part, document: read } of await readDocuments(file, signal)) {
    signal.throwIfAborted();
    const isWhole = part === '';
    const document = {
      ...read,
      title: (isWhole ? about.title : undefined) ?? read.title,
      url: (isWhole ? about.url : undefined) ?? read.url,
      author: about.author ?? read.author,
      updated: about.updated ?? read.updated,
      space: about.space ?? read.space,
      language: about.language ?? read.language,
      kind: about.kind ?? read.kind,
      state: about.state ?? read.state,
    };
    const passages = chunkDocument(document, '');
    if (passages.length === 0) continue;
    const sample = passages
      .map(({ text }) => text)
      .join('\n')
      .slice(0, SAMPLE);
    const language = primaryTag(document.language) ?? detectLanguage(`${document.title}\n${sample}`);
    const indexed = [];
    for (let at = 0; at < passages.length; at += BATCH) {
      const some = passages.slice(at, at + BATCH);
      const entries = some.map((passage) => ({
        store: file.store,
        title: document.title,
        language,
        passage,
      }));
      indexed.push(...(await indexPassages(entries, embedder, signal)));
    }
    const { kind, author, created, updated, space, state, labels, version } = document;
    made.push({
      part: storable(part),
      title: storable(document.title),
      url: storable(document.url),
      facts: { kind, author, created, updated, space, language, state, labels, version },
      attributes: file.attributes,
      readers: file.readers,
      passages: indexed,
    });
  }
  return made;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { SourceDocument } from '../../lib/core/document';
import type { Block } from '../../lib/core/rich-text';
import { chunkDocument } from '../../lib/retrieval/chunk';
import { textToBlocks } from '../../lib/retrieval/text-to-blocks';
import type { IndexedDocument } from '../../lib/retrieval/retriever';
import { blocksFromHtml } from './blocks-from-html';

export interface PublicSet {
  readonly documents: readonly IndexedDocument[];
  readonly queries: readonly { id: string; text: string; answers: readonly string[] }[];
  /** Relevant keys by query id. */
  readonly relevant: ReadonlyMap<string, ReadonlySet<string>>;
}

const corpusLine = z.object({
  _id: z.string(),
  title: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
});
const queryLine = z.object({
  _id: z.string(),
  text: z.string(),
  answer: z.string().optional(),
  alternative_answers: z.array(z.string()).optional(),
});

/** Reads a set of the shared data; null when the folder is not there. */
export function loadPublicSet(folder: string, queryFile: string): PublicSet | null {
  if (!existsSync(folder)) return null;
  const plain = join(folder, 'corpus.jsonl');
  const corpus = existsSync(plain)
    ? readFileSync(plain, 'utf8')
    : gunzipSync(readFileSync(join(folder, 'corpus.jsonl.gz'))).toString('utf8');
  const documents = lines(corpus, corpusLine).map((row) => {
    const blocks = row.html === undefined ? textToBlocks(row.text ?? '') : blocksFromHtml(row.html);
    return toIndexed(row._id, row.title, blocks);
  });
  const queries = lines(readFileSync(join(folder, queryFile), 'utf8'), queryLine).map((row) => ({
    id: row._id,
    text: row.text.replace(/^\|user\|:\s*/, ''),
    answers: [row.answer ?? '', ...(row.alternative_answers ?? [])].filter((answer) => answer !== ''),
  }));
  return {
    documents,
    queries,
    relevant: readJudgements(readFileSync(join(folder, 'qrels/dev.tsv'), 'utf8')),
  };
}

function lines<T>(text: string, schema: z.ZodType<T>): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

function readJudgements(table: string): Map<string, Set<string>> {
  const relevant = new Map<string, Set<string>>();
  for (const row of table.split('\n').slice(1)) {
    const [query, document, score] = row.split('\t');
    if (query === undefined || document === undefined || !(Number(score) > 0)) continue;
    relevant.set(query, (relevant.get(query) ?? new Set()).add(document));
  }
  return relevant;
}

function toIndexed(key: string, title: string, blocks: Block[]): IndexedDocument {
  const document: SourceDocument = {
    id: key,
    sourceId: 'set',
    kind: 'article',
    ref: { kind: 'article', id: key, idType: 'id', within: null },
    title,
    url: `https://set.example/${encodeURIComponent(key)}`,
    blocks,
    version: '1',
    author: null,
    created: null,
    updated: null,
    space: null,
    language: 'en',
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
  return { documentKey: key, owner: 'set', document, passages: chunkDocument(document, key) };
}

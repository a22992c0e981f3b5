import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { SourceDocument } from '../../lib/core/document';
import type { Block } from '../../lib/core/rich-text';
import { buildTextQuery } from '../../lib/retrieval/build-query';
import { chunkDocument } from '../../lib/retrieval/chunk';
import type { IndexedDocument } from '../../lib/retrieval/retriever';
import { textToBlocks } from '../../lib/retrieval/text-to-blocks';
import { blocksFromHtml } from './blocks-from-html';
import { setOwner, type EvaluationSet, type QuestionSet } from './evaluation-set';
import { readJudgements, type Judgements } from './read-judgements';
import { DataProblem, parseJsonLines, readText } from './read-lines';

/** Written as a number in some sets; the judgements write all as text. */
const id = z.union([z.string().min(1), z.number().transform(String)]);
const corpusLine = z
  .object({
    _id: id,
    title: z.string().nullish(),
    text: z.string().nullish(),
    html: z.string().nullish(),
  })
  .refine((row) => typeof (row.text ?? row.html) === 'string', 'neither text nor html');
const queryLine = z.object({
  _id: id,
  text: z.string(),
  answer: z.string().nullish(),
  alternative_answers: z.array(z.string()).nullish(),
});

const queryFile = /^queries(?:[-_.](.+?))?\.jsonl(?:\.gz)?$/;

/** corpus.jsonl, queries*.jsonl (or .jsonl.gz) and qrels/*.tsv: the layout of BEIR, several files of queries allowed. */
export const folderSet = {
  isOne: (folder: string): boolean =>
    existsSync(join(folder, 'corpus.jsonl')) || existsSync(join(folder, 'corpus.jsonl.gz')),

  load(folder: string): EvaluationSet {
    const documents = readCorpus(folder);
    const files = readdirSync(folder).filter((name) => queryFile.test(name));
    if (files.length === 0) throw new DataProblem(`${folder} holds no queries.jsonl or queries_NAME.jsonl`);
    const judgements = readJudgements(folder);
    const remarks = unknownDocuments(documents, judgements);
    const questionSets = files.sort().map((file) => {
      const { set, unjudged } = readQuestions(join(folder, file), judgements, documents.length);
      if (unjudged > 0) remarks.push(`${unjudged} questions of ${file} have no judgement and are left out`);
      return set;
    });
    return { name: basename(resolve(folder)), documents, questionSets, remarks };
  },
};

function readCorpus(folder: string): IndexedDocument[] {
  const corpus = readText(join(folder, 'corpus.jsonl'));
  if (corpus === null) throw new DataProblem(`${folder} holds no corpus.jsonl or corpus.jsonl.gz`);
  const seen = new Set<string>();
  return parseJsonLines(corpus.path, corpus.text, corpusLine).map((row) => {
    if (seen.has(row._id)) throw new DataProblem(`${corpus.path}: the _id ${row._id} stands there twice`);
    seen.add(row._id);
    const blocks = row.html == null ? textToBlocks(row.text ?? '') : blocksFromHtml(row.html);
    return toIndexed(row._id, row.title ?? '', blocks);
  });
}

function unknownDocuments(documents: readonly IndexedDocument[], judgements: Judgements): string[] {
  const keys = new Set(documents.map((entry) => entry.documentKey));
  const unknown = [...judgements.values()]
    .flatMap((some) => [...some.keys()])
    .filter((key) => !keys.has(key));
  return unknown.length === 0
    ? []
    : [`${unknown.length} judgements name documents that are not in the corpus and count as not found`];
}

function readQuestions(
  path: string,
  judgements: Judgements,
  documents: number,
): { set: QuestionSet; unjudged: number } {
  const [, name = 'queries'] = queryFile.exec(basename(path)) ?? [];
  const rows = parseJsonLines(path, readText(path.replace(/\.gz$/, ''))?.text ?? '', queryLine);
  const facts = new Map<string, string>();
  const questions = rows.flatMap((row) => {
    const relevant = judgements.get(row._id);
    if (relevant === undefined) return [];
    // The query files of MTRAG put the speaker before what was said.
    const text = row.text.replace(/^\|user\|:\s*/, '');
    const fact = row.answer == null ? row._id : firstWording(facts, row._id, row.answer, relevant);
    const answers = [row.answer ?? '', ...(row.alternative_answers ?? [])].filter((one) => one !== '');
    return [{ id: row._id, fact, query: { text, ...buildTextQuery(text) }, relevant, documents, answers }];
  });
  return { set: { name, questions }, unjudged: rows.length - questions.length };
}

/** The same answer out of the same documents is one fact, worded anew: it goes by the id of its first wording. */
function firstWording(
  facts: Map<string, string>,
  id: string,
  answer: string,
  relevant: ReadonlyMap<string, number>,
): string {
  const key = JSON.stringify([answer, ...[...relevant.keys()].sort()]);
  const first = facts.get(key) ?? id;
  facts.set(key, first);
  return first;
}

function toIndexed(key: string, title: string, blocks: Block[]): IndexedDocument {
  const document: SourceDocument = {
    id: key,
    sourceId: 'set',
    kind: 'article',
    ref: { kind: 'article', id: key.slice(0, 512), idType: 'id', within: null },
    title,
    url: `https://set.example/${encodeURIComponent(key)}`,
    blocks,
    version: '1',
    author: null,
    created: null,
    updated: null,
    space: null,
    language: null,
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
  return { documentKey: key, owner: setOwner, document, passages: chunkDocument(document, key) };
}

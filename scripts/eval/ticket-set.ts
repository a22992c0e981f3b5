import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { SourceDocument } from '../../lib/core/document';
import type { PageContext } from '../../lib/core/page';
import { buildTextQuery, buildTicketQuery } from '../../lib/retrieval/build-query';
import { chunkDocument } from '../../lib/retrieval/chunk';
import type { IndexedDocument } from '../../lib/retrieval/retriever';
import { setOwner, type EvaluationSet, type Question } from './evaluation-set';
import { DataProblem, parseJsonLines, readText } from './read-lines';

const issueLine = z.object({
  key: z.string().min(1),
  project: z.string(),
  created: z.string().refine((time) => !Number.isNaN(Date.parse(time)), 'not a time'),
  summary: z.string().nullable(),
  description: z.string().nullable(),
});
type Issue = Omit<z.infer<typeof issueLine>, 'summary'> & { readonly summary: string };

const pairsFile = 'duplicate_pairs.tsv';

/**
 * issues.jsonl (or .jsonl.gz) and duplicate_pairs.tsv (two keys a line): given the newer issue of a pair, find the
 * earlier. Issues become known in the order in which they were created, so a question is asked of those before it.
 */
export const ticketSet = {
  isOne: (folder: string): boolean => existsSync(join(folder, pairsFile)),

  load(folder: string): EvaluationSet {
    const issues = readIssues(folder);
    const earlier = readPairs(join(folder, pairsFile), issues);
    const asked = issues.flatMap((issue, at) => {
      const relevant = earlier.get(issue.key);
      return relevant === undefined ? [] : [{ issue, relevant, documents: firstOfItsTime(issues, at) }];
    });
    const questions = (query: (issue: Issue) => Question['query']): Question[] =>
      asked.map(({ issue, relevant, documents }) => {
        const id = issue.key;
        return { id, fact: id, query: query(issue), relevant, documents, answers: [] };
      });
    return {
      name: basename(resolve(folder)),
      documents: issues.map(toIndexed),
      questionSets: [
        { name: 'summary', questions: questions(askSummary) },
        { name: 'summary+description', questions: questions(askTicket) },
      ],
      remarks: [],
    };
  },
};

function readIssues(folder: string): Issue[] {
  const file = readText(join(folder, 'issues.jsonl'));
  if (file === null) throw new DataProblem(`${folder} holds no issues.jsonl or issues.jsonl.gz`);
  const age = (issue: Issue) => Date.parse(issue.created);
  return parseJsonLines(file.path, file.text, issueLine)
    .map((row) => ({ ...row, summary: row.summary ?? '' }))
    .sort((a, b) => age(a) - age(b) || (a.key < b.key ? -1 : 1));
}

/** Keys of the earlier issues by the newer one's. */
function readPairs(path: string, issues: readonly Issue[]): Map<string, Map<string, number>> {
  const places = new Map(issues.map((issue, at) => [issue.key, at]));
  const earlier = new Map<string, Map<string, number>>();
  for (const [at, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [one = '', other = ''] = line.split('\t');
    const [onePlace, otherPlace] = [places.get(one), places.get(other)];
    if (onePlace === undefined || otherPlace === undefined)
      throw new DataProblem(`${path}:${at + 1}: expected two keys of issues with a tab between`);
    const [newer, older] = onePlace > otherPlace ? [one, other] : [other, one];
    earlier.set(newer, (earlier.get(newer) ?? new Map<string, number>()).set(older, 1));
  }
  return earlier;
}

/** How many issues are strictly older: one of the very same moment is no candidate. */
function firstOfItsTime(issues: readonly Issue[], at: number): number {
  let first = at;
  while (first > 0 && issues[first - 1]?.created === issues[at]?.created) first -= 1;
  return first;
}

function askSummary({ summary }: Issue): Question['query'] {
  return { text: summary, ...buildTextQuery(summary) };
}

function askTicket(issue: Issue): Question['query'] {
  const document = toDocument(issue);
  const context: PageContext = {
    contextId: `set:${issue.key}`,
    revision: '1',
    site: 'set',
    origin: 'https://set.example',
    kind: 'ticket',
    key: issue.key,
    title: issue.summary,
    url: document.url,
    language: null,
    documentId: issue.key,
    sourceId: 'set',
    ticket: document.ticket,
    blocks: [],
    readBy: 'api',
  };
  return { text: `${issue.summary}\n${issue.description ?? ''}`, ...buildTicketQuery(context) };
}

function toIndexed(issue: Issue): IndexedDocument {
  const document = toDocument(issue);
  const passages = chunkDocument(document, issue.key);
  return { documentKey: issue.key, owner: setOwner, document, passages };
}

function toDocument({ key, project, created, summary, description }: Issue): SourceDocument {
  return {
    id: key,
    sourceId: 'set',
    kind: 'ticket',
    ref: { kind: 'ticket', id: key, idType: 'key', within: null },
    title: summary,
    url: `https://set.example/${encodeURIComponent(key)}`,
    blocks: [],
    version: created,
    author: null,
    created,
    updated: created,
    space: project,
    language: null,
    state: 'current',
    labels: [],
    restricted: false,
    ticket: {
      key,
      title: summary,
      description: description ?? '',
      comments: [],
      status: null,
      resolved: false,
      resolution: null,
      resolvedAt: null,
      priority: null,
      category: null,
      assignmentGroup: null,
      assignee: null,
      requester: null,
      created,
      updated: created,
    },
  };
}

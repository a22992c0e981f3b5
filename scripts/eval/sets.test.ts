import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSets } from './find-sets';
import { folderSet } from './folder-set';
import { DataProblem } from './read-lines';
import { ticketSet } from './ticket-set';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-eval-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const corpus = lines(
  { _id: 'd1', title: 'Printers', text: 'Switch it on.' },
  { _id: 'd2', html: '<p>Call <b>us</b>.</p><script>alert(1)</script>' },
);
const queries = lines(
  { _id: 'q1', text: '|user|: how to print', answer: 'on' },
  { _id: 'q2', text: 'printing?', answer: 'on', alternative_answers: ['On'] },
  { _id: 'q3', text: 'unjudged' },
);
const qrels = 'query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td1\t1\nq2\td2\t0\n';
const whole = { 'corpus.jsonl': corpus, 'queries.jsonl': queries, 'qrels/dev.tsv': qrels };

describe('a folder of corpus, queries and judgements', () => {
  it('is read whole, packed or not', () => {
    write({ 'queries.jsonl': queries, 'qrels/dev.tsv': qrels, 'corpus.jsonl.gz': gzipSync(corpus) });
    const set = folderSet.load(folder);
    expect(set.documents.map((entry) => entry.passages.map(({ text }) => text))).toEqual([
      ['Switch it on.'],
      ['Call us.'],
    ]);
    const [questions] = set.questionSets;
    expect(questions?.name).toBe('queries');
    expect(questions?.questions.map(({ id, query }) => [id, query.text])).toEqual([
      ['q1', 'how to print'],
      ['q2', 'printing?'],
    ]);
    expect(questions?.questions[1]?.relevant).toEqual(new Map([['d1', 1]]));
    expect(questions?.questions[1]?.answers).toEqual(['on', 'On']);
    expect(set.remarks).toEqual(['1 questions of queries.jsonl have no judgement and are left out']);
  });

  it('is read as others write it: numbers for ids, nulls, a byte order mark, other line ends, grades', () => {
    const mark = '\uFEFF';
    write({
      'corpus.jsonl': `${mark}${lines({ _id: 7, title: null, text: 'Switch it on.', html: null })}`,
      'queries-dev.jsonl.gz': gzipSync(lines({ _id: 1, text: 'print', answer: null }).replace('\n', '\r\n')),
      'qrels/dev.tsv': `${mark}1\t0\t7\t2\r\n1\t0\t8\t-1\r\n`,
    });
    const set = folderSet.load(folder);
    expect(set.documents.map((entry) => entry.documentKey)).toEqual(['7']);
    const [questions] = set.questionSets;
    expect(questions?.name).toBe('dev');
    expect(questions?.questions.map(({ id, relevant }) => [id, [...relevant]])).toEqual([['1', [['7', 2]]]]);
  });

  it('counts the same answer out of the same document as one fact', () => {
    write(whole);
    expect(folderSet.load(folder).questionSets[0]?.questions.map(({ fact }) => fact)).toEqual(['q1', 'q1']);
  });

  it.each([
    ['a line that is no JSON', { 'corpus.jsonl': `${corpus}{oops` }, /corpus\.jsonl:3: not JSON/],
    ['a document without text', { 'corpus.jsonl': '{"_id":"x","title":"t"}' }, /corpus\.jsonl:1: .*text/],
    ['a document twice', { 'corpus.jsonl': corpus + corpus }, /d1 stands there twice/],
    ['a query without an id', { 'queries.jsonl': '\n{"text":"x"}' }, /queries\.jsonl:2: _id/],
    ['a judgement without a score', { 'qrels/dev.tsv': `${qrels}q1\td2` }, /dev\.tsv:5: expected/],
  ])('%s is named with file and line', (_, files, message) => {
    write({ ...whole, ...files });
    expect(() => folderSet.load(folder)).toThrow(DataProblem);
    expect(() => folderSet.load(folder)).toThrow(message);
  });

  it('says what is missing', () => {
    write({ 'corpus.jsonl': corpus });
    expect(() => folderSet.load(folder)).toThrow(/no queries\.jsonl/);
    write({ 'queries.jsonl': queries });
    expect(() => folderSet.load(folder)).toThrow(/qrels holds no \.tsv/);
    write({ 'qrels/dev.tsv': `${qrels}q1\tgone\t1\n` });
    expect(folderSet.load(folder).remarks[0]).toMatch(/1 judgements name documents/);
  });

  it('says so when the packed corpus is cut short', () => {
    write({ ...whole, 'corpus.jsonl.gz': gzipSync(corpus).subarray(0, 20) });
    rmSync(join(folder, 'corpus.jsonl'));
    expect(() => folderSet.load(folder)).toThrow(/cut short/);
  });
});

describe('a folder of issues and duplicates', () => {
  const issue = (key: string, created: string) => ({
    key,
    project: 'P',
    created,
    summary: `Summary ${key}`,
    description: null,
  });
  const issues = lines(
    issue('P-3', '2013-01-03T00:00:00Z'),
    issue('P-1', '2013-01-01T00:00:00Z'),
    issue('P-2', '2013-01-03T00:00:00Z'),
    issue('P-4', '2013-01-04T00:00:00Z'),
  );

  it('asks the newer of a pair, of strictly older ones only', () => {
    write({ 'issues.jsonl': issues, 'duplicate_pairs.tsv': 'P-1\tP-3\nP-4\tP-1\nP-4\tP-3\n' });
    const set = ticketSet.load(folder);
    expect(set.documents.map((entry) => entry.documentKey)).toEqual(['P-1', 'P-2', 'P-3', 'P-4']);
    expect(set.questionSets.map(({ name }) => name)).toEqual(['summary', 'summary+description']);
    expect(
      set.questionSets[0]?.questions.map(({ id, relevant, documents }) => [
        id,
        [...relevant.keys()],
        documents,
      ]),
    ).toEqual([
      ['P-3', ['P-1'], 1],
      ['P-4', ['P-1', 'P-3'], 3],
    ]);
  });

  it('names the line of a pair that is no pair', () => {
    write({ 'issues.jsonl': issues, 'duplicate_pairs.tsv': 'P-1\tP-3\nP-1\tP-9\n' });
    expect(() => ticketSet.load(folder)).toThrow(/duplicate_pairs\.tsv:2: /);
  });
});

describe('findSets', () => {
  it('takes the folder itself, or those in it', () => {
    write(whole);
    expect(findSets(folder)).toHaveLength(1);
    write(Object.fromEntries(Object.entries(whole).map(([name, text]) => [`inner/b/${name}`, text])));
    write({ 'inner/a/duplicate_pairs.tsv': '', 'inner/c/notes.txt': '' });
    expect(findSets(join(folder, 'inner')).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('says so when there is none', () => {
    expect(() => findSets(join(folder, 'gone'))).toThrow(/is no folder/);
    expect(() => findSets(folder)).toThrow(/holds a set/);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataProblem } from './read-lines';

/** Keys of relevant documents by query id. */
export type Judgements = ReadonlyMap<string, ReadonlySet<string>>;

/** All tables in `folder/qrels`: query id, document id and score, a tab between them; a score of 0 is not relevant. */
export function readJudgements(folder: string): Judgements {
  const qrels = join(folder, 'qrels');
  const files = existsSync(qrels) ? readdirSync(qrels).filter((name) => name.endsWith('.tsv')) : [];
  if (files.length === 0)
    throw new DataProblem(`${qrels} holds no .tsv file: without judgements nothing can be measured`);
  const relevant = new Map<string, Set<string>>();
  for (const file of files.sort()) addTable(join(qrels, file), relevant);
  return relevant;
}

function addTable(path: string, relevant: Map<string, Set<string>>): void {
  for (const [at, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [query, document, score] = line.split('\t');
    const grade = Number(score);
    if (query && document && score && Number.isFinite(grade)) {
      if (grade > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(document));
    } else if (at > 0) {
      // The first line may be the table's head.
      throw new DataProblem(
        `${path}:${at + 1}: expected query id, document id and a number, with tabs between`,
      );
    }
  }
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataProblem, linesOf, readText } from './read-lines';

/** Grades, above 0, of relevant documents by their keys, by query id. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * All tables in `folder/qrels`: query id, document id and grade, a tab between them, or with TREC's iteration as second
 * column; a grade of 0 or less is not relevant. Where tables differ the last one, by name, counts.
 */
export function readJudgements(folder: string): Judgements {
  const qrels = join(folder, 'qrels');
  const files = existsSync(qrels) ? readdirSync(qrels).filter((name) => name.endsWith('.tsv')) : [];
  if (files.length === 0)
    throw new DataProblem(`${qrels} holds no .tsv file: without judgements nothing can be measured`);
  const relevant = new Map<string, Map<string, number>>();
  for (const file of files.sort()) addTable(join(qrels, file), relevant);
  return relevant;
}

function addTable(path: string, relevant: Map<string, Map<string, number>>): void {
  for (const [at, line] of linesOf(readText(path)?.text ?? '').entries()) {
    if (line.trim() === '') continue;
    const cells = line.split('\t').map((cell) => cell.trim());
    const [query, document, score] = cells.length === 4 ? [cells[0], cells[2], cells[3]] : cells;
    const grade = Number(score);
    if (query && document && score && Number.isFinite(grade)) {
      if (grade > 0)
        relevant.set(query, (relevant.get(query) ?? new Map<string, number>()).set(document, grade));
    } else if (at > 0) {
      // The first line may be the table's head.
      throw new DataProblem(
        `${path}:${at + 1}: expected query id, document id and a number, with tabs between`,
      );
    }
  }
}

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { EvaluationSet } from './evaluation-set';
import { folderSet } from './folder-set';
import { DataProblem } from './read-lines';
import { ticketSet } from './ticket-set';

export interface FoundSet {
  readonly name: string;
  load(): EvaluationSet;
}

/** How a folder may hold a set. */
const layouts = [folderSet, ticketSet];

/** The set that `folder` is, or those that the folders in it are. */
export function findSets(folder: string): FoundSet[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new DataProblem(`${folder} is no folder`);
  const inside = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory());
  const own = toSet(folder);
  const found = own.length > 0 ? own : inside.flatMap(toSet);
  if (found.length === 0)
    throw new DataProblem(
      `Neither ${folder} nor a folder in it holds a set: corpus.jsonl, queries.jsonl and qrels/*.tsv`,
    );
  return found;
}

function toSet(folder: string): FoundSet[] {
  const layout = layouts.find((one) => one.isOne(folder));
  return layout === undefined ? [] : [{ name: basename(resolve(folder)), load: () => layout.load(folder) }];
}

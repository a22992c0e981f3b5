import type { EvaluationSet } from './evaluation-set';
import type { Models } from './models';
import { gainRows, systemRows, type Row } from './row';
import { runSystem, type Measurements } from './run-system';
import { systems } from './systems/list';

/** What gains are measured against. */
const base = 'bm25';
const gaining: readonly string[] = ['hybrid-table', 'hybrid'];

export interface RunOptions {
  readonly systems: readonly string[];
  readonly models: Models;
  readonly log: (line: string) => void;
}

/** Every system over one set. */
export async function runSet(set: EvaluationSet, options: RunOptions): Promise<Row[]> {
  for (const remark of set.remarks) options.log(`${set.name}: ${remark}.`);
  const rows: Row[] = [];
  const all = new Map<string, Measurements>();
  for (const name of options.systems) {
    const system = systems[name]?.(options.models);
    if (!system) continue;
    const measurements = await runSystem(system, set);
    all.set(name, measurements);
    for (const [{ name: questions }, measured] of measurements)
      rows.push(...systemRows(`${set.name}/${questions}/${name}`, system, measured));
    const before = all.get(base);
    if (!gaining.includes(name) || before === undefined) continue;
    for (const [questions, measured] of measurements)
      rows.push(
        ...gainRows(`${set.name}/${questions.name}/${name}`, system, measured, before.get(questions) ?? []),
      );
  }
  return rows;
}

/**
 * How well the right documents are found and quoted.
 *
 *   npm run eval:retrieval [-- --data DIR] [--sets acme,mtrag-cloud] [--systems bm25,hybrid] [--json FILE]
 *
 * Without `--data`: Acme, and the public sets beside the project where they are there. Values lie between 0 and 1, with
 * the bounds of a 95 % bootstrap interval. Settings may be chosen on a case's `tuned` half, never on `held-out`.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadAcme } from './eval/acme-corpus';
import { findSets, type FoundSet } from './eval/find-sets';
import type { Models } from './eval/models';
import { openEmbedder } from './eval/open-embedder';
import { openEncoderHere } from './eval/open-encoder';
import { printRows } from './eval/print-rows';
import { DataProblem } from './eval/read-lines';
import type { Row } from './eval/row';
import { runSet } from './eval/run-set';
import { runAcme, runAnswers } from './eval/runs';
import { systems } from './eval/systems/list';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const shared = ['retrieval', 'tickets'].map((name) => join(root, '../shared/data', name));
const acme = 'acme';
const log = (line: string) => console.log(line);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      sets: { type: 'string' },
      systems: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const found = values.data === undefined ? sharedSets() : findSets(values.data);
  const here = values.data === undefined ? [acme] : [];
  const wanted = choose('set', values.sets, [...here, ...found.map((set) => set.name)]);
  const chosen = choose('system', values.systems, Object.keys(systems));
  const embedder = openEmbedder(join(root, 'public/embeddings'));
  if (embedder === null) log('public/embeddings holds no table: dense and hybrid are left out.');
  const encoder = openEncoderHere(join(root, 'public'), join(root, '.output/eval/encoded.bin'), log);
  if (encoder === null) log('public/encoder holds no model: hybrid is the same as hybrid-table.');
  const models = { embedder, encoder };
  const rows = wanted.includes(acme) && here.length > 0 ? await acmeRows(models) : [];
  printRows(rows, log);
  for (const set of found.filter(({ name }) => wanted.includes(name))) {
    const own = await setRows(set, chosen, models);
    printRows(own, log);
    rows.push(...own);
  }
  if (values.json !== undefined) writeReport(values.json, rows);
}

/** Those of `names` that the list asks for, all without a list. */
function choose(what: string, list: string | undefined, names: readonly string[]): readonly string[] {
  if (list === undefined) return names;
  const asked = list.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new DataProblem(`There is no ${what} "${unknown}". There are: ${names.join(', ')}`);
  return names.filter((name) => asked.includes(name));
}

function sharedSets(): FoundSet[] {
  const missing = shared.filter((folder) => !existsSync(folder));
  for (const folder of missing) log(`${folder} is not on this machine: its sets are not measured.`);
  return shared.filter((folder) => !missing.includes(folder)).flatMap(findSets);
}

/** As the panel has it in the end, and as it has it at once, without the encoder. */
async function acmeRows(models: Models): Promise<Row[]> {
  const folder = join(root, 'tests/acme');
  const atOnce = { ...models, encoder: null };
  return [
    ...(await runAcme('acme, as a helpdesk agent', loadAcme(folder, ['helpdesk']), models)),
    ...(await runAcme('acme, as a helpdesk agent, at once', loadAcme(folder, ['helpdesk']), atOnce)),
    ...(await runAcme('acme, as a contractor', loadAcme(folder), models)),
  ];
}

async function setRows(found: FoundSet, chosen: readonly string[], models: Models): Promise<Row[]> {
  const set = found.load();
  const rows = await runSet(set, { systems: chosen, models, log });
  const hasAnswers = set.questionSets.some(({ questions }) =>
    questions.some((one) => one.answers.length > 0),
  );
  return hasAnswers ? [...rows, ...(await runAnswers(set.name, set, models))] : rows;
}

function writeReport(file: string, rows: readonly Row[]): void {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const report = { name: 'retrieval', at: new Date().toISOString(), machine, rows };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof DataProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

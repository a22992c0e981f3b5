/**
 * How well the right passages are found and quoted. Run with `npx tsx scripts/eval-retrieval.ts [--json FILE]`; sets
 * that are not on this machine are named and left out.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadAcme } from './eval/acme-corpus';
import { loadPublicSet } from './eval/public-sets';
import { runAcme, runAnswers, runPublicSet, type Row } from './eval/runs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const shared = join(root, '../shared/data/retrieval');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const rows: Row[] = [...(await acmeRows()), ...(await sharedRows())];
  for (const row of rows)
    console.log(`${row.case.padEnd(34)} ${row.metric.padEnd(40)} ${row.value.toFixed(3)}`);
  if (values.json === undefined) return;
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const report = { name: 'retrieval', at: new Date().toISOString(), machine, rows };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

async function acmeRows(): Promise<Row[]> {
  const folder = join(root, 'tests/acme');
  return [
    ...(await runAcme('acme, as a helpdesk agent', loadAcme(folder, ['helpdesk']))),
    ...(await runAcme('acme, as a contractor', loadAcme(folder))),
  ];
}

async function sharedRows(): Promise<Row[]> {
  if (!existsSync(shared)) {
    console.log('The public sets are not on this machine: only Acme is measured.');
    return [];
  }
  const rows: Row[] = [];
  const workarena = loadPublicSet(join(shared, 'workarena-kb'), 'queries.jsonl');
  if (workarena === null) console.log('workarena-kb is not there');
  else
    rows.push(
      ...(await runPublicSet('workarena-kb', workarena)),
      ...(await runAnswers('workarena-kb', workarena)),
    );
  for (const name of ['mtrag-cloud', 'mtrag-clapnq']) {
    const set = loadPublicSet(join(shared, name), 'queries_rewrite.jsonl');
    if (set === null) console.log(`${name} is not there`);
    else rows.push(...(await runPublicSet(`${name}, rewritten`, set)));
  }
  return rows;
}

await main();

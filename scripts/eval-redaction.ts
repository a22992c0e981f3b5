/**
 * How much of what must not leave is taken out of real tickets, and how much else.
 *
 *   npm run eval:redaction [-- --json FILE] [--most N]
 *
 * Into each ticket of Acme, and of the public issues beside the project where they are there, one of each kind is
 * written: `recall` is the share of them of which nothing is left. The forms are those that rules can know; what nothing
 * announces (a stranger's name, a password in the middle of a sentence) is counted by itself. `over_redaction` is the share of a ticket's own words
 * that is taken out although it names nobody; `identifiers_kept` the share of its error codes, paths and versions that
 * an answer needs and that are still there. Issues hold names that nobody marked: they count as over-redaction.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { redact } from '../lib/assist/redaction/redact';
import { redactionClasses } from '../lib/assist/redaction/rules';
import { escapePattern } from '../lib/assist/redaction/whole-word';
import { findIdentifiers } from '../lib/retrieval/find-identifiers';
import { loadCompany } from '../tests/fakes/company';
import { createRandom } from '../tests/random-blocks';
import { plantsFor } from './eval/plant-secrets';
import { parseJsonLines, readText } from './eval/read-lines';
import { z } from 'zod';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({ options: { json: { type: 'string' }, most: { type: 'string' } } });
const most = Number(values.most ?? 4_000);

interface Ticket {
  readonly text: string;
  /** As its fields name them. */
  readonly people: readonly string[];
  readonly person: string;
}

function acme(): Ticket[] {
  const { tickets, people } = loadCompany();
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name;
  return tickets.map((ticket) => {
    const named = [ticket.requester, ticket.assignee, ...ticket.comments.map(({ author }) => author)]
      .map(nameOf)
      .filter((name) => name !== undefined);
    return {
      text: [ticket.title, ticket.description ?? '', ...ticket.comments.map(({ body }) => body)].join('\n'),
      people: named,
      person: named[0] ?? 'Dana Reyes',
    };
  });
}

const issueLine = z.object({ summary: z.string().nullable(), description: z.string().nullable() });

function issues(): Ticket[] {
  const file = join(root, '../shared/data/tickets/jira-titanium/issues.jsonl');
  const found = existsSync(`${file}.gz`) ? readText(file) : null;
  if (found === null) {
    console.log('../shared/data/tickets is not on this machine: Acme alone is measured.');
    return [];
  }
  const all = parseJsonLines(found.path, found.text, issueLine);
  const step = Math.max(1, Math.floor(all.length / most));
  return all
    .filter((_issue, at) => at % step === 0)
    .map(({ summary, description }) => ({
      text: `${summary ?? ''}\n${description ?? ''}`.slice(0, 8_000),
      people: ['Priya Raman'],
      person: 'Priya Raman',
    }));
}

interface Row {
  readonly case: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: 'fraction';
}

function measure(name: string, tickets: readonly Ticket[]): Row[] {
  const random = createRandom(20261123);
  const planted = new Map<string, number>();
  const left = new Map<string, string[]>();
  const taken = new Map<string, number>();
  let words = 0;
  let identifiers = 0;
  let kept = 0;
  for (const { text, people, person } of tickets) {
    const plants = plantsFor(random, person);
    const lines = text.split('\n');
    for (const { sentence } of plants) lines.splice(Math.floor(random() * (lines.length + 1)), 0, sentence);
    const options = { people, words: [] };
    const [result = ''] = redact([lines.join('\n')], options).texts;
    const bare = (value: string) => value.replace(/[\s-]/g, '');
    for (const { class: sort, value, isUnannounced } of plants) {
      const kind = isUnannounced ? `${sort} unannounced` : sort;
      planted.set(kind, (planted.get(kind) ?? 0) + 1);
      const isLeft =
        sort === 'NUMBER' || sort === 'PHONE'
          ? bare(result).includes(bare(value))
          : new RegExp(`(?<![\\p{L}\\p{N}])${escapePattern(value)}(?![\\p{L}\\p{N}])`, 'u').test(result);
      if (isLeft) left.set(kind, [...(left.get(kind) ?? []), value]);
    }
    const own = redact([text], options);
    words += text.split(/\s+/).length;
    for (const [placeholder, value] of own.taken) {
      const kind = placeholder.replace(/_\d+$/, '');
      // People whom the fields name, and addresses, are what it is for.
      if (
        kind === 'EMAIL' ||
        (kind === 'PERSON' && people.some((one) => one.toLowerCase().includes(value.toLowerCase())))
      )
        continue;
      const [plain = ''] = own.texts;
      const times = plain.split(placeholder).length - 1;
      taken.set(kind, (taken.get(kind) ?? 0) + times * value.split(/\s+/).length);
    }
    for (const { text: identifier } of findIdentifiers(text)) {
      if (/@|:\/\//.test(identifier)) continue;
      identifiers += 1;
      if (own.texts[0]?.includes(identifier)) kept += 1;
    }
  }
  const row = (suffix: string, metric: string, value: number): Row => ({
    case: suffix === '' ? name : `${name}/${suffix}`,
    metric,
    value,
    unit: 'fraction',
  });
  const kinds = [...planted.keys()].sort();
  const classes = redactionClasses.filter((kind) => planted.has(kind));
  for (const kind of kinds)
    if (left.has(kind))
      console.log(`${name}/${kind}: left in, for example: ${left.get(kind)?.slice(0, 5).join(' | ')}`);
  const announced = kinds.filter((kind) => !kind.endsWith('unannounced'));
  const all = announced.reduce((sum, kind) => sum + (planted.get(kind) ?? 0), 0);
  const missed = announced.reduce((sum, kind) => sum + (left.get(kind)?.length ?? 0), 0);
  return [
    row('', 'recall', 1 - missed / all),
    ...kinds.map((kind) => row(kind, 'recall', 1 - (left.get(kind)?.length ?? 0) / (planted.get(kind) ?? 1))),
    row('', 'over_redaction', [...taken.values()].reduce((sum, count) => sum + count, 0) / words),
    ...classes.map((kind) => row(kind, 'over_redaction', (taken.get(kind) ?? 0) / words)),
    row('', 'identifiers_kept', kept / identifiers),
  ];
}

const rows = [measure('acme', acme()), measure('jira-titanium', issues())]
  .flat()
  .filter(({ value }) => !Number.isNaN(value));
for (const { case: name, metric, value } of rows)
  console.log(`${name.padEnd(22)} ${metric.padEnd(18)} ${value.toFixed(4)}`);
if (values.json !== undefined) {
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const report = { name: 'redaction', at: new Date().toISOString(), machine, rows };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

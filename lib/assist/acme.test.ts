import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadAcme } from '../../scripts/eval/acme-corpus';
import { folderSet } from '../../scripts/eval/folder-set';
import { wordsAlone } from '../../scripts/eval/models';
import type { Row } from '../../scripts/eval/row';
import { runSet } from '../../scripts/eval/run-set';
import { runAcme } from '../../scripts/eval/runs';

const shared = join(import.meta.dirname, '../../../shared/data/retrieval/workarena-kb');
const value = (rows: readonly Row[], metric: string) =>
  rows.find((row) => row.metric === metric)?.value ?? Number.NaN;

describe("Acme's open tickets", () => {
  it('are met with the right documents, and with none that is no longer true', async () => {
    const rows = await runAcme('acme', loadAcme(join(import.meta.dirname, '../../tests/acme'), ['helpdesk']));
    expect(value(rows, 'hit@1')).toBeGreaterThanOrEqual(0.9);
    expect(value(rows, 'hit@3')).toBeGreaterThanOrEqual(0.95);
    expect(value(rows, 'recall@5')).toBeGreaterThanOrEqual(0.85);
    expect(value(rows, 'answer cites a judged document')).toBeGreaterThanOrEqual(0.8);
    expect(value(rows, 'answer cites a misleading document')).toBe(0);
    expect(value(rows, 'likely rows that are judged relevant')).toBeGreaterThanOrEqual(0.8);
  });

  it('that nobody can answer are not answered, and few others are left', async () => {
    const rows = await runAcme('acme', loadAcme(join(import.meta.dirname, '../../tests/acme'), ['helpdesk']));
    expect(value(rows, 'abstention')).toBe(1);
    expect(value(rows, 'false abstention')).toBeLessThanOrEqual(0.1);
  });
});

describe.skipIf(!existsSync(shared))('the workarena questions (skipped without ../shared/data)', () => {
  it('are found at least as well as by plain BM25: hit@1 .706, recall@10 .959', async () => {
    const set = folderSet.load(shared);
    const rows = await runSet(set, { systems: ['bm25'], models: wordsAlone, log: () => undefined });
    expect(value(rows, 'hit@1')).toBeGreaterThanOrEqual(0.706);
    expect(value(rows, 'recall@10')).toBeGreaterThanOrEqual(0.959);
  }, 60_000);
});

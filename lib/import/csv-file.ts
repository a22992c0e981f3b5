import { decodeText } from './decode-text';
import { recordColumns } from './csv-columns';
import { recordContents } from './csv-records';
import { readCsv } from './csv-rows';
import { fileContent } from './file-content';
import type { FileReader } from './file-reader';
import { ImportProblem } from './import-problem';

/** Bytes that are read: exports of tickets are long, and each row is a document of its own. */
const MOST_CSV_BYTES = 64_000_000;
/** Rows of a table that stays one document. */
const MOST_TABLE_ROWS = 5_000;
/** Rows of one table block: the head stands over each of them. */
const ROWS_A_TABLE = 100;

/**
 * Tables as spreadsheets and products export them. Where the columns are those of articles, questions or tickets, each
 * row is a document; else the whole is one table.
 */
export const csvFile: FileReader = {
  id: 'csv',
  name: 'Table (CSV)',
  extensions: ['csv', 'tsv', 'tab'],
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv'],
  firstBytes: MOST_CSV_BYTES,
  read: async ({ bytes }, tools) => {
    const { rows, cut } = await readCsv(decodeText(bytes), tools);
    const [head, ...body] = rows;
    if (!head) throw new ImportProblem('empty');
    const columns = recordColumns(head);
    if (columns) {
      const contents = await recordContents(columns, head, body, tools);
      return cut ? contents.map((content) => ({ ...content, cut })) : contents;
    }
    const tables = [];
    for (let at = 0; at < Math.min(body.length, MOST_TABLE_ROWS); at += ROWS_A_TABLE) {
      const some = body.slice(at, Math.min(at + ROWS_A_TABLE, MOST_TABLE_ROWS));
      tables.push({ kind: 'table' as const, header: true, rows: [head, ...some] });
    }
    const only = [{ kind: 'table' as const, header: false, rows: [head] }];
    return [fileContent(tables.length > 0 ? tables : only, { cut: cut || body.length > MOST_TABLE_ROWS })];
  },
};

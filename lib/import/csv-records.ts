import type { Block } from '../core/rich-text';
import { cellBlocks } from './csv-cell';
import type { RecordColumns } from './csv-columns';
import { fileContent } from './file-content';
import { isoDate } from './file-dates';
import type { FileContent, ImportTools } from './file-reader';
import { giveWay } from './give-way';

/** Short cells that stand as facts under the texts: state, category, product. */
const MOST_FACTS = 12;
const LONGEST_FACT = 120;
const LONGEST_ID = 64;
/** How often others get their turn. */
const STEP = 200;

/** One document a row; rows without a title or any text are left out. */
export async function recordContents(
  columns: RecordColumns,
  head: readonly string[],
  rows: readonly string[][],
  tools: ImportTools,
): Promise<FileContent[]> {
  const contents: FileContent[] = [];
  const taken = new Set<string>();
  for (const [index, row] of rows.entries()) {
    if (index % STEP === 0) {
      if (index > 0) await giveWay();
      tools.signal.throwIfAborted();
      tools.onProgress?.(index, rows.length);
    }
    const content = recordContent(columns, head, row, partOf(columns, row, index, taken), tools);
    if (content) contents.push(content);
  }
  return contents;
}

function recordContent(
  columns: RecordColumns,
  head: readonly string[],
  row: readonly string[],
  part: string,
  tools: ImportTools,
): FileContent | null {
  const cell = (index: number | null) => (index === null ? '' : (row[index] ?? ''));
  const texts = columns.texts.filter((index) => cell(index) !== '');
  if (cell(columns.title) === '' || texts.length === 0) return null;
  const blocks = texts.flatMap((index): Block[] => {
    const text = cellBlocks(cell(index), tools);
    // One text needs no heading: the title is all it is about.
    return texts.length < 2 ? text : [{ kind: 'heading', level: 2, text: head[index] ?? '' }, ...text];
  });
  return fileContent([...blocks, ...factTable(columns, head, row)], {
    title: cell(columns.title),
    author: cell(columns.author),
    created: isoDate(cell(columns.created)),
    updated: isoDate(cell(columns.updated)),
    language: cell(columns.language),
    labels: cell(columns.labels).split(/[,;\s]+/),
    part,
  });
}

/** The row's own number where it has one that no row before it has; else its place in the file. */
function partOf(columns: RecordColumns, row: readonly string[], index: number, taken: Set<string>): string {
  const id = columns.id === null ? '' : (row[columns.id] ?? '');
  const part = id !== '' && id.length <= LONGEST_ID && !taken.has(id) ? id : `row ${index + 2}`;
  taken.add(part);
  return part;
}

function factTable(columns: RecordColumns, head: readonly string[], row: readonly string[]): Block[] {
  const isText = new Set([columns.title, ...columns.texts]);
  const rows = row
    .map((cell, index) => ({ name: head[index] ?? '', cell, index }))
    .filter(({ name, cell, index }) => name !== '' && cell !== '' && !isText.has(index))
    .filter(({ cell }) => cell.length <= LONGEST_FACT && !cell.includes('\n'))
    .slice(0, MOST_FACTS)
    .map(({ name, cell }) => [name, cell]);
  return rows.length === 0 ? [] : [{ kind: 'table', header: false, rows }];
}

import { isAbort } from '../core/errors';
import type { Block } from '../core/rich-text';
import { fileContent, oneLine } from './file-content';
import { pdfDate } from './file-dates';
import type { FileReader, ImportTools } from './file-reader';
import { ImportProblem } from './import-problem';
import { MOST_TEXT } from './limits';
import { pdfBlocks } from './pdf-blocks';
import { readingOrder } from './pdf-columns';
import type { PdfPageLines } from './pdf-furniture';
import { dropFurniture } from './pdf-furniture';
import type { OpenPdf } from './pdf-library';
import { openPdf, orAborted } from './pdf-library';
import { pagePieces } from './pdf-lines';
import { readPage } from './pdf-page';

const MOST_PAGES = 3_000;
/** The signature may stand behind what a mail program or a printer put before it. ISO 32000-1, annex H. */
const SIGNATURE_WITHIN = 1_024;
/** What programs write as a title that nobody chose: file names, and nothing. */
const NO_TITLE =
  /^(?:untitled|document\d*|microsoft word - .*|.*\.(?:docx?|pptx?|xlsx?|pdf|odt|indd|tex|rtf|html?))$/i;

/** PDF with text in it. A scan holds pictures only, and says so. */
export const pdfFile: FileReader = {
  id: 'pdf',
  name: 'PDF',
  extensions: ['pdf'],
  mediaTypes: ['application/pdf'],
  recognises: (start) =>
    new TextDecoder('windows-1252').decode(start.subarray(0, SIGNATURE_WITHIN)).includes('%PDF-'),
  read: async ({ bytes }, tools) => {
    const pdf = await open(bytes, tools.signal);
    try {
      const { pages, cut } = await readPages(pdf, tools);
      const blocks = pdfBlocks(dropFurniture(pages).flatMap(({ lines }) => lines));
      if (blocks.length === 0) throw new ImportProblem('no-text');
      return [fileContent(blocks, { ...(await factsOf(pdf, blocks)), cut })];
    } finally {
      await pdf.close();
    }
  },
};

async function open(bytes: Uint8Array, signal: AbortSignal): Promise<OpenPdf> {
  try {
    return await openPdf(bytes, signal);
  } catch (error) {
    if (isAbort(error)) throw error;
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new ImportProblem(isLocked ? 'encrypted' : 'damaged', { cause: error });
  }
}

/** Pages that are broken are left out; a file in which all of them are is damaged. */
async function readPages(
  { document }: OpenPdf,
  { signal, onProgress }: ImportTools,
): Promise<{ pages: PdfPageLines[]; cut: boolean }> {
  const pages: PdfPageLines[] = [];
  const total = Math.min(document.numPages, MOST_PAGES);
  let characters = 0;
  let broken: unknown = null;
  for (let number = 1; number <= total && characters < MOST_TEXT; number += 1) {
    signal.throwIfAborted();
    try {
      const page = await orAborted(document.getPage(number), signal);
      const { runs, height } = await readPage(page, signal);
      page.cleanup();
      pages.push({ lines: readingOrder(pagePieces(runs)), height });
      characters += runs.reduce((sum, { text }) => sum + text.length, 0);
    } catch (error) {
      if (isAbort(error)) throw error;
      broken = error;
    }
    onProgress?.(number, total);
  }
  if (pages.length === 0) throw new ImportProblem('damaged', { cause: broken });
  return { pages, cut: document.numPages > total || characters >= MOST_TEXT };
}

/** What the file says of itself; its title is often the name of a draft, then the largest line of the first page is. */
async function factsOf({ document }: OpenPdf, blocks: readonly Block[]) {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }));
  const said = info as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? oneLine(value) : '');
  const named = text(said.Title);
  const heading = blocks.slice(0, 5).find((block) => block.kind === 'heading' && block.level === 1);
  return {
    title: named === '' || NO_TITLE.test(named) ? (heading?.kind === 'heading' ? heading.text : '') : named,
    author: text(said.Author),
    created: pdfDate(said.CreationDate),
    updated: pdfDate(said.ModDate),
    language: text(said.Language),
    labels: text(said.Keywords).split(/[,;]/),
  };
}

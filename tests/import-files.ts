import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';
import { strToU8, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';
import type { ImportTools } from '../lib/import/file-reader';
import { readFile } from '../lib/import/read-file';
import { createFormatTools } from './format-tools';

const { parseHtml } = createFormatTools();

export function importTools(more: Partial<ImportTools> = {}): ImportTools {
  return { parseHtml, signal: new AbortController().signal, ...more };
}

/** Reads a file as the product does, from a name and its content. */
export function readAs(path: string, content: string | Uint8Array, tools = importTools(), type = '') {
  const blob = new Blob([content as BlobPart], { type });
  return readFile({ path, blob, modified: null }, tools);
}

export interface MadePdf {
  readonly info?: Record<string, string>;
  readonly password?: string;
  readonly compress?: boolean;
}

/** A PDF as `draw` draws it, on A4. */
export async function makePdf(
  draw: (pdf: PDFKit.PDFDocument) => void,
  { info = {}, password, compress = true }: MadePdf = {},
): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 72,
    info,
    userPassword: password,
    pdfVersion: '1.7',
    compress,
  });
  const chunks: Uint8Array[] = [];
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  draw(pdf);
  pdf.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

/** A Word document made by a library that is not ours. */
export async function makeDocx(
  paragraphs: readonly (string | Paragraph)[],
  more: Partial<ConstructorParameters<typeof Document>[0]> = {},
): Promise<Uint8Array> {
  const children = paragraphs.map((each) => (typeof each === 'string' ? new Paragraph(each) : each));
  return new Uint8Array(await Packer.toBuffer(new Document({ ...more, sections: [{ children }] })));
}

export function headingParagraph(
  text: string,
  level: (typeof HeadingLevel)[keyof typeof HeadingLevel] = HeadingLevel.HEADING_1,
): Paragraph {
  return new Paragraph({ heading: level, children: [new TextRun(text)] });
}

/** A Word document of parts written by hand: for what no library writes. */
export function zipDocx(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  const all = {
    'word/document.xml': `<w:document ${NAMESPACES}><w:body>${body}</w:body></w:document>`,
    ...parts,
  };
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)])));
}

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

import type { TextContent, TextItem } from 'pdfjs-dist/types/src/display/api';
import type { PdfPage } from './pdf-library';
import { orAborted } from './pdf-library';

/** Text set in one go: a word, a line, or a piece of one. Points from the top left of the page as it is shown. */
export interface PdfRun {
  readonly text: string;
  readonly x: number;
  /** Of the line it stands on. */
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** The same for text of the same font, and no name. */
  readonly font: string;
  readonly mono: boolean;
  readonly rightToLeft: boolean;
}

export interface PdfPageText {
  readonly runs: readonly PdfRun[];
  readonly height: number;
}

/** A page of more is a drawing. */
const MOST_RUNS = 50_000;

/** The runs of a page, in the order it sets them. Turned text is left out: watermarks, stamps, labels of axes. */
export async function readPage(page: PdfPage, signal: AbortSignal): Promise<PdfPageText> {
  const { transform, height } = page.getViewport({ scale: 1 });
  const stream = page.streamTextContent() as ReadableStream<TextContent>;
  const reader = stream.getReader();
  const runs: PdfRun[] = [];
  // Each font is named once in the stream.
  const families = new Map<string, string>();
  while (runs.length < MOST_RUNS) {
    const { done, value } = await orAborted(reader.read(), signal);
    if (done) return { runs, height };
    for (const [font, { fontFamily }] of Object.entries(value.styles)) families.set(font, fontFamily);
    for (const item of value.items) {
      const run = 'str' in item ? toRun(item, families.get(item.fontName) ?? '', transform) : null;
      if (run) runs.push(run);
    }
  }
  await reader.cancel(new Error('Enough text'));
  return { runs, height };
}

function toRun(item: TextItem, family: string, page: readonly number[]): PdfRun | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item.transform as number[];
  const [pa = 1, pb = 0, pc = 0, pd = 1, pe = 0, pf = 0] = page;
  const across = pa * a + pc * b;
  const down = pb * a + pd * b;
  const size = Math.hypot(pa * c + pc * d, pb * c + pd * d);
  const run = {
    text: item.str,
    x: pa * e + pc * f + pe,
    y: pb * e + pd * f + pf,
    width: item.width,
    size,
    font: item.fontName,
    mono: family === 'monospace',
    rightToLeft: item.dir === 'rtl',
  };
  const isTurned = across <= 0 || Math.abs(down) > across / 10;
  const isPlaced = [run.x, run.y, run.width, size].every(Number.isFinite) && size > 0;
  return isTurned || !isPlaced || item.str.trim() === '' ? null : run;
}

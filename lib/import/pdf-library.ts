import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type PdfPage = PDFPageProxy;

export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  close(): Promise<void>;
}

/**
 * Opens a PDF for its text. pdf.js is loaded now and not before, in its build for browsers of the last years, which Node
 * runs too. It works in a worker of its own, from a file of the extension: nothing is fetched, and no font or script of
 * the document is turned into code. Where there are no workers, as in Node, it works here. Takes the bytes over.
 */
export async function openPdf(data: Uint8Array, signal: AbortSignal): Promise<OpenPdf> {
  const library = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const verbosity = library.VerbosityLevel.ERRORS;
  const port = await startWorker();
  const worker = port && library.PDFWorker.create({ port, verbosity });
  const task = library.getDocument({
    data,
    ...(worker && { worker }),
    isEvalSupported: false,
    useWasm: false,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    verbosity,
  });
  const close = async () => {
    signal.removeEventListener('abort', abort);
    const destroyed = task.destroy();
    // A worker that was ended does not say that it is done.
    if (port === null || !signal.aborted) await destroyed;
    worker?.destroy();
    port?.terminate();
  };
  // Ends a page that is being read, however long it would have taken.
  const abort = () => port?.terminate();
  signal.addEventListener('abort', abort);
  try {
    return { document: await orAborted(Promise.race([task.promise, failureOf(port)]), signal), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What was asked of a worker that was ended is never answered. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** A worker whose file is not there says so, and pdf.js would wait for it. */
function failureOf(port: Worker | null): Promise<never> {
  return new Promise((_, reject) => {
    port?.addEventListener('error', () => reject(new Error('The worker for PDF did not start')));
  });
}

async function startWorker(): Promise<Worker | null> {
  if (typeof Worker === 'undefined') return null;
  const { default: url } = await import('pdfjs-dist/legacy/build/pdf.worker.min.mjs?url');
  return new Worker(url, { type: 'module' });
}

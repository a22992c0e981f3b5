import { ImportProblem } from './import-problem';

/** One file inside a ZIP file. */
interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: Uint8Array;
}

/** An archive of more is no document. */
const MOST_ENTRIES = 20_000;
const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
/** The end record is this long, without its comment of at most 65,535 bytes. */
const END_LENGTH = 22;
const LONGEST_COMMENT = 65_535;

/** The files in a ZIP file by their names. Throws `damaged`; see PKWARE's APPNOTE.TXT, sections 4.3.12 and 4.3.16. */
export function zipEntries(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  const count = Math.min(view.getUint16(end + 10, true), MOST_ENTRIES);
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY) throw new ImportProblem('damaged');
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const encrypted = (view.getUint16(at + 8, true) & 1) === 1;
    const packed = packedBytes(bytes, view, at);
    entries.set(name, { name, method: view.getUint16(at + 10, true), encrypted, packed });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endRecord(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= first; at -= 1)
    if (view.getUint32(at, true) === END) return at;
  throw new ImportProblem('damaged');
}

function packedBytes(bytes: Uint8Array, view: DataView, at: number): Uint8Array {
  const start = view.getUint32(at + 42, true);
  if (start + 30 > bytes.length) throw new ImportProblem('damaged');
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  return bytes.subarray(from, from + view.getUint32(at + 20, true));
}

/**
 * A file of the archive, unpacked. Counts what comes out while it comes: what an archive says of its own sizes is not
 * believed. Throws `too-large` beyond `most` bytes.
 */
export async function unpack(entry: ZipEntry, most: number, signal: AbortSignal): Promise<Uint8Array> {
  if (entry.encrypted) throw new ImportProblem('encrypted');
  if (entry.method === 0) {
    if (entry.packed.length > most) throw new ImportProblem('too-large');
    return entry.packed;
  }
  if (entry.method !== 8) throw new ImportProblem('damaged');
  const packed = new Blob([new Uint8Array(entry.packed)]).stream();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const sink = new WritableStream<Uint8Array>({
    write: (chunk) => {
      length += chunk.length;
      if (length > most) throw new ImportProblem('too-large');
      chunks.push(chunk);
    },
  });
  try {
    await packed.pipeThrough(new DecompressionStream('deflate-raw')).pipeTo(sink, { signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ImportProblem) throw error;
    throw new ImportProblem('damaged', { cause: error });
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

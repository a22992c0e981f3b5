import { z } from 'zod';

/**
 * A table of token vectors as one file. Numbers are little-endian.
 *
 *     "DSET"  u32 length of the header  header (JSON, UTF-8)
 *     vocabulary (UTF-8, one piece a line)  zeros up to a multiple of four, counted from the start of the file
 *     one float32 a row: its scale          one int8 a row and dimension
 *
 * A piece's vector is its row of int8 times its scale; how much the piece says is in the vector's length.
 */
export interface EmbeddingTable {
  readonly id: string;
  readonly dimensions: number;
  readonly languages: readonly string[];
  readonly vocabulary: readonly string[];
  readonly scales: Float32Array;
  readonly rows: Int8Array;
}

/** Thrown where bytes are no table, are cut short, or come from a later version. */
export class BadTableError extends Error {
  override readonly name = 'BadTableError';
}

const magic = 'DSET';
const fixedBytes = 8;
const longestHeader = 65_536;
const mostTableBytes = 64 * 1024 * 1024;

const headerSchema = z.object({
  version: z.literal(1),
  tokenizer: z.literal('wordpiece-uncased'),
  id: z.string().min(1).max(100),
  dimensions: z.int().min(1).max(4096),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(200),
  pieces: z.int().min(1).max(1_000_000),
  vocabularyBytes: z.int().min(1).max(mostTableBytes),
});
type Header = z.infer<typeof headerSchema>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws BadTableError */
export function readEmbeddingTable(bytes: ArrayBuffer): EmbeddingTable {
  if (bytes.byteLength > mostTableBytes) throw new BadTableError('The embedding table is too large.');
  const { header, end } = readHeader(bytes);
  const scalesAt = Math.ceil((end + header.vocabularyBytes) / 4) * 4;
  const rowsAt = scalesAt + header.pieces * 4;
  if (rowsAt + header.pieces * header.dimensions !== bytes.byteLength) {
    throw new BadTableError('The embedding table is not as long as its header says.');
  }
  return {
    id: header.id,
    dimensions: header.dimensions,
    languages: header.languages,
    vocabulary: readVocabulary(bytes, end, header),
    scales: readScales(new DataView(bytes, scalesAt), header.pieces),
    rows: new Int8Array(bytes, rowsAt),
  };
}

function readHeader(bytes: ArrayBuffer): { header: Header; end: number } {
  const view = new DataView(bytes);
  if (bytes.byteLength < fixedBytes || decode(bytes, 0, magic.length) !== magic) {
    throw new BadTableError('These bytes are no embedding table.');
  }
  const length = view.getUint32(magic.length, true);
  const end = fixedBytes + length;
  if (length > longestHeader || end > bytes.byteLength) throw new BadTableError('The header is cut short.');
  const parsed = headerSchema.safeParse(parseJson(decode(bytes, fixedBytes, length)));
  if (!parsed.success)
    throw new BadTableError('The header is not one of this version.', { cause: parsed.error });
  return { header: parsed.data, end };
}

function readVocabulary(bytes: ArrayBuffer, at: number, { vocabularyBytes, pieces }: Header): string[] {
  const vocabulary = decode(bytes, at, vocabularyBytes).split('\n');
  if (vocabulary.length !== pieces)
    throw new BadTableError('The vocabulary is not as long as the header says.');
  return vocabulary;
}

function readScales(view: DataView, count: number): Float32Array {
  const scales = new Float32Array(count);
  for (let at = 0; at < count; at += 1) {
    const scale = view.getFloat32(at * 4, true);
    if (!Number.isFinite(scale)) throw new BadTableError('A scale is not a number.');
    scales[at] = scale;
  }
  return scales;
}

function decode(bytes: ArrayBuffer, at: number, length: number): string {
  try {
    return utf8.decode(new Uint8Array(bytes, at, length));
  } catch (cause) {
    throw new BadTableError('The embedding table holds text that is not UTF-8.', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadTableError('The header is not JSON.', { cause });
  }
}

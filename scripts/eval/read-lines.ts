import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';

/** Something is wrong with a set of data: its message names the file, the line and what to do. */
export class DataProblem extends Error {
  override readonly name = 'DataProblem';
}

/** Text of a file, or of the same file with `.gz` behind its name; null where there is neither. */
export function readText(file: string): { path: string; text: string } | null {
  if (existsSync(file)) return { path: file, text: withoutMark(readFileSync(file)) };
  const packed = `${file}.gz`;
  if (!existsSync(packed)) return null;
  try {
    return { path: packed, text: withoutMark(gunzipSync(readFileSync(packed))) };
  } catch (cause) {
    throw new DataProblem(`${packed} cannot be unpacked: it is cut short or no gzip file`, { cause });
  }
}

/** The byte order mark that some editors begin a file with is no text. */
function withoutMark(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** However they end. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

/** One JSON object a line, blank lines aside. */
export function parseJsonLines<T>(path: string, text: string, schema: z.ZodType<T>): T[] {
  return linesOf(text).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const place = `${path}:${at + 1}`;
    const { success, data, error } = schema.safeParse(parseJson(place, line));
    if (success) return [data];
    const [issue] = error.issues;
    throw new DataProblem(`${place}: ${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'wrong'}`);
  });
}

function parseJson(place: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new DataProblem(`${place}: not JSON. Each line has to be one object.`, { cause });
  }
}

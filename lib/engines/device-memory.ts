import type { ModelRecord } from '../core/model';

/** In GiB, rounded to a power of two; from here on it may be the most that browsers say, and not the truth. */
const MOST_SAID = 8;
/** What is said is half as much again at most: browsers round to the nearest power of two. */
const ROUNDED_BY = 1.5;

/**
 * Why the computer's memory is too small for the model, in words; null where it is not, or where nobody says.
 * https://www.w3.org/TR/device-memory/
 */
export function lacksMemory({ memoryBytes }: Pick<ModelRecord, 'memoryBytes'>): string | null {
  const said: unknown = Reflect.get(navigator, 'deviceMemory');
  if (memoryBytes === null || typeof said !== 'number' || said >= MOST_SAID) return null;
  if (memoryBytes <= said * ROUNDED_BY * 2 ** 30) return null;
  return `It needs about ${gigabytes(memoryBytes)} GB of memory, and this computer has about ${said} GB`;
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1).replace(/\.0$/, '');
}

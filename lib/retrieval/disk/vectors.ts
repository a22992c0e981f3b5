import type { QuantizedVector } from './forward';

/**
 * Vectors are turned before they are cut to signs: a fixed random flip of signs and a Walsh-Hadamard transform spread
 * what a vector says evenly over all places, so that each sign says about as much as the next. Inner products stay as
 * they are. The length is the next power of two.
 */
export function rotate(vector: Float32Array): Float32Array {
  const size = paddedSize(vector.length);
  const turned = new Float32Array(size);
  for (let at = 0; at < vector.length; at += 1) turned[at] = (vector[at] ?? 0) * signAt(at);
  for (let step = 1; step < size; step *= 2) {
    for (let start = 0; start < size; start += step * 2) {
      for (let at = start; at < start + step; at += 1) {
        const [a, b] = [turned[at] ?? 0, turned[at + step] ?? 0];
        turned[at] = a + b;
        turned[at + step] = a - b;
      }
    }
  }
  const norm = 1 / Math.sqrt(size);
  for (let at = 0; at < size; at += 1) turned[at] = (turned[at] ?? 0) * norm;
  return turned;
}

/** Length of a vector once it is turned. */
export function paddedSize(dimensions: number): number {
  let size = 8;
  while (size < dimensions) size *= 2;
  return size;
}

/** The same on every machine, and part of the stored format. */
function signAt(at: number): number {
  let hash = Math.imul(at + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) & 1) === 0 ? 1 : -1;
}

/** Null for a vector of nothing but zeros. */
export function quantize(vector: Float32Array): QuantizedVector | null {
  let largest = 0;
  for (let at = 0; at < vector.length; at += 1) largest = Math.max(largest, Math.abs(vector[at] ?? 0));
  if (!(largest > 0)) return null;
  const scale = Math.fround(largest / 127);
  const values = new Int8Array(vector.length);
  for (let at = 0; at < values.length; at += 1) values[at] = Math.round((vector[at] ?? 0) / scale);
  return { values, scale };
}

/** Whether it may have come from `quantize`: of that size, and of length 1 but for rounding. */
export function isUnitVector({ values, scale }: QuantizedVector, size: number): boolean {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) * scale;
  return values.length === size && Math.abs(length - 1) < 0.05;
}

/** Inner product of a query and what was kept of a passage. Both turned. */
export function similarity(query: Float32Array, { values, scale }: QuantizedVector): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += (query[at] ?? 0) * (values[at] ?? 0);
  return sum * scale;
}

/** One bit a place, 1 where it is positive, lowest first. */
export function signCode(values: Int8Array | Float32Array): Uint8Array {
  const code = new Uint8Array(values.length / 8);
  for (let at = 0; at < values.length; at += 1) {
    if ((values[at] ?? 0) > 0) code[at >> 3] = (code[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return code;
}

/**
 * In how many places each of the codes has another sign than the query's, one after the other; 255 stands for more.
 * Places come in 64s. Bits are counted in twos, fours and bytes: every passage goes through this.
 */
export function signDistances(codes: Uint8Array, query: Uint8Array): Uint8Array {
  const each = query.length / 4;
  const own = new Uint32Array(query.slice().buffer);
  const aligned = codes.byteOffset % 4 === 0 ? codes : codes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / 4));
  const distances = new Uint8Array(words.length / each);
  for (let at = 0; at < distances.length; at += 1) {
    let sum = 0;
    for (let word = 0; word < each; word += 2) {
      const start = at * each + word;
      let one = (words[start] ?? 0) ^ (own[word] ?? 0);
      let other = (words[start + 1] ?? 0) ^ (own[word + 1] ?? 0);
      one -= (one >>> 1) & 0x55555555;
      other -= (other >>> 1) & 0x55555555;
      const fours =
        (one & 0x33333333) + ((one >>> 2) & 0x33333333) + (other & 0x33333333) + ((other >>> 2) & 0x33333333);
      sum += Math.imul((fours & 0x0f0f0f0f) + ((fours >>> 4) & 0x0f0f0f0f), 0x01010101) >>> 24;
    }
    distances[at] = sum > 255 ? 255 : sum;
  }
  return distances;
}

/** For each byte of a code and each of its 256 values: what it adds to the inner product of the query with the signs. */
export function codeTables(query: Float32Array): Float32Array {
  const bytes = query.length / 8;
  const tables = new Float32Array(bytes * 256);
  for (let byte = 0; byte < bytes; byte += 1) {
    for (let value = 0; value < 256; value += 1) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit += 1) {
        const part = query[byte * 8 + bit] ?? 0;
        sum += (value >> bit) & 1 ? part : -part;
      }
      tables[byte * 256 + value] = sum;
    }
  }
  return tables;
}

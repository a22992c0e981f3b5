/**
 * A 32-bit hash of a text's UTF-16 code units (FNV-1a with MurmurHash3's final mix; `seed` gives independent ones).
 * It is part of the stored format: changing it means a new format version.
 */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Two independent halves: together they tell documents apart. */
export function hash64(text: string): readonly [high: number, low: number] {
  return [hash32(text), hash32(text, 0x9e3779b9)];
}

/**
 * A 53-bit fingerprint of a text, in base 36: tells whether something changed, nothing more (not for secrets).
 * Two FNV-1a lanes with different offsets, crossed at the end so that each output bit depends on both.
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashText(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (index & 0xff), 0x5bd1e995);
    high ^= high >>> 13;
  }
  low = Math.imul(low ^ (high >>> 15), 0x2c1b3c6d);
  high = Math.imul(high ^ (low >>> 12), 0x297a2d39);
  return ((high >>> 11) * 0x1_0000_0000 + ((low ^ (low >>> 16)) >>> 0)).toString(36);
}

/** At most `limit` UTF-16 units, never ending in half a surrogate pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

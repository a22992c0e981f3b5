/** Names of segments, each after the one before in text order too, across restarts as far as the clock goes on. */
export function createSegmentIds(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now() * 1000);
    return last.toString(36).padStart(12, '0');
  };
}

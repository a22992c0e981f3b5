import { useEffect, useState } from 'react';

/** The time, moved on once a minute: often enough for "3 minutes ago". */
export function useNow(clock: () => number, everyMs = 60_000): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), everyMs);
    return () => clearInterval(timer);
  }, [clock, everyMs]);
  return now;
}

const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * Milliseconds the answer asks us to wait, or undefined when it does not say. `Retry-After` is seconds or an HTTP
 * date (RFC 9110, 10.2.3); `X-RateLimit-Reset` has no standard: ServiceNow sends epoch seconds, Atlassian an ISO
 * date, others seconds to go.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const retryAfter = headers.get('retry-after');
  const wait = (retryAfter === null ? null : readWait(retryAfter, now)) ?? readReset(headers, now);
  return wait === null ? undefined : Math.min(Math.max(0, wait), longestWaitMs);
}

function readReset(headers: Headers, now: number): number | null {
  const reset = headers.get('x-ratelimit-reset');
  return reset === null ? null : readWait(reset, now);
}

function readWait(value: string, now: number): number | null {
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    if (number >= 1e12) return number - now;
    if (number >= 1e9) return number * 1000 - now;
    return number * 1000;
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date - now;
}

import { DesksideError } from '../core/errors';
import type { DesksideErrorInit, ErrorKind } from '../core/errors';
import { looksLikeLogin } from './looks-like-login';
import { retryAfterMs } from './retry-after';

/** What a response says before its body has been understood. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Start of the body; "" when it was not read. */
  readonly body: string;
  /** Origin and path of the request. */
  readonly at: string;
  readonly now: number;
}

const messages: Partial<Record<ErrorKind, string>> = {
  'signed-out': 'Nobody is signed in',
  forbidden: 'The signed-in user may not read this',
  'not-found': 'Not found, or not allowed',
  'rate-limited': 'Too many requests',
  'invalid-query': 'The query was refused',
  server: 'The server failed',
  timeout: 'The server gave up waiting',
  unsupported: 'This server does not offer this',
  'bad-answer': 'Unexpected status',
};

/** The error that a status stands for; null for 2xx. Bodies are looked at for sign-in markers only. */
export function classifyStatus(answer: Answered): DesksideError | null {
  const { status } = answer;
  if (status >= 200 && status < 300 && !isChallenge(answer.headers)) return null;
  const kind = kindOf(answer);
  const init: DesksideErrorInit = { status, at: answer.at };
  const wait = retryAfterMs(answer.headers, answer.now);
  if (kind === 'rate-limited' && wait !== undefined) init.retryAfterMs = wait;
  return new DesksideError(kind, `${messages[kind] ?? 'Unexpected answer'} (${status})`, init);
}

function kindOf({ status, headers, body, now }: Answered): ErrorKind {
  // A sign-in page is where API redirects lead; 0 is the opaque redirect of `redirect: 'manual'`.
  if (status === 0 || (status >= 300 && status < 400)) return 'signed-out';
  // Only a person can solve it, on the page itself: the same way out as for a sign-in.
  if (isChallenge(headers)) return 'signed-out';
  switch (status) {
    case 401:
    case 407:
      return 'signed-out';
    case 403:
      return refusesForLackOfSignIn(headers, body) ? 'signed-out' : 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 400:
    case 414:
    case 422:
    case 431:
      return 'invalid-query';
    case 405:
    case 501:
      return 'unsupported';
    case 408:
      return 'timeout';
    case 429:
      return 'rate-limited';
    case 503:
      return retryAfterMs(headers, now) === undefined ? 'server' : 'rate-limited';
    default:
      return status >= 500 ? 'server' : 'bad-answer';
  }
}

/**
 * A CAPTCHA or a check of the browser in front of the product, whatever status it comes with.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
 * https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 */
function isChallenge(headers: Headers): boolean {
  return headers.has('x-amzn-waf-action') || headers.get('cf-mitigated') === 'challenge';
}

function refusesForLackOfSignIn(headers: Headers, body: string): boolean {
  // Atlassian names the user on every answer, and why a session was not taken (a CAPTCHA among the reasons).
  if (headers.get('x-ausername')?.toLowerCase() === 'anonymous') return true;
  if (/AUTHENTICAT(?:ED_FAILED|ION_DENIED)/.test(headers.get('x-seraph-loginreason') ?? '')) return true;
  if (headers.has('x-authentication-denied-reason') || headers.has('www-authenticate')) return true;
  return (
    looksLikeLogin(body) ||
    /not authenticated|login required|must (?:first )?log ?in/i.test(body.slice(0, 2000))
  );
}

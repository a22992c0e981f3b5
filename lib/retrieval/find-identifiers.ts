import { fold } from './fold';

export interface FoundIdentifier {
  readonly text: string;
  /** What it is worth beside other identifiers: an error code more than an address in memory. */
  readonly value: number;
  readonly index: number;
}

/** Sorts of identifiers, most telling first. Earlier ones win where two would take the same place. */
const sorts: readonly (readonly [pattern: RegExp, value: number])[] = [
  // Status and error codes: 0x8004010F, ORA-12154, RFC_ERROR_LOGON_FAILURE, KB5034441, AADSTS50076, CVE-2024-3094
  [/\b0x[0-9a-f]{3,8}\b/gi, 1],
  [/\b(?:[A-Z][A-Z0-9]+_){1,8}[A-Z0-9]+\b/g, 1],
  [/\bCVE-\d{4}-\d{4,7}\b/gi, 1],
  // "error 809", "Fehler 691", "code d'erreur 22": the number alone could be anything.
  [
    /\b(?:error|fehler|erreur|event(?: id)?|code|status|stop|fehlercode|reason code|exit code|http|sqlcode|return code|port|udp|tcp)(?:\s+(?:code|nr\.?|no\.?|number|nummer|id|state))?\s*[:#-]?\s*(-?\d{2,6})\b/gi,
    1,
  ],
  // Other tickets: a word on where to look, seldom what it is about.
  [/\b(?:INC|RITM|REQ|SCTASK|TASK|CHG|PRB|CS|HRC)\d{5,10}\b/g, 0.4],
  [/(?<![\w.-])[A-Z][A-Z0-9]{1,9}-\d{5,7}(?![\w-])/g, 1],
  [/(?<![\w.-])[A-Z][A-Z0-9]{1,9}-\d{1,4}(?![\w-])/g, 0.4],
  [/\b(?=[A-Z0-9]*\d{3})[A-Z]{2,8}\d{3,10}\b/g, 0.9],
  [
    /\b(?:[A-Za-z]{1,40}\.){1,10}[A-Z][A-Za-z]{0,60}(?:Exception|Error)\b|\b[A-Z][A-Za-z]{2,}(?:Exception|Error)\b/g,
    1,
  ],
  // Paths, shares, hosts, addresses
  [/(?<![\w\\])\\\\[\w.$-]+(?:\\[\w.$-]+(?: [\w$-]+){0,4}(?=\\))*(?:\\[\w.$-]+)?/g, 0.6],
  [/(?<!\w)[A-Za-z]:(?:\\[\w.$-]+(?: [\w$-]+){0,4}(?=\\))*\\[\w.$-]+/g, 0.5],
  [/\bhttps?:\/\/[^\s<>"')\]]{4,200}/gi, 0.5],
  [/(?<![\w@.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g, 0.15],
  [/(?<![\w.-])(?:[a-z0-9-]+\.){2,6}[a-z]{2,12}\b/gi, 0.55],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g, 0.4],
  [/(?<![\w.])v?\d{1,4}(?:\.\d{1,6}){1,3}(?![\w.])/gi, 0.5],
  // 802.1X, WD19S, build-mu-04, FollowMe3: letters and digits in one word; C++ and C#
  [/(?<![\w.-])(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+){0,4}(?![\w-])/g, 0.6],
  [/(?<!\w)(?:[A-Za-z]\+\+|[CFJ]#)(?!\w)/g, 0.7],
];

/** Dates, times and counts look like codes and say nothing: 2026-11-22, 14:05, 3rd, 2e, 10x, 50mb, 3pm, Q4. */
const notTelling =
  /^(?:\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4}|\d{1,2}(?::|h)\d{2}|\d+(?:st|nd|rd|th|e|er|eme|x|am|pm|h|s|min|ms|kb|mb|gb|tb|px|k|m|%)|q[1-4]|\d{1,4}[a-z]?|\d{4}-w\d{2}|\d+[.,]\d+)$/i;
const timestamp = /^\d{4}-\d{2}-\d{2}T/;

/** Only so much text is searched at once: a log file of megabytes holds no better codes than its beginning. */
const longest = 40_000;

/** Every identifier of the text once, by first place. `own` keys are left out: a ticket does not look for itself. */
export function findIdentifiers(text: string, own: ReadonlySet<string> = new Set()): FoundIdentifier[] {
  const sample = text.slice(0, longest);
  const taken = new Uint8Array(sample.length);
  const found = new Map<string, FoundIdentifier>();
  for (const [pattern, value] of sorts) {
    for (const match of sample.matchAll(pattern)) {
      const identifier = tidy(match[0]);
      const key = fold(identifier);
      if (taken[match.index] === 1 || own.has(key) || !isTelling(identifier, match[0])) continue;
      taken.fill(1, match.index, match.index + match[0].length);
      if (!found.has(key)) found.set(key, { text: identifier, value, index: match.index });
    }
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

function isTelling(identifier: string, match: string): boolean {
  if (identifier.length < 2 || identifier.length > 120) return false;
  if (/^[a-z]+\s/i.test(match)) return true;
  return !notTelling.test(identifier) && !timestamp.test(identifier);
}

function tidy(match: string): string {
  return match
    .replace(/[.,;:\-)]+$/, '')
    .replace(/\s*[:#]\s*(?=-?\d+$)/, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

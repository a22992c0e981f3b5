import { findNames, namePatterns } from './find-names';
import { redactionClasses, rules, type RedactionClass, type RedactionRule } from './rules';
import { escapePattern, wholeWord } from './whole-word';

export interface Redacted {
  /** With placeholders, such as PERSON_1, where something was taken out. */
  readonly texts: readonly string[];
  /** What was taken out, by placeholder; a value has one placeholder wherever it stands. */
  readonly taken: ReadonlyMap<string, string>;
}

export interface RedactOptions {
  /** People who are known by name: of the ticket's fields, and the user. */
  readonly people: readonly string[];
  /** Words and phrases that never leave: in any case; `*` stands for the rest of a word. */
  readonly words: readonly string[];
}

/** Longer texts are never sent; what is not looked at is left out. */
const MOST_TEXT = 60_000;
const placeholder = new RegExp(`(?:${redactionClasses.join('|')})_\\d+`, 'g');

/** Takes what names people or opens doors out of texts before they are sent. Pure: the same in, the same out. */
export function redact(texts: readonly string[], { people, words }: RedactOptions): Redacted {
  const whole = texts.map((text) => text.slice(0, MOST_TEXT));
  const known = namePatterns([...people, ...whole.flatMap(findNames)]);
  const all: RedactionRule[] = [
    ...words.flatMap(wordPattern).map((pattern): RedactionRule => ({ class: 'WORD', pattern })),
    ...rules,
    ...known.map((pattern): RedactionRule => ({ class: 'PERSON', pattern })),
  ];
  // What a text calls PERSON_1 itself must not come back as somebody's name.
  const used = new Set(whole.flatMap((text) => text.match(placeholder) ?? []));
  const taken = new Map<string, string>();
  const byValue = new Map<string, string>();
  const counts = new Map<RedactionClass, number>();
  const nameOf = (kind: RedactionClass, value: string): string => {
    const key = `${kind} ${value}`;
    const before = byValue.get(key);
    if (before !== undefined) return before;
    let count = counts.get(kind) ?? 0;
    let fresh: string;
    do fresh = `${kind}_${(count += 1)}`;
    while (used.has(fresh));
    counts.set(kind, count);
    byValue.set(key, fresh);
    taken.set(fresh, value);
    return fresh;
  };
  const first = whole.map((text) => replaceAll(text, all, nameOf));
  // What was known for a secret in one place is one wherever it stands.
  const again = [...taken]
    .filter(([, value]) => value.length > 3)
    .map(([fresh, value]) => ({ fresh, value }));
  return {
    texts: first.map((text) =>
      again.reduce(
        (rest, { fresh, value }) => rest.replace(wholeWord(escapePattern(value), 'gu'), fresh),
        text,
      ),
    ),
    taken,
  };
}

/** Puts back what was taken out. A placeholder that was never given stays as it is. */
export function restore(text: string, taken: Redacted['taken']): string {
  return text.replace(placeholder, (found) => taken.get(found) ?? found);
}

/** The same for text that comes piece by piece: a placeholder may be cut between two of them. */
export function createRestorer(taken: Redacted['taken']) {
  let held = '';
  return {
    push(piece: string): string {
      const text = held + piece;
      const open = /[A-Z]+(?:_\d*)?$/.exec(text)?.[0] ?? '';
      const mayGoOn = redactionClasses.some(
        (kind) => `${kind}_`.startsWith(open) || open.startsWith(`${kind}_`),
      );
      held = open !== '' && mayGoOn ? open : '';
      return restore(text.slice(0, text.length - held.length), taken);
    },
    end(): string {
      const rest = held;
      held = '';
      return restore(rest, taken);
    },
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly class: RedactionClass;
}

function replaceAll(
  text: string,
  all: readonly RedactionRule[],
  nameOf: (kind: RedactionClass, value: string) => string,
): string {
  const spans: Span[] = [];
  for (const rule of all)
    for (const match of text.matchAll(rule.pattern)) {
      const [found, group] = match;
      // A secret may end in any sign; a full stop behind it is the sentence's.
      const value = (group ?? found).replace(rule.class === 'SECRET' ? /[.,;:)\]]+$/ : /[.,;:!?)\]]+$/, '');
      const start = match.index + (group === undefined ? 0 : found.lastIndexOf(group));
      const end = start + value.length;
      if (value === '' || rule.accept?.(value) === false) continue;
      if (spans.some((other) => start < other.end && other.start < end)) continue;
      spans.push({ start, end, class: rule.class });
    }
  let result = '';
  let at = 0;
  for (const { start, end, class: kind } of spans.sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + nameOf(kind, text.slice(start, end));
    at = end;
  }
  return result + text.slice(at);
}

function wordPattern(word: string): RegExp[] {
  const plain = word.trim();
  if (plain.replaceAll('*', '').length < 2) return [];
  const source = plain.slice(0, 200).split(/\*+/).map(escapePattern).join('[\\p{L}\\p{N}_-]{0,60}');
  return [wholeWord(source, 'giu')];
}

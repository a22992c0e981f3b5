import type { Passage, Span, Suggestion } from '../lib/core/suggestion';

/** A run of text with one look. Made from offsets only, so text never becomes markup. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
  /** A path or registry key inside prose: shown monospaced. */
  readonly code: boolean;
}

export interface PassageUnit {
  readonly kind: Passage['units'][number]['kind'];
  readonly start: number;
  readonly segments: readonly Segment[];
  readonly text: string;
}

/**
 * Windows and UNC paths, registry keys, and Unix paths of two or more parts. Bounded on both sides so that "and/or"
 * and dates are left alone.
 */
const pathPattern =
  /(?<![\p{L}\p{N}:/\\])(?:[A-Za-z]:\\[^\s"'<>|?*]+|\\\\[\w.$-]+\\[^\s"'<>|?*]+|HK(?:LM|CU|CR|U|CC|EY_[A-Z_]+)\\[^\s"'<>|?*]+|~?\/[\w.@-]+(?:\/[\w.@-]+)+\/?)/gu;

/** Splits `text.slice(from, to)` where a look changes. Spans may overlap, be unordered or lie outside. */
export function segmentsOf(
  text: string,
  from: number,
  to: number,
  marks: readonly Span[],
  code: readonly Span[] = [],
): Segment[] {
  const edges = new Set([from, to]);
  for (const span of [...marks, ...code]) {
    for (const edge of [span.start, span.end]) if (edge > from && edge < to) edges.add(edge);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => {
    const start = sorted[index] ?? from;
    const inside = (span: Span) => span.start <= start && span.end >= end;
    return { text: text.slice(start, end), marked: marks.some(inside), code: code.some(inside) };
  });
}

/** Where paths stand in a text, without the full stop or comma that ends their sentence. */
export function pathSpans(text: string): Span[] {
  return [...text.matchAll(pathPattern)].map((match) => {
    const found = match[0].replace(/[.,;:!?)\]]+$/, '');
    return { start: match.index, end: match.index + found.length };
  });
}

/** The passage as the units it is made of; one paragraph where it names none. */
export function passageUnits(passage: Passage, marks: readonly Span[]): PassageUnit[] {
  const { text } = passage;
  const valid = passage.units.filter((unit) => unit.start < unit.end && unit.end <= text.length);
  const units = valid.length > 0 ? valid : [{ kind: 'paragraph' as const, start: 0, end: text.length }];
  const paths = pathSpans(text);
  return units.map((unit) => ({
    kind: unit.kind,
    start: unit.start,
    text: text.slice(unit.start, unit.end),
    segments: segmentsOf(text, unit.start, unit.end, marks, unit.kind === 'code' ? [] : paths),
  }));
}

/** Characters of unmarked text that may stand before the first match in a folded passage. */
const LEAD = 160;

/**
 * Where a folded passage begins: at its start, or at the first unit with a match when that would be folded away.
 */
export function foldedStart(units: readonly PassageUnit[]): number {
  const first = units.findIndex((unit) => unit.segments.some((segment) => segment.marked));
  const unit = units[first];
  return unit !== undefined && unit.start > LEAD ? first : 0;
}

/** The sentence that the first match stands in: what a source is opened at. Null without a match. */
export function firstMarkedSentence(
  suggestion: Pick<Suggestion, 'passage' | 'marks'>,
  locale: string,
): string | null {
  const { passage } = suggestion;
  const marks = suggestion.marks.filter((mark) => mark.start < mark.end && mark.end <= passage.text.length);
  const first = marks.reduce<Span | null>(
    (best, mark) => (best && best.start <= mark.start ? best : mark),
    null,
  );
  if (first === null) return null;
  const unit = passage.units.find((one) => one.start <= first.start && one.end > first.start);
  const from = unit?.start ?? 0;
  const text = passage.text.slice(from, unit?.end ?? passage.text.length);
  if (unit?.kind === 'row') return bestCell(text, first.start - from);
  const sentences = new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(text);
  const sentence = sentences.containing(first.start - from)?.segment.trim() ?? '';
  return sentence === '' ? null : sentence.slice(0, 4000);
}

/** A table row is joined by bars that the page does not show, so only the cell with the match can be found again. */
function bestCell(row: string, at: number): string | null {
  let start = 0;
  for (const cell of row.split(' | ')) {
    if (at < start + cell.length + 3) return cell.trim() || null;
    start += cell.length + 3;
  }
  return null;
}

/** Only web addresses are ever opened. */
export function isWebUrl(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** Where in its document the passage stands; a heading that the passage itself begins with is not said twice. */
export function placeOf({ headingPath, text, units }: Passage): string {
  const [first] = units;
  const begins = first?.kind === 'heading' ? text.slice(first.start, first.end) : null;
  return (begins === headingPath.at(-1) ? headingPath.slice(0, -1) : headingPath).join(' › ');
}

import type { TicketComment } from '../core/ticket';
import { isoDate } from './iso-date';

/** A moment twice: in UTC and as the user reads it. What tells the user's zone. */
export interface ZoneSample {
  readonly value: string;
  readonly display: string;
}

/**
 * `2026-01-05 10:02:11 - Dana Reyes (Work notes)`; date and label follow the user's format and language, and a label
 * may hold brackets of its own: `(Additional comments (Customer visible))`.
 */
const header =
  /^(\d[\d./-]{7,9} \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: [AP]M)?) - (.+?) \((?:[^()]|\([^()]*\))+\)$/i;

/**
 * The entries of a journal field, oldest first, from its display text: the journal's own table is closed to agents
 * on most instances. Times are local to the user; `samples` of the same record turn them into UTC, and without one
 * in a known format an entry has no time.
 */
export function parseJournal(
  text: string,
  visibility: TicketComment['visibility'],
  samples: readonly ZoneSample[],
): TicketComment[] {
  const entries: { at: string; author: string; lines: string[] }[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const head = header.exec(line.trim());
    if (head) entries.push({ at: head[1] ?? '', author: head[2] ?? '', lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries
    .map(({ at, author, lines }) => ({
      author,
      created: toUtc(at, samples),
      visibility,
      text: lines.join('\n').trim(),
    }))
    .filter((comment) => comment.text !== '')
    .reverse();
}

function toUtc(local: string, samples: readonly ZoneSample[]): string | null {
  const time = timeOf(local);
  if (time === null) return null;
  const offsets = samples.flatMap(({ value, display }) => {
    const [utc, shown] = [timeOf(value), timeOf(display)];
    return utc === null || shown === null ? [] : [{ distance: Math.abs(shown - time), offset: shown - utc }];
  });
  // The sample nearest in time is most likely on the same side of a change of clocks.
  const nearest = offsets.sort((a, b) => a.distance - b.distance)[0];
  return nearest ? new Date(time - nearest.offset).toISOString() : null;
}

function timeOf(text: string): number | null {
  const iso = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? isoDate(text) : null;
  return iso === null ? null : Date.parse(iso);
}

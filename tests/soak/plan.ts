import type { SourceDocument } from '../../lib/core/document';
import { FILES_SOURCE_ID } from '../../lib/core/files-source';
import type { FileBatch } from '../../lib/messaging/library-messages';

/** Rows of imported files by document id: what the library has to hold, as their titles say. */
export type Held = ReadonlyMap<string, string>;

/** One message to the host; whole or not at all, but for what it removes, which comes second. */
export type Operation =
  | { readonly name: 'library/import'; readonly payload: FileBatch }
  | { readonly name: 'library/remove-file'; readonly payload: { readonly path: string } };

const FILES = 12;
const MOST_ROWS = 40;
const words =
  'vpn printer toner gateway token laptop badge mailbox calendar outage password certificate docking proxy ' +
  'firmware network screen keyboard licence update backup cable scanner phone';
const vocabulary = words.split(' ');

export type Random = () => number;
const below = (random: Random, count: number) => Math.floor(random() * count);
const wordsOf = (random: Random, count: number) =>
  Array.from({ length: count }, () => vocabulary[below(random, vocabulary.length)]).join(' ');

/** Files that come, change, shrink and go. `version` moves on, so that no two readings of a row are alike. */
export function planOperations(random: Random, count: number, firstVersion: number): Operation[] {
  return Array.from({ length: count }, (_, at) => {
    const path = `file-${below(random, FILES)}.csv`;
    if (random() < 0.2) return { name: 'library/remove-file', payload: { path } };
    const version = firstVersion + at;
    const rows = 1 + below(random, MOST_ROWS);
    const documents = Array.from({ length: rows }, (_row, row) => rowOf(path, row, version, random));
    // A reading that was cut off: what the file held before stays.
    const isLast = random() < 0.8;
    return { name: 'library/import', payload: { path, startedAt: 0, documents, isLast } };
  });
}

function rowOf(path: string, row: number, version: number, random: Random): SourceDocument {
  const id = `${path}#${row}`;
  return {
    id,
    sourceId: FILES_SOURCE_ID,
    kind: 'article',
    ref: { kind: 'article', id, idType: 'file', within: null },
    title: `${wordsOf(random, 2)} ${row} v${version}`,
    url: '',
    blocks: [{ kind: 'paragraph', text: `${wordsOf(random, 30)}.` }],
    version: String(version),
    author: null,
    created: null,
    updated: null,
    space: null,
    language: 'en',
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
}

export const questions = (random: Random, count: number): string[] =>
  Array.from({ length: count }, () => wordsOf(random, 4));

/** What an operation leaves behind, step by step; the last one is the whole of it. */
export function stepsOf(held: Held, operation: Operation): Held[] {
  const isOf = (path: string) => (id: string) => id === path || id.startsWith(`${path}#`);
  if (operation.name === 'library/remove-file') {
    const gone = isOf(operation.payload.path);
    return [new Map([...held].filter(([id]) => !gone(id)))];
  }
  const { documents, isLast, path } = operation.payload;
  const written = new Map([...held, ...documents.map(({ id, title }) => [id, title] as const)]);
  if (!isLast) return [written];
  const brought = new Set(documents.map(({ id }) => id));
  const left = [...written].filter(([id]) => brought.has(id) || !isOf(path)(id));
  return [written, new Map(left)];
}

/** Every state that may be found when these were confirmed and `next` was under way. */
export function possible(held: Held, confirmed: readonly Operation[], next: Operation | undefined): Held[] {
  const sure = confirmed.reduce((before, operation) => stepsOf(before, operation).at(-1) ?? before, held);
  return next ? [sure, ...stepsOf(sure, next)] : [sure];
}

export function isSame(one: Held, other: Held): boolean {
  return one.size === other.size && [...one].every(([id, title]) => other.get(id) === title);
}

/** Ids that only one of the two holds, or that they hold otherwise: what `expected` says, and what `found` says. */
export function differencesOf(expected: Held, found: Held): Record<string, readonly (string | undefined)[]> {
  const ids = [...new Set([...expected.keys(), ...found.keys()])];
  const other = ids.filter((id) => expected.get(id) !== found.get(id));
  return Object.fromEntries(other.map((id) => [id, [expected.get(id), found.get(id)]]));
}

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { SourceDocument } from '../lib/core/document';
import { blocksToText } from '../lib/core/rich-text';
import type { Passage } from '../lib/core/suggestion';
import { createDatabase, type DatabaseOptions, type DesksideDatabase } from '../lib/storage/database';
import { documentKey, ownerKey } from '../lib/storage/keys';
import type { PutEntry } from '../lib/storage/write-documents';

/** For tests of storage: a disk of their own, documents, and a clock that moves when told. */
export const ORIGIN = 'https://kb.example.com';
export const maria = ownerKey(ORIGIN, 'maria');
export const jonas = ownerKey(ORIGIN, 'jonas');
export const START = Date.UTC(2026, 0, 5);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export function createClock(time = START) {
  return { now: () => time, advance: (milliseconds: number) => void (time += milliseconds) };
}

/** Several databases on one disk are several contexts of one browser. */
export function createDisk() {
  const indexedDB = new IDBFactory();
  return {
    indexedDB,
    connect: (options: Partial<DatabaseOptions> = {}): DesksideDatabase =>
      createDatabase({ indexedDB, IDBKeyRange, ...options }),
  };
}

export function sampleDocument(id: string, change: Partial<SourceDocument> = {}): SourceDocument {
  return {
    id,
    sourceId: 'kb',
    kind: 'article',
    ref: { kind: 'article', id, idType: 'page-id', within: null },
    title: `How to fix ${id}`,
    url: `${ORIGIN}/pages/${id}`,
    blocks: [
      { kind: 'paragraph', text: `Restart the ${id} service.` },
      { kind: 'list', ordered: true, items: [{ text: 'Open the console', depth: 0 }] },
    ],
    version: '1',
    author: 'Ada',
    created: null,
    updated: '2026-01-01T00:00:00Z',
    space: 'IT',
    language: 'en',
    state: 'current',
    labels: [],
    restricted: false,
    ticket: null,
    ...change,
  };
}

export function samplePassages(key: string, document: SourceDocument): Passage[] {
  return blocksToText(document.blocks)
    .split('\n')
    .map((text, ordinal) => ({
      id: `${key}#${ordinal}`,
      documentKey: key,
      headingPath: [],
      text,
      units: [{ start: 0, end: text.length, kind: 'paragraph' }],
      ordinal,
    }));
}

export function sampleEntry(document: SourceDocument, change: Partial<PutEntry> = {}): PutEntry {
  const owner = change.owner ?? maria;
  const fetchedAt = change.fetchedAt ?? START;
  return {
    owner,
    origin: ORIGIN,
    document,
    passages: samplePassages(documentKey(owner, document.sourceId, document.id), document),
    fetchedAt,
    expiresAt: fetchedAt + 60 * MINUTE,
    ...change,
  };
}

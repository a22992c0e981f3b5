import { backupRecordSchema, type BackupPage, type BackupRecord, type RestoreOutcome } from '../core/backup';
import type { SourceDocument } from '../core/document';
import { FILES_SOURCE_ID } from '../core/files-source';
import type { SourceConfig } from '../core/source';
import { packVectors, unpackVectors } from './backup-vectors';
import { filesSource } from './file-import';
import type { Library } from './library';

/** A page travels in one message: so many documents, or as many as take this room; one at least. */
const PAGE = 50;
const MOST_CHARACTERS = 8_000_000;

/** Where restored documents belong: an owner's, at one of the sources here. */
export interface Readable {
  readonly owner: string;
  readonly source: Pick<SourceConfig, 'id' | 'baseUrl' | 'ttlMinutes'>;
}

interface Placed extends Readable {
  readonly record: BackupRecord;
  readonly document: SourceDocument;
  readonly pinned: boolean;
}

/**
 * Takes the library out, and puts it back. Both see what the person at the desk may read, nothing else: imported files
 * and, of each source, the rows of the user it confirms. A backup names owners, not passwords or sessions: it goes back
 * to the same user at the same address, on this machine or another, and is refused for everybody else.
 */
export function createBackup(parts: {
  library: Pick<Library, 'filesOwner' | 'batch' | 'storedVersions' | 'keyOf' | 'vectors' | 'keep'>;
  /** What may be read now, by the sources that say so. */
  readable(): Promise<readonly Readable[]>;
  now(): number;
}) {
  const { library, now } = parts;
  const everything = async (): Promise<readonly Readable[]> => [
    { owner: library.filesOwner, source: filesSource },
    ...(await parts.readable()),
  ];

  const page = async (
    owner: string,
    after: string | null,
  ): Promise<{ records: BackupRecord[]; next: string | null }> => {
    const batch = await library.batch(owner, after, PAGE);
    let room = MOST_CHARACTERS;
    const fits = (one: object) => (room -= JSON.stringify(one).length) > 0;
    const cut = batch.documents.findIndex(({ document }, index) => !fits(document) && index > 0);
    const documents = cut < 0 ? batch.documents : batch.documents.slice(0, cut);
    const next = cut < 0 ? batch.next : (documents.at(-1)?.documentKey ?? null);
    const [vectors, versions] = await Promise.all([
      library.vectors(documents),
      library.storedVersions(documents.map(({ document: { id, sourceId } }) => ({ owner, sourceId, id }))),
    ]);
    const records = documents.map(({ documentKey, document, fetchedAt }) => {
      const own = vectors.get(documentKey);
      const pinned = versions.get(documentKey)?.pinned ?? false;
      return { owner, fetchedAt, pinned, document, vectors: own ? packVectors(own) : null };
    });
    return { records, next };
  };

  /** Where a record goes, as its document will be kept; null where it has no place here. */
  const placeOf = (record: BackupRecord, readable: readonly Readable[]): Placed | null => {
    const own = readable.filter(({ owner }) => owner === record.owner);
    const { document } = record;
    const place = own.find(({ source }) => source.id === document.sourceId) ?? own[0];
    if (!place || !isAddressOf(document.url, place.source)) return null;
    const pinned = record.pinned || place.source.id === FILES_SOURCE_ID;
    return { ...place, record, pinned, document: { ...document, sourceId: place.source.id } };
  };

  return {
    /** `after`: `next` of the page before. Owners come one after the other, each with its documents in key order. */
    async read(after: string | null): Promise<BackupPage> {
      const owners = [...new Set((await everything()).map(({ owner }) => owner))].sort();
      const [from = '', key = null] = after === null ? [] : parsePlace(after);
      for (const owner of owners) {
        if (owner < from) continue;
        const { records, next } = await page(owner, owner === from ? key : null);
        if (next !== null) return { records, next: JSON.stringify([owner, next]) };
        const follower = owners.find((other) => other > owner);
        if (records.length > 0 || follower === undefined)
          return { records, next: follower === undefined ? null : JSON.stringify([follower, null]) };
      }
      return { records: [], next: null };
    },

    /**
     * Each document is whole or not there. What was read later than the backup's stays; everything else counts as read
     * long ago, so that its source is asked before anybody relies on it. May be repeated.
     */
    async restore(records: readonly unknown[]): Promise<RestoreOutcome> {
      const readable = await everything();
      const placed = records.map((value) => {
        const { data: record } = backupRecordSchema.safeParse(value);
        return record ? placeOf(record, readable) : null;
      });
      const outcome = { restored: 0, kept: 0, refused: placed.filter((place) => place === null).length };
      for (const group of groupsOf(placed.filter((place) => place !== null))) {
        const { owner, source, pinned } = group[0];
        const asked = group.map(({ document: { id } }) => ({ owner, sourceId: source.id, id }));
        const stored = await library.storedVersions(asked);
        const older = group.filter(({ record, document }) => {
          const known = stored.get(library.keyOf(owner, source.id, document.id));
          return known === undefined || known.fetchedAt <= record.fetchedAt;
        });
        const documents = older.map(({ document }) => document);
        const vectors = new Map(
          older.flatMap(({ document: { id }, record }) =>
            record.vectors ? [[id, unpackVectors(record.vectors)] as const] : [],
          ),
        );
        // As read now, or a removal since then would still cover it; and stale, so that its source is asked first.
        const stale = source.id === FILES_SOURCE_ID ? source : { ...source, ttlMinutes: 0 };
        await library.keep(owner, stale, documents, now(), { pinned, durable: true, vectors });
        outcome.restored += older.length;
        outcome.kept += group.length - older.length;
      }
      return outcome;
    },
  };
}

/** What is kept in one go: of one owner at one source, all on purpose or none. */
function groupsOf(placed: readonly Placed[]): [Placed, ...Placed[]][] {
  const groups = new Map<string, [Placed, ...Placed[]]>();
  for (const one of placed) {
    const key = JSON.stringify([one.owner, one.source.id, one.pinned]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** A document's address is on its source; a file has none. */
function isAddressOf(address: string, { id, baseUrl }: Readable['source']): boolean {
  if (id === FILES_SOURCE_ID) return address === '';
  return URL.canParse(address) && new URL(address).origin === new URL(baseUrl).origin;
}

function parsePlace(text: string): [string, string | null] {
  const [owner, key]: unknown[] = JSON.parse(text) as unknown[];
  return [String(owner), typeof key === 'string' ? key : null];
}

import type { FoundDocument, ReadingOrder } from '../assist/assist';
import { isAbort } from '../core/errors';
import type { SearchQuery } from '../core/query';
import { hashText } from '../platform/hash-text';
import type { Logger } from '../platform/logger';
import type { Embedder } from '../retrieval/embedder';
import { defaultRerankOptions, rerank, textOf, type RerankOptions } from '../retrieval/rerank';

/** A vector as it is kept: whole numbers and what to multiply them by. */
interface KeptVector {
  readonly ordinal: number;
  readonly hash: string;
  readonly scale: number;
  readonly values: Int8Array;
}

/** What an encoder said, as the store keeps it: see storage/encoding-store. */
interface KeptEncodings {
  readonly key: string;
  readonly encoder: string;
  readonly passages: KeptVector[];
}

export interface ReadingOrderOptions {
  encoder: Embedder;
  store: {
    read(keys: readonly string[]): Promise<KeptEncodings[]>;
    write(rows: readonly KeptEncodings[]): Promise<void>;
  };
  /** Whether anything may be kept on disk. */
  isKept(): boolean;
  logger: Logger;
  rerank?: RerankOptions;
}

/** Passages read lately, of all documents: 400 bytes each. */
const MOST_IN_MEMORY = 4_000;
/** Passages kept of one document: those that some query brought up last. */
const MOST_OF_A_DOCUMENT = 12;

/**
 * Puts what words and the table found in the order in which an encoder finds it near. What it read is kept beside the
 * documents, so that a document costs its reading once. Whatever goes wrong here leaves the order as it was.
 */
export function createReadingOrders(options: ReadingOrderOptions) {
  const { encoder, store, logger } = options;
  const settings = options.rerank ?? defaultRerankOptions;
  const memory = new Map<string, KeptVector>();
  const running = new Map<string, Promise<KeptVector>>();

  const nameOf = (found: FoundDocument) =>
    `${found.hit.documentKey}#${found.hit.passage.ordinal}#${hashText(textOf(found))}`;
  const remember = (name: string, vector: KeptVector) => {
    memory.delete(name);
    memory.set(name, vector);
    for (const old of [...memory.keys()].slice(0, Math.max(0, memory.size - MOST_IN_MEMORY)))
      memory.delete(old);
  };
  const fromDisk = async (missing: readonly FoundDocument[]): Promise<void> => {
    if (!options.isKept() || missing.length === 0) return;
    const rows = await store.read([...new Set(missing.map(({ hit }) => hit.documentKey))]);
    const byKey = new Map(rows.filter((row) => row.encoder === encoder.id).map((row) => [row.key, row]));
    for (const found of missing) {
      const hash = hashText(textOf(found));
      const kept = byKey
        .get(found.hit.documentKey)
        ?.passages.find((one) => one.ordinal === found.hit.passage.ordinal && one.hash === hash);
      if (kept?.values.length === encoder.dimensions) remember(nameOf(found), kept);
    }
  };
  const toDisk = async (read: readonly FoundDocument[]): Promise<void> => {
    if (!options.isKept() || read.length === 0) return;
    const before = new Map(
      (await store.read(read.map(({ hit }) => hit.documentKey))).map((row) => [row.key, row]),
    );
    const rows = read.map(({ hit: { documentKey, passage } }, at): KeptEncodings => {
      const row = before.get(documentKey);
      const old = row?.encoder === encoder.id ? row.passages : [];
      const fresh = memory.get(nameOf(read[at] as FoundDocument));
      const others = old.filter(({ ordinal }) => ordinal !== passage.ordinal);
      const passages = [...others, ...(fresh ? [fresh] : [])].slice(-MOST_OF_A_DOCUMENT);
      return { key: documentKey, encoder: encoder.id, passages };
    });
    await store.write(rows);
  };
  /** One reading of a passage, whoever asks for it. */
  const encode = async (found: FoundDocument, signal: AbortSignal): Promise<void> => {
    const name = nameOf(found);
    const under = running.get(name);
    // What another look-up gave up on is begun anew.
    if (under && (await under.catch(() => null))) return;
    const text = textOf(found);
    const reading = encoder
      .embed([text], 'passage', signal)
      .then(([vector]) => pack(vector, found.hit.passage.ordinal, hashText(text)));
    running.set(name, reading);
    try {
      remember(name, await reading);
    } finally {
      running.delete(name);
    }
  };

  const of = (query: SearchQuery): ReadingOrder => {
    const text = query.text ?? query.terms.map((term) => term.text).join(' ');
    const speaks = query.language === null || encoder.languages.includes(query.language);
    let asked: Float32Array | null = null;
    const judgedOf = (found: readonly FoundDocument[]) => found.slice(0, settings.most);
    const known = (found: readonly FoundDocument[]): FoundDocument[] | null => {
      const vector = asked;
      const kept = judgedOf(found).map((one) => memory.get(nameOf(one)));
      const near = kept.map((one) => (one && vector ? similarity(vector, one) : null));
      const read = near.filter((value) => value !== null);
      if (read.length * 2 < near.length) return null;
      // What was not read yet is taken for as near as the others, so that it neither rises nor falls by that.
      const mean = read.reduce((sum, value) => sum + value, 0) / read.length;
      return rerank(
        found,
        near.map((value) => value ?? mean),
        query,
        settings,
      );
    };
    const isMissing = (one: FoundDocument) => !memory.has(nameOf(one));
    const recall = async (found: readonly FoundDocument[], signal: AbortSignal): Promise<void> => {
      const judged = judgedOf(found);
      await fromDisk(judged.filter(isMissing));
      signal.throwIfAborted();
      // Too little is known to be put in order.
      if (judged.filter(isMissing).length * 2 > judged.length) return;
      asked ??= (await encoder.embed([text], 'query', signal))[0] ?? null;
    };
    const read = async (found: readonly FoundDocument[], signal: AbortSignal): Promise<void> => {
      asked ??= (await encoder.embed([text], 'query', signal))[0] ?? null;
      const judged = judgedOf(found);
      await fromDisk(judged.filter(isMissing));
      const missing = judged.filter(isMissing);
      // Best first, one by one: the encoder has one thread, and whoever leaves ends it between two. What is read is kept
      // at once: the process may end before the rest is.
      for (const one of missing) {
        signal.throwIfAborted();
        await encode(one, signal);
        await toDisk([one]);
      }
    };
    // One document needs no order, and a language that the encoder does not know has none.
    const hasOrder = (found: readonly FoundDocument[]) => speaks && text.trim() !== '' && found.length >= 2;
    return {
      known: (found) => (hasOrder(found) ? known(found) : null),
      recall: (found, signal) => (hasOrder(found) ? recall(found, signal) : Promise.resolve()),
      async read(found, signal) {
        if (!hasOrder(found)) return null;
        try {
          await read(found, signal);
          return known(found);
        } catch (error) {
          if (signal.aborted || isAbort(error)) throw error;
          logger.warn('what was found could not be read by the encoder', error);
          return null;
        }
      },
    };
  };
  return {
    of,
    /** Somebody left, or something may no longer be shown: nothing of it stays in memory. */
    clear: () => memory.clear(),
  };
}
export type ReadingOrders = ReturnType<typeof createReadingOrders>;

function pack(vector: Float32Array | undefined, ordinal: number, hash: string): KeptVector {
  const values = vector ?? new Float32Array();
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
  const rounded = Int8Array.from(values, (value) => (scale > 0 ? Math.round(value / scale) : 0));
  return { ordinal, hash, scale, values: rounded };
}

function similarity(vector: Float32Array, { scale, values }: KeptVector): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += (vector[at] ?? 0) * (values[at] ?? 0);
  return sum * scale;
}

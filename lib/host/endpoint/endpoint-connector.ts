import type { Connector, SearchHit } from '../../connectors/connector';
import { documentStateSchema, type DocumentRef, type SourceDocument } from '../../core/document';
import { ENDPOINT_PRODUCT } from '../../core/endpoint-source';
import { DesksideError } from '../../core/errors';
import type { FileAttributes, FoundText } from '../../engines/openai-retrieval';
import type { Endpoint, EndpointAddress } from '../../engines/openai';
import { hashText } from '../../platform/hash-text';
import { textToBlocks } from '../../retrieval/text-to-blocks';
import { endpointAddress, type EndpointAccess } from './endpoint-address';
import { wordsToSend } from './words-to-send';

export interface EndpointConnectorOptions extends EndpointAccess {
  connect(address: EndpointAddress): Endpoint;
  /** Beside what is always taken out. */
  redactionWords(): readonly string[];
}

/** Pieces asked of each collection: several of them belong to one document. */
const MOST_PIECES = 20;

/**
 * The collections of an endpoint as a source like any other: what they find is read whole where the endpoint can give
 * it, kept under whoever's key found it, and gone when the endpoint refuses that key. Only words that are left after
 * redaction are sent.
 */
export function createEndpointConnector(options: EndpointConnectorOptions): Connector {
  const connect = async (baseUrl: string) => {
    const address = await endpointAddress(options, baseUrl);
    return { endpoint: options.connect(address), apiKey: address.apiKey };
  };
  return {
    id: ENDPOINT_PRODUCT,
    name: 'Endpoint',
    scopeNoun: 'collections',
    pageToken: null,
    candidates: () => [],
    probe: () => Promise.resolve(null),
    /** A key is all that an endpoint knows of somebody. */
    async identify({ baseUrl }) {
      const { apiKey } = await connect(baseUrl);
      return { userId: apiKey === null ? 'anonymous' : `key ${hashText(apiKey)}`, displayName: null };
    },

    async search(query, { id, baseUrl, scopes }, { signal }) {
      const words = wordsToSend(query, options.redactionWords());
      if (words === '') return [];
      const { endpoint } = await connect(baseUrl);
      const found = await Promise.all(
        scopes.map(async (store) => {
          const texts = await endpoint.search(store, words, { most: MOST_PIECES, signal });
          return toHits(store, id, texts);
        }),
      );
      const excluded = new Set(query.excludeIds);
      // The best of each collection first: scores of different ones say nothing beside each other.
      return interleave(found)
        .filter((hit) => !excluded.has(hit.id))
        .slice(0, query.limit);
    },

    async fetchOne(ref, { id, baseUrl }, { signal }) {
      const { store, file, part } = placeOf(ref);
      // Only the whole of a file can be asked for; rows of a table are what a search said they are.
      if (part !== '') throw new DesksideError('unsupported', 'Parts of a file cannot be read again');
      const { endpoint } = await connect(baseUrl);
      const { filename, attributes, texts } = await endpoint.file(store, file, signal);
      return toDocument({ store, sourceId: id, file, filename: filename ?? file, attributes, texts });
    },
  };
}

function toHits(store: string, sourceId: string, found: readonly FoundText[]): SearchHit[] {
  const byDocument = new Map<string, FoundText[]>();
  for (const one of found) {
    const key = JSON.stringify([one.fileId, partOf(one.attributes)]);
    byDocument.set(key, [...(byDocument.get(key) ?? []), one]);
  }
  return [...byDocument.values()].flatMap((pieces): SearchHit[] => {
    const [first] = pieces;
    if (!first) return [];
    const { fileId: file, filename, attributes } = first;
    const texts = pieces.map(({ text }) => text);
    const document = toDocument({ store, sourceId, file, filename: filename || file, attributes, texts });
    const { ref, id, title, version } = document;
    // An endpoint that says which version it has can be asked for the whole of it.
    const isWhole = versionOf(attributes) === null || partOf(attributes) !== '';
    return [{ ref, id, title, version, document: isWhole ? document : null }];
  });
}

function toDocument(from: {
  store: string;
  sourceId: string;
  file: string;
  filename: string;
  attributes: FileAttributes;
  texts: readonly string[];
}): SourceDocument {
  const { store, sourceId, file, filename, attributes, texts } = from;
  const text = (key: string, most = 300) => {
    const value = attributes[key];
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : null;
  };
  const part = partOf(attributes);
  const id = JSON.stringify(part === '' ? [store, file] : [store, file, part]).slice(0, 512);
  const updated = text('updated');
  const state = documentStateSchema.safeParse(attributes.state);
  return {
    id,
    sourceId,
    kind: 'article',
    ref: { kind: 'article', id, idType: 'file', within: null },
    title: text('title') ?? (filename.split('/').at(-1) || filename),
    url: addressOf(text('url', 2_000) ?? text('source', 2_000) ?? text('link', 2_000)),
    blocks: texts.flatMap(textToBlocks),
    version: versionOf(attributes) ?? hashText(JSON.stringify([file, attributes, texts])),
    author: text('author'),
    created: null,
    updated: updated !== null && !Number.isNaN(Date.parse(updated)) ? new Date(updated).toISOString() : null,
    space: text('space'),
    language: text('language', 35),
    state: state.success ? state.data : 'current',
    labels: [],
    restricted: false,
    ticket: null,
  };
}

/** Where a person reads it; empty for what is no web address. */
function addressOf(url: string | null): string {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : '';
}

function versionOf({ version }: FileAttributes): string | null {
  return typeof version === 'string' && version !== '' ? version.slice(0, 200) : null;
}

function partOf({ part }: FileAttributes): string {
  return typeof part === 'string' ? part.slice(0, 300) : '';
}

function placeOf({ id }: DocumentRef): { store: string; file: string; part: string } {
  const parsed: unknown = JSON.parse(id);
  const [store, file, part = ''] = Array.isArray(parsed) ? parsed.map(String) : [];
  if (store === undefined || file === undefined) throw new DesksideError('not-found', 'No such file');
  return { store, file, part };
}

function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

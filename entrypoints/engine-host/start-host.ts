import { z } from 'zod';
import { connectors as products } from '../../lib/connectors/index';
import { createConnectorCalls } from '../../lib/host/connector-calls';
import { createConnectorIoFactory, createPageTokens } from '../../lib/host/connector-io';
import { createEndpointConnector } from '../../lib/host/endpoint/endpoint-connector';
import { createEndpoint, type EndpointAddress } from '../../lib/engines/openai';
import { createEngineIn } from '../../lib/engines/engine-calls';
import { createDocumentEngines, listPackedModels } from '../../lib/engines/index';
import { engineIds } from '../../lib/core/model';
import { createHost } from '../../lib/host/create-host';
import { createFileImport } from '../../lib/host/file-import';
import { keepIdentities } from '../../lib/host/keep-identities';
import { createLibrary } from '../../lib/host/library';
import { createLookUps } from '../../lib/host/look-up';
import { createModelDownloads } from '../../lib/host/models/model-downloads';
import { createModelRunner } from '../../lib/host/models/model-runner';
import { createPanelServer } from '../../lib/host/panel-server';
import { createPauses } from '../../lib/host/pauses';
import { createReadingOrders } from '../../lib/host/reading-order';
import { createReadableOwners } from '../../lib/host/readable-owner';
import { createSessions } from '../../lib/host/sessions';
import { createSourceSearch } from '../../lib/host/source-search';
import { createSourceSetup } from '../../lib/host/source-setup';
import { createSync } from '../../lib/host/sync/create-sync';
import { libraryTarget } from '../../lib/host/sync/library-target';
import type { Send } from '../../lib/messaging/client';
import { pageReportSchema, reporterSchema } from '../../lib/messaging/protocol';
import { createMessageServer } from '../../lib/messaging/server';
import { catalogue } from '../../lib/models/catalogue';
import { inspectAddress } from '../../lib/models/inspect-address';
import { createModelStore } from '../../lib/models/model-store';
import { createOpfsFolders, freeBytes } from '../../lib/models/opfs-folders';
import { limitFetch } from '../../lib/platform/limit-fetch';
import { createLogger } from '../../lib/platform/logger';
import { nextTurn } from '../../lib/platform/next-turn';
import { wait } from '../../lib/platform/wait';
import { createWorkerCalls } from '../../lib/platform/worker-calls';
import { createWorkerEmbedder } from '../../lib/platform/worker-embedder';
import { chunkDocument } from '../../lib/retrieval/chunk';
import { createSegmentIds } from '../../lib/retrieval/disk/segment-ids';
import { shippedEncoder } from '../../lib/retrieval/shipped-encoder';
import { createShippedEmbedder, shippedTable } from '../../lib/retrieval/shipped-embedder';
import { DiskRetriever } from '../../lib/retrieval/disk-retriever';
import { sites } from '../../lib/sites/index';
import { createDatabase } from '../../lib/storage/database';
import { createDocumentStore } from '../../lib/storage/document-store';
import { createEncodingStore } from '../../lib/storage/encoding-store';
import { createAfterWrites } from '../../lib/storage/after-writes';
import { beginFreshLog } from '../../lib/storage/fresh-log';
import { createIdentityStore } from '../../lib/storage/identity-store';
import { createIndexStore } from '../../lib/storage/index-store';
import { documentKey, ownerKey, ownerOfDocument } from '../../lib/storage/keys';
import { createSecretStore } from '../../lib/storage/secret-store';
import { createSyncStore } from '../../lib/storage/sync-store';

// zod's compiled parsers need `new Function`, which the extension's CSP forbids; its probe would be reported.
z.config({ jitless: true });

/** Its memory is given back after so long without a look-up. */
const ENCODER_IDLE_MS = 5 * 60_000;

/** Firefox puts an event page to sleep in the middle of what its workers do; a call to an API of the browser puts that off. */
function stayAwake<T>(work: Promise<T>, storage: StartHostOptions['checkpoint']): Promise<T> {
  if (!storage) return work;
  const calling = setInterval(() => void storage.get('awake'), 1_000);
  return work.finally(() => clearInterval(calling));
}

/** The engines' worker ends when nobody asked it for so long: after the longest time that settings keep a model. */
const ENGINES_IDLE_MS = 5 * 60 * 60_000;
const DOWNLOADS_IDLE_MS = 60_000;

const startDownloads = () => new Worker(new URL('./download-worker.ts', import.meta.url), { type: 'module' });
const startModels = () => new Worker(new URL('./model-worker.ts', import.meta.url), { type: 'module' });
const startEncoder = () => new Worker(new URL('./encoder-worker.ts', import.meta.url), { type: 'module' });

/** A checkpoint of another version, or a damaged one, is none: the pages report again. */
const savedSchema = z.array(z.object({ reporter: reporterSchema, report: pageReportSchema })).catch([]);

export interface StartHostOptions {
  loadSettings(): Promise<{ settings: unknown }>;
  send: Send;
  /** Firefox: storage that outlives the event page's suspension, not the browser. */
  checkpoint: Pick<chrome.storage.StorageArea, 'get' | 'set'> | null;
}

/** Builds the engine host out of its parts and starts listening. */
export async function startHost(runtime: typeof chrome.runtime, options: StartHostOptions) {
  const logger = createLogger('host', console);
  const now = () => Date.now();
  const { send } = options;
  const extensionOrigin = new URL(runtime.getURL('/')).origin;
  const fetch = limitFetch(globalThis.fetch.bind(globalThis), 3);
  const parser = new DOMParser();

  const database = createDatabase({
    indexedDB: globalThis.indexedDB,
    IDBKeyRange: globalThis.IDBKeyRange,
    logger,
  });
  // Firefox keeps no such log.
  const begin = () => (import.meta.env.FIREFOX ? Promise.resolve() : beginFreshLog(globalThis));
  const onTrouble = (error: unknown) => logger.warn('what was stored could not be tidied up', error);
  begin().catch(onTrouble);
  const writes = createAfterWrites({
    work: () => library.consolidate().then(begin),
    enoughBytes: 100_000,
    idleMs: 4_000,
    onTrouble,
  });
  const embedder = createShippedEmbedder(async () =>
    (await globalThis.fetch(runtime.getURL(`/${shippedTable.path}`))).arrayBuffer(),
  );
  const library = createLibrary({
    store: createDocumentStore({ database, now, logger }),
    createRetriever: (parts) =>
      new DiskRetriever({
        ...parts,
        store: createIndexStore(database, writes.written),
        embedder,
        newId: createSegmentIds(now),
        breathe: nextTurn,
        onTrouble: (what, error) => logger.warn(what, error),
      }),
    chunk: chunkDocument,
    keys: { owner: ownerKey, document: documentKey, ofDocument: ownerOfDocument },
    now,
    logger,
    onForgotten() {
      readingOrders.clear();
      host.withdraw();
    },
  });
  const encoder = createWorkerEmbedder({ start: startEncoder, idleMs: ENCODER_IDLE_MS });
  const readingOrders = createReadingOrders({
    encoder: {
      ...shippedEncoder,
      embed: (texts, kind, signal) => stayAwake(encoder.embed(texts, kind, signal), options.checkpoint),
    },
    store: createEncodingStore(database),
    isKept: () => library.isKept(),
    logger,
  });
  const tokens = createPageTokens({
    fetch,
    async readFromTab(origin, globalName, inputSelectors) {
      return (await send('page-token/read', { origin, globalName, inputSelectors: [...inputSelectors] }))
        .token;
    },
  });
  const parseHtml = (html: string) => parser.parseFromString(html, 'text/html');
  const parseXml = (xml: string) => {
    const parsed = parser.parseFromString(xml, 'text/xml');
    return parsed.querySelector('parsererror') ? null : parsed;
  };
  const ioFor = createConnectorIoFactory({ fetch, parseHtml, parseXml, now, tokens });
  const isAllowed = async (baseUrl: string) => (await send('permissions/check', { baseUrl })).allowed;
  const endpoint = {
    connect: (address: EndpointAddress) => createEndpoint(address, { fetch }),
    secrets: createSecretStore(database),
    isAllowed,
    logger,
  };
  const redactionWords = () => host.settings().redactionWords;
  const connectors = [...products, createEndpointConnector({ ...endpoint, redactionWords })];
  const call = createConnectorCalls({ ioFor, tokens, isAllowed, wait, random: Math.random });
  const sessions = createSessions({
    call,
    store: keepIdentities({
      store: createIdentityStore({ database, now }),
      isKept: () => library.isKept(),
      logger,
    }),
    now,
    async onUserLeft(source, userId) {
      const owner = library.ownerOf(source, { userId, displayName: null });
      const left = library.purge({ owner });
      readingOrders.clear();
      host.withdraw();
      leave(owner);
      // Out of memory it is at once; what a failing disk still holds is this user's alone, and goes with the next upkeep.
      await left.catch((error: unknown) => logger.warn('a user who left is still on disk', error));
    },
  });
  const pauses = createPauses({ now });
  const sync = createSync({
    connectors,
    sourceOf: async (sourceId) => host.sourceOf(sourceId),
    call,
    sessions,
    target: libraryTarget(library),
    store: createSyncStore(database),
    pauses,
    now,
    wait,
    logger,
  });
  // Not awaited: a job may be what found out that the user is gone, and would wait for its own end.
  const leave = (owner: string) =>
    void sync
      .purged({ owner })
      .catch((error: unknown) => logger.warn('copies of a user who left go on', error));
  const search = createSourceSearch({ call, sessions, library, now });

  const modelStore = createModelStore(createOpfsFolders(navigator.storage));
  const modelWorker = createWorkerCalls({ start: startModels, idleMs: ENGINES_IDLE_MS });
  const here = createDocumentEngines();
  const engines = engineIds.map(
    (id) => here.find((engine) => engine.id === id) ?? createEngineIn(modelWorker, id),
  );
  const downloads = createModelDownloads({
    store: modelStore,
    worker: createWorkerCalls({ start: startDownloads, idleMs: DOWNLOADS_IDLE_MS }),
    now,
    logger,
  });
  const panels = createPanelServer({
    stateOf: (tabId) => host.stateOf(tabId),
    extensionOrigin,
  });
  const { checkpoint } = options;
  const host = createHost({
    sites,
    connectors,
    call,
    sessions,
    tokens,
    library,
    files: createFileImport(library),
    sync,
    readableOwners: createReadableOwners({ connectors, sessions, library }),
    pauses,
    lookUps: createLookUps({
      connectors,
      sessions,
      library,
      pauses,
      search,
      meaningLanguages: shippedTable.languages,
      readingOrders,
      now,
      logger,
    }),
    endpoint,
    models: {
      store: modelStore,
      engines,
      runner: createModelRunner({
        store: modelStore,
        engines,
        restart: () => modelWorker.close('restart'),
        idleMs: () => host.settings().modelIdleMinutes * 60_000,
        allowedLibraries: () => host.settings().allowedModelLibraries,
        now,
      }),
      downloads,
      catalogue,
      packed: listPackedModels,
      freeBytes: () => freeBytes(navigator.storage),
      now,
      inspect: (url, sha256, signal) => inspectAddress(url, sha256, { fetch, signal }),
      logger,
    },
    setup: createSourceSetup({ connectors, ioFor, call }),
    panels,
    setBadge: async (tabId, count, failed) => void (await send('badge/set', { tabId, count, failed })),
    checkpoint: checkpoint && {
      save: (reports) =>
        void checkpoint.set({ reports }).catch((error: unknown) => logger.warn('no checkpoint', error)),
    },
    async quotaBytes() {
      return (await navigator.storage.estimate()).quota ?? null;
    },
    now,
    logger,
  });

  const server = createMessageServer({
    address: 'host',
    extensionId: runtime.id,
    extensionOrigin,
    handlers: host.handlers,
    onError: (name, error) => logger.warn(name, error),
  });
  // At once, before anything is awaited: a panel's first message follows its Port immediately.
  runtime.onConnect.addListener((port) => void panels.accept(port));
  globalThis.addEventListener('pagehide', () => panels.end('the host is closing'));
  host.configure((await options.loadSettings()).settings);
  downloads.restore().catch((error: unknown) => logger.warn('downloads of models were not taken up', error));
  sync.restore().catch((error: unknown) => logger.warn('copies of sources were not taken up again', error));
  if (checkpoint) host.resume(savedSchema.parse((await checkpoint.get('reports')).reports));
  return server;
}

import { z } from 'zod';
import { assistStateSchema, errorKindSchema, sentTextSchema, type AssistState } from '../core/assist-state';
import { backupPageSchema, restoreOutcomeSchema } from '../core/backup';
import { pageReadingSchema, siteHostSchema } from '../core/page';
import { sourceConfigSchema } from '../core/source';
import { endpointAddressSchema, endpointKeySchema, endpointTestSchema } from './endpoint-messages';
import {
  documentListSchema,
  fileBatchSchema,
  fileOutcomeSchema,
  libraryHitsSchema,
  libraryOverviewSchema,
  listedKindSchema,
  listRequestSchema,
  openDocumentSchema,
} from './library-messages';
import { modelsOverviewSchema, modelToAddSchema, modelTrialRequestSchema } from './model-messages';

/**
 * Every message of the product: name -> where it goes, what it takes, what it answers. Both ends parse. A message
 * carries its address, because all contexts hear all messages and the first to answer wins.
 */
export type Address = 'background' | 'host';

interface Definition<A extends Address, I extends z.ZodType, O extends z.ZodType> {
  readonly to: A;
  /** True where a content script may send it; everything else is refused unless it comes from our own pages. */
  readonly fromPages: boolean;
  readonly input: I;
  readonly output: O;
}

function message<A extends Address, I extends z.ZodType, O extends z.ZodType>(
  to: A,
  input: I,
  output: O,
  options: { fromPages?: boolean } = {},
): Definition<A, I, O> {
  return { to, input, output, fromPages: options.fromPages ?? false };
}

const nothing = z.object({});
const tabId = z.number().int();
const job = z.object({ jobKey: z.string() });

/** What a content script says of its frame. `reading` null: nothing to read here now, and why. */
export const pageReportSchema = z.object({
  url: z.string().max(8192),
  reading: pageReadingSchema.nullable(),
  reason: z.enum(['read', 'nothing-to-read', 'signed-out', 'edit', 'gone']),
  /** The signed-in user that the page names, also on pages with nothing to read. */
  pageUser: z.string().max(256).nullable(),
  /** Milliseconds since the epoch at which the page became readable, for timings. */
  at: z.number(),
});
export type PageReport = z.infer<typeof pageReportSchema>;

/** The browser's own word on who reported: never the page's. */
export const reporterSchema = z.object({
  tabId,
  windowId: z.number().int(),
  frameId: z.number().int(),
  /** URL of the frame by the browser. */
  url: z.string(),
});
export type Reporter = z.infer<typeof reporterSchema>;

export const settingLockSchema = z.record(z.string(), z.object({ by: z.literal('policy') }));

/** A pasted URL, recognised. `origins` are the match patterns to ask the browser for. */
export const sourceCandidateSchema = z.object({
  product: z.string(),
  productName: z.string(),
  baseUrl: z.string(),
  origins: z.array(z.string()),
});
export type SourceCandidate = z.infer<typeof sourceCandidateSchema>;

export const sourceTestSchema = z.object({
  ok: z.boolean(),
  product: z.string().nullable(),
  productName: z.string().nullable(),
  baseUrl: z.string().nullable(),
  instanceName: z.string().nullable(),
  version: z.string().nullable(),
  user: z.string().nullable(),
  error: errorKindSchema.nullable(),
});
export type SourceTest = z.infer<typeof sourceTestSchema>;

/** The parts of a source that the signed-in user can see. */
export const sourceScopesSchema = z.object({
  /** What the product calls them: "spaces", "projects"; null where it has none. */
  noun: z.string().nullable(),
  choices: z.array(z.object({ key: z.string(), name: z.string() })),
  error: errorKindSchema.nullable(),
});
export type SourceScopes = z.infer<typeof sourceScopesSchema>;

export const cacheStatsSchema = z.object({
  sources: z.array(
    z.object({
      sourceId: z.string(),
      documents: z.number().int(),
      passages: z.number().int(),
      bytes: z.number(),
      oldest: z.number().nullable(),
      newest: z.number().nullable(),
    }),
  ),
  bytes: z.number(),
  /** What the browser allows; null where it does not say. */
  quotaBytes: z.number().nullable(),
});
export type CacheStats = z.infer<typeof cacheStatsSchema>;

/** Settings travel as plain data; `core/settings` parses them on both sides. */
export const settingsSnapshotSchema = z.object({
  settings: z.unknown(),
  locks: settingLockSchema,
  problems: z.array(z.string()),
});

export const protocol = {
  // --- to the background, which routes ---
  'page/report': message('background', pageReportSchema, z.object({ accepted: z.boolean() }), {
    fromPages: true,
  }),
  /** A page script's first word: which instances its own host serves. Also wakes the host while the page loads. */
  'page/hello': message('background', nothing, z.object({ hosts: z.array(siteHostSchema) }), {
    fromPages: true,
  }),
  /** Tells one life of the background from the next. */
  'background/ping': message('background', nothing, z.object({ startId: z.string() })),
  'host/ensure': message('background', nothing, nothing),
  'settings/load': message('background', nothing, settingsSnapshotSchema),
  'settings/save': message(
    'background',
    z.object({ patch: z.record(z.string(), z.unknown()) }),
    settingsSnapshotSchema,
  ),
  /** Opens a source, scrolled to the quote; `quote` null opens it plainly. */
  'citation/open': message(
    'background',
    z.object({
      url: z.url({ protocol: /^https?$/ }),
      quote: z.string().max(4000).nullable(),
      windowId: z.number().int(),
    }),
    nothing,
  ),
  'badge/set': message(
    'background',
    z.object({ tabId, count: z.number().int().min(0), failed: z.boolean() }),
    nothing,
  ),
  /** Asks every page of ours to report again: after the host, which holds what they said, was lost. */
  'pages/report-again': message('background', nothing, nothing),
  /** A product's page token from an open tab of `origin`; in memory of the host only. */
  'page-token/read': message(
    'background',
    z.object({
      origin: z.string(),
      globalName: z.string().max(64),
      inputSelectors: z.array(z.string().max(200)),
    }),
    z.object({ token: z.string().max(512).nullable() }),
  ),
  /** Whether the browser lets the extension read the host of this base URL now: the host itself cannot ask. */
  'permissions/check': message(
    'background',
    z.object({ baseUrl: z.string().max(512) }),
    z.object({ allowed: z.boolean() }),
  ),
  // --- to the host ---
  'host/ping': message('host', nothing, z.object({ startedAt: z.number() })),
  'tab/report': message('host', z.object({ reporter: reporterSchema, report: pageReportSchema }), nothing),
  'tab/removed': message('host', z.object({ tabId }), nothing),
  /** The tab shows another top-level document now: what its frames said before is void. */
  'tab/navigated': message('host', z.object({ tabId, url: z.string().nullable() }), nothing),
  'settings/changed': message('host', settingsSnapshotSchema, nothing),
  'source/recognise': message(
    'host',
    z.object({ url: z.string().max(4096) }),
    z.object({ candidates: z.array(sourceCandidateSchema) }),
  ),
  /** Probes candidates in order after the permission was granted, and says who is signed in. */
  'source/test': message(
    'host',
    z.object({ candidates: z.array(sourceCandidateSchema).max(12) }),
    sourceTestSchema,
  ),
  'source/check': message('host', z.object({ source: sourceConfigSchema }), sourceTestSchema),
  'source/scopes': message('host', z.object({ source: sourceConfigSchema }), sourceScopesSchema),
  'cache/stats': message('host', nothing, cacheStatsSchema),
  'cache/purge': message('host', z.object({ sourceId: z.string().nullable() }), nothing),
  /** Deletes what is too old or too much; asked for every few hours. */
  'cache/maintain': message('host', nothing, nothing),
  'lookup/refresh': message('host', z.object({ tabId }), nothing),
  /** Has the answer of a tab written by the model that was chosen. `agree`: what is sent was looked at, and may go. */
  'answer/write': message('host', z.object({ tabId, agree: z.boolean().optional() }), nothing),
  'answer/stop': message('host', z.object({ tabId }), nothing),
  /** What would be sent to an endpoint to write it. */
  'answer/preview': message('host', z.object({ tabId }), z.object({ sent: sentTextSchema.nullable() })),
  /** Whether a key is kept for an address. */
  'endpoint/state': message('host', endpointAddressSchema, z.object({ hasKey: z.boolean() })),
  'endpoint/save-key': message('host', endpointKeySchema, nothing),
  'endpoint/test': message('host', endpointAddressSchema, endpointTestSchema),
  'models/overview': message('host', nothing, modelsOverviewSchema),
  /** Begins to download one. */
  'models/add': message('host', modelToAddSchema, nothing),
  'models/pause': message('host', z.object({ modelId: z.string() }), nothing),
  'models/resume': message('host', z.object({ modelId: z.string() }), nothing),
  'models/remove': message('host', z.object({ modelId: z.string() }), nothing),
  /** Gives back the memory of the model that is loaded. */
  'models/unload': message('host', nothing, nothing),
  /** Asks a model something, to see what it says and how fast. */
  'models/try': message('host', modelTrialRequestSchema, nothing),
  'models/stop': message('host', nothing, nothing),
  'library/overview': message('host', nothing, libraryOverviewSchema),
  'library/documents': message('host', listRequestSchema, documentListSchema),
  'library/document': message('host', z.object({ documentKey: z.string() }), openDocumentSchema),
  'library/search': message('host', z.object({ words: z.string().max(1000) }), libraryHitsSchema),
  'library/remove': message('host', z.object({ documentKeys: z.array(z.string()).max(1000) }), nothing),
  /** Keeps documents of a file that the options page has read. */
  'library/import': message('host', fileBatchSchema, fileOutcomeSchema),
  /** Takes an imported file out again, with all its parts; `path` as it was imported under. */
  'library/remove-file': message(
    'host',
    z.object({ path: z.string().min(1) }),
    z.object({ removed: z.number() }),
  ),
  /** A page of everything the person at the desk may read, for a file of their own. */
  'library/backup': message('host', z.object({ after: z.string().nullable() }), backupPageSchema),
  /** Each record is looked at on its own: a damaged one is refused, the others go in. */
  'library/restore': message(
    'host',
    z.object({ records: z.array(z.unknown()).max(100) }),
    restoreOutcomeSchema,
  ),
  /** Copies a source, or the parts it is narrowed to, for the signed-in user. */
  'sync/start': message('host', z.object({ sourceId: z.string(), what: listedKindSchema }), nothing),
  'sync/pause': message('host', job, nothing),
  'sync/resume': message('host', job, nothing),
  'sync/cancel': message('host', job, nothing),
} as const;

export type Protocol = typeof protocol;
export type MessageName = keyof Protocol;
export type MessageInput<N extends MessageName> = z.input<Protocol[N]['input']>;
export type MessageOutput<N extends MessageName> = z.output<Protocol[N]['output']>;

/** What travels over runtime messaging. */
export const envelopeSchema = z.object({
  deskside: z.literal(1),
  to: z.enum(['background', 'host']),
  name: z.string(),
  payload: z.unknown(),
});

/** What travels back: errors included, with their kind. */
export const replySchema = z.discriminatedUnion('ok', [
  z.object({ deskside: z.literal(1), ok: z.literal(true), value: z.unknown() }),
  z.object({
    deskside: z.literal(1),
    ok: z.literal(false),
    error: z.object({ kind: errorKindSchema, message: z.string() }),
  }),
]);

/** Name of the panel's own Port to the host. The background must never listen on it: two ends would answer. */
export const PANEL_PORT = 'deskside-panel';

/** Between heartbeats while something is under way; at rest they are rare (see host/panel-server). */
export const HEARTBEAT_MS = 5_000;

/** Nothing more is coming for this tab until something happens to it. */
export function isResting(state: AssistState): boolean {
  return state.subject.state !== 'reading' && (state.stage === 'idle' || state.stage === 'done');
}

/** Panel to host. */
export const panelRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('watch'), tabId }),
  z.object({ type: z.literal('ping') }),
]);
export type PanelRequest = z.infer<typeof panelRequestSchema>;

/** Host to panel. `sequence` is 1 on a new Port and rises by one: a gap or a silent channel is noticed and the Port reopened. */
export const panelEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('state'), sequence: z.number().int(), state: assistStateSchema }),
  z.object({ type: z.literal('heartbeat'), sequence: z.number().int() }),
  z.object({ type: z.literal('end'), sequence: z.number().int(), reason: z.string() }),
]);
export type PanelEvent = z.infer<typeof panelEventSchema>;

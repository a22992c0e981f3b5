import { endpointSource } from '../core/endpoint-source';
import { settingsSchema, type Settings } from '../core/settings';
import { siteHostsOf } from '../core/source-hosts';
import { addressOf } from '../core/source-list';
import type { SourceConfig } from '../core/source';
import { DesksideError, isAbort } from '../core/errors';
import { FILES_SOURCE_ID } from '../core/files-source';
import type { PageReading } from '../core/page';
import type { Logger } from '../platform/logger';
import type { Handlers } from '../messaging/server';
import type { PageReport, Reporter } from '../messaging/protocol';
import type { Site } from '../sites/site';
import type { CallConnector } from './connector-calls';
import type { PageTokens } from './connector-io';
import { createCacheHandlers } from './cache-handlers';
import { createLibraryHandlers, type LibraryParts } from './library-handlers';
import { createEndpointService, type EndpointParts } from './endpoint/endpoint-service';
import type { LookUps } from './look-up';
import { createAnswerPaths } from './models/answer-paths';
import { createModelHandlers, type ModelParts } from './models/model-handlers';
import type { Pauses } from './pauses';
import { contextFromDocument, contextFromPage, passingSource, sourceOf } from './read-context';
import { offerOf } from './source-offer';
import type { Sessions } from './sessions';
import type { createSourceSetup } from './source-setup';
import { createTabDesk, emptyState, type TabDesk } from './tab-desk';
import { createTabTracker } from './tab-tracker';
import type { PanelServer } from './panel-server';

/** Longest time that reading the record may hold up the look-up; then what the page showed has to do. */
const READ_BY_API_MS = 4_000;
/** Closed tabs that are remembered: late words come within seconds. */
const MOST_CLOSED_TABS = 200;

export interface HostDependencies extends LibraryParts {
  sites: readonly Site[];
  call: CallConnector;
  sessions: Sessions;
  tokens: Pick<PageTokens, 'forget'>;
  pauses: Pauses;
  lookUps: LookUps;
  models: ModelParts;
  endpoint: EndpointParts;
  setup: ReturnType<typeof createSourceSetup>;
  panels: PanelServer;
  setBadge(tabId: number, count: number, failed: boolean): Promise<void>;
  /** Where the host may be suspended: what the tabs said, to go on from. */
  checkpoint: { save(reports: SavedReport[]): void } | null;
  now(): number;
  logger: Logger;
}
export type SavedReport = { reporter: Reporter; report: PageReport };

/** The engine host: a desk a tab, one library for all of them. */
export function createHost(dependencies: HostDependencies) {
  const { sessions, library, sync, panels, now, logger } = dependencies;
  const startedAt = now();
  const tracker = createTabTracker({ sites: dependencies.sites });
  const desks = new Map<number, TabDesk>();
  const windows = new Map<number, Reporter>();
  /** Tabs whose top document has been loaded and has not reported yet, with its address. */
  const newDocuments = new Map<number, string>();
  /** What a tab's last document or a page script on its way out still says is for nobody. Browsers never reuse ids. */
  const closedTabs = new Set<number>();
  const badges = new Map<number, string>();
  let settings: Settings = settingsSchema.parse({});

  /** A page of the source was seen, or somebody asked for it: it may be asked again. */
  const lift = (sourceId: string) => {
    dependencies.pauses.lift(sourceId);
    sync.wake(sourceId).catch((error: unknown) => logger.warn('a copy was not taken up again', error));
  };
  const connectorOf = (product: string) =>
    dependencies.connectors.find((connector) => connector.id === product);

  /** The record itself, read with the user's session; null where the page's own word has to do. */
  const readByApi = async (reading: PageReading, signal: AbortSignal) => {
    const { ref } = reading.match;
    const connector = connectorOf(reading.match.site);
    if (!connector || !ref) return null;
    const added = sourceOf(reading.match, settings.sources);
    const source = added ?? passingSource(reading.match, connector);
    const pauseId = added?.id ?? source.baseUrl;
    // A source that is signed out is asked all the same: its page is open, so somebody may have signed in.
    if (dependencies.pauses.reason(pauseId)?.kind === 'rate-limited') return null;
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(READ_BY_API_MS)]);
    try {
      const document = await dependencies.call({ connector, source, signal: bounded, user: null }, (io) =>
        connector.fetchOne(ref, source, io),
      );
      return contextFromDocument(reading, document, added?.id ?? null);
    } catch (error) {
      signal.throwIfAborted();
      if (!isAbort(error)) logger.warn('the record was not read by API', error);
      // Other failures are for the look-up to find out about, with all that follows from them.
      const limited = error instanceof DesksideError && error.kind === 'rate-limited';
      if (limited) dependencies.pauses.note(pauseId, error);
      return null;
    }
  };

  const endpoint = createEndpointService(dependencies.endpoint, () => settings);
  const answerPaths = createAnswerPaths({ ...dependencies.models, remote: endpoint.path, now });
  const deskOf = (tabId: number): TabDesk => {
    const existing = desks.get(tabId);
    if (existing) return existing;
    const desk = createTabDesk({
      tabId,
      readByApi,
      offerFor: (reading) => offerOf(reading, settings, dependencies.connectors),
      fromPage: (reading) => contextFromPage(reading, sourceOf(reading.match, settings.sources)?.id ?? null),
      preview: (context, options) => dependencies.lookUps.preview(context, settings, options),
      lookUp: (context, options) => dependencies.lookUps.run(context, settings, options),
      answerPaths: (which) => answerPaths(settings, which),
      isAutomatic: () => settings.automaticLookup,
      publish(state) {
        panels.publish(state);
        const count = state.articles.length + state.tickets.length;
        const failed =
          state.stage === 'done' &&
          state.sources.length > 0 &&
          state.sources.every(({ error }) => error !== null);
        const badge = `${count} ${failed}`;
        if (badges.get(tabId) === badge) return;
        badges.set(tabId, badge);
        dependencies
          .setBadge(tabId, count, failed)
          .catch((error: unknown) => logger.warn('the badge could not be set', error));
      },
      logger,
    });
    desks.set(tabId, desk);
    return desk;
  };

  const save = () => {
    if (!dependencies.checkpoint) return;
    const reports = [...windows.values()].flatMap((reporter) =>
      tracker
        .snapshot(reporter.tabId)
        .map(({ frameId, report }) => ({ reporter: { ...reporter, frameId }, report })),
    );
    dependencies.checkpoint.save(reports);
  };

  const doubt = (source: SourceConfig) => {
    sessions.doubt(source);
    // A token of the session before would only be refused, and a refusal can open the browser's password dialog.
    dependencies.tokens.forget(source.baseUrl);
  };

  const report = (reporter: Reporter, pageReport: PageReport) => {
    if (closedTabs.has(reporter.tabId)) return;
    tracker.record(reporter, pageReport, siteHostsOf(settings.sources));
    windows.set(reporter.tabId, reporter);
    const seen = sourcesSeenAt(pageReport.url, settings.sources);
    // A farewell says nothing of the document that comes next.
    if (seen.length > 0 && pageReport.reason !== 'gone') {
      const { pageUser } = pageReport;
      if (pageUser !== null) for (const source of seen) sessions.pageSaw(source, pageUser);
      // A new document that does not name its user may be another user's: signing in ends with one.
      const unknownUser = reporter.frameId === 0 && newDocuments.delete(reporter.tabId) && pageUser === null;
      if (unknownUser || pageReport.reason === 'signed-out') seen.forEach(doubt);
      for (const { id } of seen) lift(id);
    }
    deskOf(reporter.tabId).show(tracker.view(reporter.tabId));
    save();
  };
  const forget = (tabId: number) => {
    tracker.reset(tabId);
    windows.delete(tabId);
    // It went before it said who is signed in, as the last step of a sign-in does: it may have been anybody.
    const unheard = newDocuments.get(tabId);
    if (unheard !== undefined) sourcesSeenAt(unheard, settings.sources).forEach(doubt);
    newDocuments.delete(tabId);
    save();
  };
  /** Rows that the library no longer holds, or whose source is not searched any more, are shown to nobody. */
  const withdraw = () => {
    const searched = new Set(settings.sources.filter(({ enabled }) => enabled).map(({ id }) => id));
    searched.add(FILES_SOURCE_ID);
    for (const desk of desks.values()) {
      desk.withdraw((row) => searched.has(row.sourceId) && library.document(row.documentKey) !== null);
    }
  };

  const { purge, ...cache } = createCacheHandlers(dependencies, () => settings);
  const handlers: Handlers<'host'> = {
    ...createLibraryHandlers(dependencies, () => settings),
    ...cache,
    ...createModelHandlers(dependencies.models, () => settings),
    'host/ping': () => ({ startedAt }),
    'tab/report'({ reporter, report: pageReport }) {
      report(reporter, pageReport);
      return {};
    },
    'tab/removed'({ tabId }) {
      forget(tabId);
      desks.get(tabId)?.dispose();
      desks.delete(tabId);
      badges.delete(tabId);
      closedTabs.add(tabId);
      if (closedTabs.size > MOST_CLOSED_TABS) closedTabs.delete([...closedTabs][0] ?? tabId);
      return {};
    },
    'tab/navigated'({ tabId, url }) {
      forget(tabId);
      if (url !== null) {
        newDocuments.set(tabId, url);
        for (const { id } of sourcesSeenAt(url, settings.sources)) lift(id);
      }
      desks.get(tabId)?.show({ reading: null, reason: 'not-supported' });
      return {};
    },
    'settings/changed'(snapshot) {
      configure(snapshot.settings);
      return {};
    },
    'source/recognise': ({ url }) => ({ candidates: dependencies.setup.recognise(url) }),
    'source/test': ({ candidates }) => dependencies.setup.test(candidates),
    'source/scopes': ({ source }) => dependencies.setup.scopes(source),
    'source/check': ({ source }) => dependencies.setup.check(source),
    ...endpoint.handlers,
    'answer/write'({ tabId, agree }) {
      if (agree) endpoint.agree();
      desks.get(tabId)?.write();
      return {};
    },
    async 'answer/preview'({ tabId }) {
      return { sent: (await desks.get(tabId)?.previewWriting()) ?? null };
    },
    'answer/stop'({ tabId }) {
      desks.get(tabId)?.stopWriting();
      return {};
    },
    'lookup/refresh'({ tabId }) {
      for (const { id } of settings.sources) lift(id);
      desks.get(tabId)?.refresh(true);
      return {};
    },
  };

  function configure(next: unknown): void {
    const before = settings;
    settings = withEndpoint(settingsSchema.parse(next));
    const failed = (error: unknown) => logger.warn('the cache could not be emptied', error);
    library.configure({ enabled: settings.cacheEnabled }).catch(failed);
    if (before.cacheEnabled && !settings.cacheEnabled) sync.purged({ all: true }).catch(failed);
    for (const source of before.sources) {
      const now = settings.sources.find(({ id }) => id === source.id);
      if (now && holdsTheSame(source, now)) continue;
      dependencies.pauses.lift(source.id);
      purge({ sourceId: source.id }).catch(failed);
    }
    if (before.cacheEnabled === settings.cacheEnabled) withdraw();
    const lookUpsOf = ({ theme: _theme, endpointAgreed: _agreed, ...rest }: Settings) => JSON.stringify(rest);
    if (lookUpsOf(before) !== lookUpsOf(settings)) for (const desk of desks.values()) desk.refresh(false);
  }

  return {
    handlers,
    configure,
    /** What the tabs said before the host was suspended. */
    resume(reports: readonly SavedReport[]): void {
      for (const { reporter, report: pageReport } of reports) report(reporter, pageReport);
    },
    /** As the settings have it now; null where it was taken away. */
    sourceOf: (sourceId: string) => settings.sources.find(({ id }) => id === sourceId) ?? null,
    settings: (): Settings => settings,
    stateOf: (tabId: number) => desks.get(tabId)?.state() ?? emptyState(tabId),
    withdraw,
  };
}

/** Whether what was kept of a source may still be shown after this change of it. */
function holdsTheSame(before: SourceConfig, now: SourceConfig): boolean {
  return addressOf(before) === addressOf(now) && before.scopes.join('\n') === now.scopes.join('\n');
}

/**
 * The sources whose page was seen, whatever kind of page it is: those of the longest address where contexts nest, of
 * which one instance with two products has two.
 */
function sourcesSeenAt(url: string, sources: readonly SourceConfig[]): SourceConfig[] {
  if (!URL.canParse(url)) return [];
  const { origin, pathname } = new URL(url);
  const found = sources.filter((source) => {
    const base = new URL(source.baseUrl);
    return base.origin === origin && `${pathname}/`.startsWith(`${base.pathname.replace(/\/+$/, '')}/`);
  });
  const longest = Math.max(...found.map(({ baseUrl }) => baseUrl.length));
  return found.filter(({ baseUrl }) => baseUrl.length === longest);
}

/** The collections of an endpoint are one source more. */
function withEndpoint(settings: Settings): Settings {
  const source = endpointSource(settings);
  return source ? { ...settings, sources: [...settings.sources, source] } : settings;
}

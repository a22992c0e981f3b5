import type { Connector, ConnectorIo } from '../connectors/connector';
import type { AssistState } from '../core/assist-state';
import { DesksideError, isAbort, type ErrorKind } from '../core/errors';
import type { SourceConfig } from '../core/source';
import { matchPatternOf } from '../platform/match-pattern';
import type { SourceCandidate, SourceScopes, SourceTest } from '../messaging/protocol';
import type { CallConnector } from './connector-calls';
import type { ConnectorIoFactory } from './connector-io';

export type SourceStatusError = AssistState['sources'][number]['error'];

/** Addresses to ask, at most; so many of them are left for what takes any page. */
const MOST_GUESSES = 12;
const MOST_LAST = 2;

/** Recognises pasted URLs and tries sources out before they are added. */
export function createSourceSetup(options: {
  connectors: readonly Connector[];
  ioFor: ConnectorIoFactory;
  call: CallConnector;
}) {
  const { connectors } = options;

  const whoIs = async (
    connector: Connector,
    source: SourceConfig,
    probe: SourceTest,
  ): Promise<SourceTest> => {
    const signal = AbortSignal.timeout(15_000);
    try {
      const identity = await options.call({ connector, source, signal, user: null }, (io) =>
        connector.identify(source, io),
      );
      return { ...probe, ok: true, user: identity.displayName ?? identity.userId };
    } catch (error) {
      return { ...probe, error: kindOf(error) };
    }
  };

  return {
    /** Every product that the URL could be a page of, most likely first; nothing is asked of anybody. */
    recognise(input: string): SourceCandidate[] {
      const url = parseUrl(input);
      if (!url) return [];
      const guesses = (isLast: boolean) =>
        inTurn(
          connectors
            .filter((connector) => (connector.lastResort ?? false) === isLast)
            .map((connector) => connector.candidates(url).map((baseUrl) => ({ connector, baseUrl }))),
        );
      const last = guesses(true).slice(0, MOST_LAST);
      const found = [...guesses(false).slice(0, MOST_GUESSES - last.length), ...last];
      return found.map(({ connector, baseUrl }) => ({
        product: connector.id,
        productName: connector.name,
        baseUrl,
        origins: [matchPatternOf(baseUrl)],
      }));
    },

    /** Asks the candidates in order which product they are; the first that answers is it. */
    async test(candidates: readonly SourceCandidate[]): Promise<SourceTest> {
      let lastError: SourceStatusError = null;
      for (const candidate of candidates) {
        const connector = connectors.find(({ id }) => id === candidate.product);
        if (!connector) continue;
        const source = draftSource(candidate);
        const signal = AbortSignal.timeout(10_000);
        try {
          const io: ConnectorIo = await options.ioFor(
            { ...connector, pageToken: null },
            source,
            signal,
            null,
          );
          const found = await connector.probe(candidate.baseUrl, io);
          if (!found) continue;
          return await whoIs(connector, source, {
            ...nothingFound,
            product: connector.id,
            productName: connector.name,
            baseUrl: candidate.baseUrl,
            instanceName: found.name,
            version: found.version,
          });
        } catch (error) {
          lastError = kindOf(error);
        }
      }
      return { ...nothingFound, error: lastError ?? 'unsupported' };
    },

    /** What parts of the source there are to choose from. */
    async scopes(source: SourceConfig): Promise<SourceScopes> {
      const connector = connectors.find(({ id }) => id === source.product);
      const noun = connector?.scopeNoun ?? null;
      const listScopes = connector?.listScopes?.bind(connector);
      if (!connector || !listScopes) return { noun, choices: [], error: null };
      const signal = AbortSignal.timeout(15_000);
      try {
        const user = await options.call({ connector, source, signal, user: null }, (io) =>
          connector.identify(source, io),
        );
        const found = await options.call({ connector, source, signal, user }, (io) => listScopes(source, io));
        const choices = new Map(
          found.filter(({ key }) => key.length <= 128).map((choice) => [choice.key, choice]),
        );
        return { noun, choices: [...choices.values()], error: null };
      } catch (error) {
        return { noun, choices: [], error: kindOf(error) };
      }
    },

    /** Is this source reachable, and who is signed in there? */
    async check(source: SourceConfig): Promise<SourceTest> {
      const connector = connectors.find(({ id }) => id === source.product);
      if (!connector) return { ...nothingFound, error: 'unsupported' };
      return whoIs(connector, source, {
        ...nothingFound,
        product: connector.id,
        productName: connector.name,
        baseUrl: source.baseUrl,
      });
    },
  };
}

/** One after the other of each list, so that the likeliest of each come before anybody's second guess. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}

const nothingFound: SourceTest = {
  ok: false,
  product: null,
  productName: null,
  baseUrl: null,
  instanceName: null,
  version: null,
  user: null,
  error: null,
};

function draftSource(candidate: SourceCandidate): SourceConfig {
  return {
    id: 'draft',
    product: candidate.product,
    name: candidate.productName,
    baseUrl: candidate.baseUrl,
    enabled: true,
    readPages: true,
    scopes: [],
    ttlMinutes: 60,
  };
}

/** People paste addresses without a scheme, with spaces around, and with a port. */
function parseUrl(input: string): URL | null {
  const text = input.trim();
  const candidate = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(candidate)) return null;
  const url = new URL(candidate);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' ? url : null;
}

export function kindOf(error: unknown): ErrorKind {
  if (isAbort(error) || (error instanceof Error && error.name === 'TimeoutError')) return 'timeout';
  return error instanceof DesksideError ? error.kind : 'bad-answer';
}

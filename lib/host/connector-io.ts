import type { Connector, ConnectorIo } from '../connectors/connector';
import { DesksideError } from '../core/errors';
import type { Identity, SourceConfig } from '../core/source';
import { looksLikeLogin } from '../platform/looks-like-login';
import { createProductRequest } from '../platform/request';
import { wait } from '../platform/wait';

export type ConnectorIoFactory = (
  connector: Connector,
  source: Pick<SourceConfig, 'baseUrl'>,
  signal: AbortSignal,
  user: Identity | null,
) => Promise<ConnectorIo>;

export interface PageTokens {
  /** The token in memory, or freshly read; null when there is none to be had. Throws `signed-out`. */
  get(connector: Connector, baseUrl: string, signal: AbortSignal): Promise<string | null>;
  /** The product refused it. */
  forget(baseUrl: string): void;
}

/** Builds what a connector is given: bound to one source's origin, cookies and all. */
export function createConnectorIoFactory(options: {
  fetch: typeof globalThis.fetch;
  parseHtml: (html: string) => Document;
  parseXml: (xml: string) => Document | null;
  now: () => number;
  tokens: PageTokens;
}): ConnectorIoFactory {
  return async (connector, source, signal, user) => {
    const pageToken = connector.pageToken
      ? await options.tokens.get(connector, source.baseUrl, signal)
      : null;
    return {
      request: createProductRequest({ fetch: options.fetch, baseUrl: source.baseUrl, signal }),
      signal,
      parseHtml: options.parseHtml,
      parseXml: options.parseXml,
      pageToken,
      user,
      now: options.now,
    };
  };
}

/** How long an open tab may take to say its token. */
const LONGEST_TAB_MS = 1_500;

/**
 * Page tokens live in this process's memory only, per origin: from an open tab first, else out of a page of the
 * instance fetched with the user's session.
 */
export function createPageTokens(options: {
  readFromTab(origin: string, globalName: string, inputSelectors: readonly string[]): Promise<string | null>;
  fetch: typeof globalThis.fetch;
}): PageTokens {
  const tokens = new Map<string, string>();
  return {
    async get(connector, baseUrl, signal) {
      const recipe = connector.pageToken;
      if (!recipe) return null;
      const { origin } = new URL(baseUrl);
      const kept = tokens.get(origin);
      if (kept !== undefined) return kept;
      const inTab = options
        .readFromTab(origin, recipe.globalName, recipe.inputSelectors)
        .catch((error: unknown) => {
          if (!(error instanceof DesksideError)) throw error;
          return null; // a tab that cannot be asked is a tab that is not there
        });
      // Nor is one that does not answer: a page can hang for as long as it likes.
      const answered = new AbortController();
      const patience = wait(LONGEST_TAB_MS, AbortSignal.any([signal, answered.signal])).then(() => null);
      const fromTab = await Promise.race([inTab, patience]).finally(() => answered.abort());
      const found =
        fromTab ??
        (await fetchToken(options.fetch, baseUrl, recipe.pagePaths, recipe.parse.bind(recipe), signal));
      if (found !== null) tokens.set(origin, found);
      return found;
    },
    forget(baseUrl) {
      tokens.delete(new URL(baseUrl).origin);
    },
  };
}

async function fetchToken(
  fetch: typeof globalThis.fetch,
  baseUrl: string,
  paths: readonly string[],
  parse: (html: string) => string | null,
  signal: AbortSignal,
): Promise<string | null> {
  let signedOut: DesksideError | null = null;
  for (const path of paths) {
    const request = createProductRequest({ fetch, baseUrl, signal });
    try {
      const page = await request.text(`${baseUrl}${path}`, { headers: { Accept: 'text/html' } });
      const token = parse(page.data);
      if (token !== null) return token;
      if (looksLikeLogin(page.data))
        signedOut = new DesksideError('signed-out', 'A sign-in page was answered');
    } catch (error) {
      // A page that is not there is no reason to give up, nor is one that leads elsewhere: to a sign-in, or to a newer
      // home. An instance out of reach is: the caller has to hear it, or offline would look like "open a tab first".
      if (!(error instanceof DesksideError) || error.retryable) throw error;
      if (error.kind === 'signed-out') signedOut = error;
    }
  }
  if (signedOut) throw signedOut;
  return null;
}

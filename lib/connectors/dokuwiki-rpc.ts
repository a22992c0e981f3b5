import { z } from 'zod';
import { DesksideError } from '../core/errors';
import type { ErrorKind } from '../core/errors';
import { spokenId } from '../platform/dokuwiki-page';
import type { ConnectorIo } from './connector';
import { xmlRpcCall, xmlRpcResult } from './xml-rpc';

/** A page that a search found. */
export interface SearchRow {
  readonly id: string;
  readonly title: string;
  /** Seconds of its last change, which name its revision; "" where the search does not say. */
  readonly version: string;
}

const pageSchema = z.object({ id: z.string().min(1).max(512), title: z.string().nullish() });
const jsonSchema = z.object({
  /** Null or absent where there was an error. */
  result: z.array(pageSchema.extend({ revision: z.number().nullish() })).nullish(),
  error: z.object({ code: z.number() }).nullish(),
});
const xmlSchema = z.array(pageSchema.extend({ rev: z.number().nullish() }));

/** One form of the remote interface; null where it does not answer this user. */
type RemoteSearch = (query: string, baseUrl: string, io: ConnectorIo) => Promise<SearchRow[] | null>;

/**
 * Searches by the remote interface: as JSON (releases since 2024), else as XML. `again` searches by the form that
 * answered. Throws `unsupported` where neither answers this user: the interface is off by default, and administrators
 * may open it to some users only. https://www.dokuwiki.org/devel:jsonrpc, https://www.dokuwiki.org/devel:xmlrpc
 */
export async function searchByRpc(
  query: string,
  baseUrl: string,
  io: ConnectorIo,
): Promise<{ rows: SearchRow[]; again: (query: string) => Promise<SearchRow[]> }> {
  const forms: readonly RemoteSearch[] = [searchByJson, searchByXml];
  for (const form of forms) {
    const rows = await form(query, baseUrl, io);
    if (rows) return { rows, again: async (other) => (await form(other, baseUrl, io)) ?? [] };
  }
  throw new DesksideError('unsupported', 'This wiki has its search switched off', {
    at: `${baseUrl}/doku.php`,
  });
}

async function searchByJson(query: string, baseUrl: string, io: ConnectorIo): Promise<SearchRow[] | null> {
  const url = `${baseUrl}/lib/exe/jsonrpc.php/core.searchPages`;
  const post = { body: JSON.stringify({ query }), contentType: 'application/json' };
  const answer = await io.request.json(url, jsonSchema, { post }).catch(notOffered);
  const isError = (answer?.data.error?.code ?? 0) !== 0;
  const pages = isError ? null : (answer?.data.result ?? null);
  return pages && pages.map(({ revision, ...page }) => rowOf(page, revision));
}

async function searchByXml(query: string, baseUrl: string, io: ConnectorIo): Promise<SearchRow[] | null> {
  const url = `${baseUrl}/lib/exe/xmlrpc.php`;
  const post = { body: xmlRpcCall('dokuwiki.search', [query]), contentType: 'text/xml' };
  const answer = await io.request.text(url, { post }).catch(notOffered);
  if (answer === null) return null;
  const result = xmlRpcResult(answer.data, io.parseXml);
  if (result.fault !== null) return null;
  const parsed = xmlSchema.safeParse(result.value);
  if (!parsed.success) {
    throw new DesksideError('bad-answer', 'The answer has another shape', { at: url, cause: parsed.error });
  }
  return parsed.data.map(({ rev, ...page }) => rowOf(page, rev));
}

function rowOf({ id, title }: z.infer<typeof pageSchema>, revision: number | null | undefined): SearchRow {
  const isName = title != null && title !== '' && title !== id;
  return { id, title: isName ? title : spokenId(id), version: revision ? String(revision) : '' };
}

/** Refusals of an interface that is off or closed to this user, whom the wiki's own page has just confirmed. */
const refusals: ReadonlySet<ErrorKind> = new Set([
  'not-found',
  'forbidden',
  'signed-out',
  'unsupported',
  'invalid-query',
]);

function notOffered(error: unknown): null {
  if (error instanceof DesksideError && refusals.has(error.kind)) return null;
  throw error;
}

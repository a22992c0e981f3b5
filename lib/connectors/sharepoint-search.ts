import type { DocumentRef } from '../core/document';
import type { QueryTerm, SearchQuery } from '../core/query';
import type { SourceConfig } from '../core/source';
import { strongestTerms } from './clean-terms';
import { MOST_SCOPES, type ConnectorIo, type ScopeChoice, type SearchHit } from './connector';
import { fitUrl } from './lucene-text';
import { isoDate } from './iso-date';
import { excerptVersion, excerptWords } from './sharepoint-excerpt';
import { kqlAny } from './sharepoint-kql';
import { decodedPath, documentId, isInside } from './sharepoint-path';
import { askRows, pathOfRow, searchUrl, type Row } from './sharepoint-rows';
import { holdsPath, pathGroups, searchedPaths, underPaths } from './sharepoint-scopes';

/** Pages of sites, classic publishing pages, items of plain lists, and files. */
export const readable =
  '(contentclass:STS_ListItem_WebPageLibrary OR contentclass:STS_ListItem_850 OR contentclass:STS_ListItem_PublishingPages OR contentclass:STS_ListItem_GenericList OR IsDocument:1)';

/** Files that hold text people look for; the rest of a library is pictures and installers. */
const knowledgeFile =
  /\.(?:aspx|pdf|docx?|docm|dotx|odt|rtf|pptx?|pptm|ppsx|odp|xlsx?|xlsm|xlsb|ods|csv|txt|md|html?|one|vsdx|msg|eml)$/i;

/** Without the addresses of scopes; beyond about 4,000 characters a URL is refused. */
const longestUrl = 1_900;

/** Pages, list items and files for a query, in SharePoint's order of relevance. */
export async function searchSharePoint(
  query: SearchQuery,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const terms = strongestTerms(query);
  const wanted = query.limit + query.excludeIds.length;
  const within = searchedPaths(source);
  if (wanted <= 0 || within.length === 0) return [];
  const searches = await Promise.all(
    pathGroups(within, source).map((paths) => searchUnder(paths, terms, wanted, source, io)),
  );
  const seen = new Set(query.excludeIds);
  return interleave(searches)
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .slice(0, query.limit);
}

async function searchUnder(
  paths: readonly string[],
  terms: readonly QueryTerm[],
  wanted: number,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SearchHit[]> {
  const rowLimit = Math.min(50, wanted + 10);
  const under = underPaths(paths, source);
  const url = fitUrl(
    terms,
    (some) => {
      const any = kqlAny(some);
      return any && searchUrl(source, [any, readable, under], 'Title,Path,LastModifiedTime', rowLimit);
    },
    longestUrl + encodeURIComponent(under ?? '').length,
  );
  const hits: SearchHit[] = [];
  // One more page is enough where many rows are pictures or lie outside.
  for (let page = 0; url !== null && page < 2 && hits.length < wanted; page += 1) {
    const { rows, total } = await askRows(`${url}&startrow=${page * rowLimit}`, source, io);
    for (const row of rows) {
      const hit = toHit(row, terms, paths, source);
      if (hit) hits.push(hit);
    }
    if (rows.length < rowLimit || (page + 1) * rowLimit >= total) break;
  }
  return hits;
}

/** Sites that the signed-in user can see, by name. */
export async function listSites(source: SourceConfig, io: ConnectorIo): Promise<ScopeChoice[]> {
  const base = decodedPath(new URL(source.baseUrl));
  const url = searchUrl(
    source,
    ['(contentclass:STS_Site OR contentclass:STS_Web)', underPaths([base], source)],
    'Title,Path',
    MOST_SCOPES,
  );
  const { rows } = await askRows(url, source, io);
  const choices = rows.flatMap((row) => {
    const path = pathOfRow(row, source)?.path;
    if (path === undefined || !isInside(path, base)) return [];
    const key = path === '' ? '/' : path;
    return [{ key, name: row.get('Title') || key }];
  });
  return [...new Map(choices.map((choice) => [choice.key.toLowerCase(), choice])).values()]
    .filter(({ key }) => key.length <= 128)
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function toHit(
  row: Row,
  terms: readonly QueryTerm[],
  paths: readonly string[],
  source: SourceConfig,
): SearchHit | null {
  const place = pathOfRow(row, source);
  if (!place || !paths.some((searched) => holdsPath(searched, place.path))) return null;
  const ref = itemRef(place) ?? fileRef(place.path, terms);
  if (!ref) return null;
  const modified = isoDate(row.get('LastModifiedTime'));
  return {
    ref,
    id: documentId(ref),
    title: row.get('Title') || place.path.slice(place.path.lastIndexOf('/') + 1),
    version: excerptVersion(modified, ref.idType === 'path' ? ref.within : null),
    document: null,
  };
}

/** Items stand under their form, or under the file that SharePoint imagines for them. */
function itemRef({ path, url }: { path: string; url: URL }): DocumentRef | null {
  const [, list] = /^(.+?)\/(?:forms\/)?dispform\.aspx$/i.exec(path) ?? [];
  const [, imagined, number] = /^(.+)\/(\d+)_\.000$/.exec(path) ?? [];
  const id = number ?? [...url.searchParams].find(([name]) => name.toLowerCase() === 'id')?.[1] ?? '';
  const within = list ?? imagined;
  return within && /^[1-9]\d{0,9}$/.test(id) && within.length <= 256
    ? { kind: 'article', id, idType: 'list-item', within }
    : null;
}

function fileRef(path: string, terms: readonly QueryTerm[]): DocumentRef | null {
  if (
    !knowledgeFile.test(path) ||
    /\/(?:forms\/[^/]+|dispform|default)\.aspx$/i.test(path) ||
    path.length > 512
  )
    return null;
  return {
    kind: 'article',
    id: path,
    idType: 'path',
    within: /\.aspx$/i.test(path) ? null : excerptWords(terms),
  };
}

function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

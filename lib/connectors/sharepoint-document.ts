import { z } from 'zod';
import type { DocumentRef, DocumentState, SourceDocument } from '../core/document';
import { DesksideError } from '../core/errors';
import type { Block } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';
import { marksDraft, marksOutdated } from './document-state';
import { isoDate } from './iso-date';
import { askSharePoint } from './sharepoint-api';
import { excerptVersion, excerptsOf } from './sharepoint-excerpt';
import {
  bodyBlocks,
  columnsFor,
  itemBlocks,
  metadataSchema,
  pageSchema,
  selectColumns,
  type Metadata,
} from './sharepoint-fields';
import { documentId, encodePath, siteName } from './sharepoint-path';
import { originOf } from './sharepoint-scopes';

/** A page, a file or a list item, by the URL of its item (`…/ListItemAllFields`). */
export async function readFile(
  itemUrl: string,
  asked: { path: string | null; words: string | null },
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  if (asked.path !== null && isPage(asked.path)) return readPage(itemUrl, asked.path, source, io);
  const facts = await askSharePoint(`${itemUrl}?${selectColumns()}`, metadataSchema, source, io);
  const path = requireFile(facts);
  if (isPage(path)) return readPage(itemUrl, path, source, io);
  const excerpts = await excerptsOf(path, asked.words, source, io);
  const ref: DocumentRef = { kind: 'article', id: path, idType: 'path', within: asked.words };
  const version = excerptVersion(isoDate(facts.Modified), asked.words);
  return toDocument({ ref, path, facts, blocks: fileBlocks(path, facts, excerpts), version }, source);
}

async function readPage(
  itemUrl: string,
  asked: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  let facts = null as Metadata | null;
  let blocks: Block[] = [];
  for (const column of columnsFor(asked)) {
    const more = column === 'CanvasContent1' ? [column, 'PromotedState'] : [column];
    const page = await askSharePoint(`${itemUrl}?${selectColumns(more)}`, pageSchema, source, io).catch(
      noSuchColumn,
    );
    if (page === null) continue;
    // Only the library of modern pages knows which of them are news.
    facts = { ...page, PromotedState: page.PromotedState ?? facts?.PromotedState };
    blocks = bodyBlocks(column, page[column] ?? '', io);
    if (blocks.length > 0) break;
  }
  facts ??= await askSharePoint(`${itemUrl}?${selectColumns()}`, metadataSchema, source, io);
  const path = requireFile(facts);
  const ref: DocumentRef = { kind: 'article', id: path, idType: 'path', within: null };
  return toDocument({ ref, path, facts, blocks, version: isoDate(facts.Modified) ?? '' }, source);
}

/** A library without the column refuses the whole request. */
function noSuchColumn(error: unknown): null {
  if (error instanceof DesksideError && error.kind === 'invalid-query') return null;
  throw error;
}

/** An item of a list; one of a library stands for its file. */
export async function readItem(
  ref: DocumentRef & { within: string },
  itemUrl: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument | { path: string }> {
  const url = `${itemUrl}?$select=*,FileRef,HasUniqueRoleAssignments,Editor/Title,Author/Title&$expand=Editor,Author`;
  const fields = await askSharePoint(url, z.record(z.string(), z.unknown()), source, io);
  const parsed = metadataSchema.safeParse(fields);
  if (!parsed.success) throw new DesksideError('bad-answer', 'The item has another shape');
  const facts = parsed.data;
  const path = requireFile(facts);
  if (!/_\.000$/.test(path)) return { path };
  const list = path.slice(0, path.lastIndexOf('/'));
  const own: DocumentRef = { ...ref, within: list.length <= 256 ? list : ref.within };
  return toDocument(
    { ref: own, path, facts, blocks: itemBlocks(fields, io), version: isoDate(facts.Modified) ?? '' },
    source,
  );
}

function isPage(path: string): boolean {
  return /\.aspx$/i.test(path);
}

function requireFile({ FileRef }: Metadata): string {
  if (!FileRef) throw new DesksideError('not-found', 'No such page or file in SharePoint');
  // Put behind the host's name, anything else could name another host.
  if (!/^\/[^/\\]/.test(FileRef) || FileRef.length > 512)
    throw new DesksideError('bad-answer', 'The path is none of SharePoint');
  return FileRef;
}

interface Parts {
  readonly ref: DocumentRef;
  readonly path: string;
  readonly facts: Metadata;
  readonly blocks: Block[];
  readonly version: string;
}

function toDocument({ ref, path, facts, blocks, version }: Parts, source: SourceConfig): SourceDocument {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    id: documentId(ref),
    sourceId: source.id,
    kind: 'article',
    ref,
    title: facts.Title?.trim() || name.replace(/\.\w+$/, ''),
    url: originOf(source) + addressOf(ref, path),
    blocks,
    version,
    author: facts.Author?.Title ?? facts.Editor?.Title ?? null,
    created: isoDate(facts.Created),
    updated: isoDate(facts.Modified),
    space: siteName(path),
    language: languageOf(path),
    state: stateOf(path, facts),
    labels: facts.PromotedState === 2 ? ['news'] : [],
    restricted: facts.HasUniqueRoleAssignments === true,
    ticket: null,
  };
}

/** Files open in the browser's viewer, not as a download. */
function addressOf(ref: DocumentRef, path: string): string {
  if (ref.idType === 'list-item') return `${encodePath(ref.within ?? '')}/DispForm.aspx?ID=${ref.id}`;
  return encodePath(path) + (isPage(path) ? '' : '?web=1');
}

/** Translations of a page lie in a folder named after their language. */
function languageOf(path: string): string | null {
  return /\/SitePages\/([a-z]{2}(?:-[a-z]{2,4})?)\/[^/]+\.aspx$/i.exec(path)?.[1]?.toLowerCase() ?? null;
}

/** By the version, which the product keeps, then by what owners write: into a title, or on a folder. */
function stateOf(
  path: string,
  { Title, OData__UIVersionString: version, PromotedState }: Metadata,
): DocumentState {
  const marks = [...marksInTitle(Title ?? ''), ...path.split('/').slice(1, -1)];
  if (PromotedState === 1 || (version && !/^\d+\.0$/.test(version)) || marksDraft(marks)) return 'draft';
  return marksOutdated(marks) ? 'outdated' : 'current';
}

/** "[Outdated] Reset tokens", "OUTDATED: reset tokens" and "Reset tokens (superseded)" are marked. */
function marksInTitle(title: string): string[] {
  const bracketed = [...title.matchAll(/[[(]([^\])]{1,40})[\])]/g)].map(([, mark = '']) => mark);
  const [, lead] = /^([^:–—]{1,40}?)\s*[:–—]\s/u.exec(title) ?? [];
  return lead === undefined ? bracketed : [...bracketed, lead];
}

/** The excerpt's label says what it is: the words are the document's, the pieces are the search's choice. */
function fileBlocks(path: string, facts: Metadata, excerpts: readonly string[]): Block[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const rows = [
    ['File', name],
    ['Type', name.slice(name.lastIndexOf('.') + 1).toUpperCase()],
    ['Site', siteName(path) ?? ''],
    ['Author', facts.Author?.Title ?? ''],
  ].filter(([, value]) => value !== '');
  return [
    ...excerpts.map((text): Block => ({ kind: 'note', label: 'excerpt', text })),
    { kind: 'table', header: false, rows },
  ];
}

import { z } from 'zod';
import type { DocumentRef, DocumentState, SourceDocument } from '../core/document';
import type { SourceConfig } from '../core/source';
import type { ConnectorIo } from './connector';
import { marksDraft, marksOutdated } from './document-state';
import { fragmentToBlocks } from './html-text';
import { isoDate } from './iso-date';
import type { ApiParameters } from './mediawiki-api';
import { askWiki } from './mediawiki-api';

const categorySchema = z.array(z.object({ title: z.string() })).nullish();

/** A page as `action=query` describes it. */
const pageSchema = z.object({
  pageid: z.number().nullish(),
  /** Absent where an id leads nowhere. */
  title: z.string().default(''),
  missing: z.boolean().nullish(),
  lastrevid: z.number().nullish(),
  canonicalurl: z.string().nullish(),
  fullurl: z.string().nullish(),
  pagelanguage: z.string().nullish(),
  /** `read` where an extension adds it; plain protection is about editing. */
  protection: z.array(z.object({ type: z.string() })).nullish(),
  revisions: z
    .array(z.object({ revid: z.number(), user: z.string().nullish(), timestamp: z.string().nullish() }))
    .nullish(),
  categories: categorySchema,
  templates: categorySchema,
});
export type WikiPage = z.infer<typeof pageSchema>;

const pagesSchema = z.object({
  query: z
    .object({
      pages: z.array(pageSchema).nullish(),
      redirects: z.array(z.object({ from: z.string(), to: z.string() })).nullish(),
    })
    .nullish(),
});

/** A page's text as `action=parse` renders it. */
export const parseSchema = z.object({
  parse: z.object({ pageid: z.number(), revid: z.number().nullish(), text: z.string() }),
});

/** Pages by id, title or revision, redirects followed, with at least their addresses and current revisions. */
export async function askPages(
  which: ApiParameters,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ pages: WikiPage[]; redirects: { from: string; to: string }[] }> {
  const asked = { action: 'query', prop: 'info', inprop: 'url', redirects: '1', ...which };
  const { query } = await askWiki(io, source.baseUrl, asked, pagesSchema);
  return { pages: query?.pages ?? [], redirects: query?.redirects ?? [] };
}

/** Page ids stay when a page is renamed. */
export function refOf(id: string): DocumentRef {
  return { kind: 'article', id, idType: 'page-id', within: null };
}

/** Navigation, edit links and notices that the parser puts around the text. */
const furniture = [
  '.mw-editsection',
  '.toc',
  '#toc',
  '.navbox',
  '.mw-empty-elt',
  '.noprint',
  '.printfooter',
  '.catlinks',
];

/** A page as a document of the revision that was parsed. */
export function pageToDocument(
  page: WikiPage,
  parsed: z.infer<typeof parseSchema>['parse'],
  source: SourceConfig,
  io: ConnectorIo,
): SourceDocument {
  const id = String(page.pageid);
  const revision = page.revisions?.[0];
  const withoutNamespace = (title: string) => title.slice(title.indexOf(':') + 1);
  const labels = (page.categories ?? []).map(({ title }) => withoutNamespace(title));
  const templates = (page.templates ?? []).map(({ title }) => withoutNamespace(title));
  return {
    id,
    sourceId: source.id,
    kind: 'article',
    ref: refOf(id),
    title: page.title,
    url: pageUrl(page, source),
    blocks: fragmentToBlocks(parsed.text, io.parseHtml, furniture),
    version: String(parsed.revid ?? page.lastrevid ?? ''),
    author: revision?.user ?? null,
    created: null,
    updated: isoDate(revision?.timestamp),
    space: null,
    language: page.pagelanguage ?? null,
    state: stateOf([...labels, ...templates]),
    labels,
    restricted: (page.protection ?? []).some(({ type }) => type === 'read'),
    ticket: null,
  };
}

function stateOf(marks: readonly string[]): DocumentState {
  if (marksOutdated(marks)) return 'outdated';
  return marksDraft(marks) ? 'draft' : 'current';
}

/** The wiki's own address for the page where it is on the source's host; its idea of the host may be another. */
function pageUrl(page: WikiPage, { baseUrl }: SourceConfig): string {
  const { origin } = new URL(baseUrl);
  const named = page.fullurl ?? page.canonicalurl ?? '';
  const url = URL.canParse(named, baseUrl) ? new URL(named, baseUrl) : null;
  return url && url.origin === origin && named !== ''
    ? url.href
    : `${baseUrl}/index.php?curid=${encodeURIComponent(String(page.pageid))}`;
}

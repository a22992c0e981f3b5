import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SourceDocument } from '../../lib/core/document';
import type { PageContext } from '../../lib/core/page';
import { chunkDocument } from '../../lib/retrieval/chunk';
import type { IndexedDocument } from '../../lib/retrieval/retriever';
import { blocksFromHtml } from './blocks-from-html';

const visibilitySchema = z.union([z.literal('all'), z.array(z.string())]);

const frontMatterSchema = z.object({
  id: z.string(),
  home: z.string(),
  space: z.string(),
  title: z.string(),
  author: z.string(),
  created: z.string(),
  updated: z.string(),
  version: z.number(),
  labels: z.array(z.string()),
  lang: z.string(),
  visibility: visibilitySchema,
  state: z.enum(['published', 'draft', 'retired', 'outdated']),
});

const ticketSchema = z.object({
  id: z.string(),
  home: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  status: z.string(),
  priority: z.string().nullable(),
  category: z.string().nullable(),
  requester: z.string().nullable(),
  created: z.string(),
  updated: z.string(),
  resolved: z.string().nullable(),
  closeNotes: z.string().nullable(),
  visibility: visibilitySchema,
  labels: z.array(z.string()).optional(),
  comments: z.array(z.object({ body: z.string() })),
});

const relevantSchema = z.object({
  article: z.string().optional(),
  ticket: z.string().optional(),
  grade: z.number(),
  quote: z.string(),
});

const judgementsSchema = z.object({
  tickets: z.array(
    z.object({
      ticket: z.string(),
      relevant: z.array(relevantSchema),
      misleading: z.array(z.object({ article: z.string() })).optional(),
      unanswerable: z.boolean().optional(),
    }),
  ),
  pages: z.array(z.object({ article: z.string(), relevant: z.array(relevantSchema) })),
});
export type Judgements = z.infer<typeof judgementsSchema>;

export interface AcmeCorpus {
  /** By article slug or ticket id. Open tickets are left out: only resolved ones are knowledge. */
  readonly documents: ReadonlyMap<string, IndexedDocument>;
  /** What the panel would sit beside, by ticket id or article slug. */
  readonly contexts: ReadonlyMap<string, PageContext>;
  readonly judgements: Judgements;
}

/**
 * The systems whose documents were read when the judgements were made. What the others hold was judged for no ticket:
 * it would count as wrong even where it answers.
 */
const judgedHomes: ReadonlySet<string> = new Set(['servicenow', 'confluence', 'mediawiki', 'jira']);

/** The invented company's knowledge as `groups` may see it, indexed under one owner. */
export function loadAcme(folder: string, groups: readonly string[] = []): AcmeCorpus {
  const documents = new Map<string, IndexedDocument>();
  const contexts = new Map<string, PageContext>();
  const mayRead = (visibility: z.infer<typeof visibilitySchema>) =>
    visibility === 'all' || visibility.some((group) => groups.includes(group));
  for (const file of readdirSync(join(folder, 'articles')).sort()) {
    const slug = file.replace(/\.md$/, '');
    const { document, visibility } = readArticle(readFileSync(join(folder, 'articles', file), 'utf8'));
    if (!judgedHomes.has(document.sourceId)) continue;
    contexts.set(slug, toContext(document, 'article', document.title));
    if (mayRead(visibility)) documents.set(slug, index(document, slug));
  }
  for (const file of readdirSync(join(folder, 'tickets')).sort()) {
    const { document, visibility } = readTicket(readFileSync(join(folder, 'tickets', file), 'utf8'));
    if (!judgedHomes.has(document.sourceId)) continue;
    contexts.set(document.id, toContext(document, 'ticket', document.id));
    if (document.ticket?.resolved === true && mayRead(visibility))
      documents.set(document.id, index(document, document.id));
  }
  const judgements = judgementsSchema.parse(parse(readFileSync(join(folder, 'judgements.yaml'), 'utf8')));
  return { documents, contexts, judgements };
}

function index(document: SourceDocument, key: string): IndexedDocument {
  return { documentKey: key, owner: 'acme', document, passages: chunkDocument(document, key) };
}

function readArticle(file: string) {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? [];
  const facts = frontMatterSchema.parse(parse(front));
  const document: SourceDocument = {
    id: facts.id,
    sourceId: facts.home,
    kind: 'article',
    ref: { kind: 'article', id: facts.id, idType: 'id', within: facts.space },
    title: facts.title,
    url: `https://${facts.home}.acme.example/${encodeURIComponent(facts.id)}`,
    blocks: blocksFromHtml(marked.parse(body, { async: false })),
    version: String(facts.version),
    author: facts.author,
    created: facts.created,
    updated: facts.updated,
    space: facts.space,
    language: facts.lang,
    state: facts.state === 'published' ? 'current' : facts.state,
    labels: facts.labels,
    restricted: facts.visibility !== 'all',
    ticket: null,
  };
  return { document, visibility: facts.visibility };
}

function readTicket(file: string) {
  const facts = ticketSchema.parse(parse(file));
  const document: SourceDocument = {
    id: facts.id,
    sourceId: facts.home,
    kind: 'ticket',
    ref: { kind: 'ticket', id: facts.id, idType: 'key', within: null },
    title: facts.title,
    url: `https://${facts.home}.acme.example/${facts.id}`,
    blocks: [],
    version: facts.updated,
    author: facts.requester,
    created: facts.created,
    updated: facts.updated,
    space: null,
    language: null,
    state: 'current',
    labels: facts.labels ?? [],
    restricted: facts.visibility !== 'all',
    ticket: toFields(facts),
  };
  return { document, visibility: facts.visibility };
}

function toFields(facts: z.infer<typeof ticketSchema>): NonNullable<SourceDocument['ticket']> {
  return {
    key: facts.id,
    title: facts.title,
    description: facts.description ?? '',
    comments: facts.comments.map(({ body }) => ({
      author: null,
      created: null,
      visibility: 'public',
      text: body,
    })),
    status: facts.status,
    resolved: facts.closeNotes !== null,
    resolution: facts.closeNotes,
    resolvedAt: facts.resolved,
    priority: facts.priority,
    category: facts.category,
    assignmentGroup: null,
    assignee: null,
    requester: facts.requester,
    created: facts.created,
    updated: facts.updated,
  };
}

function toContext(document: SourceDocument, kind: 'ticket' | 'article', key: string): PageContext {
  return {
    contextId: `${document.sourceId}:${document.id}`,
    revision: document.version,
    site: document.sourceId,
    origin: new URL(document.url).origin,
    kind,
    key,
    title: document.title,
    url: document.url,
    language: null,
    documentId: document.id,
    sourceId: document.sourceId,
    ticket: document.ticket,
    blocks: document.blocks,
    readBy: 'api',
  };
}

import { z } from 'zod';
import type { SourceDocument } from '../core/document';
import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { TicketComment, TicketFields } from '../core/ticket';
import { readAdf } from '../platform/formats/adf';
import type { ConnectorIo } from './connector';
import { fragmentToBlocks } from './html-text';
import { isoDate } from './iso-date';
import { closingComment, fromTicket, ticketBlocks } from './ticket-document';
import { readWikiMarkup } from '../platform/formats/wiki-markup';

/** Named one by one: the default is every field, custom ones and their schemas included. */
export const issueFields: readonly string[] = [
  'summary',
  'description',
  'status',
  'resolution',
  'resolutiondate',
  'issuetype',
  'priority',
  'labels',
  'components',
  'created',
  'updated',
  'reporter',
  'assignee',
  'comment',
  'project',
  'security',
];

const namedSchema = z.object({ name: z.string().nullish() }).nullish();
const personSchema = z.object({ displayName: z.string().nullish(), name: z.string().nullish() }).nullish();
/** Wiki markup, or the cloud's document format. */
const markupSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .nullish()
  .catch(null);
const htmlSchema = z.string().nullish().catch(null);

const commentSchema = z.object({
  id: z.string().nullish(),
  author: personSchema,
  body: markupSchema,
  renderedBody: htmlSchema,
  created: z.string().nullish(),
  /** Restricted to a role or group. */
  visibility: z.object({}).nullish(),
  /** Service Management: false for an internal note. */
  jsdPublic: z.boolean().nullish(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown().optional() })).nullish(),
});
export const commentsSchema = z.object({
  comments: z.array(commentSchema),
  /** Of the issue; the list beside it may hold fewer. */
  total: z.number().nullish().catch(null),
});
const internalNoteSchema = z.object({ internal: z.union([z.boolean(), z.string()]) });

export const issueSchema = z.object({
  key: z.string().min(1).max(512),
  fields: z.object({
    summary: z.string().nullish(),
    description: markupSchema,
    status: z
      .object({
        name: z.string().nullish(),
        statusCategory: z.object({ key: z.string().nullish() }).nullish(),
      })
      .nullish(),
    resolution: namedSchema,
    resolutiondate: z.string().nullish(),
    /** The cloud's: when it was finished, where nobody said with which resolution. */
    statuscategorychangedate: z.string().nullish(),
    issuetype: namedSchema,
    priority: namedSchema,
    labels: z.array(z.string()).nullish(),
    components: z.array(z.object({ name: z.string() })).nullish(),
    created: z.string().nullish(),
    updated: z.string().nullish(),
    reporter: personSchema,
    assignee: personSchema,
    comment: commentsSchema.extend({ visibilityKnown: z.boolean().optional() }).nullish(),
    project: z
      .object({ key: z.string().nullish(), name: z.string().nullish(), projectTypeKey: z.string().nullish() })
      .nullish(),
    /** Issue security level. */
    security: namedSchema,
  }),
  renderedFields: z
    .object({
      description: htmlSchema,
      comment: z
        .object({ comments: z.array(z.object({ id: z.string().nullish(), body: htmlSchema })) })
        .nullish()
        .catch(null),
    })
    .nullish(),
});
export type JiraIssue = z.infer<typeof issueSchema>;
type JiraComment = z.infer<typeof commentSchema>;
type Markup = JiraComment['body'];
type WithBlocks = TicketComment & { blocks: Block[] };

/** True for a service desk's issue with comments that do not say whether they are internal: until they do, they count as such. */
export function needsCommentVisibility({ fields }: JiraIssue): boolean {
  const comments = fields.comment?.comments ?? [];
  return (
    fields.project?.projectTypeKey === 'service_desk' &&
    fields.comment?.visibilityKnown !== true &&
    !comments.every(tellsVisibility)
  );
}

function tellsVisibility({ jsdPublic, properties }: JiraComment): boolean {
  return typeof jsdPublic === 'boolean' || Boolean(properties);
}

/** False where the issue has more comments than came with it. */
export function hasAllComments({ fields }: JiraIssue): boolean {
  return (fields.comment?.comments.length ?? 0) >= (fields.comment?.total ?? 0);
}

/** Finished, whether or not somebody said how. */
export function isResolved({ fields }: JiraIssue): boolean {
  return Boolean(fields.resolution) || fields.status?.statusCategory?.key === 'done';
}

/** An issue as a document; `key` is the server's, which differs from the asked one after a move. */
export function issueToDocument(issue: JiraIssue, source: SourceConfig, io: ConnectorIo): SourceDocument {
  const { key, fields } = issue;
  const description = toBlocks(issue.renderedFields?.description, fields.description, io);
  const comments = readComments(issue, io);
  const closing = isResolved(issue) ? closingComment(comments, resolvedAt(issue)) : null;
  const ticket = toTicket(issue, comments, description, closing?.text ?? fields.resolution?.name ?? null);
  return {
    ...fromTicket(ticket),
    id: key,
    sourceId: source.id,
    ref: { kind: 'ticket', id: key, idType: 'key', within: null },
    url: `${source.baseUrl}/browse/${encodeURIComponent(key)}`,
    blocks: ticketBlocks(description, resolutionBlocks(fields.resolution?.name, closing)),
    version: ticket.updated ?? fields.updated ?? '',
    space: fields.project?.name ?? fields.project?.key ?? null,
    labels: fields.labels ?? [],
    restricted: Boolean(fields.security),
  };
}

function resolutionBlocks(name: string | null | undefined, closing: WithBlocks | null): Block[] {
  if (closing) return closing.blocks;
  return name ? [{ kind: 'paragraph', text: name }] : [];
}

function toTicket(
  issue: JiraIssue,
  comments: readonly WithBlocks[],
  description: readonly Block[],
  resolution: string | null,
): TicketFields {
  const { key, fields } = issue;
  return {
    key,
    title: fields.summary ?? key,
    description: blocksToText(description),
    comments: comments.map(({ author, created, visibility, text }) => ({
      author,
      created,
      visibility,
      text,
    })),
    status: fields.status?.name ?? null,
    resolved: isResolved(issue),
    resolution,
    resolvedAt: resolvedAt(issue),
    priority: fields.priority?.name ?? null,
    category: fields.components?.[0]?.name ?? fields.issuetype?.name ?? null,
    assignmentGroup: null,
    assignee: nameOf(fields.assignee),
    requester: nameOf(fields.reporter),
    created: isoDate(fields.created),
    updated: isoDate(fields.updated),
  };
}

function resolvedAt(issue: JiraIssue): string | null {
  const { resolutiondate, statuscategorychangedate } = issue.fields;
  return isoDate(resolutiondate) ?? (isResolved(issue) ? isoDate(statuscategorychangedate) : null);
}

function readComments(issue: JiraIssue, io: ConnectorIo): WithBlocks[] {
  const rendered = issue.renderedFields?.comment?.comments ?? [];
  const unknown = needsCommentVisibility(issue);
  return (issue.fields.comment?.comments ?? []).map((comment, at) => {
    const twin =
      rendered.find(({ id }) => id && id === comment.id) ?? (comment.id ? undefined : rendered[at]);
    const blocks = toBlocks(comment.renderedBody ?? twin?.body, comment.body, io);
    return {
      author: nameOf(comment.author),
      created: isoDate(comment.created),
      visibility: (unknown && !tellsVisibility(comment)) || isInternal(comment) ? 'internal' : 'public',
      text: blocksToText(blocks),
      blocks,
    };
  });
}

function isInternal(comment: JiraComment): boolean {
  if (comment.visibility || comment.jsdPublic === false) return true;
  const property = comment.properties?.find(({ key }) => key === 'sd.public.comment');
  if (!property) return false;
  const note = internalNoteSchema.safeParse(property.value);
  // A mark that cannot be read is a mark all the same.
  return !note.success || String(note.data.internal) !== 'false';
}

/** The server's HTML where it was asked for, else what people wrote. */
function toBlocks(html: string | null | undefined, markup: Markup, io: ConnectorIo): Block[] {
  const blocks = html ? fragmentToBlocks(html, io.parseHtml) : [];
  if (blocks.length > 0 || !markup) return blocks;
  return typeof markup === 'string' ? readWikiMarkup(markup) : readAdf(markup);
}

function nameOf(
  person: { displayName?: string | null; name?: string | null } | null | undefined,
): string | null {
  return person?.displayName ?? person?.name ?? null;
}

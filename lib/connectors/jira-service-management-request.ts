import { z } from 'zod';
import type { SourceDocument } from '../core/document';
import { blocksToText, type Block } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { TicketComment, TicketFields } from '../core/ticket';
import type { ConnectorIo } from './connector';
import { fragmentToBlocks } from './html-text';
import { isoDate, momentOf } from './iso-date';
import { askJira } from './jira-cloud-session';
import { listSchema } from './jira-service-management-desks';
import { pathSegment } from './path-segment';
import { closingComment, fromTicket, ticketBlocks } from './ticket-document';
import { readWikiMarkup } from '../platform/formats/wiki-markup';

const PAGE = 100;
/** Pages of comments, oldest first, that one request is read for. */
const MOST_PAGES = 5;

const personSchema = z.object({ displayName: z.string().nullish() }).nullish();
const dateSchema = z
  .object({ iso8601: z.string().nullish(), epochMillis: z.number().nullish() })
  .nullish()
  .transform((date) => (date?.epochMillis != null ? momentOf(date.epochMillis) : isoDate(date?.iso8601)));
const renderedSchema = z.object({ html: z.string().nullish() }).nullish().catch(null);

const requestSchema = z.object({
  issueKey: z.string().min(1).max(512),
  serviceDeskId: z.union([z.string(), z.number()]).transform(String).nullish(),
  createdDate: dateSchema,
  reporter: personSchema,
  requestType: z.object({ name: z.string().nullish() }).nullish(),
  serviceDesk: z.object({ projectName: z.string().nullish(), projectKey: z.string().nullish() }).nullish(),
  /** The fields of the form; what a value is depends on the field. */
  requestFieldValues: z
    .array(
      z.object({
        fieldId: z.string(),
        value: z.string().nullish().catch(null),
        renderedValue: renderedSchema,
      }),
    )
    .nullish(),
  currentStatus: z
    .object({
      status: z.string().nullish(),
      statusCategory: z.string().nullish(),
      statusDate: dateSchema,
    })
    .nullish(),
});
type CustomerRequest = z.infer<typeof requestSchema>;

const commentSchema = z.object({
  body: z.string().nullish().catch(null),
  renderedBody: renderedSchema,
  public: z.boolean(),
  author: personSchema,
  created: dateSchema,
});
const commentsSchema = listSchema(commentSchema);

/** A request as its customer sees it: no internal note ever, whatever the server would tell. */
export async function fetchRequest(
  key: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<SourceDocument> {
  const url = `${source.baseUrl}/rest/servicedeskapi/request/${pathSegment(key)}`;
  const [{ data: request }, comments] = await Promise.all([
    askJira(io, `${url}?expand=requestType,serviceDesk`, requestSchema),
    readComments(url, io),
  ]);
  return requestToDocument(request, comments, source, io);
}

async function readComments(url: string, io: ConnectorIo): Promise<(TicketComment & { blocks: Block[] })[]> {
  const rows: z.infer<typeof commentSchema>[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = `public=true&internal=false&expand=renderedBody&limit=${PAGE}&start=${rows.length}`;
    const { data } = await askJira(io, `${url}/comment?${query}`, commentsSchema);
    for (const row of data.values) rows.push(row);
    if (data.isLastPage !== false || data.values.length === 0) break;
  }
  return rows
    .filter((row) => row.public)
    .map(({ author, created, body, renderedBody }) => {
      const blocks = toBlocks(renderedBody?.html, body, io);
      return {
        author: author?.displayName ?? null,
        created,
        visibility: 'public',
        text: blocksToText(blocks),
        blocks,
      };
    });
}

function requestToDocument(
  request: CustomerRequest,
  comments: readonly (TicketComment & { blocks: Block[] })[],
  source: SourceConfig,
  io: ConnectorIo,
): SourceDocument {
  const { issueKey: key, serviceDesk, serviceDeskId } = request;
  const description = describe(request, io);
  const ticket = toTicket(request, comments, description);
  const closing = ticket.resolved ? closingComment(comments, ticket.resolvedAt) : null;
  const where = serviceDeskId ? `servicedesk/customer/portal/${encodeURIComponent(serviceDeskId)}` : 'browse';
  return {
    ...fromTicket(ticket),
    id: key,
    sourceId: source.id,
    ref: { kind: 'ticket', id: key, idType: 'key', within: null },
    url: `${source.baseUrl}/${where}/${encodeURIComponent(key)}`,
    blocks: ticketBlocks(description, closing?.blocks ?? []),
    version: ticket.updated ?? '',
    space: serviceDesk?.projectName ?? serviceDesk?.projectKey ?? null,
    labels: [],
    // Only its reporter and those it was shared with see it.
    restricted: true,
  };
}

function toTicket(
  request: CustomerRequest,
  comments: readonly TicketComment[],
  description: readonly Block[],
): TicketFields {
  const { issueKey: key, createdDate: created, currentStatus: state } = request;
  const resolved = state?.statusCategory?.toUpperCase() === 'DONE';
  const resolvedAt = resolved ? (state?.statusDate ?? null) : null;
  // The request does not say when it changed last; its newest part does.
  const dates = [created, state?.statusDate, ...comments.map((comment) => comment.created)];
  return {
    key,
    title: valueOf(request, 'summary')?.value ?? key,
    description: blocksToText(description),
    comments: comments.map(({ author, created: at, visibility, text }) => ({
      author,
      created: at,
      visibility,
      text,
    })),
    status: state?.status ?? null,
    resolved,
    resolution: resolved ? (closingComment(comments, resolvedAt)?.text ?? null) : null,
    resolvedAt,
    priority: null,
    category: request.requestType?.name ?? null,
    assignmentGroup: null,
    assignee: null,
    requester: request.reporter?.displayName ?? null,
    created,
    updated: dates.reduce<string | null>((last, at) => (at && at > (last ?? '') ? at : last), null),
  };
}

function describe(request: CustomerRequest, io: ConnectorIo): Block[] {
  const field = valueOf(request, 'description');
  return toBlocks(field?.renderedValue?.html, field?.value, io);
}

function valueOf({ requestFieldValues }: CustomerRequest, id: string) {
  return requestFieldValues?.find(({ fieldId }) => fieldId === id);
}

function toBlocks(
  html: string | null | undefined,
  markup: string | null | undefined,
  io: ConnectorIo,
): Block[] {
  const blocks = html ? fragmentToBlocks(html, io.parseHtml) : [];
  return blocks.length > 0 || !markup ? blocks : readWikiMarkup(markup);
}

import { z } from 'zod';
import type { Block } from '../core/rich-text';
import { blocksToText } from '../core/rich-text';
import type { SourceConfig } from '../core/source';
import type { TicketComment } from '../core/ticket';
import type { ConnectorIo } from './connector';
import { isoDate } from './iso-date';
import { askRows, idSchema, nameOf, personSchema, restUrl, type RtCondition } from './request-tracker-api';
import { messageToBlocks } from './request-tracker-text';

/** What people wrote, and changes of status. Without a condition RT tells every mail it sent, too. */
const wantedTypes = ['Create', 'Correspond', 'Comment', 'Status'] as const;

const transactionSchema = z.object({
  id: idSchema,
  Type: z.string(),
  Created: z.string().nullish(),
  Creator: personSchema,
});
type Transaction = z.infer<typeof transactionSchema>;

const attachmentSchema = z.object({
  id: idSchema,
  TransactionId: idSchema,
  ContentType: z.string().nullish(),
  Content: z.string().nullish(),
  Filename: z.string().nullish(),
});
type Attachment = z.infer<typeof attachmentSchema>;

export interface ThreadMessage extends TicketComment {
  readonly type: 'Create' | 'Correspond' | 'Comment';
  readonly login: string | null;
  readonly blocks: readonly Block[];
}

export interface StatusChange {
  readonly created: string | null;
}

/** Messages of a thread whose texts are read, the first one and the last ones, and how many texts a URL asks for. */
const mostMessages = 120;
const textsPerRequest = 40;

/** Everything people wrote in a ticket, oldest first; what RT hides from the user is not there. */
export async function readThread(
  ticketId: string,
  source: SourceConfig,
  io: ConnectorIo,
): Promise<{ messages: ThreadMessage[]; statuses: StatusChange[] }> {
  const transactions = await readHistory(ticketId, source, io);
  const written = cutMiddle(transactions.filter(({ Type }) => isMessage(Type)));
  const texts = await readTexts(ticketId, written, source, io);
  const messages = written.map((transaction) =>
    toMessage(
      transaction,
      texts.filter(({ TransactionId }) => TransactionId === transaction.id),
      io,
    ),
  );
  const statuses = transactions
    .filter(({ Type }) => Type === 'Status')
    .map(({ Created }) => ({ created: isoDate(Created) }));
  return { messages: messages.filter(({ text }) => text !== ''), statuses };
}

async function readHistory(ticketId: string, source: SourceConfig, io: ConnectorIo): Promise<Transaction[]> {
  const conditions: RtCondition[] = wantedTypes.map((value) => ({ field: 'Type', value }));
  const url = restUrl(source, `ticket/${ticketId}/history`, {
    query: JSON.stringify(conditions),
    fields: 'Type,Created,Creator',
    'fields[Creator]': 'Name,RealName',
  });
  const rows = onceEach(await askRows(url, transactionSchema, io));
  return rows.sort((a, b) => Number(a.id) - Number(b.id)).sort(byTime);
}

/** Of merged tickets, the one that came later may have the smaller numbers. */
function byTime(a: Transaction, b: Transaction): number {
  return (isoDate(a.Created) ?? '').localeCompare(isoDate(b.Created) ?? '');
}

function isMessage(type: string): type is ThreadMessage['type'] {
  return type === 'Create' || type === 'Correspond' || type === 'Comment';
}

function cutMiddle(transactions: readonly Transaction[]): Transaction[] {
  if (transactions.length <= mostMessages) return [...transactions];
  return [...transactions.slice(0, 1), ...transactions.slice(1 - mostMessages)];
}

/** Texts of these messages, without files: `/history` has them only as links. */
async function readTexts(
  ticketId: string,
  written: readonly Transaction[],
  source: SourceConfig,
  io: ConnectorIo,
): Promise<Attachment[]> {
  const texts: Attachment[] = [];
  for (let at = 0; at < written.length; at += textsPerRequest) {
    const some = written.slice(at, at + textsPerRequest);
    const conditions: RtCondition[] = [
      { field: 'ContentType', operator: 'STARTSWITH', value: 'text/' },
      { field: 'Filename', operator: 'IS', value: 'NULL' },
      ...some.map(({ id }) => ({ field: 'TransactionId', value: id })),
    ];
    const url = restUrl(source, `ticket/${ticketId}/attachments`, {
      query: JSON.stringify(conditions),
      fields: 'TransactionId,ContentType,Content,Filename',
    });
    for (const text of await askRows(url, attachmentSchema, io)) texts.push(text);
  }
  // A server that does not know the conditions gives files, too.
  return onceEach(texts).filter(({ Filename }) => !Filename);
}

/** Somebody who writes meanwhile moves rows from one page to the next. */
function onceEach<T extends { readonly id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** A mail holds its text twice as often as not: HTML keeps its lists, and its lines are not broken. */
function toMessage(transaction: Transaction, texts: readonly Attachment[], io: ConnectorIo): ThreadMessage {
  const ofType = (type: string) =>
    texts.filter(
      ({ ContentType, Content }) => ContentType?.toLowerCase() === type && (Content ?? '').trim() !== '',
    );
  const html = ofType('text/html');
  const parts = html.length > 0 ? html : ofType('text/plain');
  const blocks = parts.flatMap(({ Content, ContentType }) =>
    messageToBlocks({ type: ContentType?.toLowerCase() ?? '', content: Content ?? '' }, io),
  );
  const { Type, Creator, Created } = transaction;
  return {
    type: isMessage(Type) ? Type : 'Comment',
    login: Creator?.Name ?? Creator?.id ?? null,
    author: nameOf(Creator),
    created: isoDate(Created),
    // A comment is for the staff; whatever else is one, too, until it is known better.
    visibility: Type === 'Correspond' || Type === 'Create' ? 'public' : 'internal',
    text: blocksToText(blocks).trim(),
    blocks,
  };
}

import type { RtInstance, RtUserCall } from './instance';
import { subfields, wanted } from './rest-lists';
import { personName, type RtArticle, type RtAttachment, type RtTicket, type RtTransaction } from './store';

/** What RT writes where a date was never set. */
const unset = '1970-01-01T00:00:00Z';

type Json = Record<string, unknown>;

function placeholder(call: RtUserCall, type: string, id: string | number): Json {
  return { type, id: String(id), _url: `${call.url.origin}/REST/2.0/${type}/${id}` };
}

function userJson(rt: RtInstance, call: RtUserCall, role: string, id: string): Json {
  const known = rt.company.people.find((person) => person.id === id);
  const all = { Name: id, RealName: personName(rt.company, id), EmailAddress: known?.email ?? '' };
  return { ...placeholder(call, 'user', id), ...subfields(call, role, all) };
}

function queueJson(call: RtUserCall, { queue }: RtTicket): Json {
  return { ...placeholder(call, 'queue', queue.id), ...subfields(call, 'Queue', { Name: queue.name }) };
}

/** A ticket of a list: its number, and what was asked for. */
export function ticketRow(rt: RtInstance, call: RtUserCall, ticket: RtTicket): Json {
  return {
    ...placeholder(call, 'ticket', ticket.id),
    ...wanted(call, {
      Subject: () => ticket.subject,
      Status: () => ticket.status,
      Queue: () => queueJson(call, ticket),
      Owner: () => userJson(rt, call, 'Owner', ticket.owner),
      Creator: () => userJson(rt, call, 'Creator', ticket.requester),
      Requestor: () => [userJson(rt, call, 'Requestor', ticket.requester)],
      Priority: () => String(ticket.priority),
      EffectiveId: () => ticket.effectiveId,
      Created: () => ticket.created,
      LastUpdated: () => ticket.updated,
      Resolved: () => ticket.resolved ?? unset,
    }),
  };
}

export function ticketJson(rt: RtInstance, call: RtUserCall, ticket: RtTicket): Json {
  const { id } = ticket;
  const self = `${call.url.origin}/REST/2.0/ticket/${id}`;
  return {
    id: Number(id),
    Type: 'ticket',
    EffectiveId: placeholder(call, 'ticket', ticket.effectiveId),
    Subject: ticket.subject,
    Status: ticket.status,
    Queue: queueJson(call, ticket),
    Owner: userJson(rt, call, 'Owner', ticket.owner),
    Creator: userJson(rt, call, 'Creator', ticket.requester),
    LastUpdatedBy: userJson(rt, call, 'LastUpdatedBy', ticket.updatedBy),
    // A list: `fields[Requestor]` does nothing here.
    Requestor: [placeholder(call, 'user', ticket.requester)],
    Cc: [],
    AdminCc: [],
    Priority: String(ticket.priority),
    InitialPriority: '0',
    FinalPriority: '0',
    CustomFields: [],
    Created: ticket.created,
    LastUpdated: ticket.updated,
    Resolved: ticket.resolved ?? unset,
    Due: unset,
    Starts: unset,
    TimeWorked: '0',
    _hyperlinks: [
      { ref: 'self', type: 'ticket', id: Number(id), _url: self },
      { ref: 'history', _url: `${self}/history` },
    ],
  };
}

export function transactionRow(rt: RtInstance, call: RtUserCall, transaction: RtTransaction): Json {
  return {
    ...placeholder(call, 'transaction', transaction.id),
    ...wanted(call, {
      Type: () => transaction.type,
      Created: () => transaction.at,
      Creator: () => userJson(rt, call, 'Creator', transaction.by),
      ObjectId: () => transaction.ticketId,
      OldValue: () => transaction.oldValue,
      NewValue: () => transaction.newValue,
    }),
  };
}

export function attachmentRow(call: RtUserCall, attachment: RtAttachment & { transactionId: number }): Json {
  return {
    ...placeholder(call, 'attachment', attachment.id),
    ...wanted(call, {
      TransactionId: () => String(attachment.transactionId),
      ContentType: () => attachment.type,
      Content: () => attachment.content,
      Filename: () => '',
    }),
  };
}

/** In a list what was asked for, by itself everything. Empty fields are told, too. */
export function articleJson(
  rt: RtInstance,
  call: RtUserCall,
  article: RtArticle,
  as: 'row' | 'record',
): Json {
  const fields = ['Content', 'Body'].map((name, at) => ({
    ...placeholder(call, 'customfield', at + 1),
    name,
    values: name === article.fieldName ? [article.text] : [],
  }));
  const all: Record<string, () => unknown> = {
    Name: () => article.name,
    Summary: () => article.summary,
    Class: () => ({
      ...placeholder(call, 'class', article.classId),
      ...subfields(call, 'Class', { Name: article.className }),
    }),
    Creator: () => userJson(rt, call, 'Creator', article.author),
    LastUpdatedBy: () => userJson(rt, call, 'LastUpdatedBy', article.author),
    Created: () => article.created,
    LastUpdated: () => article.updated,
    Disabled: () => '0',
    SortOrder: () => '0',
    CustomFields: () => fields,
  };
  if (as === 'row') return { ...placeholder(call, 'article', article.id), ...wanted(call, all) };
  const whole = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value()]));
  return { ...whole, id: Number(article.id), Parent: '0' };
}

export function namedJson(
  call: RtUserCall,
  type: 'queue' | 'class',
  { id, name, description }: { id: number; name: string; description?: string },
): Json {
  return {
    ...placeholder(call, type, id),
    ...wanted(call, { Name: () => name, Description: () => description ?? name, Disabled: () => '0' }),
  };
}

import { revoked } from '../modes';
import { fieldsOf, isAdmin, queues } from './desk';
import { rtVersion, type RtInstance, type RtUserCall } from './instance';
import { articleJson, namedJson, ticketJson, ticketRow, transactionRow, attachmentRow } from './rest-json';
import { conditionsOf, listJson, matchesAll, type Condition } from './rest-lists';
import { readerOf, type Reader } from './rights';
import { isInactive, visibleHistory, type RtArticle, type RtTicket } from './store';
import { likePattern, parseTicketSql, TicketSqlError, type SqlTicket } from './ticket-sql';

/** `/REST/2.0/…` of somebody who is signed in. */
export async function restAnswer(rt: RtInstance, call: RtUserCall): Promise<Response> {
  const path = call.url.pathname.replace(/^\/REST\/2\.0/, '').replace(/\/$/, '');
  const reader = readerOf(call.person);
  if (path === '/rt') return Response.json({ Version: rtVersion });
  if (path === '/tickets') return searchTickets(rt, call, reader);
  if (path === '/articles') return searchArticles(rt, call, reader);
  if (path === '/queues/all') return listQueues(call, reader);
  if (path === '/classes/all') return listClasses(rt, call, reader);
  const [, sort, id = '', part] = /^\/(ticket|article)\/(\d+)(?:\/(history|attachments))?$/.exec(path) ?? [];
  if (sort === 'ticket') return oneTicket(rt, call, { id, part, reader });
  if (sort === 'article' && part === undefined) return oneArticle(rt, call, id, reader);
  return message(404, 'Not Found');
}

export function message(status: number, text: string): Response {
  return Response.json({ message: text }, { status });
}

function searchTickets(rt: RtInstance, call: RtUserCall, reader: Reader): Response {
  const test = parsed(call.url.searchParams.get('query') ?? '');
  if (test instanceof Response) return test;
  const found = rt.store.tickets
    .filter((ticket) => reader.may('ShowTicket', ticket) && revoked(rt.modes, ticket.id) === null)
    .filter((ticket) => test !== null && sqlRows(ticket).some(test));
  return listJson(call, ordered(found, call), (ticket) => ticketRow(rt, call, ticket), { total: true });
}

function parsed(query: string) {
  try {
    return parseTicketSql(query, Date.now());
  } catch (error) {
    if (error instanceof TicketSqlError) return message(400, error.message);
    throw error;
  }
}

/** Once for each of its texts. */
function sqlRows(ticket: RtTicket): SqlTicket[] {
  const facts = { ...ticket, queue: ticket.queue.name, isInactive: isInactive(ticket.status) };
  const texts = ticket.transactions.flatMap(({ attachments }) => attachments.map(({ content }) => content));
  return texts.map((text) => ({ ...facts, text }));
}

function ordered(tickets: readonly RtTicket[], { url }: RtUserCall): RtTicket[] {
  const by = url.searchParams.get('orderby');
  const sign = url.searchParams.get('order')?.toUpperCase() === 'DESC' ? -1 : 1;
  if (by === 'id') return [...tickets].sort((a, b) => sign * (Number(a.id) - Number(b.id)));
  if (by !== 'LastUpdated') return [...tickets];
  return [...tickets].sort((a, b) => sign * a.updated.localeCompare(b.updated));
}

async function oneTicket(
  rt: RtInstance,
  call: RtUserCall,
  asked: { id: string; part: string | undefined; reader: Reader },
): Promise<Response> {
  const ticket = rt.store.ticket(asked.id);
  const state = ticket && revoked(rt.modes, ticket.id, ticket.subject);
  const isShown = ticket !== null && state === null && asked.reader.may('ShowTicket', ticket);
  if (asked.part !== undefined) {
    // Lists tell nobody whether there is anything they do not show.
    const history = isShown ? visibleHistory(ticket, asked.reader) : [];
    const conditions = await conditionsOf(call);
    if (asked.part === 'history') return listHistory(rt, call, history, conditions);
    // A defect of RT's: conditions on the texts of a ticket that is not shown are asked of all that is.
    const isLoose = !isShown && conditions.length > 0;
    const everything = () => rt.store.tickets.flatMap((each) => visibleHistory(each, asked.reader));
    return listAttachments(call, isLoose ? everything() : history, conditions);
  }
  if (ticket === null || state === 'not-found') return message(404, 'Not Found');
  return isShown ? Response.json(ticketJson(rt, call, ticket)) : message(403, 'Forbidden');
}

function listHistory(
  rt: RtInstance,
  call: RtUserCall,
  history: ReturnType<typeof visibleHistory>,
  conditions: readonly Condition[],
): Response {
  const rows = history.filter(
    ({ type }) => conditions.length === 0 || matchesAll(conditions, { Type: ({ value }) => value === type }),
  );
  return listJson(call, rows, (transaction) => transactionRow(rt, call, transaction), { total: false });
}

function listAttachments(
  call: RtUserCall,
  history: ReturnType<typeof visibleHistory>,
  conditions: readonly Condition[],
): Response {
  const rows = history
    .flatMap(({ id, attachments }) => attachments.map((attachment) => ({ ...attachment, transactionId: id })))
    .filter(
      ({ type, transactionId }) =>
        conditions.length === 0 ||
        matchesAll(conditions, {
          ContentType: ({ operator, value }) =>
            operator === 'STARTSWITH' ? type.startsWith(value) : type === value,
          // Nobody attached a file.
          Filename: ({ operator }) => operator === 'IS',
          TransactionId: ({ value }) => value === String(transactionId),
        }),
    );
  return listJson(call, rows, (attachment) => attachmentRow(call, attachment), { total: false });
}

async function searchArticles(rt: RtInstance, call: RtUserCall, reader: Reader): Promise<Response> {
  const conditions = await conditionsOf(call);
  const fieldNames = new Set(fieldsOf(rt.company).map(({ name }) => name));
  const fields = conditions.filter(({ field }) => /^(?:CF|CustomField)\.\{/i.test(field));
  const others = conditions.filter((condition) => !fields.includes(condition));
  const usable = fields.filter(({ field }) => fieldNames.has(/\{(.*)\}/.exec(field)?.[1] ?? ''));
  const holds = (article: RtArticle) =>
    // Whatever field is named, all of them are looked into; without a condition nothing is found.
    usable.every(({ value }) => likePattern(value).test(article.text)) &&
    (others.length === 0 ? usable.length > 0 : matchesAll(others, articleFields(article)));
  const found = rt.store.articles
    .filter((article) => mayShow(rt, article, reader) && revoked(rt.modes, ...names(article)) === null)
    .filter(holds)
    .sort(articleOrders[call.url.searchParams.get('orderby') ?? ''] ?? byName);
  return listJson(call, found, (article) => articleJson(rt, call, article, 'row'), { total: false });
}

const byName = (a: RtArticle, b: RtArticle) => a.name.localeCompare(b.name, 'en');
const articleOrders: Readonly<Record<string, typeof byName>> = {
  LastUpdated: (a, b) => b.updated.localeCompare(a.updated),
  id: (a, b) => Number(a.id) - Number(b.id),
};

function articleFields(article: RtArticle): Record<string, (condition: Condition) => boolean> {
  const text = (own: string) => (condition: Condition) =>
    condition.operator === 'LIKE'
      ? likePattern(condition.value).test(own)
      : own.toLowerCase() === condition.value.toLowerCase();
  return {
    id: ({ operator, value }) =>
      operator === '>' ? Number(article.id) > Number(value) : value === article.id,
    LastUpdated: ({ operator, value }) =>
      operator === '>' && Date.parse(article.updated) > Date.parse(`${value}Z`),
    Name: text(article.name),
    Summary: text(article.summary),
    Class: ({ value }) => value === String(article.classId),
  };
}

/** As tests revoke it: by its number on the page, by the connector's id, or by its name. */
function names({ id, name }: RtArticle): string[] {
  return [`article:${id}`, name];
}

function mayShow(rt: RtInstance, article: RtArticle, reader: Reader): boolean {
  const own = rt.store.classes.find(({ id }) => id === article.classId);
  return own !== undefined && reader.mayInClass('ShowArticle', own.rights);
}

function oneArticle(rt: RtInstance, call: RtUserCall, id: string, reader: Reader): Response {
  const article = rt.store.articles.find((each) => each.id === id);
  const state = article && revoked(rt.modes, ...names(article));
  if (!article || state === 'not-found') return message(404, 'Not Found');
  const isShown = state !== 'forbidden' && mayShow(rt, article, reader);
  return isShown ? Response.json(articleJson(rt, call, article, 'record')) : message(403, 'Forbidden');
}

function listQueues(call: RtUserCall, reader: Reader): Response {
  const seen = queues
    .filter((queue) => reader.mayInQueue('SeeQueue', queue))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return listJson(call, seen, (queue) => namedJson(call, 'queue', queue), { total: isAdmin(reader.person) });
}

function listClasses(rt: RtInstance, call: RtUserCall, reader: Reader): Response {
  const seen = rt.store.classes.filter(({ rights }) => reader.mayInClass('SeeClass', rights));
  return listJson(call, seen, (each) => namedJson(call, 'class', each), { total: isAdmin(reader.person) });
}

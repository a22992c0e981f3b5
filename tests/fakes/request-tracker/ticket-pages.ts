import { escapeHtml } from '../markdown';
import { revoked } from '../modes';
import { historyHtml, shownDate, userHtml } from './history-html';
import type { RtInstance, RtUserCall } from './instance';
import { errorPage, row, rtPage, titleBox } from './layout';
import { readerOf } from './rights';
import type { RtTicket } from './store';

const words: Readonly<Record<number, string>> = { 0: 'Low', 50: 'Medium', 100: 'High' };

/** RT parts parameters by `&` and by semicolons. */
export function idIn(url: URL): string {
  const pairs = url.search.slice(1).split(/[&;]/);
  return pairs.find((pair) => pair.startsWith('id='))?.slice(3) ?? '';
}

type View = 'Ticket-Display' | 'Ticket-History' | 'SelfService-Display' | 'Ticket-Update';

/** A ticket's page, or why it is not shown. */
export function ticketPage(rt: RtInstance, call: RtUserCall, view: View): Response {
  const asked = idIn(call.url);
  const ticket = rt.store.ticket(asked);
  const state = ticket && revoked(rt.modes, ticket.id, ticket.subject);
  if (!ticket || state === 'not-found') return errorPage(call, view, `Could not load ticket ${asked}`, 404);
  const isShown = state === null && readerOf(call.person).may('ShowTicket', ticket);
  // Only this page says so by its status, too.
  const status = view === 'Ticket-Display' ? 403 : 200;
  if (!isShown) return errorPage(call, view, 'No permission to view ticket', status);
  const heading = `#${ticket.id}: ${ticket.subject}`;
  const title = {
    'Ticket-History': `Ticket History ${heading}`,
    'Ticket-Update': `Update ticket ${heading}`,
  }[view as string];
  const content = { 'Ticket-History': history, 'Ticket-Update': update }[view as string] ?? display;
  return rtPage(call, {
    title: title ?? heading,
    component: view,
    content: content(rt, call, ticket),
    menu: view === 'SelfService-Display' ? {} : menuOf(asked),
  });
}

/** The menu keeps the number that was asked for, also of a merged ticket. */
function menuOf(asked: string): Record<string, string> {
  return {
    Display: `/Ticket/Display.html?id=${asked}`,
    History: `/Ticket/History.html?id=${asked}`,
    Reply: `/Ticket/Update.html?Action=Respond;id=${asked}`,
    Comment: `/Ticket/Update.html?Action=Comment;id=${asked}`,
  };
}

function display(rt: RtInstance, call: RtUserCall, ticket: RtTicket): string {
  const isCustomer = call.url.pathname.startsWith('/SelfService/');
  const summary = `<div class="row ticket-summary">
  <div class="boxcontainer col-md-6">
${titleBox('ticket-info-basics', 'The Basics', basics(ticket, isCustomer))}
${isCustomer ? '' : titleBox('ticket-info-people', 'People', people(rt, ticket))}
  </div>
  <div class="boxcontainer col-md-6">
${titleBox('ticket-info-dates', 'Dates', dates(ticket))}
  </div>
</div>`;
  if (isCustomer) return `${summary}\n${history(rt, call, ticket)}`;
  return `<div class="summary unset-fields-container">\n${summary}\n</div>
<div id="delayed_ticket_history">
${titleBox('', 'History', 'Loading...')}
</div>
<script>
fetch("/Helpers/TicketHistory?id=${ticket.id}").then((answer) => answer.text()).then((html) => {
  document.getElementById('delayed_ticket_history').innerHTML = html;
});
</script>`;
}

function basics(ticket: RtTicket, isCustomer: boolean): string {
  const rows = [
    `  <div class="id form-row">
    <div class="label col-3">Id:</div>
    <div class="value col-9"><span>${ticket.id}</span></div>
  </div>`,
    row('status', 'Status', ticket.status),
    row(
      'priority',
      'Priority',
      `<span class="Priority">${words[ticket.priority] ?? ticket.priority}</span>/<span class="FinalPriority">Low</span>`,
    ),
    row('queue', 'Queue', escapeHtml(ticket.queue.name)),
  ].join('\n');
  if (isCustomer) return `<div>\n${rows}\n</div>`;
  return `<div class="inline-edit-display">\n<div>\n${rows}\n</div>\n</div>
<form class="inline-edit" action="/Ticket/Display.html" method="post"><input type="hidden" class="hidden" name="id" value="${ticket.id}" />
  <div class="form-row Status"><div class="value col-9"><select name="Status"><option value="">${ticket.status} (Unchanged)</option><option>stalled</option></select></div></div>
</form>`;
}

function people(rt: RtInstance, ticket: RtTicket): string {
  return `<div class="inline-edit-display">
${row('owner', 'Owner', userHtml(rt, ticket.owner))}
${row('requestors', 'Requestors', userHtml(rt, ticket.requester))}
</div>`;
}

function dates(ticket: RtTicket): string {
  return [
    row('date created', 'Created', shownDate(ticket.created)),
    row('date resolved', 'Closed', shownDate(ticket.resolved)),
    row('date updated', 'Updated', shownDate(ticket.updated)),
  ].join('\n');
}

export function history(rt: RtInstance, call: RtUserCall, ticket: RtTicket): string {
  return historyHtml(rt, ticket, readerOf(call.person));
}

function update(_: RtInstance, call: RtUserCall, ticket: RtTicket): string {
  const isReply = /Action=Respond/.test(call.url.search);
  return `<form action="Update.html" name="TicketUpdate" method="post" enctype="multipart/form-data">
<input type="hidden" class="hidden" name="id" value="${ticket.id}" />
<select id="UpdateType" name="UpdateType"><option value="private"${isReply ? '' : ' selected'}>Comments (Not sent to requestors)</option><option value="response"${isReply ? ' selected' : ''}>Reply to requestors</option></select>
<textarea class="form-control messagebox" cols="80" rows="15" name="UpdateContent" id="UpdateContent"></textarea>
<input type="button" name="SubmitTicket" value="Update Ticket" />
</form>`;
}

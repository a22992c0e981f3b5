import { escapeHtml } from '../markdown';
import { isPrivileged } from './desk';
import type { RtInstance } from './instance';
import { titleBox } from './layout';
import type { Reader } from './rights';
import { personName, visibleHistory, type RtTicket, type RtTransaction } from './store';

/** What RT says of a transaction, and the class it gives it: none of them tells a reply from a comment. */
const descriptions: Readonly<Record<RtTransaction['type'], readonly [sort: string, text: string]>> = {
  Create: ['message', 'Ticket created'],
  Correspond: ['message', 'Correspondence added'],
  Comment: ['message', 'Comments added'],
  Status: ['basics', 'Status changed'],
  Set: ['people', 'Taken'],
  EmailRecord: ['other', 'Outgoing email recorded'],
  AddLink: ['other', 'Link added'],
};

/** The history of a ticket as the page's script fetches it. */
export function historyHtml(rt: RtInstance, ticket: RtTicket, reader: Reader): string {
  const transactions = visibleHistory(ticket, reader).map((each, at) =>
    transactionHtml(rt, ticket, each, at),
  );
  return `<div class="history ticket" id="ticket-${ticket.id}-history">
${titleBox('fullwidth', 'History', `<div class="history-container">\n${transactions.join('\n')}\n</div>`)}
</div>`;
}

function transactionHtml(rt: RtInstance, ticket: RtTicket, transaction: RtTransaction, at: number): string {
  const [sort, text] = descriptions[transaction.type];
  return `<div class="transaction Ticket-transaction ${sort} ${at % 2 === 0 ? 'odd' : 'even'}" data-transaction-id="${transaction.id}">
  <div class="metadata">
    <span class="type"><a name="txn-${transaction.id}" href="/Transaction/Display.html?id=${transaction.id}">#</a></span>
    <span class="date">${shownDate(transaction.at).replaceAll(' ', '&nbsp;')}</span>
    <span class="description">
      ${userHtml(rt, transaction.by)} - ${text}
    </span>
    <span class="time-taken"></span>
  </div>

  <div class="content">
${sort === 'message' ? messageHtml(ticket, transaction) : ''}
  </div>
</div>`;
}

/** Of a mail's two texts RT shows the one with its formats. */
function messageHtml(ticket: RtTicket, { type, attachments }: RtTransaction): string {
  const html = attachments.find((each) => each.type === 'text/html');
  const plain = attachments.find((each) => each.type === 'text/plain');
  const body = html?.content ?? escapeHtml(plain?.content ?? '').replaceAll('\n', '<br />');
  const head =
    type === 'Create'
      ? `<table>
  <tr>
    <td align="right" class="message-header-key">Subject:</td>
    <td class="message-header-value ">
       ${escapeHtml(ticket.subject)}</td>
  </tr>
</table>
`
      : '';
  return `${head}<div class="messagebody">\n<div class="message-stanza">${body}</div></div>`;
}

/** Staff are shown by login and name, everybody else by name and address. */
export function userHtml(rt: RtInstance, id: string): string {
  const person = rt.company.people.find((each) => each.id === id);
  const number = person ? rt.company.people.indexOf(person) + 39 : id === 'Nobody' ? 6 : 1;
  const name = personName(rt.company, id);
  const shown = !person ? name : isPrivileged(person) ? `${id} (${name})` : `${name} <${person.email}>`;
  return `<span class="user" data-user-id="${number}"><a  href="/User/Summary.html?id=${number}">${escapeHtml(shown)}</a></span>`;
}

/** `Mon Oct 26 06:31:00 2026`, on the reader's clock. */
export function shownDate(at: string | null): string {
  if (at === null) return 'Not set';
  const date = new Date(at);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options }).format(date);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${part({ weekday: 'short' })} ${part({ month: 'short' })} ${day} ${at.slice(11, 19)} ${date.getUTCFullYear()}`;
}

import { escapeHtml } from '../markdown';
import { revoked } from '../modes';
import type { RtInstance, RtCall, RtUserCall } from './instance';
import { errorPage, row, rtPage, titleBox } from './layout';
import { readerOf } from './rights';
import { isInactive, type RtTicket } from './store';
import { idIn } from './ticket-pages';

export function articlePage(rt: RtInstance, call: RtUserCall, isCustomer: boolean): Response {
  const component = isCustomer ? 'SelfService-Article-Display' : 'Articles-Article-Display';
  const id = idIn(call.url);
  const article = rt.store.articles.find((each) => each.id === id);
  const own = rt.store.classes.find((each) => each.id === article?.classId);
  const state = article && revoked(rt.modes, `article:${id}`, article.name);
  // RT says both with status 200.
  if (!article || !own || state === 'not-found') return errorPage(call, component, 'Article not found', 200);
  if (state === 'forbidden' || !readerOf(call.person).mayInClass('ShowArticle', own.rights)) {
    return errorPage(call, component, 'No permission to view Article', 200);
  }
  const fields = ['Content', 'Body'].map((name, at) => {
    const isSet = name === article.fieldName;
    const text = isSet ? article.text : '(no value)';
    return `  <div class="form-row custom-field custom-field-${at + 1} custom-field-${name}${isSet ? '' : ' unset-field'}" id="CF-${at + 1}-ShowRow">
    <div class="label col-3"><span class="prev-icon-helper">${name}:</span></div>
    <div class="value col-9 ${isSet ? '' : ' no-value'}">
      <span class="current-value">
${isSet && name === 'Content' ? escapeHtml(text).replaceAll('\n', '<br />') : scrubbed(text)}
      </span>
    </div>
  </div>`;
  });
  const basics = titleBox(
    'article-basics',
    'The Basics',
    [row('', 'Summary', escapeHtml(article.summary)), row('', 'Class', escapeHtml(article.className))].join(
      '\n',
    ),
  );
  const box = isCustomer ? 'article-display-simple' : 'article-content';
  return rtPage(call, {
    title: isCustomer ? article.name : `Article #${article.id}: ${article.name}`,
    component,
    content: `${isCustomer ? '' : basics}\n${titleBox(box, isCustomer ? article.summary : 'Content', fields.join('\n'))}`,
    menu: isCustomer ? {} : { Display: `/Articles/Article/Display.html?id=${article.id}` },
  });
}

/** RT leaves no class in what people wrote. */
function scrubbed(html: string): string {
  return html.replace(/ class="[^"]*"/g, '');
}

/** A list of tickets: search results of the staff, or the customer's own. */
export function listPage(
  rt: RtInstance,
  call: RtUserCall,
  list: { component: string; title: string; state: 'active' | 'inactive' | 'all' },
): Response {
  const reader = readerOf(call.person);
  const isCustomer = list.component.startsWith('SelfService');
  const tickets = rt.store.tickets
    .filter((ticket) => reader.may('ShowTicket', ticket))
    .filter((ticket) => !isCustomer || ticket.requester === call.person.id)
    .filter(({ status }) => list.state === 'all' || isInactive(status) === (list.state === 'inactive'));
  const address = ({ id }: RtTicket) =>
    isCustomer ? `/SelfService/Display.html?id=${id}` : `/Ticket/Display.html?id=${id}`;
  const rows = tickets.map(
    (ticket) =>
      `<tr><td><a href="${address(ticket)}">${ticket.id}</a></td><td><a href="${address(ticket)}">${escapeHtml(ticket.subject)}</a></td><td>${ticket.status}</td><td>${escapeHtml(ticket.queue.name)}</td></tr>`,
  );
  return rtPage(call, {
    title: list.title,
    component: list.component,
    content: `<table class="table ticket-list collection-as-table">${rows.join('\n')}</table>`,
  });
}

export function plainPage(
  call: RtCall,
  component: string,
  title: string,
  content: string,
  status = 200,
): Response {
  return rtPage(call, { component, title, content, status });
}

export function loginPage(call: RtCall, problem: string | null, next: string): Response {
  const message = problem === null ? '' : `<ul class="action-results"><li>${escapeHtml(problem)}</li></ul>`;
  return rtPage(call, {
    title: 'Login',
    component: 'NoAuth-Login',
    content: `${message}
<form id="login" name="login" method="post" action="/NoAuth/Login.html">
  <div class="form-row"><div class="label col-3">Username:</div><div class="value col-9"><input class="form-control" type="text" name="user" value="" id="user" autocapitalize="off" /></div></div>
  <div class="form-row"><div class="label col-3">Password:</div><div class="value col-9"><input class="form-control" type="password" name="pass" /></div></div>
<input type="hidden" name="next" value="${escapeHtml(next)}" />
  <input type="submit" class="form-control btn btn-primary" value="Login" />
</form>`,
  });
}
